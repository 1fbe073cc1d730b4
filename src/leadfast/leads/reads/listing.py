"""The list of leads, a page at a time, as fast at a million as at a hundred.

Pages follow a key, never an offset. Each order has its index, so a page reads about as many rows as it
shows. A rare tag or word would make such a scan long; then its few leads are looked up first
(:func:`_few`), and only when there are many of them is the scan short enough by itself.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import DateTimeField, Exists, F, Func, OuterRef, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan, LessThan

from leadfast.leads.models import Closure, Lead
from leadfast.leads.reads.filters import Filters
from leadfast.people.models import ContactPoint

PAGE: Final = 50
# As many leads as are cheaply named one by one; a word with more of them is found often enough on the way.
FEW: Final = 3000
# A trigram needs three letters.
_SEARCHABLE: Final = 3


@dataclass(frozen=True, slots=True)
class Page:
    """Leads in their order, and the key of the page that follows (empty: there is none)."""

    leads: Sequence[Lead]
    after: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are; ``capped`` when there are more than anybody counts."""

    value: int
    capped: bool

    def __str__(self) -> str:
        return f"{self.value:,}+" if self.capped else f"{self.value:,}"


@dataclass(frozen=True, slots=True)
class _Order:
    """By what a list is sorted; ``falling`` is newest first."""

    by: F
    falling: bool = False


def page(
    filters: Filters,
    *,
    workspace_id: uuid.UUID,
    zone: ZoneInfo,
    now: dt.datetime,
    after: str = "",
    size: int = PAGE,
    also: Sequence[Combinable] = (),
) -> Page:
    """The leads that ``filters`` and the conditions ``also`` leave, from after the key ``after``.

    Open leads come by what is due next, closed and mixed ones newest first, untouched ones by how long
    nobody has touched them.
    """
    # The keys first, then the rows: joined at once, the planner would sort all leads with their people.
    shown, following = keys(
        filters, workspace_id=workspace_id, zone=zone, now=now, after=after, size=size, also=also
    )
    return Page(_in_order(shown), following)


def keys(
    filters: Filters,
    *,
    workspace_id: uuid.UUID,
    zone: ZoneInfo,
    now: dt.datetime,
    after: str,
    size: int,
    also: Sequence[Combinable],
) -> tuple[list[uuid.UUID], str]:
    """The ids of such a page in their order, and the key of the page that follows."""
    order = _order(filters)
    rows = chosen(filters, workspace_id=workspace_id, zone=zone, now=now).filter(*also)
    rows = rows.annotate(sorted_by=order.by)
    key = _read_key(after)
    if key is not None:
        rows = rows.filter(_after(order, key))
    rows = rows.order_by(*(("-sorted_by", "-id") if order.falling else ("sorted_by", "id")))
    found = list(rows.values_list("id", "sorted_by")[: size + 1])
    shown = found[:size]
    return [lead_id for lead_id, _ in shown], _write_key(*shown[-1]) if len(found) > size else ""


def _in_order(lead_ids: Sequence[uuid.UUID]) -> list[Lead]:
    loaded = Lead.objects.filter(id__in=lead_ids).select_related(
        "person", "company", "owner", "next_step", "closure"
    )
    found = {lead.id: lead for lead in loaded}
    return [found[lead_id] for lead_id in lead_ids]


def count(
    filters: Filters,
    *,
    workspace_id: uuid.UUID,
    zone: ZoneInfo,
    now: dt.datetime,
    up_to: int = 1000,
    also: Sequence[Combinable] = (),
) -> Count:
    """How many leads ``filters`` and ``also`` leave, counted no further than ``up_to``."""
    rows = chosen(filters, workspace_id=workspace_id, zone=zone, now=now).filter(*also)
    found = rows.order_by().values("id")[: up_to + 1].count()
    return Count(min(found, up_to), found > up_to)


