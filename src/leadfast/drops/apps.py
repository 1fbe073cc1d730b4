from django.apps import AppConfig


class DropsConfig(AppConfig):
    name = "leadfast.drops"
    label = "drops"
