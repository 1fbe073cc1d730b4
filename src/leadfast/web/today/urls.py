"""The address of the day."""

from django.urls import path

from leadfast.web.today import views

urlpatterns = [path("today/", views.today, name="today")]
