"""The addresses of the first run."""

from django.urls import path

from leadfast.web.first_run import views

urlpatterns = [
    path("first-run/workspace/", views.workspace, name="first_run_workspace"),
    path("first-run/mailbox/", views.mailbox, name="first_run_mailbox"),
    path("first-run/leads/", views.leads, name="first_run_leads"),
    path("first-run/<str:token>/", views.you, name="first_run"),
]
