"""More comes in about leads we have: blanks are filled and asking again is worked, for many at once.

A lead is a dozen entries of indexes, so each is written once at most, with all that changes about it.
"""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db import connection

from leadfast.foundation import clock, ids, staging
from leadfast.foundation.staging import Relation
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import facts, rules
from leadfast.leads.actions import searching, steps
from leadfast.leads.actions.locking import lock_many
from leadfast.leads.errors import LeadNotFound, TooFarAhead
from leadfast.leads.models import Step
from leadfast.leads.rules import NewStep
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


@dataclass(slots=True)
class More:
    """What else is known of a lead now. Only blanks are filled; tags are added."""

    value: Decimal | None = None
    source: str = ""
    campaign: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    # Somebody can be reached now: an incomplete lead is incomplete no longer, and loses this tag.
    reached: bool = False
    loses: str = ""
    # Its people can be found by these words too.
    words: tuple[str, ...] = ()
    # One of its people is called otherwise now: the text it is found by is written anew.
    renamed: bool = False
    # They asked once more, and it is an open lead: our turn, and this is planned unless an answer waits already.
    then: NewStep | None = None


@dataclass(slots=True)
class Changed:
    """What was filled, by name, and the step that was planned."""

    filled: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    step_id: uuid.UUID | None = None


class _Stands(NamedTuple):
    """How a lead stands, as far as more about it needs to know."""

    id: uuid.UUID
    owner_id: uuid.UUID
    person_id: uuid.UUID | None
    blank: tuple[str, ...]
    tags: Sequence[str]
    is_incomplete: bool
    turn: str
    search_length: int


@dataclass(slots=True)
class _Row:
    """What is written on a lead."""

    lead: _Stands
    more: More
    fields: dict[str, Any] = field(default_factory=dict)
    new_tags: tuple[str, ...] = ()
    words: str = ""
    anew: bool = False
    step_id: str | None = None


def join_many(*, more: Mapping[uuid.UUID, More], why: str, by: Actor) -> dict[uuid.UUID, Changed]:
    """Fill blanks of many leads, open or closed, and plan what is to be done where they asked again.

    Nothing that is known is changed, and a lead of which all is known is not written to. ``why`` it is our turn.
    """
    if not more:
        return {}
    now = clock.now()
    with guard.writing(by):
        rows = [_row(lead, more[lead.id]) for lead in _lock(list(more), by)]
        asking = [row for row in rows if row.more.then is not None]
        waiting = _answer_waits([row.lead.id for row in asking], by)
        planned = [row for row in asking if row.lead.id not in waiting]
        for row, step_id in zip(planned, ids.many(len(planned), now), strict=True):
            row.step_id = step_id
        _write([row for row in rows if row.fields or row.words or row.anew or row.more.then], by=by, now=now)
        history.record_many(_told(rows, why=why, by=by, now=now))
    return {row.lead.id: _changed(row) for row in rows}


def forget(
    *, lead_id: uuid.UUID, added: Mapping[str, Sequence[str]], known: Mapping[str, object], by: Actor
) -> None:
    """Blank again what something filled that did not belong here, unless it was changed since; take back its
    steps while another is left to do."""
    now = clock.now()
    with guard.writing(by):
        lead = lock_many([lead_id])[0]
        blank = {"value": None, "note": "", "source": "", "campaign": ""}
        fields = [
            name for name in added.get("lead", ()) if name in blank and getattr(lead, name) == known[name]
        ]
        for name in fields:
            setattr(lead, name, blank[name])
        lead.tags = [tag for tag in lead.tags if tag not in added.get("tags", ())]
        lead.updated_at = now
        lead.save(update_fields=[*fields, "tags", "updated_at"])
        pending = set(Step.objects.filter(lead_id=lead_id, state="pending").values_list("id", flat=True))
        theirs = {uuid.UUID(step_id) for step_id in added.get("steps", ())} & pending
        if theirs and pending - theirs:
            for step_id in theirs:
                steps.cancel(step_id=step_id, why="It belonged to another lead.", by=by)
        searching.refresh(by.workspace_id, [lead_id])
        history.record(
            facts.LeadEdited((*fields, *(("tags",) if added.get("tags") else ()))),
            by=by,
            at=now,
            lead_id=lead_id,
        )