def chosen(filters: Filters, *, workspace_id: uuid.UUID, zone: ZoneInfo, now: dt.datetime) -> QuerySet[Lead]:
    """The leads that ``filters`` leave, without an order."""
    # The workspace is named beside row-level security, so that every plan may use it as a key.
    rows = Lead.objects.filter(workspace_id=workspace_id)
    if filters.state == "open":
        rows = rows.filter(closure=None)
    elif filters.state == "closed":
        rows = rows.filter(closure__isnull=False)
    for field in ("turn", "stage", "owner_id", "source", "campaign", "upload_id"):
        value = getattr(filters, field)
        if value:
            rows = rows.filter(**{field: value})
    if filters.incomplete is not None:
        rows = rows.filter(is_incomplete=filters.incomplete)
    if filters.replied is not None:
        rows = rows.filter(last_reply_at__isnull=not filters.replied)
    if filters.due_from:
        rows = rows.filter(next_due_at__gte=_midnight(filters.due_from, zone))
    if filters.due_to:
        rows = rows.filter(next_due_at__lt=_midnight(filters.due_to + dt.timedelta(days=1), zone))
    if filters.has_phone is not None:
        phones = ContactPoint.objects.filter(person_id=OuterRef("person_id"), kind="phone")
        rows = rows.filter(Exists(phones) if filters.has_phone else ~Exists(phones))
    if filters.untouched_days:
        rows = rows.filter(quiet_since__lt=now - dt.timedelta(days=filters.untouched_days))
    if filters.closed_kind:
        rows = _of_kind(rows, filters.closed_kind)
    return _with_words(rows, filters, workspace_id)


def _with_words(rows: QuerySet[Lead], filters: Filters, workspace_id: uuid.UUID) -> QuerySet[Lead]:
    fragments = filters.fragments
    if fragments:
        few = _few(workspace_id, fragments)
        if few is None:
            for fragment in fragments:
                rows = rows.filter(_contains(fragment))
        else:
            rows = rows.filter(id__in=few)
    if filters.tag:
        # A tag is part of the searched text, so its leads are found the same way; `contains` makes it exact.
        few = _few(workspace_id, (filters.tag.lower(),))
        if few is not None:
            rows = rows.filter(id__in=few)
        rows = rows.filter(tags__contains=[filters.tag])
    return rows


def _few(workspace_id: uuid.UUID, fragments: Sequence[str]) -> list[uuid.UUID] | None:
    """The leads with these words, or None when they are many (or the words too short to look up)."""
    longest, *others = (_pattern(fragment) for fragment in fragments)
    if len(fragments[0]) < _SEARCHABLE:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT leads_search(%s, %s, %s::text[], %s)", [workspace_id, longest, others, FEW + 1]
        )
        found = [row[0] for row in cursor.fetchall()]
    return found if len(found) <= FEW else None


def _of_kind(rows: QuerySet[Lead], kind: str) -> QuerySet[Lead]:
    standing = Closure.objects.filter(kind=kind, reopened_at=None)
    few = list(standing.values_list("lead_id", flat=True)[: FEW + 1])
    return rows.filter(id__in=few) if len(few) <= FEW else rows.filter(closure__kind=kind)


def _order(filters: Filters) -> _Order:
    if filters.state != "open":
        return _Order(F("arrived_at"), falling=True)
    return _Order(F("quiet_since" if filters.untouched_days else "next_due_at"))


def _after(order: _Order, key: tuple[dt.datetime, uuid.UUID]) -> GreaterThan | LessThan:
    """(sort key, id) beyond the last row shown: a comparison of rows, which one index answers."""
    ours = Func(order.by, F("id"), function="ROW", output_field=DateTimeField())
    last = Func(Value(key[0]), Value(key[1]), function="ROW", output_field=DateTimeField())
    return LessThan(ours, last) if order.falling else GreaterThan(ours, last)


def _contains(fragment: str) -> GreaterThan:
    # Not LIKE: the planner takes that for rare and would sort every lead instead of following the order.
    return GreaterThan(StrIndex("search_text", Value(fragment)), 0)


def _pattern(fragment: str) -> str:
    escaped = fragment.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _midnight(on: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(on, dt.time(), zone).astimezone(dt.UTC)


def _write_key(lead_id: uuid.UUID, at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC).isoformat()}~{lead_id}"


def _read_key(key: str) -> tuple[dt.datetime, uuid.UUID] | None:
    try:
        at, _, lead_id = key.partition("~")
        # A plus sign in an address arrives as a space.
        return dt.datetime.fromisoformat(at.replace(" ", "+")), uuid.UUID(lead_id)
    except ValueError:
        return None
