from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "leadfast.webhooks"
    label = "webhooks"
