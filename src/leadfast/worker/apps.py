from django.apps import AppConfig


class WorkerConfig(AppConfig):
    name = "leadfast.worker"
    label = "worker"
