"""The addresses of searches for dropped leads."""

from django.urls import path

from leadfast.web.rescue import views

urlpatterns = [
    path("rescue/", views.listing, name="rescue"),
    path("rescue/<uuid:rescue_id>/", views.one),
    path("rescue/<uuid:rescue_id>/pause/", views.pause),
    path("rescue/<uuid:rescue_id>/resume/", views.resume),
    path("rescue/<uuid:rescue_id>/forget/", views.forget),
    path("rescue/<uuid:rescue_id>/adopt/", views.adopt),
    path("rescue/<uuid:rescue_id>/dismiss/<uuid:finding_id>/", views.dismiss),
    path("rescue/<uuid:rescue_id>/take-back/<uuid:finding_id>/", views.take_back),
]
