from django.apps import AppConfig


class CaptureConfig(AppConfig):
    name = "leadfast.capture"
    label = "capture"
