from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "leadfast.conversations"
    label = "conversations"
