"""The addresses of triage."""

from django.urls import path

from leadfast.web.triage import arrivals, messages, views

urlpatterns = [
    path("triage/", views.waiting, name="triage"),
    path("triage/people/", views.section, {"kind": "people"}),
    path("triage/machines/", views.section, {"kind": "machines"}),
    path("triage/junk/", arrivals.junk),
    path("triage/junk/undo/", arrivals.unjunk),
    path("triage/<uuid:arrival_id>/", arrivals.one),
    path("triage/<uuid:arrival_id>/attach/", arrivals.attach),
    path("triage/messages/<uuid:unmatched_id>/attach/", messages.attach),
    path("triage/messages/<uuid:unmatched_id>/make-lead/", messages.make_lead),
    path("triage/messages/<uuid:unmatched_id>/junk/", messages.junk),
    path("triage/messages/<uuid:unmatched_id>/private/", messages.private),
    path("triage/messages/<uuid:unmatched_id>/undo/", messages.undo),
    path("unmatched/", views.moved),
]
