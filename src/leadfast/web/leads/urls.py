"""The addresses of the list."""

from django.urls import path

from leadfast.web.leads import many, views

urlpatterns = [
    path("leads/", views.listing, name="leads"),
    path("leads/export.csv", views.as_file),
    path("leads/views/", views.save_view),
    path("leads/views/<uuid:view_id>/forget/", views.forget_view),
    path("leads/many/", many.many),
    path("leads/many/undo/<str:token>/", many.undo),
]
