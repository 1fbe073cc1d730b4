from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "leadfast.followup"
    label = "followup"
