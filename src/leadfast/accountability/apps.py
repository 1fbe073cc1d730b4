from django.apps import AppConfig


class AccountabilityConfig(AppConfig):
    name = "leadfast.accountability"
    label = "accountability"
