"""An export of activities joined to its leads: who was last to speak, and who has gone silent. Pure.

By us: mail, text or call out (reached or not), meeting held. By them: mail, text or call in. No contact: notes, tasks,
system entries, mass mailings, automatic replies. A plan is an open activity after the day of the export.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from leadfast.capture.doors.spreadsheet import dates
from leadfast.capture.doors.spreadsheet.vocabulary import title_key

Side = Literal["us", "them", "plan", "none"]
Standing = Literal["closed", "planned", "never_touched", "answer_owed", "waiting", "silent"]

# Silent for so many days is silence.
SILENT_AFTER: Final = dt.timedelta(days=7)

# What a column of an activity can be.
_CALLED: Final[dict[str, str]] = {
    **dict.fromkeys(
        ("associated contact id", "lead id", "deal id", "contact id", "who id", "related to", "regarding", "record id",
         "associated deal id", "lead", "prospect id", "zugehoriger kontakt", "related to id"), "lead_id"),
    **dict.fromkeys(
        ("activity type", "type", "task subtype", "activity", "typ", "event type", "channel", "kind", "aktivitatstyp",
         "tipo", "interaction type"), "type"),
    **dict.fromkeys(
        ("activity date", "date", "due date", "activity due date", "activity time", "timestamp", "start", "start time",
         "date created", "created at", "datum", "fecha", "call start time", "created time", "activity created", "when",
         "completed at", "due date only", "call date"), "date"),
    **dict.fromkeys(("activity due time", "due time", "time", "uhrzeit"), "time"),
    **dict.fromkeys(
        ("title", "subject", "activity subject", "betreff", "activity title", "name", "asunto",
         "objet", "summary"), "subject"),
    **dict.fromkeys(
        ("email direction", "call direction", "direction", "is incoming", "incoming", "call type", "richtung",
         "sent received"), "direction"),
    **dict.fromkeys(
        ("task status", "status", "activity done", "done", "state", "is closed", "completed", "activity status",
         "erledigt", "is done", "activity state"), "done"),
    **dict.fromkeys(
        ("outcome", "call outcome", "result", "call result", "meeting outcome", "disposition", "ergebnis"), "outcome"),
    **dict.fromkeys(
        ("activity assigned to", "assigned", "assigned to", "owner", "activity assigned to user", "user", "rep",
         "activity owner", "assigned to user", "zustandig"), "owner"),
    **dict.fromkeys(
        ("full comments", "comments", "note", "notes", "description", "body", "activity note", "notiz"), "notes"),
}  # fmt: skip

_IN: Final = re.compile(
    r"incoming|inbound|received|eingehend|entrant|entrada|in arrivo|^1$|^true$|^yes$|^in$", re.IGNORECASE
)
_OUT: Final = re.compile(
    r"outgoing|outbound|^email$|forwarded|sent|ausgehend|sortant|^0$|^false$|^no$|^out$", re.IGNORECASE
)
_OPEN: Final = re.compile(
    r"not.?started|not.?completed|to.?do|scheduled|planned|open|pending|waiting|in.?progress|deferred|offen|geplant|^0$|^false$|^no$|upcoming",
    re.IGNORECASE,
)
_DROPPED: Final = re.compile(r"cancel|annull|abgesagt|no.?show|rescheduled|deleted|skipped", re.IGNORECASE)
_MACHINE: Final = re.compile(
    r"^(email:\s*)?(re:\s*)?(automatic reply|auto.?reply|autoreply|out of( the)? office|abwesenheit|"
    r"automatische antwort|r[eé]ponse automatique|absence du bureau|respuesta autom[aá]tica|fuera de la oficina|"
    r"risposta automatica|undeliverable|delivery status notification|mail delivery failed|mailer-daemon|returned mail)",
    re.IGNORECASE,
)
_MASS: Final = re.compile(
    r"newsletter|mass e?.?mail|bulk e?.?mail|marketing e?.?mail|mailing|campaign|rundschreiben|list e?.?mail",
    re.IGNORECASE,
)
_SYSTEM: Final = re.compile(
    r"^(note|notiz|system|stage changed|status changed|field changed|owner changed|lead created|created by|import)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that was done, or is to be done, about a lead."""

    lead_id: str
    side: Side
    at: dt.datetime | None


