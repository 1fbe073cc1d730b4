"""The floor: somebody came in, a member goes to them, they leave. Three taps, and nobody leaves uncounted."""

import json
import uuid
from collections.abc import Mapping, Sequence

from leadfast.capture import facts
from leadfast.capture.actions import receiving
from leadfast.capture.actions.arriving import Incoming
from leadfast.capture.errors import AlreadyLeft, FloorUpNotFound, NothingEntered, ResultUnknown, SayWhyNoName
from leadfast.capture.models import FloorUp
from leadfast.capture.models.floor import RESULTS
from leadfast.conversations import actions as conversations
from leadfast.followup.actions import enrolling
from leadfast.foundation import clock
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.errors import Refusal
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.workspaces import actor, guard
from leadfast.workspaces.actor import Actor, person
from leadfast.workspaces.models import Member

_FIELDS = ("name", "phone", "mail", "company", "wants")


def came_in(*, by: Actor, key: str, label: str = "", wants: str = "") -> FloorUp:
    """Somebody came in: counted from this tap on, with or without a name. The same key is the same visitor."""
    now = clock.now()
    with guard.writing(by):
        row = FloorUp(
            id=uuid7(now),
            workspace_id=by.workspace_id,
            came_at=now,
            label=clean_line(label),
            wants=clean_line(wants, limit=500),
            logged_by_id=by.as_member(),
            key=key[:80] or str(uuid7(now)),
        )
        FloorUp.objects.bulk_create([row], ignore_conflicts=True)
        return FloorUp.objects.get(key=row.key)


def take(*, floor_up_id: uuid.UUID, member_id: uuid.UUID, by: Actor) -> FloorUp:
    """This member is with them now. Their lead, if it is new and somebody else's, becomes the member's."""
    now = clock.now()
    with guard.writing(by):
        visitor = _here(floor_up_id)
        if not Member.objects.filter(id=member_id, left_at=None).exists():
            raise FloorUpNotFound
        visitor.state, visitor.taken_at = "with", now
        visitor.member_id = member_id
        visitor.save(update_fields=["state", "member", "taken_at"])
        if visitor.lead_id is not None:
            _hand_over(visitor.lead_id, member_id, by=by)
        history.record(facts.VisitorTaken(visitor.id, member_id), by=by, at=now, lead_id=visitor.lead_id)
    return visitor


def left(
    *, floor_up_id: uuid.UUID, result: str, by: Actor, typed: Mapping[str, str] | None = None, why: str = ""
) -> FloorUp:
    """They left: *bought*, *unsold* (their cadence begins), or *no_name*, with the reason.

    ``typed``: name, phone, mail, company, wants; needed where no lead is known yet.
    """
    now = clock.now()
    if result not in RESULTS:
        raise ResultUnknown
    reason = clean_line(why, limit=300)
    if result == "no_name" and not reason:
        raise SayWhyNoName
    with guard.writing(by):
        visitor = _here(floor_up_id)
        if result != "no_name" and visitor.lead_id is None:
            _make_lead(visitor, typed or {}, by=by)
        if result != "no_name" and visitor.lead_id is not None:
            _note_visit(visitor, by=by)
        visitor.state, visitor.left_at, visitor.result, visitor.why = "left", now, result, reason
        visitor.save(
            update_fields=["state", "left_at", "result", "why", "lead", "arrival", "label", "wants", "member"]
        )
        fact = facts.VisitorLeft(visitor.id, result, reason)
        history.record(fact, by=by, at=now, lead_id=visitor.lead_id)
    return visitor


def on_left(happenings: Sequence[Happening]) -> None:
    """Who left unsold is followed up: the cadence for walk-ins begins. Named in config/reactions.py."""
    for one in happenings:
        if one.lead_id is None or not isinstance(one.fact, facts.VisitorLeft) or one.fact.result != "unsold":
            continue
        by = actor.assistant(one.by.workspace_id)
        with guard.writing(by):
            if not leads.lock(one.lead_id).is_open:
                continue
            try:
                enrolling.start(
                    new=enrolling.Start(lead_id=one.lead_id, cadence="walk-in", anchor=one.at), by=by
                )
            except Refusal:
                # What the law or the settings forbid is said on the Cadences page; the lead keeps its step.
                continue


def _make_lead(visitor: FloorUp, typed: Mapping[str, str], *, by: Actor) -> None:
    told = {field: text for field in _FIELDS if (text := clean_line(typed.get(field, ""), limit=500))}
    if visitor.label:
        told.setdefault("name", visitor.label)
    if visitor.wants:
        told.setdefault("wants", visitor.wants)
    if not told.keys() & {"name", "phone", "mail", "company"}:
        raise NothingEntered
    incoming = Incoming(
        door="walk_in",
        external_key=f"floor:{visitor.id.hex}",
        raw=json.dumps({**told, "source": "Walk-in"}, ensure_ascii=False).encode(),
        source="Walk-in",
    )
    owner = visitor.member_id or by.member_id
    received = receiving.receive(incoming=[incoming], by=by, owner_id=owner)[0]
    if received.lead_id is None:
        raise NothingEntered
    visitor.lead_id = received.lead_id
    visitor.arrival_id = received.arrival.id
    visitor.label = visitor.label or told.get("name", "")[:200]
    visitor.wants = visitor.wants or told.get("wants", "")


def _note_visit(visitor: FloorUp, *, by: Actor) -> None:
    """On the timeline they were here, with whoever served them."""
    assert visitor.lead_id is not None
    lead = leads.lock(visitor.lead_id)
    if not lead.is_open:
        return
    member_id = visitor.member_id or by.member_id
    served = person(by.workspace_id, member_id) if member_id else by
    words = f"They look for: {visitor.wants}" if visitor.wants else ""
    conversations.log_visit(lead_id=lead.id, by=served, words=words, at=visitor.came_at)


def _hand_over(lead_id: uuid.UUID, member_id: uuid.UUID, *, by: Actor) -> None:
    lead = Lead.objects.filter(id=lead_id).first()
    if lead is not None and lead.is_open and lead.stage == "new" and lead.owner_id != member_id:
        leads.hand_over(
            lead_ids=[lead_id], to_member_id=member_id, why="They are with them on the floor.", by=by
        )


def _here(floor_up_id: uuid.UUID) -> FloorUp:
    found = FloorUp.objects.select_for_update(no_key=True).filter(id=floor_up_id).first()
    if found is None:
        raise FloorUpNotFound
    if found.state == "left":
        raise AlreadyLeft
    return found
