"""Proposals that nobody needs to decide any more: somebody answered, or the lead was closed."""

import datetime as dt
import uuid
from collections.abc import Sequence

from leadfast.conversations.actions import lifting, pledging
from leadfast.conversations.models import Proposal
from leadfast.conversations.rules.proposals import UNCLEAR
from leadfast.history.facts import Happening
from leadfast.leads.models import Lead
from leadfast.workspaces.actor import Actor


def answered(lead_id: uuid.UUID, *, how: str, by: Actor, at: dt.datetime) -> None:
    """They were answered: what their messages up to then proposed is over, and so is a doubt about them."""
    waiting = Proposal.objects.filter(lead_id=lead_id, state="waiting", message__received_at__lte=at)
    # Whom a machine of theirs named is as good after an answer as before.
    waiting = waiting.filter(message__inbound="person")
    waiting.update(state="superseded", decided_at=at, decided_by_id=by.member_id, decided_how=how[:300])
    no_doubt(lead_id, by=by)


def no_doubt(lead_id: uuid.UUID, *, by: Actor) -> None:
    """A person has read what was not clear: the lead is not paused for that any more. See :func:`lifting.lift`."""
    if Lead.objects.filter(id=lead_id, closure=None, paused_why__endswith=UNCLEAR).exists():
        lifting.lift(lead_id=lead_id, by=by)


def on_closed(happenings: Sequence[Happening]) -> None:
    """Leads were closed or rest: nothing about them waits for a tap, and nobody is held to what was said."""
    closed = [one.lead_id for one in happenings if one.lead_id]
    if not closed:
        return
    now = max(one.at for one in happenings)
    Proposal.objects.filter(lead_id__in=closed, state="waiting").update(
        state="superseded", decided_at=now, decided_how="The lead was closed."
    )
    pledging.drop(closed, "The lead was closed.", now=now)
