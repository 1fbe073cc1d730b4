"""The addresses of messages that belong nowhere yet."""

from django.urls import path

from leadfast.web.unmatched import views

urlpatterns = [
    path("unmatched/", views.waiting, name="unmatched"),
    path("unmatched/<uuid:unmatched_id>/attach/", views.attach),
    path("unmatched/<uuid:unmatched_id>/make-lead/", views.make_lead),
    path("unmatched/<uuid:unmatched_id>/junk/", views.junk),
    path("unmatched/<uuid:unmatched_id>/private/", views.private),
]
