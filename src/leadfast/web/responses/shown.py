"""A reading as people see it: what it means, how sure that is and why, and what one tap does."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from leadfast.conversations.actions import joining
from leadfast.conversations.models import Message, Proposal
from leadfast.conversations.reads import proposals as reads
from leadfast.conversations.rules import proposals as rules
from leadfast.followup import defaults
from leadfast.foundation.contacts import phone_shown
from leadfast.leads.models import Step
from leadfast.web import words
from leadfast.web.place import Place

MEANINGS = {
    "interested": "Interested",
    "question": "Asks something",
    "meeting_agreed": "Agrees to meet",
    "not_now": "Not now, later",
    "price_objection": "Finds it too dear",
    "uses_competitor": "Uses a competitor",
    "not_interested": "Not interested now",
    "already_bought": "Has bought already",
    "referral": "Names somebody else",
    "left_company": "Is not there any more",
    "unsubscribe": "Wants no more mails",
    "thanks_only": "Only says thanks",
    "bounce_like_human": "Says that the address is wrong",
    "out_of_office": "Is away",
    "auto_acknowledgement": "An automatic receipt",
}
# What some readings are called on the screen, whatever intent they stand under.
NAMES = MEANINGS | {"wait": "Will be in touch", "order": "Orders from us"}
_ERASED = "The mail it came in was erased, so their calendar cannot be answered: write to them, or call."
_SURE = ((0.85, "sure"), (0.65, "fairly sure"), (0.5, "not quite sure"), (0.0, "in doubt"))


@dataclass(frozen=True, slots=True)
class Tap:
    """One button: what it says, where it posts to (or leads to), and what goes with it."""

    label: str
    path: str
    posts: bool = True
    dialog: bool = False
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of one message, ready to be drawn."""

    message: Message
    #: What stands where they wrote no words of their own.
    wordless: str
    means: str
    also: str
    sure: str
    percent: int
    why: str
    day: str
    proposes: str
    taps: Sequence[Tap]
    offers: Sequence[str]
    newcomer: str
    waits: bool
    decided: str
    #: What a person would choose to say the same.
    said: str
    on: dt.date | None


def of(messages: Collection[Message], place: Place) -> dict[uuid.UUID, Reading]:
    """The readings of these incoming messages, by message; one without a reading has none."""
    found = reads.of_messages([message.id for message in messages if message.direction == "in"])
    kept = reads.with_their_mail([one for one, row in found.items() if _invites(row)])
    wanted = {step_id for row in found.values() for step_id in row.steps}
    steps = Step.objects.in_bulk(wanted) if wanted else {}
    by_id = {message.id: message for message in messages}
    return {one: reading(by_id[one], row, steps, place, erased=one not in kept) for one, row in found.items()}


def reading(
    message: Message, row: Proposal, steps: Mapping[uuid.UUID, Step], place: Place, *, erased: bool = False
) -> Reading:
    """One of them. ``erased``: of an invitation, that the mail it came in is not kept any more."""
    waits = row.state == "waiting"
    planned = next((steps[one] for one in row.steps if one in steps and steps[one].state == "pending"), None)
    proposes, taps = _proposed(message, row, planned, place)
    if erased and _invites(row) and waits:
        proposes, taps = f"{proposes} {_ERASED}", []
    confidence = 1.0 if row.said_by_id else row.confidence
    also = [MEANINGS.get(one, one).lower() for one in row.also if one != row.intent]
    return Reading(
        message=message,
        wordless="An invitation, without further words." if _invites(row) else "(nothing new was written)",
        means=_means(row),
        also="" if row.kind == "ask" else words.listed(also),
        sure=next(word for least, word in _SURE if confidence >= least),
        percent=round(confidence * 100),
        why=f"{row.said_by.name} said so." if row.said_by else row.why,
        day=_day(row, place),
        proposes=proposes,
        taps=taps if waits else (),
        offers=_offers(message, row) if waits else (),
        newcomer=_newcomer(message),
        waits=waits,
        decided=_decided(row, place),
        said=rules.said(row.kind, row.intent),
        on=row.when_from,
    )


def _invites(row: Proposal) -> bool:
    return row.kind == "meeting" and bool(row.details.get("invites"))


def _means(row: Proposal) -> str:
    if row.kind == "ask":
        return "Not clear"
    if _invites(row):
        return "Invites you to meet"
    return NAMES.get(row.kind, NAMES.get(row.intent, row.intent))


def _day(row: Proposal, place: Place) -> str:
    """The day they named: *Fri 2 to Sat 31 Jan, “in the new year”*."""
    if row.when_from is None or row.when_to is None:
        return ""
    today = place.now.astimezone(place.zone).date()
    first = words.day(row.when_from, today)
    said = f", “{row.when_words}”" if row.when_words else ""
    return f"{first}{'' if row.when_to == row.when_from else ' to ' + words.day(row.when_to, today)}{said}"


