"""Starting, pausing, resuming and stopping a cadence, and going on to what follows it."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from leadfast.conversations.actions import lifting
from leadfast.followup import facts
from leadfast.followup.actions import course, ending, writing
from leadfast.followup.errors import CadenceBroken, CadenceIsOff, RunsElsewhere
from leadfast.followup.models import Enrolment
from leadfast.followup.reads import library, places, standing
from leadfast.followup.reads.standing import Standing
from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.mail import reads as mail
from leadfast.people.models import Person
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Member


@dataclass(frozen=True, kw_only=True)
class Start:
    """A cadence to be started on a lead, and the thread and voice it goes on in."""

    lead_id: uuid.UUID
    cadence: str
    anchor: dt.datetime | None = None
    person_id: uuid.UUID | None = None
    mailbox_id: uuid.UUID | None = None
    thread_id: str = ""
    thread_above: tuple[str, ...] = field(default=())
    thread_subject: str = ""
    drafts: bool = False
    drafts_because: str = ""
    # Where it begins: a later place than the first for a run that goes on where another one stood.
    place: int = 0


def start(*, new: Start, by: Actor) -> Enrolment:
    """Start a cadence on an open lead; the one that ran before ends in the same act."""
    return start_many(new=[new], by=by)[0]


def start_many(*, new: Sequence[Start], by: Actor) -> list[Enrolment]:
    """Start cadences on many leads in one transaction. All or none: a refusal names the first cause."""
    now = clock.now()
    with guard.writing(by):
        locked = {lead.id: lead for lead in leads.lock_many([one.lead_id for one in new])}
        rows = {key: writing.plant(key=key, by=by) for key in {one.cadence for one in new}}
        written = {key: library.written(by.workspace_id, key) for key in rows}
        running = {one.lead_id: one for one in Enrolment.objects.filter(lead_id__in=locked, ended_at=None)}
        started = []
        for one in new:
            lead = locked[one.lead_id]
            before = running.get(lead.id)
            if before is not None:
                ending.end(
                    before, "replaced", f"“{written[one.cadence].cadence.name}” began.", now=now, by=by
                )
            started.append(_begin(one, lead, written[one.cadence], by=by, now=now, replacing=before))
    return started


def stop(
    *,
    lead_id: uuid.UUID,
    why: str,
    by: Actor,
    kind: str = "stopped",
    then: NewStep | None = None,
    keeping: uuid.UUID | None = None,
) -> Enrolment | None:
    """End what runs for a lead and take back what was planned; `then` is what follows.

    Without `then` and with nothing else pending, the owner is asked to decide: a lead is never left alone.
    `keeping`: a step that whoever calls is about to end. Returns None when nothing ran (and plans `then`
    all the same).
    """
    now = clock.now()
    with guard.writing(by):
        lead = leads.lock(lead_id)
        running = live(lead_id)
        if running is None:
            if then is not None and lead.is_open:
                leads.schedule(lead_id=lead_id, step=then, by=by)
            return None
        at = standing.of(running, lead, now)
        ending.end(running, kind, why, now=now, by=by)
        if lead.is_open:
            follows = [then] if then else []
            others = Step.objects.filter(lead_id=lead_id, state="pending", touch_id=None).exists()
            if not follows and not others and keeping is None:
                follows = [course.ask_owner(at, f"Decide how to go on with {at.who}: {why}", now)]
            if keeping is None:
                leads.cancel_pending(lead_id=lead_id, why=why, by=by, then=follows, touches_only=True)
            else:
                _cancel_all_but(keeping, lead_id, why, by=by)
            if follows:
                leads.take_turn(lead_id=lead_id, why=why, by=by)
            lifting.lift(lead_id=lead_id, by=by)
    return running


def _cancel_all_but(keeping: uuid.UUID, lead_id: uuid.UUID, why: str, *, by: Actor) -> None:
    touches = Step.objects.filter(lead_id=lead_id, state="pending", touch_id__isnull=False)
    for step in list(touches.exclude(id=keeping)):
        leads.cancel(step_id=step.id, why=why, by=by)


def live(lead_id: uuid.UUID) -> Enrolment | None:
    """What runs for a lead now, paused or not."""
    return next(iter(live_of([lead_id])), None)


def live_of(lead_ids: Collection[uuid.UUID]) -> list[Enrolment]:
    """What runs for these leads now, paused or not: one for a lead at most."""
    # By its unique key (one_live_cadence): the others of a lead are passed by.
    return list(Enrolment.objects.select_related("cadence").filter(live_for__in=lead_ids).order_by("id"))


def _begin(
    new: Start,
    lead: Lead,
    written: library.Written,
    *,
    by: Actor,
    now: dt.datetime,
    replacing: Enrolment | None,
) -> Enrolment:
    person_id = new.person_id or lead.person_id
    person = Person.objects.select_related("company").filter(id=person_id).first() if person_id else None
    owner = Member.objects.get(id=lead.owner_id)
    may_start(written, lead, person, owner, now)
    if person_id and Enrolment.objects.filter(live_person=person_id).exists():
        raise RunsElsewhere
    row = written.row
    assert row is not None
    drafts = new.drafts or drafts_here(by, row.mode)
    anchor = new.anchor or now
    enrolment = Enrolment.objects.create(
        id=uuid7(now),
        workspace_id=by.workspace_id,
        lead_id=lead.id,
        person_id=person_id,
        cadence=row,
        version=row.version,
        mode="drafts" if drafts else "automatic",
        mode_because=new.drafts_because,
        anchor_at=anchor,
        counted_from=anchor,
        thread_id=new.thread_id,
        thread_above=list(new.thread_above),
        thread_subject=new.thread_subject[:998],
        mailbox_id=new.mailbox_id or _mailbox_of(lead.owner_id),
        started_at=now,
        started_by_kind=by.kind,
        started_by_id=by.member_id,
    )
    at = standing.of(enrolment, lead, now)
    place = min(new.place, len(at.course.steps) - 1)
    steps = course.next_touches(at, place, now=now, by=by, begins=True).steps
    if replacing is not None:
        leads.cancel_pending(
            lead_id=lead.id, why=f"“{row.name}” began.", by=by, then=steps, touches_only=True
        )
    else:
        leads.schedule_many(steps={lead.id: steps}, by=by)
    if any(step.kind == "first_response" for step in steps):
        _take_over_first_response(lead, by=by, name=row.name)
    record_start(at, steps, by=by, now=now)
    return enrolment


def _take_over_first_response(lead: Lead, *, by: Actor, name: str) -> None:
    """The first call of the cadence is the first response: one step, not two."""
    plain = Step.objects.filter(lead_id=lead.id, state="pending", kind="first_response", touch_id=None)
    for step in list(plain):
        leads.cancel(step_id=step.id, why=f"It is the first call of “{name}”.", by=by)


def may_start(
    written: library.Written, lead: Lead, person: Person | None, owner: Member, now: dt.datetime
) -> None:
    if not written.turned_on:
        raise CadenceIsOff
    workspace = workspaces.workspace(lead.workspace_id)
    subject = places.subject_of(lead, person, workspace, now)
    refused = library.refusals(
        workspace,
        written,
        places.of(lead, person, owner, workspace),
        subject.country,
        business=subject.business,
        now=now,
    )
    if refused:
        raise CadenceBroken(refused[0])


def drafts_here(by: Actor, mode: str) -> bool:
    """Whether the mails of a cadence that begins now wait for a person: by its own mode, or by the policy."""
    return mode == "drafts" or workspaces.policy(by.workspace_id, "assistant_mode") == "drafts"


def _mailbox_of(member_id: uuid.UUID) -> uuid.UUID | None:
    box = mail.mailbox_of(member_id)
    return box.id if box else None


def record_start(at: Standing, steps: list[NewStep], *, by: Actor, now: dt.datetime) -> None:
    history.record(
        facts.CadenceStarted(at.enrolment.id, at.course.name, steps[0].due_at, at.enrolment.mode),
        by=by,
        at=now,
        lead_id=at.lead.id,
        person_id=at.enrolment.person_id,
    )
