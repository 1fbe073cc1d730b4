"""What became of a jotting, in the words that the phone shows and keeps."""

from dataclasses import asdict, dataclass
from typing import Any

from leadfast.capture import actions as capture
from leadfast.capture.actions import expecting, jotting
from leadfast.leads import reads as leads
from leadfast.web import words
from leadfast.web.add import typed
from leadfast.web.capture.forms import Jotting
from leadfast.web.place import Place
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


@dataclass(frozen=True, slots=True)
class Receipt:
    """``outcome`` is created, joined, waiting, reading or expected; ``path`` leads to what it became."""

    key: str
    outcome: str
    said: str
    label: str = ""
    path: str = ""

    def told(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def take(form: Jotting, *, by: Actor, place: Place) -> Receipt:
    """Take a valid jotting in, through the one road, and say what became of it.

    Called in no transaction, so that what came in is kept before anything reads it.
    """
    values = form.cleaned_data
    key = values["key"]
    photo, media_type = form.picture()
    # A card or a code says who it is: they are here already, whoever promised them, and both are kept.
    if values["how"] == "expected" and photo is None and not values["code"]:
        promised = {"line": values["line"], "note": ""}
        expected = expecting.expect(typed=promised, promised_by=values["promised_by"], expected_id=key, by=by)
        when = words.moment(expected.chase_at, place.now, place.zone) if expected.chase_at else ""
        said = f"Saved. We ask again {when}." if when else "Saved before: it is here already."
        return Receipt(str(key), "expected", said, expected.label, "/expected/")
    received = jotting.jot(
        key=key,
        typed=values,
        by=by,
        made_at=values["made_at"],
        sent_at=values["sent_at"],
        photo=photo,
        media_type=media_type,
    )
    return _of(received, place)


def _of(received: capture.Received, place: Place) -> Receipt:
    arrival = received.arrival
    key = arrival.external_key
    if arrival.lead_id is None:
        if arrival.door == "card" and arrival.read_at is None:
            return Receipt(
                key, "reading", "Saved. The card is being read.", "Card photo", card_path(arrival.id)
            )
        said = "Saved as it is. It waits under Arrivals until somebody has looked."
        return Receipt(key, "waiting", said, "", f"/arrivals/{arrival.id}/")
    return _lead(received, place)


def _lead(received: capture.Received, place: Place) -> Receipt:
    arrival = received.arrival
    assert arrival.lead_id is not None
    with guard.scope(arrival.workspace_id):
        lead = leads.lead(arrival.lead_id)
        slips = typed.asked(lead.person_id)
    saved = "Known already, joined." if arrival.settlement == "joined" else "Saved."
    due = words.moment(lead.next_due_at, place.now, place.zone) if lead.next_due_at else ""
    said = (
        f"{saved} Follow-up {due}. {slips}".rstrip()
        if due
        else f"{saved} {lead.label} is closed; look at it once more."
    )
    path = card_path(arrival.id) if arrival.door == "card" else f"/leads/{lead.id}/"
    return Receipt(arrival.external_key, arrival.settlement, said, lead.label, path)


def card_path(arrival_id: object) -> str:
    """Where the photo stands beside what was read on it."""
    return f"/capture/cards/{arrival_id}/"
