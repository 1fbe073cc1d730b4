from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "leadfast.mail"
    label = "mail"
