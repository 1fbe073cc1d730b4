"""The addresses of the floor."""

from django.urls import path

from leadfast.web.floor import views

urlpatterns = [
    path("floor/", views.floor, name="floor"),
    path("floor/in/", views.came_in),
    path("floor/<uuid:floor_up_id>/take/", views.take),
    path("floor/<uuid:floor_up_id>/left/<str:result>/", views.left),
]
