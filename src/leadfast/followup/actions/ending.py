"""The end of enrolments: the records closed, and everything of them stopped that has not begun."""

import datetime as dt
from collections.abc import Sequence

from leadfast.followup import facts
from leadfast.followup.models import Draft, Enrolment, Touch
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.mail.actions import planning
from leadfast.mail.models import Outgoing
from leadfast.workspaces.actor import Actor


def end(enrolment: Enrolment, ending: str, why: str, *, now: dt.datetime, by: Actor) -> None:
    """Close the record, and stop everything of it that has not begun."""
    end_many([enrolment], ending, why, now=now, by=by)


def end_many(enrolments: Sequence[Enrolment], ending: str, why: str, *, now: dt.datetime, by: Actor) -> None:
    """The same of many, in a few statements for all."""
    if not enrolments:
        return
    for one in enrolments:
        one.ended_at, one.ending, one.ended_why = now, ending, why[:300] or "Stopped."
        one.paused_at, one.paused_why = None, ""
    of_these = [one.id for one in enrolments]
    Enrolment.objects.filter(id__in=of_these).update(
        ended_at=now, ending=ending, ended_why=why[:300] or "Stopped.", paused_at=None, paused_why=""
    )
    waiting = Touch.objects.filter(enrolment_id__in=of_these).exclude(state__in=("done", "stopped"))
    waiting_ids = dict(waiting.values_list("id", "outgoing_id"))
    mails = [outgoing_id for outgoing_id in waiting_ids.values() if outgoing_id]
    if mails:
        planning.cancel(outgoing_ids=mails, why=f"Not sent: {why}", by=by)
    # A mail whose transmission has begun is past recall: its touch is settled by what the server said.
    begun = set(Outgoing.objects.filter(id__in=mails).exclude(state="cancelled").values_list("id", flat=True))
    stopped = [touch_id for touch_id, outgoing_id in waiting_ids.items() if outgoing_id not in begun]
    Touch.objects.filter(id__in=stopped).update(
        state="stopped", settled_at=now, because=f"Not sent: {why}"[:600], code=ending[:24]
    )
    Draft.objects.filter(touch_id__in=stopped, decided_at=None).update(
        decided_at=now, decision="overtaken", why=why[:300]
    )
    history.record_many(
        [
            Happening(
                facts.CadenceEnded(one.id, one.cadence.name, ending, why), by, now, one.lead_id, one.person_id
            )
            for one in enrolments
        ]
    )