def _proposed(message: Message, row: Proposal, step: Step | None, place: Place) -> tuple[str, list[Tap]]:
    accept = f"/responses/{message.id}/accept/"
    lead = f"/leads/{message.lead_id}/"
    on = words.moment(step.due_at, place.now, place.zone) if step else ""
    match row.kind:
        case "date" if step:
            return f"{step.says}: {on}. It stands already.", [Tap("Yes, on that day", accept)]
        case "contact":
            return _other(row, lead, accept)
        case "bucket" if row.bucket:
            return f"Keep in touch slowly, by “{_name(row.bucket)}”.", [Tap("Keep in touch slowly", accept)]
        case "bought":
            return "From us or from somebody else? You say.", [
                Tap("Elsewhere: keep in touch", accept),
                Tap("They bought from us", f"{lead}won/?message={message.id}", posts=False, dialog=True),
            ]
        case "order":
            return _ordered(message, row, accept)
        case "wait" if step:
            return f"Nothing to answer. If they stay silent, you ask them on {on}.", [
                Tap("Wait for them", accept)
            ]
        case "meeting" if row.appointment:
            return f"{_meeting(row, place)}. It stands in your day and your calendar.", _meets(
                message, row, accept
            )
        case "meeting_off":
            return "The meeting is off. Agree another day.", []
        case "stop":
            return f"Nothing goes to {message.sender} any more, from the moment they asked.", [
                Tap("Understood", accept)
            ]
        case "never":
            return "Closed at once, with their words. Nobody here contacts them again.", []
        case "no_answer":
            return "It needs no answer.", [Tap("No answer needed", accept)]
        case "automatic":
            return "It looks like an automatic answer: what it stopped would go on.", [
                Tap("An automatic answer", f"/responses/{message.id}/correct/", values=_absence(row))
            ]
        case "ask":
            return "It is not clear what they mean. Read it, and answer or say what it is.", []
        case _:
            return "Answer them.", []


def _ordered(message: Message, row: Proposal, accept: str) -> tuple[str, list[Tap]]:
    """One tap when they named the order; else the dialog asks what it is worth."""
    reference = row.details.get("order", "")
    if reference:
        return f"Order {reference}. One tap closes it as won, with their words as the proof.", [
            Tap("They bought", accept)
        ]
    return "Say what it is worth, and it is closed as won, with their words as the proof.", [
        Tap("They bought", f"/leads/{message.lead_id}/won/?message={message.id}", posts=False, dialog=True)
    ]


def _other(row: Proposal, lead: str, accept: str) -> tuple[str, list[Tap]]:
    who = row.name or row.mail or (phone_shown(row.phone) if row.phone else "")
    if not who:
        return "Somebody else is the right one now; they did not say who.", [
            Tap("Add the new contact", f"{lead}participant/", posts=False, dialog=True)
        ]
    ways = ", ".join(one for one in (row.role, row.mail, row.phone) if one and one != who)
    first = who.split("@")[0].split()[0]
    act = f"Add {first} and write" if row.mail else f"Add {first} and call" if row.phone else f"Add {first}"
    return f"Go on with {who}{f' ({ways})' if ways else ''}.", [Tap(act, accept)]


def _absence(row: Proposal) -> dict[str, str]:
    returns = row.when_from.isoformat() if row.when_from and row.when_kind == "return" else ""
    return {"what": "auto_reply", "on": returns}


def _meeting(row: Proposal, place: Place) -> str:
    meets = row.appointment
    assert meets is not None
    today = place.now.astimezone(place.zone).date()
    local = meets.starts_at.astimezone(place.zone)
    hour = f", {local:%H:%M}" if meets.hour_known else ", no hour was named"
    return f"Meet on {words.in_days(local.date(), today)}{hour}{', ' + meets.place if meets.place else ''}"


def _meets(message: Message, row: Proposal, accept: str) -> list[Tap]:
    """An invitation is answered by a mail, which a person sees first; what was agreed in words needs none."""
    if not _invites(row):
        return [Tap("Yes, we meet", accept)]
    answer = f"/responses/{message.id}/invitation/?says="
    return [
        Tap("Accept", f"{answer}accepted", posts=False, dialog=True),
        Tap("Perhaps", f"{answer}tentative", posts=False, dialog=True),
        Tap("Decline", f"{answer}declined", posts=False, dialog=True),
    ]


def _offers(message: Message, row: Proposal) -> list[str]:
    """What the signature says that we did not know, as one would read it."""
    shown = {"phone": phone_shown}
    return [shown.get(kind, str)(value) for kind, value in joining.news(row, message.person)]


def _newcomer(message: Message) -> str:
    """Who wrote, when nobody here knows them yet."""
    if message.person_id is not None or not message.sender or message.inbound != "person":
        return ""
    return message.sender_name or message.sender


def _decided(row: Proposal, place: Place) -> str:
    if row.state == "waiting" or row.decided_at is None:
        return ""
    by = f"{row.decided_by.name}, " if row.decided_by else ""
    return f"{row.decided_how.rstrip('.')} ({by}{words.moment(row.decided_at, place.now, place.zone)})."


def _name(bucket: str) -> str:
    known = defaults.library().get(bucket)
    return known.name if known else bucket
