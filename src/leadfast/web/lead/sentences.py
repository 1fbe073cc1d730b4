"""How each fact is told on the timeline. A fact that is not here is not worth a line of its own."""

from collections.abc import Callable
from typing import Final

from leadfast.conversations.models import Call, Text
from leadfast.web import words
from leadfast.web.lead.telling import Tell, Telling

_OUTCOMES = {
    "reached": "reached them",
    "voicemail": "voicemail",
    "no_answer": "no answer",
    "wrong_number": "wrong number",
    "call_back": "they asked to be called back",
}
_ENDED = {"never": "never to be contacted again", "invalid": "not a real lead", "merged": "merged into another lead",
          "erased": "erased at the person's request"}  # fmt: skip


def _opened(t: Telling) -> tuple[str, str]:
    source = t.text("source")
    incomplete = " It is incomplete: somebody finds the rest." if t.body.get("incomplete") else ""
    return (
        "Arrived",
        f"{'from ' + source if source else 'without a source'}, {t.member('owner_id')}'s.{incomplete}",
    )


def _done(t: Telling) -> tuple[str, str]:
    claimed = ", claimed" if t.text("proof") == "claimed" else ""
    return t.actor, f"did it{claimed}: {t.text('says').rstrip('.')}. {t.sentence('outcome')}"


def _scheduled(t: Telling) -> tuple[str, str]:
    return (
        "Planned",
        f"{t.text('says').rstrip('.')}, {t.when('due_at')}{', by the assistant' if t.body.get('by_assistant') else ''}",
    )


def _won(t: Telling) -> tuple[str, str]:
    said = ", ".join(part for part in (t.amount("value"), _order(t.text("order_reference"))) if part)
    return "Won", f"{said}. {t.actor} closed it."


def _order(reference: str) -> str:
    return f"order {reference}" if reference else ""


def _closed(t: Telling) -> tuple[str, str]:
    said = f": “{t.text('words')}”" if t.text("words") else ""
    return "Closed", f"as {_ENDED.get(t.text('closure_kind'), 'let go')}{said}"


def _edited(t: Telling) -> tuple[str, str]:
    changed = t.body.get("changed")
    fields = (
        [str(name).removesuffix("_id").replace("_", " ") for name in changed]
        if isinstance(changed, list)
        else []
    )
    return t.actor, f"changed {words.listed(fields)}"


def call(row: Call, who: str) -> tuple[str, str]:
    """How one call is told."""
    outcome, claimed = _OUTCOMES[row.outcome], ", claimed" if row.proof == "claimed" else ""
    said = f" “{row.words}”" if row.words else ""
    proven = " The telephone system has it." if row.proof == "proven" else ""
    if row.incoming and row.outcome in ("no_answer", "voicemail"):
        left = " They left a voicemail." if row.outcome == "voicemail" else ""
        return "They called", f"and nobody answered.{left}{said}"
    if row.incoming:
        return "They called", f"{who} answered{claimed}.{said}"
    return f"{who} called", f"{outcome}{claimed}.{said}{proven}"


def text(row: Text, who: str) -> tuple[str, str]:
    """How one text message is told."""
    by = "WhatsApp" if row.channel == "whatsapp" else "text"
    said = f" “{row.words}”" if row.words else ""
    claimed = ", claimed" if row.proof == "claimed" else ""
    if row.outcome == "answered":
        return "They answered", f"by {by}{claimed}.{said}"
    return f"{who} wrote", f"by {by}{claimed}.{said}"


def _bounced(t: Telling) -> tuple[str, str]:
    kind = "is dead" if t.body.get("hard") else "did not take it yet"
    return "Bounced", f"{t.text('address')} {kind}: {t.sentence('words') or t.sentence('reason')}"


def _participant(t: Telling) -> tuple[str, str]:
    return t.actor, f"added a participant{', ' + t.text('role') if t.text('role') else ''}"


def _handed(t: Telling) -> tuple[str, str]:
    return (
        t.actor,
        f"handed it from {t.member('from_member_id')} to {t.member('to_member_id')}. {t.sentence('why')}",
    )


def _insured(t: Telling) -> tuple[str, str]:
    return "Insured" if t.body.get("insured") else "Not insured", f"against silence: {t.text('because')}"


_WROTE = {
    "person": "a person",
    "auto_reply": "a machine of theirs",
    "hard_bounce": "a bounce",
    "soft_bounce": "a bounce that may pass",
    "system": "a list or a system",
}


_ANSWERED = {"accepted": "accepted", "tentative": "answered “perhaps” to", "declined": "declined"}


def _meant(intent: str) -> str:
    return _SAID.get(intent, intent.replace("_", " "))


_SAID: Final = {"wait": "they will be in touch", "order": "they order from us"}


