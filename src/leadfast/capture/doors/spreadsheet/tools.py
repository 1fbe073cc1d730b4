"""Which program wrote an export, by the headers that only it writes, and what its columns mean. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from leadfast.capture.doors.spreadsheet.vocabulary import title_key


@dataclass(frozen=True, slots=True)
class Tool:
    """A program, the headers that tell it, and the columns whose meaning the header alone does not say."""

    name: str
    # Each of these must be there.
    signs: tuple[str, ...]
    # A column by its key, where it means something of its own in this program.
    means: dict[str, str] = field(default_factory=dict)
    # Activities of leads rather than leads.
    activities: bool = False
    # In dates of two small numbers the month comes first.
    months_first: bool = False


TOOLS: Final[tuple[Tool, ...]] = (
    Tool("HubSpot", ("activity type", "activity date", "associated contact id"), activities=True),
    Tool("Salesforce", ("activity id", "lead id", "subject"), activities=True, months_first=True),
    Tool("Pipedrive", ("activity subject", "activity type", "deal id"), activities=True),
    Tool("Zoho CRM", ("activity owner", "related to", "subject"), activities=True),
    Tool("Close", ("activity type", "lead id", "date created"), activities=True),
    Tool("Dynamics 365", ("activity type", "regarding", "subject"), activities=True, months_first=True),
    Tool("HubSpot", ("record id", "contact owner"), {"lifecycle stage": "ignore"}),
    Tool("HubSpot", ("record id", "lead status", "create date"), {"lifecycle stage": "ignore"}),
    Tool("Salesforce", ("lead id", "lead owner", "company account"), months_first=True),
    Tool("Salesforce", ("lead owner", "company account"), months_first=True),
    Tool("Pipedrive", ("deal id", "deal title"), {"deal stage": "ignore", "organization address": "city"}),
    Tool("Pipedrive", ("person name", "organization name"), {"organization address": "city"}),
    Tool("Zoho CRM", ("record id", "lead owner", "created time")),
    Tool("Zoho CRM", ("lead owner", "email opt out")),
    Tool(
        "Close",
        ("lead id", "display name", "status label"),
        {"display name": "company", "html url": "ignore", "url": "website", "description": "note"},
    ),
    Tool("Close", ("lead name", "primary contact name"), {"lead name": "company"}),
    Tool("Dynamics 365", ("do not modify lead",), {"topic": "deal_title"}, months_first=True),
    Tool("Dynamics 365", ("topic", "status reason"), {"topic": "deal_title"}, months_first=True),
    Tool("LinkedIn", ("first name", "last name", "connected on"), {"url": "website"}),
    Tool("LinkedIn lead form", ("first name", "last name", "campaign name", "form name")),
    Tool(
        "LinkedIn lead form",
        ("lead id", "form name", "account name", "campaign group name"),
        {"account name": "ignore"},
    ),
    Tool(
        "Facebook lead ads",
        ("created time", "ad id", "form id"),
        {"platform": "ignore", "form name": "ignore"},
    ),
    Tool("Google lead form", ("lead id", "gclid"), {"campaign id": "ignore"}),
    Tool("Google lead form", ("lead submit time",), {"campaign id": "ignore"}),
    Tool("Google Contacts", ("given name", "family name", "e mail 1 value"), {"name": "name"}),
    Tool("Google Contacts", ("first name", "last name", "e mail 1 value")),
    Tool("Google form", ("timestamp", "email address")),
    Tool("Outlook contacts", ("first name", "last name", "business phone"), {"title": "ignore"}),
    Tool(
        "Outlook contacts",
        ("first name", "last name", "e mail address", "e mail display name"),
        {"title": "ignore"},
    ),
    Tool("Badge scanner", ("badge id",), {"first": "first_name", "last": "last_name"}),
    Tool("Badge scanner", ("scan time",), {"first": "first_name", "last": "last_name"}),
    Tool("Badge scanner", ("scanned by",), {"first": "first_name", "last": "last_name"}),
    Tool("Dealer system", ("vehicle of interest",)),
    Tool("Dealer system", ("customer name", "vehicle")),
    Tool(
        "Dealer system",
        ("year", "make", "model"),
        {"year": "note", "make": "note", "model": "note", "vin": "note"},
    ),
)

# Those in which leads are worked, by the name under which people know them.
CRMS: Final = frozenset({"HubSpot", "Salesforce", "Pipedrive", "Zoho CRM", "Close", "Dynamics 365"})

# Exports of activities that no program above wrote: a lead's number, and what was done when.
_DONE_WHEN: Final = frozenset(
    {"activity date", "activity type", "activity", "call date", "due date", "task subtype"}
)
_WHOSE: Final = frozenset(
    {"lead id", "contact id", "deal id", "associated contact id", "record id", "who id", "related to"}
)


def recognise(header: Sequence[str]) -> Tool | None:
    """The program whose headers these are."""
    keys = {title_key(title) for title in header}
    found = next((tool for tool in TOOLS if keys.issuperset(tool.signs)), None)
    if found is None and _activities(keys):
        return Tool("Activities", (), activities=True)
    return found


def _activities(keys: Collection[str]) -> bool:
    return len(_DONE_WHEN & set(keys)) >= 2 and bool(_WHOSE & set(keys))
