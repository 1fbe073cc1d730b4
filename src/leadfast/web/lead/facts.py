"""How to reach the people of a lead, and whether it works."""

from dataclasses import dataclass

from leadfast.foundation.contacts import phone_shown
from leadfast.leads.reads import Whole

_HEALTH = {
    "unknown": "not tried",
    "works": "works",
    "soft_bounced": "bounced, may recover",
    "bounced": "bounced",
    "wrong": "wrong",
    "refused": "opted out",
}


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


def points(whole: Whole) -> list[Point]:
    """Every way to reach somebody of this lead, the lead's own person first."""
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
            health=_HEALTH[point.health],
            bad=point.health in ("bounced", "wrong", "refused"),
            why=point.health_why,
        )
        for point in own_first
    ]
