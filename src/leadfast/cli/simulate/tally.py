"""What a run came to, counted from the product's own tables."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from leadfast.capture.models import Arrival
from leadfast.conversations.models import Appointment, Call, Message
from leadfast.history.models import RecordedFact
from leadfast.leads.models import Closure, GiveUp, Lead
from leadfast.mail.models import Outgoing
from leadfast.workspaces import guard


@dataclass
class Tally:
    """One line of the table: everything up to a moment."""

    until: dt.datetime
    figures: dict[str, int | float] = field(default_factory=dict)
    by_source: list[dict[str, Any]] = field(default_factory=list)


def count(workspace_id: uuid.UUID, until: dt.datetime) -> Tally:
    """Count the whole workspace as it stands."""
    with guard.scope(workspace_id):
        arrived = Arrival.objects.count()
        open_leads = Lead.objects.filter(closure=None)
        closed = dict(
            Closure.objects.filter(reopened_at=None)
            .values_list("kind")
            .annotate(n=Count("id"))
            .values_list("kind", "n")
        )
        won = Closure.objects.filter(kind="won", reopened_at=None).aggregate(sum=Sum("value"))[
            "sum"
        ] or Decimal(0)
        mails = Outgoing.objects.filter(state="sent")
        heard = Message.objects.filter(direction="in")
        decided = GiveUp.objects.exclude(decided_at=None)
        figures: dict[str, int | float] = {
            "leads in": arrived,
            "accounted for": Arrival.objects.filter(settlement__in=("created", "joined", "junk")).count()
            + Arrival.objects.filter(settlement="waiting").count(),
            "leads": Lead.objects.count(),
            "open": open_leads.count(),
            "open with a next step": open_leads.filter(next_step__state="pending").count(),
            "mails by people": mails.filter(kind="person").count()
            + Message.objects.filter(direction="out", outgoing_id=None).count(),
            "mails by the assistant": mails.filter(kind="automated").count(),
            "notices by mail": mails.filter(kind="notice").count(),
            "mails of unknown fate": Outgoing.objects.filter(state="unknown").count(),
            "calls": Call.objects.count(),
            "replies": heard.filter(inbound="person").count(),
            "automatic answers": heard.filter(inbound="auto_reply").count(),
            "bounces": heard.filter(inbound__in=("hard_bounce", "soft_bounce")).count(),
            "meetings agreed": Appointment.objects.filter(state="agreed").count(),
            "came back": RecordedFact.objects.filter(kind="lead_came_back").count(),
            "won": closed.get("won", 0),
            "value won": float(won),
            "resting": open_leads.filter(stage="resting").count(),
            "never": closed.get("never", 0),
            "give-ups decided": decided.count(),
            "give-ups waiting": GiveUp.objects.filter(decided_at=None, withdrawn_at=None).count(),
        }
        return Tally(until, figures, _funnel())


def _funnel() -> list[dict[str, Any]]:
    rows = Lead.objects.values("source").annotate(
        came_in=Count("id"),
        reached=Count("id", filter=Q(last_reply_at__isnull=False)),
        proposals=Count("id", filter=Q(stage__in=("proposal", "won"))),
        won=Count("id", filter=Q(stage="won")),
    )
    return [dict(row) for row in rows.order_by("-came_in", "source")]
