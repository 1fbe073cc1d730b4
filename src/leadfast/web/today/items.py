"""A step as *Today* draws it: a row, or the open item with everything needed to act on it."""

from dataclasses import dataclass

from markupsafe import Markup

from leadfast.foundation import money
from leadfast.foundation.contacts import phone_shown
from leadfast.history.models import RecordedFact
from leadfast.leads.models import Lead, Step
from leadfast.people import reads as people
from leadfast.web import words
from leadfast.web.lead import said, thread
from leadfast.web.lead.reading import path
from leadfast.web.marks import due, turn
from leadfast.web.marks.thread_line import Point, Thread
from leadfast.web.place import Place
from leadfast.web.today import plan_b
from leadfast.workspaces.models import Member

_CALLS = frozenset({"first_response", "call", "call_back", "meeting", "come_back"})
_DEADLINES = frozenset({"first_response", "answer"})
_MOST_TOUCHES = 60
_SHORT = 14
_MOST_KNOWN = 300


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the queue."""

    id: str
    path: str
    name: str
    what: str
    how: str
    of: str
    value: str
    due: Markup


@dataclass(frozen=True, slots=True)
class Open:
    """The open item."""

    id: str
    path: str
    name: str
    of: str
    value: str
    turn: Markup
    due: Markup
    why: str
    note: str
    said: said.Said | None
    thread: Thread
    otherwise: str
    phone: str
    #: The number at which they asked for no calls, where there is no other.
    silent: str
    mail: str
    verb: str
    reply_word: str
    #: The step is to find a number, or another way to them.
    searches: bool = False


def row(step: Step, place: Place) -> Row:
    """A step that waits behind the open one."""
    return Row(
        id=str(step.id),
        path=path(step.lead_id),
        name=step.lead.label,
        what=_what(step),
        how=_how(step, place),
        of=step.lead.company.name if step.lead.company else "",
        value=money.shown(step.lead.value, place.currency),
        due=_due(step, place),
    )


def opened(step: Step, place: Place, *, reader: Member) -> Open:
    """The open item: one lead, read in full."""
    lead, instead = step.lead, plan_b.of(step.lead, step, place, reader=reader)
    spoken = said.last(lead, place)
    phone = people.best(lead.person_id, "phone") if lead.person_id else None
    silent = people.silent_number(lead.person_id) if lead.person_id and not phone else None
    mail = people.best(lead.person_id, "mail") if lead.person_id else None
    return Open(
        id=str(step.id),
        path=path(lead.id),
        name=lead.label,
        of=lead.company.name if lead.company else "",
        value=money.shown(lead.value, place.currency),
        turn=pill(lead, place, terse=True),
        due=_due(step, place),
        why=_why(step, spoken),
        note=step.note,
        said=spoken or _known(lead),
        thread=thread_of(lead, place, instead=instead.mark),
        otherwise=instead.says,
        phone=phone_shown(phone.key) if phone else "",
        silent=phone_shown(silent.key) if silent else "",
        mail=mail.value if mail else "",
        verb="call" if step.kind in _CALLS else "reply",
        reply_word="Reply" if lead.last_reply_at else "Write",
        searches=step.kind == "find_another_way",
    )


def thread_of(lead: Lead, place: Place, *, instead: str) -> Thread:
    """The thread line of a lead, from its last touches. ``instead``: its last mark, from ``plan_b``."""
    facts = RecordedFact.objects.filter(lead_id=lead.id, kind__in=thread.TOUCH_KINDS).order_by("-at", "-id")
    return thread.of(lead, reversed(facts[:_MOST_TOUCHES]), place, instead=instead)


def line_of(lead: Lead, place: Place) -> Thread:
    """The line of a lead in a list: from its own columns alone, so that a list reads no facts."""
    touches = [Point("arrived", "arrival")]
    if lead.last_touch_at:
        touches.append(Point(f"last touched {words.ago(lead.last_touch_at, place.now, place.zone)}"))
    if lead.last_reply_at:
        answer = Point(f"answered {words.ago(lead.last_reply_at, place.now, place.zone)}", "answer")
        touches.insert(1 if lead.last_touch_at and lead.last_touch_at > lead.last_reply_at else 2, answer)
    return thread.ahead(lead, touches, place)


def pill(lead: Lead, place: Place, *, terse: bool = False) -> Markup:
    """Whose turn it is on this lead, or how it ended. ``terse`` leaves out our hour, for lists that show it."""
    if lead.closure is not None:
        return turn.closed(CLOSED_WORDS[lead.closure.kind])
    if lead.turn == "theirs":
        return turn.pill("theirs", place.now, place.zone, until=lead.theirs_until)
    late = lead.next_due_at is not None and lead.next_due_at < place.now
    return turn.pill("ours", place.now, place.zone, until=None if terse else lead.next_due_at, late=late)


CLOSED_WORDS = {
    "won": "Won",
    "never": "Never",
    "invalid": "Not a real lead",
    "merged": "Merged",
    "erased": "Erased",
    "let_go": "Let go",
    "let_go_alone": "Let go",
}


def _why(step: Step, spoken: said.Said | None) -> str:
    """What to do and why; the words they wrote stand below, once."""
    return step.says.split(": “")[0] if spoken and step.kind == "answer" else step.says


def _what(step: Step) -> str:
    """The sentence of a step; one that says no more than *call* goes on with what they want."""
    sentence = without_name(step.says, step.lead.label)
    noted = step.lead.note[:_MOST_KNOWN]
    if not noted or len(sentence) >= _SHORT:
        return sentence
    # What was noted is mostly a thing (*two forklifts*), sometimes a sentence of its own.
    return f"{sentence} about {noted}" if noted[0].islower() else f"{sentence}: {noted}"


def _known(lead: Lead) -> said.Said | None:
    """What is known of somebody who has not written yet."""
    return said.Said(lead.note[:_MOST_KNOWN], "as it came in") if lead.note else None


def without_name(says: str, name: str) -> str:
    """The sentence of a step as it stands after the name in bold: without saying the name twice.

    *Answer Tom: “How much?”* becomes *wrote “How much?”*, and of a colleague of Tom's *· Ann wrote “How
    much?”*; *Call Tom again: no answer* becomes *call again: …*.
    """
    for start, instead in ((f"Answer {name}: ", "wrote "), (f"{name}: ", ""), (f"{name} ", "")):
        if says.startswith(start):
            return instead + says.removeprefix(start)
    who, quoted, written = says.removeprefix("Answer ").partition(": “")
    if quoted and says.startswith("Answer "):
        return f"· {who} wrote “{written}"
    shorter = says.replace(f" to {name}", "", 1) if f" to {name}" in says else says.replace(f" {name}", "", 1)
    return shorter[:1].lower() + shorter[1:] if shorter[1:2].islower() else shorter


def _due(step: Step, place: Place) -> Markup:
    return due.draw(step.due_at, place.now, place.zone, deadline=step.kind in _DEADLINES)


def _how(step: Step, place: Place) -> str:
    lead, parts = step.lead, []
    if lead.last_reply_at and step.kind == "answer":
        parts.append(f"answered {words.ago(lead.last_reply_at, place.now, place.zone)}")
    elif step.kind == "first_response":
        parts.append(f"arrived {words.ago(lead.arrived_at, place.now, place.zone)}")
    if lead.is_incomplete:
        parts.append("incomplete")
    if lead.source:
        parts.append(lead.source)
    if lead.stage in ("appointment", "proposal", "resting"):
        parts.append(
            {"appointment": "appointment made", "proposal": "proposal out", "resting": "was resting"}[
                lead.stage
            ]
        )
    if step.redated > 1:
        parts.append(f"moved {step.redated} times")
    return " · ".join(parts)