@dataclass(slots=True)
class Tally:
    """What is known of a lead from its activities."""

    last_by_us: dt.date | None = None
    last_by_them: dt.date | None = None
    last_at: dt.datetime | None = None
    last_side: Side = "none"
    planned: bool = False

    def add(self, activity: Activity, *, as_of: dt.date) -> None:
        """Count one activity. What lies after the export and is done is a slip of the pen, and no contact."""
        if activity.at is None:
            return
        day = activity.at.date()
        if activity.side == "plan":
            self.planned = self.planned or day > as_of
        elif activity.side in ("us", "them") and day <= as_of:
            if activity.side == "us":
                self.last_by_us = max(filter(None, (self.last_by_us, day)))
            else:
                self.last_by_them = max(filter(None, (self.last_by_them, day)))
            if self.last_at is None or activity.at >= self.last_at:
                self.last_at, self.last_side = activity.at, activity.side

    def standing(self, *, closed: bool, as_of: dt.date) -> Standing:
        """Whose turn it is, or how it ended."""
        if closed:
            return "closed"
        if self.planned:
            return "planned"
        if self.last_at is None:
            return "never_touched"
        if self.last_side == "them":
            return "answer_owed"
        return "silent" if as_of - self.last_at.date() >= SILENT_AFTER else "waiting"


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of an export of activities say what."""

    by_field: Mapping[str, Sequence[int]]
    months_first: bool = False

    def one(self, cells: Sequence[str], name: str) -> str:
        """The first filled cell of a kind."""
        return next(
            (cells[n].strip() for n in self.by_field.get(name, ()) if n < len(cells) and cells[n].strip()), ""
        )


def columns(header: Sequence[str]) -> dict[int, str]:
    """A field for every column; empty where it says nothing we need."""
    found: dict[int, str] = {}
    for number, title in enumerate(header):
        key = title_key(title)
        name = _CALLED.get(key, "")
        several = name in ("direction",)
        if name and (several or name not in found.values()):
            found[number] = name
    return found


def by_field(
    header: Sequence[str], rows: Iterable[Sequence[str]] = (), *, months_first: bool = False
) -> Columns:
    """The same the other way round, and how its days are written."""
    grouped: dict[str, list[int]] = {}
    for number, name in columns(header).items():
        grouped.setdefault(name, []).append(number)
    days = [row[n] for row in rows for n in grouped.get("date", ()) if n < len(row)]
    return Columns(grouped, dates.month_first(days, default=months_first))


def read(cells: Sequence[str], of: Columns, *, as_of: dt.date) -> Activity:
    """One row of an export of activities."""
    day = " ".join(part for part in (of.one(cells, "date"), of.one(cells, "time")) if part)
    at = dates.moment(day, months_first=of.months_first, serial=True)
    side = _side(
        kind=of.one(cells, "type").casefold(),
        subject=of.one(cells, "subject"),
        direction=of.one(cells, "direction"),
        state=" ".join((of.one(cells, "done"), of.one(cells, "outcome"))).strip(),
        future=at is not None and at.date() > as_of,
    )
    return Activity(of.one(cells, "lead_id"), side, at)


def _side(*, kind: str, subject: str, direction: str, state: str, future: bool) -> Side:
    if _DROPPED.search(state):
        return "none"
    if _OPEN.search(state):
        # A note is never a plan, whatever its state says.
        return "none" if "note" in kind else "plan"
    if future:
        return "none"
    if re.search(r"note|task|aufgabe|system|change|todo|to-do", kind) and not re.search(r"email|call", kind):
        return "none"
    if _MACHINE.search(subject) or _MASS.search(kind) or _MASS.search(subject) or _SYSTEM.search(subject):
        return "none"
    if re.search(r"meeting|event|visit|demo|appointment|termin|besuch|reunion|lunch", kind):
        return "us"
    if re.search(r"mail|call|sms|text|whatsapp|message|anruf|phone|chat|linkedin", kind):
        if direction and _IN.search(direction) and not _OUT.fullmatch(direction):
            return "them"
        return "us"
    return "none"


def key_of(lead_id: str) -> str:
    """A lead's number for joining: programs write one number as ``42`` here and ``42.0`` there."""
    return re.sub(r"\.0$", "", lead_id.strip())


@dataclass(slots=True)
class Joined:
    """Activities by lead."""

    as_of: dt.date
    tallies: dict[str, Tally] = field(default_factory=dict)

    def add(self, activity: Activity) -> None:
        """Count one activity for its lead."""
        if activity.lead_id:
            self.tallies.setdefault(key_of(activity.lead_id), Tally()).add(activity, as_of=self.as_of)

    def of(self, lead_id: str) -> Tally:
        """What is known of a lead; nothing, when no activity names it."""
        return self.tallies.setdefault(key_of(lead_id), Tally())
