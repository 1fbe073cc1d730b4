from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "leadfast.leads"
    label = "leads"
