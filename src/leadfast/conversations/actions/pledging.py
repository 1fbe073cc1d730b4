"""What we or they said would be done by a day: kept when that side is heard of in time, else broken.

Any mail or call of a side after its words counts as keeping them: what is in it is for people to judge.
"""

import datetime as dt
import logging
import uuid
from collections.abc import Collection, Mapping, Sequence

from django.db.models import F, Q

from leadfast.conversations import facts
from leadfast.conversations.actions import appointing, calendars
from leadfast.conversations.actions.asking_again import ask_again
from leadfast.conversations.models import Call, Message, Pledge
from leadfast.conversations.understanding.meaning import Promise, Side
from leadfast.conversations.understanding.promises import promises_in
from leadfast.foundation import business_time_zones, clock
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import HORIZON, NewStep
from leadfast.workspaces import actor, guard
from leadfast.workspaces.actor import Actor

log = logging.getLogger(__name__)

_SHOWN = 200
_MOST = 5
_READ = 4000
_HOUR = dt.time(10)
# After each failure longer: ten minutes, forty, nearly three hours, nearly eleven.
TRIES = 5
FIRST_RETRY = dt.timedelta(minutes=10)


def note(
    told: Sequence[tuple[Message, Lead, Sequence[Promise]]], *, by: Actor, now: dt.datetime
) -> list[Pledge]:
    """Keep what was said would be done; ours, with a day ahead, becomes a step. A message noted before is left."""
    rows: list[tuple[Pledge, Lead, Message]] = []
    for message, lead, promises in told:
        for promise in list(promises)[:_MOST]:
            says = clean_line(promise.what, limit=_SHOWN)
            row = _row(message, lead, promise, says, by=by, now=now)
            # What was to be done long ago, in old mail that is only seen now, holds nobody.
            if says and (row.due_at is None or row.due_at > now):
                rows.append((row, lead, message))
    if not rows:
        return []
    before = set(
        Pledge.objects.filter(message_id__in={message.id for _, _, message in rows}).values_list(
            "message_id", "by_us", "says"
        )
    )
    fresh = {
        (row.message_id, row.by_us, row.says): (row, lead, message)
        for row, lead, message in rows
        if (row.message_id, row.by_us, row.says) not in before
    }
    for row, lead, message in fresh.values():
        step = _our_step(row, lead, message, now) if row.by_us else None
        if step is not None:
            row.step_id = leads.schedule(lead_id=lead.id, step=step, by=by).id
    made = [row for row, _, _ in fresh.values()]
    Pledge.objects.bulk_create(made)
    history.record_many(
        [
            Happening(facts.PledgeMade(row.id, row.by_us, row.says, row.due_at), by, now, row.lead_id)
            for row in made
        ]
    )
    return made


def we_did(lead_id: uuid.UUID, *, how: str, at: dt.datetime, by: Actor, now: dt.datetime) -> None:
    """Somebody of ours wrote or spoke to them: what we had said before that is kept, and its steps are done."""
    told = Pledge.objects.filter(lead_id=lead_id, by_us=True, state="open", message__received_at__lt=at)
    for row in list(told):
        _settle(row, "kept", how, by=by, now=at)
        if row.step_id and Step.objects.filter(id=row.step_id, state="pending").exists():
            others = Step.objects.filter(lead_id=lead_id, state="pending").exclude(id=row.step_id).exists()
            # Counted from now: what was said days ago may only be seen today.
            then = [] if others else [_after(lead_id, now)]
            leads.complete(step_id=row.step_id, done=leads.Done(how, "proven"), by=by, then=then)


def they_did(wrote: Mapping[uuid.UUID, dt.datetime], *, by: Actor, now: dt.datetime) -> None:
    """They wrote, by lead, and when last: what they had said before that is kept.

    An older mail, out of a mailbox that is only read now, keeps nothing that was said after it.
    """
    open_ones = Pledge.objects.filter(lead_id__in=wrote, by_us=False, state="open")
    for row in list(open_ones.annotate(said_at=F("message__received_at"))):
        if row.said_at > wrote[row.lead_id]:
            continue
        _settle(row, "kept", "They wrote.", by=by, now=now)
        if row.step_id is not None:
            lead = Lead.objects.select_related("owner", "owner__workspace").get(id=row.lead_id)
            if lead.is_open:
                appointing.take_back(row.step_id, "They wrote.", lead, by=by, now=now)


def asked_by(steps: Mapping[uuid.UUID, uuid.UUID]) -> None:
    """What they promised in these messages is asked for by these steps, if nothing is heard of them."""
    for message_id, step_id in steps.items():
        rows = Pledge.objects.filter(message_id=message_id, by_us=False, state="open", step_id=None)
        rows.update(step_id=step_id)


def drop(lead_ids: Collection[uuid.UUID], why: str, *, now: dt.datetime) -> None:
    """The lead is closed or rests: nobody is held to anything any more."""
    open_ones = Pledge.objects.filter(lead_id__in=lead_ids, state="open")
    open_ones.update(state="dropped", settled_at=now, how=why[:300])


