"""The addresses of the ways in."""

from django.urls import path

from leadfast.web.forms import views

urlpatterns = [
    path("settings/forms/", views.forms, name="forms"),
    path("settings/forms/<uuid:form_id>/", views.form),
    path("settings/forms/<uuid:form_id>/close/", views.close),
    path("settings/forms/<uuid:form_id>/open/", views.open_again),
    path("settings/inlets/", views.inlets),
    path("settings/inlets/<uuid:inlet_id>/revoke/", views.revoke),
    path("settings/inlets/<uuid:inlet_id>/new-key/", views.new_key),
    path("settings/inlets/<uuid:inlet_id>/cut/", views.cut),
]
