from django.apps import AppConfig


class WorkspacesConfig(AppConfig):
    name = "leadfast.workspaces"
    label = "workspaces"
