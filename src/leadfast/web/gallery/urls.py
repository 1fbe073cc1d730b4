"""Development only."""

from django.urls import path

from leadfast.web.gallery import views

urlpatterns = [
    path("gallery/", views.today, name="gallery"),
    path("gallery/lead/", views.lead),
    path("gallery/pieces/", views.pieces),
]
