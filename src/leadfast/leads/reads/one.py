"""One lead with everything that its page shows, and the leads around it."""

import uuid
from collections.abc import Sequence, Set
from dataclasses import dataclass

from leadfast.leads.errors import LeadNotFound, StepNotFound
from leadfast.leads.models import GiveUp, Lead, Participant, Step
from leadfast.people.models import ContactPoint
from leadfast.people.reads import suppressed

# Other leads of the same person or company: enough to see, never a page of its own.
OTHERS = 20


@dataclass(frozen=True, slots=True)
class Whole:
    """A lead, who is in it, how they are reached, and what is still to be done."""

    lead: Lead
    participants: Sequence[Participant]
    contact_points: Sequence[ContactPoint]
    pending: Sequence[Step]
    give_up: GiveUp | None
    #: The numbers and addresses of theirs that must not be used, by kind and key.
    silent: Set[tuple[str, str]] = frozenset()

    def points_of(self, person_id: uuid.UUID, kind: str = "") -> list[ContactPoint]:
        """The ways to reach one person, best first."""
        return [
            point
            for point in self.contact_points
            if point.person_id == person_id and kind in ("", point.kind)
        ]

    def best(self, kind: str) -> ContactPoint | None:
        """The number or address to use now: the lead's own person first, then whoever can be reached.

        No number at which they asked for no calls; where they asked for no mail a person may still answer.
        """
        usable = [
            point
            for point in self.contact_points
            if point.kind == kind
            and point.health not in ("bounced", "wrong", "refused")
            and not (kind == "phone" and self.is_silent(point))
        ]
        mine = self.lead.person_id
        return min(usable, key=lambda p: (p.person_id != mine, p.health != "works", p.rank), default=None)

    def is_silent(self, point: ContactPoint) -> bool:
        """Did they ask for nothing more by this way?"""
        return (point.kind, point.key) in self.silent

    @property
    def silent_number(self) -> ContactPoint | None:
        """A number at which they asked for no calls, where there is no other to ring."""
        numbers = [point for point in self.contact_points if point.kind == "phone" and self.is_silent(point)]
        return next(iter(numbers), None) if self.best("phone") is None else None


def lead(lead_id: uuid.UUID) -> Lead:
    """The lead, open or closed."""
    found = (
        Lead.objects.select_related(
            "person",
            "company",
            "owner",
            "owner__workspace",
            "next_step",
            "next_step__owner",
            "closure",
            "rest",
        )
        .filter(id=lead_id)
        .first()
    )
    if found is None:
        raise LeadNotFound
    return found


def whole(lead_id: uuid.UUID) -> Whole:
    """The lead with its people, contact points, pending steps and a request that waits."""
    found = lead(lead_id)
    participants = list(
        Participant.objects.filter(lead_id=lead_id)
        .select_related("person", "person__company")
        .order_by("created_at", "id")
    )
    people = {participant.person_id for participant in participants}
    if found.person_id:
        people.add(found.person_id)
    points = contact_points(people, company_id=found.company_id)
    return Whole(
        lead=found,
        participants=participants,
        contact_points=points,
        pending=pending(lead_id),
        give_up=GiveUp.objects.filter(lead_id=lead_id, decided_at=None, withdrawn_at=None)
        .select_related("asked_by")
        .first(),
        silent=_silent(points),
    )


def _silent(points: Sequence[ContactPoint]) -> Set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for kind in ("mail", "phone"):
        if keys := [point.key for point in points if point.kind == kind]:
            found |= {(kind, key) for key in suppressed(kind, keys)}
    return found


def contact_points(people: set[uuid.UUID], *, company_id: uuid.UUID | None = None) -> list[ContactPoint]:
    """Every way to reach these people and their company, best first."""
    points = list(ContactPoint.objects.filter(person_id__in=people))
    if company_id:
        points += ContactPoint.objects.filter(company_id=company_id)
    return sorted(points, key=lambda point: (point.kind, point.health == "bounced", point.rank, point.id))


def pending(lead_id: uuid.UUID) -> list[Step]:
    """What is still to be done on a lead, the next step first."""
    return list(
        Step.objects.filter(lead_id=lead_id, state="pending").select_related("owner").order_by("due_at", "id")
    )


def step(step_id: uuid.UUID) -> Step:
    """A step, done or not, with its lead."""
    found = Step.objects.select_related("lead", "owner").filter(id=step_id).first()
    if found is None:
        raise StepNotFound
    return found


def others(lead: Lead) -> list[Lead]:
    """Other leads of the same person or company, open or closed, newest first."""
    found: dict[uuid.UUID, Lead] = {}
    for field, value in (("person_id", lead.person_id), ("company_id", lead.company_id)):
        if value is not None:
            rows = (
                Lead.objects.filter(workspace_id=lead.workspace_id, **{field: value})
                .exclude(id=lead.id)
                .select_related("owner", "closure", "next_step")
                .order_by("-arrived_at", "-id")[:OTHERS]
            )
            found |= {row.id: row for row in rows}
    return sorted(found.values(), key=lambda row: (row.arrived_at, row.id), reverse=True)[:OTHERS]
