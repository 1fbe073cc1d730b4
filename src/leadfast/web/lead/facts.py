"""How to reach the people of a lead, and whether it works."""

from collections.abc import Mapping
from dataclasses import dataclass

from leadfast.capture.rules import typos
from leadfast.conversations.models import Call, Message
from leadfast.foundation.contacts import phone_key, phone_shown
from leadfast.leads.reads import Whole

_HEALTH = {
    "unknown": "not tried",
    "works": "works",
    "soft_bounced": "bounced, may recover",
    "bounced": "bounced",
    "wrong": "wrong",
    "refused": "opted out",
}
_ASKED = {"mail": "asked for no mail", "phone": "asked for no calls"}


@dataclass(frozen=True, slots=True)
class Point:
    """One way to reach somebody, and whether it works."""

    kind: str
    shown: str
    key: str
    whose: str
    health: str
    bad: bool
    why: str
    # They asked for nothing more by this way.
    silent: bool = False
    # The address that was probably meant, where this one looks mistyped.
    meant: str = ""


def points(whole: Whole, *, country: str) -> list[Point]:
    """Every way to reach somebody of this lead, the lead's own person first."""
    tried = _tried(whole, country)
    names = {
        one.person_id: one.person.name for one in whole.participants if one.person_id != whole.lead.person_id
    }
    own_first = sorted(whole.contact_points, key=lambda point: point.person_id != whole.lead.person_id)
    return [
        Point(
            kind=point.kind,
            shown=phone_shown(point.key) if point.kind == "phone" else point.value,
            key=point.key,
            whose=names.get(point.person_id, "") if point.person_id else "",
            health=_ASKED[point.kind]
            if whole.is_silent(point)
            else tried.get(point.key, _HEALTH["unknown"])
            if point.health == "unknown"
            else _HEALTH[point.health],
            bad=whole.is_silent(point) or point.health in ("bounced", "wrong", "refused"),
            silent=whole.is_silent(point),
            why=point.health_why,
            meant=typos.meant(point.value) if point.kind == "mail" else "",
        )
        for point in own_first
    ]


def _tried(whole: Whole, country: str) -> Mapping[str, str]:
    """What came of using the addresses and numbers that nobody has judged yet, by their keys."""
    found: dict[str, str] = {}
    ours = Message.objects.filter(lead_id=whole.lead.id, direction="out", state="said")
    for addresses in ours.values_list("to", flat=True):
        found |= {address.lower(): "mailed, no bounce" for address in addresses}
    best = whole.best("phone")
    calls = Call.objects.filter(lead_id=whole.lead.id).values_list("number", "outcome")
    for number, outcome in calls:
        # Without a number the call was made elsewhere: to the one that is known.
        key = (phone_key(number, country=country) or number) if number else best.key if best else ""
        if outcome in ("reached", "call_back"):
            found[key] = "answered"
        else:
            found.setdefault(key, "rung, nobody yet")
    return found
