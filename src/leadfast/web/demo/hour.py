"""The hour that the demo shows, in words."""

from zoneinfo import ZoneInfo

from django.conf import settings

from leadfast.foundation import clock

#: Where the team of the demo works.
ZONE = ZoneInfo("Europe/London")


def shown() -> str:
    """“Tuesday 10:04”, or nothing outside the demo."""
    return f"{clock.now().astimezone(ZONE):%A %H:%M}" if settings.DEMO else ""
