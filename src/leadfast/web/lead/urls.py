"""The addresses of one lead."""

from django.urls import path

from leadfast.web.lead import acts, views

urlpatterns = [
    path("leads/<uuid:lead_id>/", views.lead, name="lead"),
    path("leads/<uuid:lead_id>/date/", acts.date),
    path("leads/<uuid:lead_id>/undo-date/<str:token>/", acts.undo_date),
    path("leads/<uuid:lead_id>/hand-over/", acts.hand_over),
    path("leads/<uuid:lead_id>/won/", acts.won),
    path("leads/<uuid:lead_id>/invalid/", acts.invalid),
    path("leads/<uuid:lead_id>/reopen/", acts.reopen),
    path("leads/<uuid:lead_id>/reach/", acts.reach),
    path("leads/<uuid:lead_id>/participant/", acts.participant),
    path("leads/<uuid:lead_id>/edit/", acts.edit),
]
