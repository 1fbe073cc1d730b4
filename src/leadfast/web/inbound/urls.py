"""The addresses that strangers use."""

from django.urls import path

from leadfast.web.inbound import forms, posted

urlpatterns = [
    path("form/<str:key>/", forms.form),
    path("form/<str:key>/thanks/", forms.thanks),
    path("form/<str:key>/script.js", forms.script),
    path("in/<str:token>/", posted.posted),
]
