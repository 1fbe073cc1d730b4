"""The thread line of a lead, from what is recorded of it."""

from collections.abc import Iterable

from leadfast.history.models import RecordedFact
from leadfast.leads.models import Lead
from leadfast.web import words
from leadfast.web.marks.thread_line import Point, Proof, Thread
from leadfast.web.place import Place

# Which facts are marks on the line, and how they are called there. A kind that is not here is not a touch.
_TOUCHES: dict[str, str] = {
    "mail_seen_in_sent": "mail",
    "follow_up_sent": "mail",
    "mail_sent": "mail",
    "call_logged": "call",
    "visit_logged": "visit",
    "text_logged": "text",
}
_ANSWERS: dict[str, str] = {"reply_received": "answered", "lead_won": "bought"}
TOUCH_KINDS = (*_TOUCHES, *_ANSWERS, "lead_opened")


def of(lead: Lead, facts: Iterable[RecordedFact], place: Place, *, instead: str) -> Thread:
    """The line of one lead. ``facts`` are its facts of the kinds in ``TOUCH_KINDS``, oldest first."""
    touches = [point for fact in facts if (point := _point(fact)) is not None]
    return ahead(lead, touches, place, instead=instead)


def ahead(lead: Lead, touches: list[Point], place: Place, *, instead: str = "somebody is told") -> Thread:
    """These touches, and what lies ahead of the lead; what a list does not look up is only said to be there."""
    step = lead.next_step
    if step is None:
        return Thread(touches=touches)
    today = place.now.astimezone(place.zone).date()
    # What is late is to be done today; a date that has passed would stand on the wrong side of now.
    day = max(step.due_at.astimezone(place.zone).date(), today)
    return Thread(
        touches=touches,
        next_step=words.day_name(day, today),
        fallback=None if step.by_assistant else instead,
        late=step.due_at < place.now and not step.by_assistant,
        next_by_machine=step.by_assistant,
    )


def _point(fact: RecordedFact) -> Point | None:
    if fact.kind == "lead_opened":
        return Point(str(fact.body.get("source") or "arrived"), "arrival")
    if fact.kind in _ANSWERS:
        return Point(_ANSWERS[fact.kind], "answer")
    label = _TOUCHES.get(fact.kind)
    if label is None or (fact.kind == "mail_sent" and fact.body.get("mail_kind") != "person"):
        # An automated mail is told by its follow-up, and only once.
        return None
    if fact.kind == "call_logged" and fact.body.get("incoming"):
        return Point("they called", "answer")
    if fact.kind == "text_logged" and fact.body.get("outcome") == "answered":
        return Point("answered", "answer")
    if fact.actor_kind != "person":
        return Point("assistant", "machine")
    proof: Proof = {"witnessed": "witnessed", "claimed": "claimed"}.get(str(fact.body.get("proof")), "proven")  # type: ignore[assignment]
    return Point(f"{label}, claimed" if proof == "claimed" else label, proof)
