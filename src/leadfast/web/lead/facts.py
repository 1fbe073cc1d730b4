"""What stands beside the timeline: how to reach them, and the effort so far."""

import uuid
from dataclasses import dataclass

from leadfast.foundation.contacts import phone_shown
from leadfast.leads.models import Step
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


@dataclass(frozen=True, slots=True)
class Effort:
    """Attempts, as the give-up gate counts them."""

    proven: int
    claimed: int
    assistant: int


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


def effort(lead_id: uuid.UUID) -> Effort:
    """Proven and witnessed attempts of people, what was only claimed, and the assistant's."""
    done = Step.objects.filter(lead_id=lead_id, state="done").values_list("proof", "ended_by_kind")
    by_people = [proof for proof, by in done if by == "person"]
    return Effort(
        proven=sum(proof in ("proven", "witnessed") for proof in by_people),
        claimed=sum(proof == "claimed" for proof in by_people),
        assistant=sum(by == "assistant" for _proof, by in done),
    )