_BLANKS: Final = ("value", "source", "campaign", "note")
# NO KEY: as `locking.lock_many` does it, without the columns that nobody asks for here.
_LOCK: Final = """
SELECT id, owner_id, person_id,
    array_remove(ARRAY[CASE WHEN value IS NULL THEN 'value' END, CASE WHEN source = '' THEN 'source' END,
                       CASE WHEN campaign = '' THEN 'campaign' END, CASE WHEN note = '' THEN 'note' END], NULL),
    tags, is_incomplete, turn, length(search_text)
FROM leads_lead WHERE workspace_id = %(workspace)s AND id = ANY (%(leads)s::uuid[])
ORDER BY id FOR NO KEY UPDATE
"""
# A statement of its own, behind the lock: it sees the step of whoever was waited for.
_ANSWER_WAITS: Final = """
SELECT DISTINCT step.lead_id FROM unnest(%(leads)s::uuid[]) AS wanted (id)
JOIN leads_step AS step
    ON step.workspace_id = %(workspace)s AND step.lead_id = wanted.id AND step.state = 'pending'
WHERE step.kind IN ('first_response', 'answer')
"""
_JOINING: Final = Relation(
    "leads_joining",
    {
        "lead_id": "uuid",
        "value": "numeric",
        **dict.fromkeys(("source", "campaign", "note"), "text"),
        "tags": "text[]",
        **dict.fromkeys(("reached", "fills"), "boolean"),
        **dict.fromkeys(("words", "people"), "text"),
        **dict.fromkeys(("anew", "asked"), "boolean"),
        "step_id": "uuid",
        "kind": "text",
        "block": "smallint",
        **dict.fromkeys(("says", "step_note", "fallback"), "text"),
        "step_owner_id": "uuid",
        "by_assistant": "boolean",
        **dict.fromkeys(("due_at", "fallback_at"), "timestamptz"),
        "touch_id": "uuid",
    },
)
_STEPS: Final = steps.insert_from("leads_joining WHERE step_id IS NOT NULL")
# The next step is the earliest pending one, so that a new step is compared with that one alone.
_LEADS: Final = f"""
UPDATE leads_lead AS lead
SET value = coalesce(n.value, lead.value),
    source = coalesce(n.source, lead.source),
    campaign = coalesce(n.campaign, lead.campaign),
    note = coalesce(n.note, lead.note),
    tags = coalesce(n.tags, lead.tags),
    is_incomplete = lead.is_incomplete AND NOT n.reached,
    turn = CASE WHEN n.asked THEN 'ours' ELSE lead.turn END,
    theirs_until = CASE WHEN n.asked THEN NULL ELSE lead.theirs_until END,
    next_step_id = CASE WHEN (n.due_at, n.step_id) < (lead.next_due_at, lead.next_step_id)
                        THEN n.step_id ELSE lead.next_step_id END,
    next_due_at = least(lead.next_due_at, n.due_at),
    search_text = CASE
        WHEN n.anew THEN {searching.text(
            "lead.label", "coalesce(n.source, lead.source)", "coalesce(n.campaign, lead.campaign)",
            "coalesce(n.tags, lead.tags)", "n.people", "coalesce(n.note, lead.note)")}
        WHEN n.words <> '' THEN lead.search_text || ' ' || lower(n.words)
        ELSE lead.search_text END,
    updated_at = %(now)s
FROM leads_joining AS n
WHERE lead.workspace_id = %(workspace)s AND lead.id = n.lead_id
  AND (n.fills OR n.asked AND lead.turn = 'theirs'
       OR (n.due_at, n.step_id) < (lead.next_due_at, lead.next_step_id))
"""  # fmt: skip


def _lock(lead_ids: Sequence[uuid.UUID], by: Actor) -> list[_Stands]:
    found = [_Stands(*row) for row in _asked(_LOCK, lead_ids, by)]
    if len(found) != len(lead_ids):
        raise LeadNotFound
    return found


