"""The addresses of files."""

from django.urls import path

from leadfast.web.uploads import views

urlpatterns = [
    path("uploads/", views.listing, name="uploads"),
    path("uploads/<uuid:upload_id>/", views.one),
    path("uploads/<uuid:upload_id>/start/", views.start),
    path("uploads/<uuid:upload_id>/cancel/", views.cancel),
    path("uploads/<uuid:upload_id>/pause/", views.pause),
    path("uploads/<uuid:upload_id>/resume/", views.resume),
    path("uploads/<uuid:upload_id>/undo/", views.undo),
    path("uploads/<uuid:upload_id>/waiting.csv", views.remainder),
    path("uploads/<uuid:upload_id>/left-out.csv", views.left_out),
]
