from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "leadfast.people"
    label = "people"