def _answer_waits(lead_ids: Sequence[uuid.UUID], by: Actor) -> set[uuid.UUID]:
    return {row[0] for row in _asked(_ANSWER_WAITS, lead_ids, by)} if lead_ids else set()


def _asked(statement: str, lead_ids: Sequence[uuid.UUID], by: Actor) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {"workspace": by.workspace_id, "leads": staging.array([one.hex for one in lead_ids])},
        )
        return list(cursor.fetchall())


def _row(lead: _Stands, more: More) -> _Row:
    row = _Row(
        lead, more, {name: said for name in _BLANKS if name in lead.blank and (said := getattr(more, name))}
    )
    row.new_tags = tuple(tag for tag in more.tags if tag not in lead.tags)
    reached = more.reached and lead.is_incomplete
    if row.new_tags or reached:
        row.fields["tags"] = [
            tag for tag in (*lead.tags, *row.new_tags) if not (reached and tag == more.loses)
        ]
    if reached:
        row.fields["is_incomplete"] = False
    words = [row.fields.get(name, "") for name in ("source", "campaign")] + [*row.new_tags, *more.words]
    row.words = " ".join([word for word in (*words, row.fields.get("note", "")) if word])
    # What comes to the text is put behind it, but for words that go out of it and for more than it may hold.
    full = bool(row.words) and lead.search_length + 1 + len(row.words) > searching.LONGEST
    row.anew = more.renamed or full or (reached and more.loses in lead.tags)
    return row


def _write(rows: Sequence[_Row], *, by: Actor, now: dt.datetime) -> None:
    if not rows:
        return
    people = searching.people_of(by.workspace_id, [row.lead.id for row in rows if row.anew])
    _JOINING.fill(_lines(rows, people, now))
    with connection.cursor() as cursor:
        fixed: dict[str, Any] = {"workspace": by.workspace_id, "now": now}
        if any(row.step_id for row in rows):
            cursor.execute(_STEPS, fixed)
        cursor.execute(_LEADS, fixed)


def _lines(
    rows: Sequence[_Row], people: Mapping[uuid.UUID, str], now: dt.datetime
) -> Iterator[tuple[object, ...]]:
    for row in rows:
        fields = row.fields
        yield (
            row.lead.id,
            *(fields.get(name) for name in _BLANKS),
            staging.array(fields["tags"]) if "tags" in fields else None,
            "is_incomplete" in fields,
            bool(fields or row.words or row.anew),
            row.words,
            people.get(row.lead.id),
            row.anew,
            row.more.then is not None,
            *_step(row, now),
        )


def _step(row: _Row, now: dt.datetime) -> tuple[object, ...]:
    step = row.more.then
    if step is None or row.step_id is None:
        return _NO_STEP
    if step.due_at > now + rules.HORIZON:
        raise TooFarAhead
    return (
        row.step_id,
        step.kind,
        rules.BLOCK_OF[step.kind],
        step.says[:300],
        step.note,
        step.fallback,
        step.owner_id or row.lead.owner_id,
        step.by_assistant,
        step.due_at,
        step.fallback_at or step.due_at + rules.FALLBACK_AFTER,
        step.touch_id,
    )


_NO_STEP: Final = (None,) * 11


def _told(rows: Sequence[_Row], *, why: str, by: Actor, now: dt.datetime) -> list[Happening]:
    told = [
        Happening(facts.LeadEdited(tuple(row.fields)), by, now, row.lead.id, row.lead.person_id)
        for row in rows
        if row.fields
    ]
    for row in rows:
        if row.more.then is not None and row.lead.turn == "theirs":
            told.append(Happening(facts.TurnTaken(why), by, now, row.lead.id))
    for row in rows:
        step = row.more.then
        if step is not None and row.step_id is not None:
            fact = facts.StepScheduled(
                uuid.UUID(row.step_id), step.kind, step.says[:300], step.due_at, step.by_assistant
            )
            told.append(Happening(fact, by, now, row.lead.id, row.lead.person_id))
    return told


def _changed(row: _Row) -> Changed:
    step_id = uuid.UUID(row.step_id) if row.step_id is not None else None
    return Changed(tuple(row.fields), row.new_tags, step_id)
