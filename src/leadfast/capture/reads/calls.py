"""Whose number is it: a member's, or a lead's? And call records as the screens show them."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.models import Count

from leadfast.capture.errors import CallFeedNotFound, CallFileNotFound, CallRecordNotFound, RecordingNotFound
from leadfast.capture.models import CallFeed, CallFile, CallRecord, CallState, Extension, Listening, Recording
from leadfast.foundation.contacts import phone_key
from leadfast.workspaces.models import Member


@dataclass(frozen=True, slots=True)
class OnTheLine:
    """The lead behind a number, with whoever of its people has it."""

    lead_id: uuid.UUID
    person_id: uuid.UUID
    label: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """in = matched + created + joined + unmatched + ignored + waiting + not over + seen before."""

    taken: int
    matched: int
    created: int
    joined: int
    unmatched: int
    ignored: int
    waiting: int
    not_over: int
    seen_before: int

    @property
    def difference(self) -> int:
        """What became of none of them; always 0."""
        parts = (self.matched, self.created, self.joined, self.unmatched, self.ignored, self.waiting)
        return self.taken - self.seen_before - self.not_over - sum(parts)


def numbers_of_members(country: str) -> dict[str, uuid.UUID]:
    """Every number and extension of ours, as they are written in records, and the member it belongs to."""
    found: dict[str, uuid.UUID] = {}
    for member in Member.objects.filter(left_at=None).exclude(phone=""):
        key = phone_key(member.phone, country=country)
        if key:
            found[key] = member.id
    found.update(Extension.objects.values_list("key", "member_id"))
    return found


_LEADS: Final = """
SELECT DISTINCT ON (point.key) point.key, lead.id, person.id, lead.label, lead.closure_id IS NULL
FROM unnest(%(keys)s::text[]) AS wanted (key)
JOIN people_contactpoint AS point
    ON point.workspace_id = %(workspace)s AND point.kind = 'phone' AND point.key = wanted.key
JOIN people_person AS person
    ON person.workspace_id = %(workspace)s AND person.id = point.person_id AND person.erased_at IS NULL
JOIN leads_participant AS participant
    ON participant.workspace_id = %(workspace)s AND participant.person_id = person.id
