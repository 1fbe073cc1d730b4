"""Days and stretches of time that people name in running text, read against the mail's own date."""

from leadfast.conversations.understanding.dates.days import Mention, mentions

__all__ = ["Mention", "mentions"]
