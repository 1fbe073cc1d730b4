"""The addresses of what waits for an answer."""

from django.urls import path

from leadfast.web.responses import views

urlpatterns = [
    path("responses/", views.waiting, name="responses"),
    path("responses/corrections.jsonl", views.examples),
    path("responses/<uuid:message_id>/accept/", views.accept),
    path("responses/<uuid:message_id>/undo/", views.undo),
    path("responses/<uuid:message_id>/invitation/", views.invitation),
    path("responses/<uuid:message_id>/correct/", views.correct),
    path("responses/<uuid:message_id>/join/", views.join),
    path("responses/<uuid:message_id>/details/", views.details),
]
