"""The addresses of follow-up."""

from django.urls import path

from leadfast.web.follow_up import drafts, views

urlpatterns = [
    path("drafts/", drafts.waiting, name="drafts"),
    path("drafts/<uuid:draft_id>/", drafts.send),
    path("drafts/<uuid:draft_id>/decline/", drafts.decline),
    path("insured/<uuid:entry_id>/decline/", drafts.decline_insured),
    path("leads/<uuid:lead_id>/follow-up/", views.of_lead),
    path("leads/<uuid:lead_id>/follow-up/start/", views.start),
    path("leads/<uuid:lead_id>/follow-up/stop/", views.stop),
    path("leads/<uuid:lead_id>/follow-up/resume/", views.resume),
]
