"""A text message: written in the phone's own program or in WhatsApp, logged here by one tap."""

import datetime as dt
import uuid

from leadfast.conversations import facts
from leadfast.conversations.actions import outbound_seen
from leadfast.conversations.errors import NumberSuppressed, TextNeedsOutcome
from leadfast.conversations.models import Text
from leadfast.conversations.models.text import OUTCOMES
from leadfast.conversations.rules import effort
from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.people import reads as people
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


def log_text(
    *,
    lead_id: uuid.UUID,
    channel: str,
    outcome: str,
    by: Actor,
    number: str = "",
    begun_at: dt.datetime | None = None,
    words: str = "",
    key: str = "",
) -> Text:
    """A text was *sent*, or they *answered* one. What waited for an answer has one.

    ``begun_at``: when the link was tapped here, which makes it witnessed. ``key`` makes one tap one message.
    """
    now = clock.now()
    if outcome not in OUTCOMES:
        raise TextNeedsOutcome
    with guard.writing(by):
        if known := _logged(key):
            return known
        leads.lock_open(lead_id)
        # The same tap a moment ago may have been what this one waited for.
        if known := _logged(key):
            return known
        if outcome == "sent" and number and people.suppressed("phone", [number]):
            raise NumberSuppressed
        lead = Lead.objects.select_related("owner", "owner__workspace", "person").get(id=lead_id)
        text = Text.objects.create(
            id=uuid7(now),
            workspace_id=by.workspace_id,
            lead_id=lead_id,
            member_id=by.member_id,
            person_id=lead.person_id,
            at=now,
            channel=channel,
            outcome=outcome,
            proof=_proof(by, now, begun_at),
            number=number[:40],
            words=words.strip(),
            begun_at=begun_at,
            key=key[:80],
        )
        leads.note_touch(lead_id=lead_id, at=now, by=by)
        if outcome == "answered":
            leads.note_reply(lead_id=lead_id, at=now, by=by)
        outbound_seen.settle_answer(lead, how="Answered by text.", at=now, by=by, now=now, proof=text.proof)
        fact = facts.TextLogged(text.id, channel, outcome, text.proof, text.words[:300])
        history.record(fact, by=by, at=now, lead_id=lead_id, person_id=lead.person_id)
    return text


def _proof(by: Actor, now: dt.datetime, begun_at: dt.datetime | None) -> str:
    earlier: list[dt.datetime] = []
    if by.member_id is not None:
        mine = Text.objects.filter(member_id=by.member_id, at__gt=now - dt.timedelta(hours=1))
        earlier = list(mine.values_list("at", flat=True))
    return effort.proof_of_call(at=now, dialled_at=begun_at, earlier=earlier, recorded=False)


def _logged(key: str) -> Text | None:
    return Text.objects.filter(key=key).first() if key else None