def come_due(*, pledge_id: uuid.UUID, by: Actor) -> None:
    """The day has passed: kept if that side was heard of in time, else broken; of theirs, somebody asks."""
    now = clock.now()
    with guard.writing(by):
        lead_id = Pledge.objects.filter(id=pledge_id).values_list("lead_id", flat=True).first()
        if lead_id is None:
            return
        leads.lock(lead_id)
        row = Pledge.objects.select_related("message").get(id=pledge_id)
        if row.state != "open" or row.due_at is None or row.due_at > now:
            return
        if _heard_of(row):
            _settle(row, "kept", "In time.", by=by, now=now)
            return
        _settle(row, "broken", "The day has passed.", by=by, now=now)
        lead = Lead.objects.select_related("owner", "owner__workspace").get(id=lead_id)
        if not row.by_us and lead.is_open:
            who = row.message.sender_name or lead.label
            due_at = calendars.next_hour(lead.owner, now)
            says = f"Ask {who}: they had said they would {row.says}"
            # Where a step asks already, a second one would ask the same.
            if row.step_id is None or not Step.objects.filter(id=row.step_id, state="pending").exists():
                leads.schedule(lead_id=lead_id, step=NewStep(kind="task", due_at=due_at, says=says), by=by)
            leads.take_turn(lead_id=lead_id, why=f"{who} had said: {row.says}.", by=by)


def put_off(*, pledge_id: uuid.UUID, error: str, by: Actor) -> None:
    """It could not be settled: later again, and after :data:`TRIES` it is set aside with what was said."""
    now = clock.now()
    with guard.writing(by):
        row = Pledge.objects.select_for_update(no_key=True).filter(id=pledge_id, state="open").first()
        if row is None or row.set_aside_at is not None:
            return
        row.tries += 1
        row.error = error[:2000] or "It failed, and did not say why."
        row.retry_at = now + FIRST_RETRY * 4 ** (row.tries - 1)
        if row.tries >= TRIES:
            row.retry_at, row.set_aside_at = None, now
        row.save(update_fields=["tries", "error", "retry_at", "set_aside_at"])


def of_ours(message: Message, lead: Lead, *, at: dt.datetime, now: dt.datetime) -> None:
    """What somebody of ours promised in a mail that was just said."""
    where = calendars.of(lead.owner)
    said_at = business_time_zones.local(at, where.zone)
    try:
        found = promises_in(message.new_words[:_READ], sent_at=said_at, ours=True, country=where.country)
    except Exception:
        # The mail is said and counted, whatever is wrong with reading it.
        log.exception("What we promised could not be read", extra={"row": str(message.id)})
        return
    if found:
        note([(message, lead, found)], by=actor.system(lead.workspace_id), now=now)


def _row(message: Message, lead: Lead, promise: Promise, says: str, *, by: Actor, now: dt.datetime) -> Pledge:
    zone = calendars.of(lead.owner).zone
    when = promise.when
    return Pledge(
        id=uuid7(now),
        workspace_id=by.workspace_id,
        lead_id=lead.id,
        message_id=message.id,
        by_us=promise.by is Side.US,
        says=says,
        due_from=when.first_day if when else None,
        due_at=business_time_zones.start_of_day(when.last_day + dt.timedelta(days=1), zone) if when else None,
        made_at=now,
    )


def _our_step(row: Pledge, lead: Lead, message: Message, now: dt.datetime) -> NewStep | None:
    if row.due_from is None or row.due_at is None or row.due_at <= now:
        return None
    due_at = calendars.on_day(lead.owner, row.due_from, _HOUR)
    if due_at <= now:
        due_at = min(calendars.next_hour(lead.owner, now), row.due_at)
    if due_at > now + HORIZON:
        return None
    says = f"As promised to {lead.label}: {row.says}"
    return NewStep(kind="task", due_at=due_at, says=says, note=message.new_words[:2000])


def _after(lead_id: uuid.UUID, now: dt.datetime) -> NewStep:
    lead = Lead.objects.select_related("owner", "owner__workspace").get(id=lead_id)
    return ask_again(lead, now, "answered")


def _heard_of(row: Pledge) -> bool:
    since, until = row.message.received_at, row.due_at
    side = (
        Q(direction="out", state="said", actor_kind="person")
        if row.by_us
        else Q(direction="in", inbound="person")
    )
    mails = Message.objects.filter(side, lead_id=row.lead_id, received_at__gt=since, received_at__lte=until)
    calls = Call.objects.filter(lead_id=row.lead_id, at__gt=since, at__lte=until)
    spoken = Q(outcome__in=("reached", "call_back"))
    if not row.by_us:
        # That they rang is theirs, also when nobody took it.
        spoken |= Q(incoming=True)
    return mails.exists() or calls.filter(spoken).exists()


def _settle(row: Pledge, state: str, how: str, *, by: Actor, now: dt.datetime) -> None:
    row.state, row.settled_at, row.how = state, now, how[:300]
    row.save(update_fields=["state", "settled_at", "how"])
    fact = facts.PledgeSettled(row.id, row.by_us, row.says, kept=state == "kept")
    history.record(fact, by=by, at=now, lead_id=row.lead_id)
