"""The addresses of the screen for leads by mail."""

from django.urls import path

from leadfast.web.lead_mail import views

urlpatterns = [
    path("settings/lead-mail/", views.lead_mail, name="lead-mail"),
    path("settings/lead-mail/<uuid:address_id>/close/", views.close),
    path("settings/lead-mail/rules/<uuid:rule_id>/forget/", views.forget),
]
