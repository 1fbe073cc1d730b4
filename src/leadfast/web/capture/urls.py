"""The addresses of Capture; all of them lie in the scope of its service worker."""

from django.urls import path

from leadfast.web.capture import cards, views

urlpatterns = [
    path("capture/", views.capture, name="capture"),
    path("capture/items/", views.items),
    path("capture/state/", views.state),
    path("capture/worker.js", views.worker),
    path("capture/cards/<uuid:arrival_id>/", cards.card),
    path("capture/cards/<uuid:arrival_id>/photo/", cards.photo),
]
