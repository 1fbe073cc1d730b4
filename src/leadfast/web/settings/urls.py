"""The addresses of the settings."""

from django.urls import path

from leadfast.web.settings import views

urlpatterns = [
    path("settings/", views.facts, name="settings"),
    path("settings/defaults/", views.defaults, name="defaults"),
]
