"""A search that is kept in the database: what it remembers, and its findings as their member sees them."""

import uuid
from collections.abc import Sequence

from leadfast.drops.errors import RescueNotFound
from leadfast.drops.models import Rescue, RescuedFinding
from leadfast.drops.rules.dropping import Finding, read_finding


def mine(member_id: uuid.UUID) -> list[Rescue]:
    """A member's searches, the newest first."""
    return list(Rescue.objects.filter(member_id=member_id).order_by("-begun_at", "-id")[:50])


def one(rescue_id: uuid.UUID, *, member_id: uuid.UUID) -> Rescue:
    """A member's own search; anybody else's is not found."""
    found = Rescue.objects.select_related("mailbox").filter(id=rescue_id, member_id=member_id).first()
    if found is None:
        raise RescueNotFound
    return found


def findings(
    rescue: Rescue, *, kind: str = "", after: int = 0, size: int = 0, shown: bool = True
) -> list[RescuedFinding]:
    """What a search found, the likeliest worth first; without what was adopted or dismissed if ``shown``."""
    rows = RescuedFinding.objects.select_related("lead").filter(rescue_id=rescue.id)
    if shown:
        rows = rows.filter(adopted_at=None, dismissed_at=None)
    if kind:
        rows = rows.filter(kind=kind)
    ordered = rows.order_by("-worth", "-at", "id")
    return list(ordered[after : after + size] if size else ordered)


def adopted(rescue: Rescue, *, size: int) -> list[RescuedFinding]:
    """Who became a lead, the latest first."""
    rows = RescuedFinding.objects.select_related("lead__next_step").filter(rescue_id=rescue.id)
    taken = rows.filter(lead_id__isnull=False, adopted_at__isnull=False)
    return list(taken.order_by("-adopted_at", "-worth", "id")[:size])


def counts(rescue: Rescue) -> dict[str, int]:
    """How many findings are open, adopted and dismissed, and how many of each kind are open."""
    told = {"open": 0, "adopted": 0, "dismissed": 0}
    for kind, adopted, dismissed in RescuedFinding.objects.filter(rescue_id=rescue.id).values_list(
        "kind", "adopted_at", "dismissed_at"
    ):
        state = "adopted" if adopted else "dismissed" if dismissed else "open"
        told[state] += 1
        if state == "open":
            told[kind] = told.get(kind, 0) + 1
    return told


def finding_of(row: RescuedFinding) -> Finding:
    """The finding as the search said it."""
    return read_finding(row.body)


def grouped(rows: Sequence[RescuedFinding]) -> list[tuple[str, list[tuple[RescuedFinding, Finding]]]]:
    """Findings by company, in the order of the first of each."""
    groups: dict[str, list[tuple[RescuedFinding, Finding]]] = {}
    for row in rows:
        found = finding_of(row)
        groups.setdefault(found.company_name or found.company or found.person, []).append((row, found))
    return list(groups.items())
