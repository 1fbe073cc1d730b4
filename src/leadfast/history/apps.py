from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "leadfast.history"
    label = "history"
