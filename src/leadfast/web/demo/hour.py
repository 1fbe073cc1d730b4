"""The hour that the demo shows, and how far its history has been played, in words."""

from zoneinfo import ZoneInfo

from django.conf import settings

from leadfast.cli.town import kept
from leadfast.foundation import clock

#: Where the team of the demo works.
ZONE = ZoneInfo("Europe/London")


def shown() -> str:
    """“Tuesday 10:04”, or nothing outside the demo."""
    return f"{clock.now().astimezone(ZONE):%A %H:%M}" if settings.DEMO else ""


def history() -> str:
    """How far the long history is, while it is being played beside the demo; nothing otherwise."""
    played = kept.progress(settings.PLACES.home) if settings.DEMO else None
    if played is None:
        return ""
    if played.ready:
        return f"{played.of} days of history are ready: press Enter in the demo’s terminal to open them."
    return f"{played.of} days of history are being played beside it: day {played.day}."
