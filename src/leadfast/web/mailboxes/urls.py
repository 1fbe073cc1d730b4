"""The addresses of mailboxes."""

from django.urls import path

from leadfast.web.mailboxes import connecting, signing_in, views

urlpatterns = [
    path("mailboxes/", views.mailboxes, name="mailboxes"),
    path("mailboxes/connect/", connecting.address, name="connect_mailbox"),
    path("mailboxes/connect/servers/", connecting.servers, name="connect_servers"),
    path("mailboxes/connect/device/", signing_in.device, name="connect_device"),
    path("mailboxes/connect/google/", signing_in.google, name="connect_google"),
    path("mailboxes/<uuid:mailbox_id>/", views.mailbox, name="mailbox"),
    path("mailboxes/<uuid:mailbox_id>/test/", views.test, name="test_mailbox"),
    path("mailboxes/<uuid:mailbox_id>/pause/", views.pause, name="pause_mailbox"),
    path("mailboxes/<uuid:mailbox_id>/resume/", views.resume, name="resume_mailbox"),
    path("mailboxes/<uuid:mailbox_id>/password/", views.reconnect, name="reconnect_mailbox"),
    path("mailboxes/<uuid:mailbox_id>/remove/", views.remove, name="remove_mailbox"),
]
