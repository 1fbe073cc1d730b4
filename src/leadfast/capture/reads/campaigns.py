"""Campaigns with their leads, and the acts that moved leads. All inside a scope."""

import uuid
from dataclasses import dataclass

from leadfast.capture.errors import CampaignNotFound
from leadfast.capture.models import Campaign, MovedLead, Moving
from leadfast.foundation.contacts import name_key
from leadfast.leads import reads as leads

COUNTED_UP_TO = 1000


@dataclass(frozen=True, slots=True)
class Listed:
    """A campaign and how many open leads it has, counted up to a thousand; ``kept`` is None for a mere name."""

    name: str
    open_leads: int
    kept: Campaign | None


@dataclass(frozen=True, slots=True)
class Moved:
    """What one act came to."""

    leads: int
    not_begun: int


def begin_with(cadence_key: str) -> list[str]:
    """The names of the campaigns that go on and begin this cadence for those who come to them."""
    kept = Campaign.objects.filter(cadence_key=cadence_key, ended_at=None).order_by("name", "id")
    return list(kept.values_list("name", flat=True))


def campaigns(workspace_id: uuid.UUID) -> list[Listed]:
    """Those that go on first, then names that leads brought along, then those that ended."""
    counted = leads.campaigns(workspace_id, up_to=COUNTED_UP_TO)
    kept = {one.name_key: one for one in Campaign.objects.order_by("name", "id")}
    known = [Listed(one.name, _count(counted, key), one) for key, one in kept.items()]
    brought = [
        Listed(name, count, None) for name, count in counted.items() if name_key(name)[:120] not in kept
    ]
    return sorted([*known, *brought], key=lambda one: bool(one.kept and one.kept.ended_at))


def going_on() -> list[Campaign]:
    """Campaigns that leads can be moved to."""
    return list(Campaign.objects.filter(ended_at=None).order_by("name", "id"))


def one(campaign_id: uuid.UUID) -> Campaign:
    """One campaign, ended or not."""
    found = Campaign.objects.filter(id=campaign_id).first()
    if found is None:
        raise CampaignNotFound
    return found


def moves() -> list[tuple[Moving, Moved]]:
    """The last acts that moved leads, newest first, each with what it came to."""
    rows = list(Moving.objects.select_related("moved_by", "undone_by").order_by("-moved_at", "-id")[:20])
    return [(one, moved(one.id)) for one in rows]


def moved(moving_id: uuid.UUID) -> Moved:
    """How many leads one act moved, and for how many of them the campaign's cadence may not begin."""
    moving = Moving.objects.get(id=moving_id)
    to = Campaign.objects.filter(name=moving.campaign).first()
    rows = MovedLead.objects.filter(moving_id=moving_id)
    not_begun = rows.filter(began_cadence="").count() if to is not None and to.cadence_key else 0
    return Moved(rows.count(), not_begun)


def _count(counted: dict[str, int], key: str) -> int:
    return sum(count for name, count in counted.items() if name_key(name)[:120] == key)
