"""The addresses of the rules of assignment."""

from django.urls import path

from leadfast.web.assignment import views

urlpatterns = [
    path("settings/assignment/", views.rules, name="assignment"),
    path("settings/assignment/add/", views.add),
    path("settings/assignment/put-back/<str:token>/", views.put_back),
    path("settings/assignment/<uuid:rule_id>/", views.change),
    path("settings/assignment/<uuid:rule_id>/earlier/", views.earlier),
    path("settings/assignment/<uuid:rule_id>/later/", views.later),
    path("settings/assignment/<uuid:rule_id>/remove/", views.remove),
]