JOIN leads_lead AS lead ON lead.workspace_id = %(workspace)s AND lead.id = participant.lead_id
ORDER BY point.key, lead.closure_id IS NULL DESC, lead.stage <> 'resting' DESC, lead.arrived_at DESC, lead.id
"""


def on_the_line(workspace_id: uuid.UUID, keys: Collection[str]) -> dict[str, OnTheLine]:
    """The lead behind each of these numbers: an open one first, else the latest."""
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_LEADS, {"workspace": workspace_id, "keys": list(keys)})
        return {key: OnTheLine(*rest) for key, *rest in cursor.fetchall()}


def on_leads(
    keys: Collection[str], first: dt.datetime, last: dt.datetime
) -> Mapping[str, Sequence[CallRecord]]:
    """Records of these numbers that are on a lead already, around these moments: legs belong to their call."""
    found: dict[str, list[CallRecord]] = defaultdict(list)
    around = dt.timedelta(hours=2)
    rows = CallRecord.objects.filter(
        at__gte=first - around, at__lte=last + around, theirs__in=list(keys), call__isnull=False
    )
    for row in rows.only("at", "theirs", "direction", "said", "seconds", "lead_id", "call_id").order_by("at"):
        found[row.theirs].append(row)
    return found


def call_files(most: int = 30) -> list[CallFile]:
    """The latest files of records that somebody uploaded."""
    rows = CallFile.objects.filter(feed=None).defer("content").select_related("member")
    return list(rows.order_by("-received_at", "-id")[:most])


def call_file(file_id: uuid.UUID) -> CallFile:
    """One file of records."""
    found = CallFile.objects.defer("content").select_related("member").filter(id=file_id).first()
    if found is None:
        raise CallFileNotFound
    return found


def counts(file: CallFile) -> Counts:
    """What became of the records of a file."""
    rows = CallRecord.objects.filter(file=file).values_list("outcome").annotate(Count("id"))
    return _counts(dict(rows), file.records_taken, file.seen_before, file.states_taken)


def counts_of(files: Sequence[CallFile]) -> list[tuple[CallFile, Counts]]:
    """Each file with what became of its records, asked once for all."""
    by: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    rows = CallRecord.objects.filter(file__in=files).values_list("file_id", "outcome").annotate(Count("id"))
    for file_id, outcome, count in rows:
        by[file_id][outcome] = count
    return [
        (file, _counts(by[file.id], file.records_taken, file.seen_before, file.states_taken))
        for file in files
    ]


def counts_of_day(first: dt.datetime, last: dt.datetime) -> Counts:
    """What became of the calls of a day."""
    rows = CallRecord.objects.filter(at__gte=first, at__lt=last).values_list("outcome").annotate(Count("id"))
    by = dict(rows)
    return _counts(by, sum(by.values()), 0)


def states_of(external_keys: Collection[str]) -> dict[str, list[CallState]]:
    """What was told of these calls while they went on and when they were over, in the order of its times."""
    found: dict[str, list[CallState]] = defaultdict(list)
    if external_keys:
        rows = CallState.objects.filter(external_key__in=list(external_keys)).order_by("at", "id")
        for row in rows:
            found[row.external_key].append(row)
    return found


def records_told(call_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """The records of these calls, by call, of those that were told of state by state."""
    rows = CallRecord.objects.filter(call_id__in=list(call_ids)).order_by("-number")
    told = rows.values_list("external_key", "call_id", "id")
    states = states_of([key for key, _, _ in told])
    return {call_id: record_id for key, call_id, record_id in told if call_id and key in states}


def going_on(most: int = 20) -> list[CallState]:
    """Calls that ring or are talked on, as far as was told, the latest first."""
    rows = CallState.objects.filter(due_at__isnull=False).select_related("file").defer("file__content")
    return list(rows.order_by("-at", "-id")[:most])


def record(record_id: uuid.UUID) -> CallRecord:
    """One record with whoever it is about."""
    found = CallRecord.objects.select_related("lead", "member", "file").defer("file__content")
    one = found.filter(id=record_id).first()
    if one is None:
        raise CallRecordNotFound
    return one


def records(file: CallFile, *, outcome: str = "", after: int = 0, size: int = 50) -> list[CallRecord]:
    """Records of a file in their order."""
    rows = CallRecord.objects.filter(file=file, number__gt=after).select_related("lead", "member")
    if outcome:
        rows = rows.filter(outcome=outcome)
    return list(rows.order_by("number", "id")[:size])


def unmatched(most: int = 50) -> list[CallRecord]:
    """Calls to nobody we know, and those that could not be taken: what waits for a person, the most urgent first."""
    rows = CallRecord.objects.filter(due_at__isnull=False).select_related("member", "waits_for")
    return list(rows.order_by("due_at", "-at", "id")[:most])


def record_unmatched(record_id: uuid.UUID) -> CallRecord:
    """One of them."""
    found = CallRecord.objects.filter(id=record_id, due_at__isnull=False).first()
    if found is None:
        raise CallRecordNotFound
    return found


def unmatched_count() -> int:
    """How many there are."""
    return CallRecord.objects.filter(due_at__isnull=False).count()


# Of so many, those that wait longest: nobody counts further, and it costs the same whatever waits behind them.
COUNTED_UP_TO: Final = 1000


def waiting_for(member_id: uuid.UUID, *, now: dt.datetime) -> tuple[int, int]:
    """How many calls wait for one member, and how many of them for too long."""
    mine = [(due_at, asked) for whose, due_at, asked in _waiting() if whose == member_id]
    return len(mine), sum(due_at < now or asked > 0 for due_at, asked in mine)


def waiting_by_member() -> dict[uuid.UUID, int]:
    """How many calls wait for each member."""
    found: dict[uuid.UUID, int] = defaultdict(int)
    for whose, _, _ in _waiting():
        found[whose] += 1
    return found


def _waiting() -> list[tuple[uuid.UUID, dt.datetime, int]]:
    rows = CallRecord.objects.filter(due_at__isnull=False).order_by("due_at", "id")
    told = rows.values_list("waits_for_id", "due_at", "escalated")[:COUNTED_UP_TO]
    return [(whose, due_at, asked) for whose, due_at, asked in told if whose and due_at]


def call_feeds() -> list[CallFeed]:
    """Telephone systems that post their calls."""
    return list(CallFeed.objects.filter(revoked_at=None).order_by("made_at"))


def call_feed(feed_id: uuid.UUID) -> CallFeed:
    """One of them."""
    found = CallFeed.objects.filter(id=feed_id, revoked_at=None).first()
    if found is None:
        raise CallFeedNotFound
    return found


def extensions() -> list[Extension]:
    """Numbers of ours, by member."""
    return list(Extension.objects.select_related("member").order_by("member__name", "key"))


def recordings_of(call_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Recording]:
    """Recordings that can still be heard, by call."""
    return {row.call_id: row for row in Recording.objects.filter(call_id__in=call_ids, removed_at=None)}


def recording(recording_id: uuid.UUID) -> Recording:
    """One recording, also one whose link is gone."""
    found = (
        Recording.objects.select_related("call", "call__lead", "call__member").filter(id=recording_id).first()
    )
    if found is None:
        raise RecordingNotFound
    return found


def listenings(recording_id: uuid.UUID) -> list[Listening]:
    """Who has opened it, the latest first."""
    rows = Listening.objects.filter(recording_id=recording_id).select_related("member")
    return list(rows.order_by("-at", "-id")[:100])


def _counts(by: Mapping[str, int], taken: int, seen_before: int, not_over: int = 0) -> Counts:
    return Counts(
        taken=taken,
        matched=by.get("matched", 0),
        created=by.get("created", 0),
        joined=by.get("joined", 0),
        unmatched=by.get("unmatched", 0),
        ignored=by.get("ignored", 0),
        waiting=by.get("waiting", 0),
        not_over=not_over,
        seen_before=seen_before,
    )
