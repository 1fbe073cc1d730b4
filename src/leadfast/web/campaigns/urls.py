"""The addresses of the campaigns."""

from django.urls import path

from leadfast.web.campaigns import views

urlpatterns = [
    path("campaigns/", views.campaigns, name="campaigns"),
    path("campaigns/add/", views.add),
    path("campaigns/<uuid:campaign_id>/", views.change),
    path("campaigns/<uuid:campaign_id>/end/", views.end),
    path("campaigns/moves/<uuid:moving_id>/undo/", views.undo),
]
