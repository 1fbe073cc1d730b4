"""The fields a template may use: what each is, whether it is always known, and an example to compile with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """One merge field. `always` means that no lead can be without it, so it needs no fallback.

    `wish` means that it is something they asked for: a mail turns on it by {% if %}, and says nothing of it.
    """

    path: str
    meaning: str
    example: str
    always: bool = False
    wish: bool = False


FIELDS = (
    Field("person.first_name", "the person's first name", "Maria"),
    Field("person.last_name", "the person's family name", "Lopez"),
    Field("person.name", "the person's full name", "Maria Lopez"),
    # Without an example, so that mails are shown as most people get them.
    Field("person.no_calls", "what to say to somebody who asked for no calls", "", wish=True),
    Field("company.name", "their company", "Northgate Logistics"),
    Field("lead.topic", "what they asked about, as it fits after “about”", "two electric forklifts"),
    Field("lead.source", "where they came from", "the website"),
    Field("event.name", "the fair or event where you met", "the Leeds Trade Fair"),
    Field("lead.arrived_on", "the day they came in", "Thursday 19 November", always=True),
    Field("sender.first_name", "first name of the one who writes", "Alice", always=True),
    Field("sender.name", "full name of the one who writes", "Alice Archer", always=True),
    Field("sender.phone", "phone of the one who writes", "+44 113 496 0000"),
    Field("sender.booking_link", "page where they can choose a time", "https://example.com/book/alice"),
    Field("workspace.name", "your company", "Archer Handling", always=True),
    Field("away.back_on", "the day they said they are back", "Monday 7 December"),
    Field("promise.date", "the day they asked for", "Monday 1 March"),
)

BY_PATH = {field.path: field for field in FIELDS}


def example_values() -> dict[str, str]:
    """Every field with its example: what the Cadences screen shows beside each step."""
    return {field.path: field.example for field in FIELDS}


def is_known(path: str) -> bool:
    """Whether a template may name this field; `custom.…` are the columns that a workspace brings itself."""
    return path in BY_PATH or (path.startswith("custom.") and len(path) > len("custom."))


def is_always_present(path: str) -> bool:
    """Whether no lead can be without it."""
    return path in BY_PATH and BY_PATH[path].always
