"""The addresses of what waits for an answer."""

from django.urls import path

from leadfast.web.responses import views

urlpatterns = [
    path("responses/", views.waiting, name="responses"),
    path("responses/<uuid:message_id>/correct/", views.correct),
]
