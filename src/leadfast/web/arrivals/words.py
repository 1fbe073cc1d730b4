"""How doors and outcomes are called on a screen."""

from typing import Final

FILE_ROWS: Final = "file rows"
_DOORS: Final = {
    "adf": "ADF", "api": "Another program", "calls": "Telephone", "card": "Card photo",
    "colleague": "Passed on by mail",
    "hand": "By hand", "mail": "Mail", "phone": "Phone app", "rescue": "Rescue", "spreadsheet": "File",
    "vcard": "Contact file", "walk_in": "Walk-in", "web_form": "Web form", "webhook": "Webhook",
    FILE_ROWS: "Rows of files",
}  # fmt: skip
SETTLED: Final = {"created": "new lead", "joined": "joined", "waiting": "waits for a person", "junk": "junk"}


def door_of(door: str) -> str:
    """A door as one would say it."""
    return _DOORS.get(door, door.replace("_", " ").capitalize())
