"""The addresses of Trust."""

from django.urls import path

from leadfast.web.trust import views

urlpatterns = [
    path("trust/", views.trust, name="trust"),
    path("trust/unknown/<uuid:outgoing_id>/", views.unknown, name="unknown_send"),
]
