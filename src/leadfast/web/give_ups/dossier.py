"""The evidence of a request: what was tried, by whom, when, and whether it is enough."""

import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass

from leadfast.foundation import money
from leadfast.leads import rules
from leadfast.leads.models import Lead, Step
from leadfast.web.lead import said
from leadfast.web.place import Place
from leadfast.workspaces import reads as workspaces

_CHANNELS = {"mail": "mail", "answer": "mail", "nurture": "mail", "meeting": "visit"}
_PROVEN = ("proven", "witnessed")


@dataclass(frozen=True, slots=True)
class Dossier:
    """What stands for and against giving up."""

    effort: rules.Effort
    gate: rules.Gate
    value: str
    last: said.Said | None
    days: int

    def as_evidence(self) -> dict[str, object]:
        """As kept with the request."""
        return {
            "gate_met": self.gate.met,
            "missing": list(self.gate.missing),
            "attempts": self.effort.attempts,
            "claimed": self.effort.claimed,
            "assistant": self.effort.assistant,
            "by_channel": dict(self.effort.by_channel),
        }


def of(lead: Lead, place: Place) -> Dossier:
    """The dossier of a lead as it stands now."""
    effort = effort_of(lead.id, place.zone)
    policies = workspaces.policies(lead.workspace_id)
    gate = rules.gate(
        effort,
        now=place.now,
        attempts=int(policies["give_up_attempts"]),
        channels=int(policies["give_up_channels"]),
        days=int(policies["give_up_days"]),
        day_parts=int(policies["give_up_day_parts"]),
    )
    days = (place.now - effort.first_at).days if effort.first_at else 0
    return Dossier(effort, gate, money.shown(lead.value, place.currency), said.last(lead, place), days)


def effort_of(lead_id: uuid.UUID, zone: dt.tzinfo) -> rules.Effort:
    """Attempts so far, from the steps that were done."""
    done = Step.objects.filter(lead_id=lead_id, state="done").order_by("ended_at")
    counted = [
        step for step in done if step.ended_by_kind == "person" and step.proof in _PROVEN and step.ended_at
    ]
    by_channel = Counter(_CHANNELS.get(step.kind, "call") for step in counted)
    return rules.Effort(
        attempts=len(counted),
        channels=frozenset(by_channel),
        first_at=counted[0].ended_at if counted else None,
        day_parts=frozenset(
            rules.day_part(step.ended_at.astimezone(zone)) for step in counted if step.ended_at
        ),
        claimed=sum(step.ended_by_kind == "person" and step.proof == "claimed" for step in done),
        assistant=sum(step.ended_by_kind == "assistant" for step in done),
        by_channel=by_channel,
    )