OF: Final[dict[str, Tell]] = {
    "lead_opened": _opened,
    "step_done": _done,
    "step_scheduled": _scheduled,
    "step_cancelled": lambda t: ("Taken back", f"{t.text('says')}. {t.sentence('why')}"),
    "step_moved": lambda t: (t.actor, f"moved “{t.text('says')}” to {t.when('to_at')}. {t.sentence('why')}"),
    "handed_over": _handed,
    "turn_taken": lambda t: ("Our turn:", t.text("why")),
    "turn_given": lambda t: ("Their turn", f"until {t.when('until')}. {t.sentence('why')}"),
    "stage_reached": lambda t: ("Stage", f"{t.text('from_stage')} to {t.text('to_stage')}"),
    "participant_joined": _participant,
    "lead_edited": _edited,
    "give_up_asked": lambda t: (t.actor, f"asked to give up: “{t.text('words')}” Somebody else decides."),
    "give_up_withdrawn": lambda t: (t.actor, "took the request to give up back"),
    "give_up_sent_back": lambda t: (t.actor, f"sent the request to give up back: “{t.text('note')}”"),
    "lead_rested": lambda t: ("Rests", f"{t.actor} agreed. It comes back {t.when('comeback_at')}."),
    "lead_came_back": lambda t: ("Came back", t.text("why")),
    "lead_won": _won,
    "lead_closed": _closed,
    "lead_reopened": lambda t: (t.actor, f"reopened it: {t.text('why')}"),
    "bounced": _bounced,
    "opted_out": lambda t: (
        "Opted out",
        f"{t.text('address')}: “{t.text('words')}” Nobody writes there again.",
    ),
    "complaint_received": lambda t: ("Complaint", f"{t.text('address')} marked a mail of ours as spam"),
    "doubt_raised": lambda t: (
        "In doubt",
        f"a mail of {t.text('sender')} may belong here. {t.sentence('why')}",
    ),
    "proposal_undone": lambda t: (t.actor, "took a tap back; the message waits again"),
    "proposal_corrected": lambda t: (t.actor, f"said what a message means: {_meant(t.text('said'))}"),
    "message_reclassified": lambda t: (t.actor, f"said who wrote a message: {_WROTE[t.text('to_class')]}"),
    "appointment_made": lambda t: ("Meeting agreed", f"{t.when('starts_at')}. {t.sentence('title')}"),
    "invitation_answered": lambda t: (
        t.actor,
        f"{_ANSWERED[t.text('answer')]} the invitation to {t.when('starts_at')}",
    ),
    "appointment_cancelled": lambda t: ("Meeting off", f"{t.when('starts_at')}. {t.sentence('why')}"),
    "pledge_made": lambda t: (
        "We promised" if t.body.get("by_us") else "They promised",
        t.text("says"),
    ),
    "pledge_settled": lambda t: (
        "Promise kept" if t.body.get("kept") else "Promise broken",
        f"{'ours' if t.body.get('by_us') else 'theirs'}: {t.text('says')}",
    ),
    "cadence_started": lambda t: (
        "Follow-up planned",
        f"{t.text('cadence')}, the first {t.when('first_at')}",
    ),
    "cadence_ended": lambda t: ("Follow-up stopped", f"{t.text('cadence')}: {t.text('why')}"),
    "cadence_paused": lambda t: ("Paused", f"{t.text('cadence')}: {t.text('why')}"),
    "cadence_resumed": lambda t: (t.actor, f"let it go on: {t.text('cadence')}, next {t.when('next_at')}"),
    "follow_up_moved": lambda t: (
        "Not sent yet",
        f"{t.text('title')} moved to {t.when('to_at')}. {t.sentence('because')}",
    ),
    "follow_up_held": lambda t: ("Not sent", f"{t.text('title')}. {t.sentence('because')}"),
    "follow_up_declined": lambda t: (t.actor, f"decided against a follow-up: {t.text('why')}"),
    "mail_insured": _insured,
    "mail_refused": lambda t: ("Refused", f"by their server: {t.sentence('words')}"),
    "mail_not_sent": lambda t: ("Not sent", t.sentence("why")),
    "mail_doubtful": lambda _t: (
        "Unknown",
        "whether a mail went out: a person decides, nothing is sent twice",
    ),
}

# What follows by itself from something else: told in small print, many in one place.
MINOR: Final = frozenset(
    {"step_scheduled", "step_cancelled", "step_done", "turn_taken", "turn_given", "stage_reached", "cadence_started",
     "cadence_ended", "lead_edited", "participant_joined", "mail_insured"}
)  # fmt: skip


def _short_step(t: Telling) -> str:
    if t.text("step_kind") == "answer":
        return f"to be answered by {t.when('due_at')}"
    return f"planned: {t.text('says').rstrip('.')}, {t.when('due_at')}"


# What the folded line says of each of them, and of what a mail beside it tells already.
SHORT: Final[dict[str, Callable[[Telling], str]]] = {
    "step_scheduled": _short_step,
    "touch_planned": lambda t: f"the assistant writes {t.when('due_at')}",
    "step_cancelled": lambda _t: "a planned step taken back",
    "step_done": lambda t: f"done: {t.text('says').rstrip('.')}",
    "turn_taken": lambda _t: "our turn",
    "turn_given": lambda t: f"their turn until {t.when('until')}",
    "stage_reached": lambda t: f"stage: {t.text('to_stage')}",
    "cadence_started": lambda _t: "follow-up planned",
    "cadence_ended": lambda _t: "follow-up stopped",
    "lead_edited": lambda _t: "details changed",
    "participant_joined": lambda _t: "somebody more takes part",
    "mail_insured": lambda t: "insured against silence" if t.body.get("insured") else "not insured",
    "bounced": lambda t: "the address is dead" if t.body.get("hard") else "the address did not take it yet",
    "opted_out": lambda _t: "nobody writes there again",
    "complaint_received": lambda _t: "marked as spam",
    "pledge_made": lambda t: (
        f"{'we' if t.body.get('by_us') else 'they'} promised: {t.text('says').rstrip('.')}"
    ),
}


def short(kind: str, telling: Telling, said: str) -> str:
    """What the folded line says of a fact."""
    tell = SHORT.get(kind)
    return tell(telling) if tell else said
