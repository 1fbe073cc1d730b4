"""The evidence for and against giving up a lead: what was tried, how well that is proven, what they said."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leadfast.conversations import reads as conversations
from leadfast.conversations.models import Call, Message, Text, Visit
from leadfast.foundation import money
from leadfast.leads import rules
from leadfast.leads.models import Lead, Step
from leadfast.workspaces import reads as workspaces

# A step that was done by a call or a mail is that call or mail, not one more attempt.
_SAME_ACT = dt.timedelta(minutes=10)
_CHANNELS = {"mail": "mail", "answer": "mail", "nurture": "mail", "meeting": "visit"}
_COUNTED = ("proven", "witnessed")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One time somebody or something of ours reached out."""

    at: dt.datetime
    channel: str
    proof: str
    by_person: bool


@dataclass(frozen=True, slots=True)
class Dossier:
    """What stands for and against giving up a lead."""

    lead: Lead
    effort: rules.Effort
    gate: rules.Gate
    attempts: Sequence[Attempt]
    last_words: str
    last_words_at: dt.datetime | None
    value_shown: str

    @property
    def days(self) -> int:
        """How many days lie between the first attempt and the last."""
        if not self.attempts:
            return 0
        return (self.attempts[-1].at - self.attempts[0].at).days

    @property
    def counter_argument(self) -> str:
        """What the machine says against it."""
        return rules.counter_argument(self.effort, value_shown=self.value_shown, last_words=self.last_words)

    @property
    def evidence(self) -> Mapping[str, object]:
        """As kept with the request, for good."""
        return {
            "gate_met": self.gate.met,
            "missing": list(self.gate.missing),
            "attempts": self.effort.attempts,
            "by_channel": dict(self.effort.by_channel),
            "day_parts": sorted(self.effort.day_parts),
            "first_at": self.effort.first_at.isoformat() if self.effort.first_at else None,
            "claimed": self.effort.claimed,
            "assistant": self.effort.assistant,
            "last_words": self.last_words,
        }


def dossier(lead_id: uuid.UUID, *, now: dt.datetime) -> Dossier:
    """The dossier of a lead as it stands at ``now``."""
    lead = Lead.objects.select_related("owner", "person", "company").get(id=lead_id)
    workspace = workspaces.workspace(lead.workspace_id)
    attempts = attempts_of(lead_id)
    made = effort(attempts, zone=workspaces.zone_of(workspace))
    policies = workspaces.policies(lead.workspace_id)
    gate = rules.gate(
        made,
        now=now,
        attempts=int(policies["give_up_attempts"]),
        channels=int(policies["give_up_channels"]),
        days=int(policies["give_up_days"]),
        day_parts=int(policies["give_up_day_parts"]),
    )
    said = conversations.last_words([lead_id]).get(lead_id)
    return Dossier(
        lead=lead,
        effort=made,
        gate=gate,
        attempts=attempts,
        last_words=said.new_words.strip()[:500] if said else "",
        last_words_at=said.received_at if said else None,
        value_shown=money.shown(lead.value or workspace.average_deal_value, workspace.currency),
    )


def effort(attempts: Sequence[Attempt], *, zone: dt.tzinfo) -> rules.Effort:
    """Attempts as the gate counts them: proven and witnessed ones of people; the others beside them."""
    counted = [one for one in attempts if one.by_person and one.proof in _COUNTED]
    by_channel = Counter(one.channel for one in counted)
    return rules.Effort(
        attempts=len(counted),
        channels=frozenset(by_channel),
        first_at=counted[0].at if counted else None,
        day_parts=frozenset(rules.day_part(one.at.astimezone(zone)) for one in counted),
        claimed=sum(one.by_person and one.proof not in _COUNTED for one in attempts),
        assistant=sum(not one.by_person for one in attempts),
        by_channel=dict(by_channel),
    )


def attempts_of(lead_id: uuid.UUID) -> list[Attempt]:
    """Every attempt on a lead, oldest first: calls, mails the server took, visits, and steps done otherwise."""
    calls = [
        Attempt(call.at, "call", call.proof, by_person=call.member_id is not None)
        for call in Call.objects.filter(lead_id=lead_id, incoming=False)
    ]
    mails = [
        # The server took it, or it lay in Sent: that proves it.
        Attempt(mail.sent_at or mail.received_at, "mail", "proven", by_person=mail.actor_kind == "person")
        for mail in Message.objects.filter(lead_id=lead_id, direction="out", state="said").defer(
            "text", "html"
        )
    ]
    visits = [
        Attempt(visit.at, visit.kind, "witnessed" if visit.kind != "text" else "claimed", by_person=True)
        for visit in Visit.objects.filter(lead_id=lead_id)
    ]
    texts = [
        Attempt(text.at, "text", text.proof, by_person=text.member_id is not None)
        for text in Text.objects.filter(lead_id=lead_id, outcome="sent")
    ]
    known = [*calls, *mails, *visits, *texts]
    steps = [
        Attempt(
            step.ended_at,
            _CHANNELS.get(step.kind, "call"),
            step.proof,
            by_person=step.ended_by_kind == "person",
        )
        for step in Step.objects.filter(lead_id=lead_id, state="done").exclude(proof="")
        if step.ended_at and not any(abs(one.at - step.ended_at) < _SAME_ACT for one in known)
    ]
    return sorted([*known, *steps], key=lambda one: one.at)
