"""The addresses of the till count."""

from django.urls import path

from leadfast.web.till import views

urlpatterns = [
    path("till/", views.till, name="till"),
    path("till/count/", views.count),
    path("till/explain/", views.explain),
]
