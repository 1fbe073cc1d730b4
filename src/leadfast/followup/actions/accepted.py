"""What follows when a person accepts a reading, or says that a reply was none; named in config/reactions.py."""

import datetime as dt
from collections.abc import Sequence

from leadfast.conversations.facts import MessageReclassified, ProposalAccepted, ProposalUndone
from leadfast.conversations.models import Message
from leadfast.followup.actions import enrolling, promising
from leadfast.followup.models import Enrolment
from leadfast.followup.reads import standing
from leadfast.foundation import business_time_zones, clock
from leadfast.foundation.errors import Refusal
from leadfast.history.facts import Happening
from leadfast.leads import actions as leads
from leadfast.workspaces import actor

# An absence without a day of return lasts a week.
_UNKNOWN_ABSENCE = dt.timedelta(days=7)
AWAY = "out-of-office"


def on_accepted(happenings: Sequence[Happening]) -> None:
    """They do not buy now: the nurture bucket that fits begins. What forbids it is said, and nothing is changed."""
    for one in happenings:
        fact = one.fact
        if one.lead_id is None or not isinstance(fact, ProposalAccepted) or not fact.bucket:
            continue
        lead = leads.lock(one.lead_id)
        last = (
            Message.objects.filter(lead_id=lead.id, direction="out", state="said")
            .order_by("-received_at")
            .first()
        )
        started = enrolling.start(
            new=enrolling.Start(
                lead_id=lead.id,
                cadence=fact.bucket,
                anchor=clock.now(),
                mailbox_id=last.mailbox_id if last else None,
            ),
            by=one.by,
        )
        first = promising.first_at(started)
        if first is not None:
            leads.give_turn(
                lead_id=lead.id, until=first, why="Not now; they are kept in touch with.", by=one.by
            )


def on_undone(happenings: Sequence[Happening]) -> None:
    """The tap that began a nurture bucket was taken back: the bucket ends before anything of it was sent."""
    for one in happenings:
        fact = one.fact
        if one.lead_id is None or not isinstance(fact, ProposalUndone) or not fact.bucket:
            continue
        running = enrolling.live(one.lead_id)
        if running is not None and running.cadence.key == fact.bucket:
            enrolling.stop(lead_id=one.lead_id, why="Undone.", by=one.by)


def on_reclassified(happenings: Sequence[Happening]) -> None:
    """It was no reply: what it had stopped goes on after the day of return, in the same thread.

    What may not start (the law, the settings, another lead of theirs) leaves the step that a person has.
    """
    for one in happenings:
        fact = one.fact
        if one.lead_id is None or not isinstance(fact, MessageReclassified):
            continue
        if fact.to_class != "auto_reply" or fact.from_class != "person":
            continue
        message = Message.objects.get(id=fact.message_id)
        stopped = (
            Enrolment.objects.select_related("cadence")
            .filter(lead_id=one.lead_id, ending="answered", ended_at__gte=message.received_at)
            .order_by("-ended_at")
            .first()
        )
        if stopped is None or enrolling.live(one.lead_id) is not None:
            continue
        new = enrolling.Start(
            lead_id=one.lead_id,
            cadence=AWAY,
            anchor=_back(stopped, message, fact.returns_on),
            person_id=stopped.person_id,
            mailbox_id=stopped.mailbox_id,
            thread_id=stopped.thread_id,
            thread_above=tuple(stopped.thread_above),
            thread_subject=stopped.thread_subject,
        )
        try:
            promising.promise(new=new, by=actor.assistant(one.by.workspace_id))
        except Refusal:
            continue


def _back(stopped: Enrolment, message: Message, returns_on: dt.date | None) -> dt.datetime:
    """The morning of the day of return, where they are."""
    now = clock.now()
    if returns_on is None:
        return max(message.received_at + _UNKNOWN_ABSENCE, now)
    there = standing.of(stopped, leads.lock(stopped.lead_id), now).where.lead
    return max(business_time_zones.instant(returns_on, dt.time(9), there.zone), now)
