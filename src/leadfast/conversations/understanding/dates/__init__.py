"""Days and stretches of time that people name in running text, read against the mail's own date."""

from leadfast.conversations.understanding.dates.days import Mention, mentions
from leadfast.conversations.understanding.dates.grammar import named
from leadfast.conversations.understanding.dates.spans import Named, Purpose, Span

__all__ = ["Mention", "Named", "Purpose", "Span", "mentions", "named"]
