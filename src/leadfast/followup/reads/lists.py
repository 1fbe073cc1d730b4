"""What the screens list: what runs for a lead, drafts that wait, insured mail of the day, and the cadences."""

import uuid
from dataclasses import dataclass

from leadfast.followup import defaults
from leadfast.followup.errors import DraftNotFound
from leadfast.followup.models import Draft, Enrolment, InsuranceEntry, SenderChange, Touch
from leadfast.followup.reads import library
from leadfast.followup.reads.library import Written
from leadfast.followup.rules.compiler import Compiled
from leadfast.foundation import business_time_zones, clock
from leadfast.workspaces.models import Workspace

COUNTED_UP_TO = 1000


@dataclass(frozen=True)
class Course:
    """What runs or ran for a lead: the enrolment and its touches, oldest first."""

    enrolment: Enrolment
    touches: list[Touch]


@dataclass(frozen=True)
class Shown:
    """One cadence on the Cadences page: its words, what the compiler says, and how many leads are in it."""

    key: str
    written: Written
    compiled: Compiled
    running: int


def of_lead(lead_id: uuid.UUID) -> list[Course]:
    """Every cadence that ran for a lead, newest first; the first is the live one if there is one."""
    found = list(Enrolment.objects.select_related("cadence").filter(lead_id=lead_id).order_by("-started_at"))
    touches: dict[uuid.UUID, list[Touch]] = {one.id: [] for one in found}
    for touch in Touch.objects.filter(enrolment_id__in=touches).order_by("cycle", "place"):
        touches[touch.enrolment_id].append(touch)
    found.sort(key=lambda one: (not one.is_live, -one.started_at.timestamp()))
    return [Course(one, touches[one.id]) for one in found]


def live(lead_id: uuid.UUID) -> Enrolment | None:
    """What runs for a lead now, paused or not."""
    return Enrolment.objects.select_related("cadence").filter(lead_id=lead_id, ended_at=None).first()


def drafts(owner_id: uuid.UUID | None = None, *, lead_id: uuid.UUID | None = None) -> list[Draft]:
    """Drafts that wait for one tap, oldest first: of one owner, of one lead, or all."""
    rows = Draft.objects.select_related("lead", "touch").filter(decided_at=None)
    if owner_id is not None:
        rows = rows.filter(lead__owner_id=owner_id)
    if lead_id is not None:
        rows = rows.filter(lead_id=lead_id)
    return list(rows.order_by("made_at", "id")[:500])


def draft(draft_id: uuid.UUID) -> Draft:
    """One draft that waits."""
    found = Draft.objects.select_related("lead", "touch").filter(id=draft_id, decided_at=None).first()
    if found is None:
        raise DraftNotFound
    return found


def _running(one: Written) -> int:
    """How many leads are in a cadence, counted up to a limit: the cost is the same at any size."""
    if one.row is None:
        return 0
    return Enrolment.objects.filter(cadence_id=one.row.id, ended_at=None)[:COUNTED_UP_TO].count()


def insured_today(member_id: uuid.UUID, zone: str) -> list[InsuranceEntry]:
    """The day's list: the mails of a member that were seen in Sent, and whether they are followed up."""
    today = business_time_zones.local(clock.now(), zone).date()
    since = business_time_zones.start_of_day(today, zone)
    rows = InsuranceEntry.objects.select_related("lead", "enrolment").filter(
        member_id=member_id, seen_at__gte=since
    )
    return list(rows.order_by("-seen_at", "-id")[:200])


def new_senders() -> list[SenderChange]:
    """Threads in which another mailbox goes on, until a person has glanced at its first mail."""
    rows = SenderChange.objects.select_related("enrolment__lead", "to_mailbox", "from_mailbox")
    return list(rows.filter(seen_at=None).order_by("made_at"))


def cadences(workspace: Workspace) -> list[Shown]:
    """Every cadence of a workspace with example dates for a lead arriving now and the compiler's sentences."""
    now = clock.now()
    found = library.library(workspace.id)
    running = {key: _running(one) for key, one in found.items()}
    order = {key: place for place, key in enumerate(defaults.KEYS)}
    return [
        Shown(key, one, library.compiled(workspace, one, now=now), running.get(key, 0))
        for key, one in sorted(found.items(), key=lambda item: (order.get(item[0], len(order)), item[0]))
    ]
