"""The addresses of calls."""

from django.urls import path

from leadfast.web.calls import posted, recordings, settings, views

urlpatterns = [
    path("calls/", views.listing, name="calls"),
    path("calls/files/<uuid:file_id>/", views.one),
    path("calls/records/<uuid:record_id>/", views.record),
    path("calls/unmatched/<uuid:record_id>/lead/", views.lead),
    path("calls/unmatched/<uuid:record_id>/nobody/", views.nobody),
    path("calls/unmatched/<uuid:record_id>/undo/", views.undo),
    path("calls/recordings/<uuid:recording_id>/", recordings.recording),
    path("settings/calls/", settings.calls, name="call-settings"),
    path("settings/calls/numbers/", settings.give),
    path("settings/calls/numbers/<uuid:extension_id>/take/", settings.take),
    path("settings/calls/systems/<uuid:feed_id>/revoke/", settings.revoke),
    path("settings/calls/systems/<uuid:feed_id>/new-key/", settings.new_key),
    path("settings/calls/systems/<uuid:feed_id>/cut/", settings.cut),
    path("hooks/calls/<str:token>/", posted.posted),
]
