"""What the Trust page says, each line as good, bad or waiting."""

import datetime as dt
import platform
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from typing import Literal

import django
from django.conf import settings
from django.db import connection

from leadfast.capture import reads as capture
from leadfast.capture.jobs import UNREAD_AFTER
from leadfast.capture.reads import triage
from leadfast.foundation import clock
from leadfast.mail import reads as mail
from leadfast.web import words
from leadfast.web.arrivals.words import FILE_ROWS, door_of
from leadfast.web.mailboxes import words as mailbox_words
from leadfast.worker import heartbeats, timetable
from leadfast.worker.models import SetAside, SweepRun

State = Literal["good", "bad", "waits"]
#: What each sweep does, as one would say it; a test demands a line for each.
_SWEEPS = {
    "mail.expire": "Looks after mails whose sender died",
    "mail.canaries": "Sends the round trips that prove mailboxes",
    "followup.send": "Sends what is due",
    "followup.look_after": "Moves leads on whose cadence has ended",
    "conversations.fetch": "Fetches mail",
    "conversations.read": "Understands what people wrote",
    "conversations.check": "Compares each mailbox with its server",
    "conversations.pledges": "Sees which promises in mails were kept",
    "conversations.judge": "Tells people's opens from scanners'",
    "capture.uploads": "Works through uploaded files",
    "capture.unread": "Settles what came in",
    "capture.late": "Tells a manager of what waits in triage for too long",
    "capture.cards": "Reads photos of cards",
    "capture.calls": "Works through call records",
    "capture.recordings": "Removes recordings whose time is over",
    "capture.mails": "Turns mails to addresses for leads into leads",
    "capture.expected": "Chases leads that were promised",
    "capture.silence": "Notices sources that have stopped",
    "capture.probes": "Sends a synthetic lead through every door",
    "capture.under_way": "Waits for synthetic leads by photo and by mail",
    "drops.rescues": "Searches mail for leads that were dropped",
    "drops.forget": "Forgets what a search found and nobody took",
    "accountability.escalate": "Tells of late steps: the rep first, then the manager, then a colleague",
    "accountability.comebacks": "Brings resting leads back",
    "accountability.turns": "Takes the turn back when their time is up",
    "accountability.cover": "Hands due steps to whoever stands in",
    "accountability.deliver": "Delivers notices by mail and to browsers",
    "webhooks.deliver": "Tells other programs what happened",
    "webhooks.forget": "Forgets old deliveries",
    "workspaces.forget_answers": "Forgets answers kept for programs that ask twice",
    "worker.old_keys": "Forgets old keys whose day is over",
    "worker.gauges": "Counts leads, steps and the ledger",
    "worker.clean": "Cleans up after workers",
    "history.reactions": "Carries out what follows from a fact",
}
_BACKUP_STALE = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is so, or is not."""

    state: State
    word: str
    what: str
    says: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines that belong together."""

    title: str
    below: str
    lines: list[Line]


def parts(workspace_id: uuid.UUID, now: dt.datetime, zone: dt.tzinfo) -> list[Part]:
    """The page, from what matters most. A part that cannot be read says so instead of vanishing."""
    found: tuple[tuple[str, str, Callable[[], list[Line]]], ...] = (
        ("Mailboxes", "Each proves itself by a round trip within 24 hours, or sends nothing.",
         lambda: mailboxes(workspace_id, now, zone)),
        ("Ledger", "In = new + joined + waiting for a person + junk, for every door.", doors),
        ("Unfinished business", "What needs a person before it is settled.",
         lambda: unfinished(workspace_id, now, zone)),
        ("The engine", "Workers say every few seconds that they live; each sweep is on a timetable.",
         lambda: [*workers(now), *unread(now), *sweeps(now, zone)]),
        ("As seen from outside", "", outside),
        ("Clocks", "", lambda: clocks(now)),
        ("Backups", "", lambda: backups(now, zone)),
    )  # fmt: skip
    return [Part(title, below, lines()) for title, below, lines in found]


def mailboxes(workspace_id: uuid.UUID, now: dt.datetime, zone: dt.tzinfo) -> list[Line]:
    """Each with the time of its last proof."""
    lines = []
    for box in mail.mailboxes(workspace_id):
        said = mailbox_words.of(mail.health(box, at=now), now=now)
        proven = f"Proven {words.ago(box.proven_at, now, zone)}." if box.proven_at else ""
        lines.append(
            Line(said.state, said.word, box.address, f"{said.says} {proven}", f"/mailboxes/{box.id}/")
        )
    return lines or [
        Line(
            "waits",
            "None",
            "No mailbox",
            "Nothing is sent or read until one is connected.",
            "/mailboxes/connect/",
        )
    ]


def doors() -> list[Line]:
    """One line for every door; a difference of anything but 0 is a fault of ours."""
    lines = [
        Line(
            "bad" if line.difference else "good",
            f"Difference {line.difference}",
            door_of(line.door),
            sum_of(line),
            "/uploads/" if line.door == FILE_ROWS else "/arrivals/",
        )
        for line in capture.ledger()
    ]
    return lines or [Line("good", "Difference 0", "Nothing has come in yet")]


def sum_of(line: capture.Line) -> str:
    """The sum of a door. Rows of files are arrivals already, so that theirs is not one of new and joined."""
    if line.door == FILE_ROWS:
        return f"{words.plural(line.arrived, 'row')}: each is counted above, or its file says why not"
    return (
        f"{line.arrived:,} in = {line.created:,} new + {line.joined:,} joined + {line.waiting:,} waiting "
        f"+ {line.junk:,} junk"
    )


def unfinished(workspace_id: uuid.UUID, now: dt.datetime, zone: dt.tzinfo) -> list[Line]:
    """Sends of unknown fate, and rows that a sweep set aside."""
    lines = [
        Line(
            "bad",
            "Unknown",
            f"“{row.subject or 'No subject'}”",
            f"Whether it went out is not known since {words.ago(row.unknown_at or now, now, zone)}. It is not in Sent, "
            "which proves nothing: look, then say. It is never sent again by itself.",
            f"/trust/unknown/{row.id}/",
        )
        for row in mail.doubtful(workspace_id)
    ]
    for row in SetAside.objects.order_by("-last_at")[:20]:
        times = words.plural(row.times, "time")
        lines.append(
            Line(
                "bad",
                "Set aside",
                row.sweep,
                f"{row.error[:300]} ({times}, last {words.ago(row.last_at, now, zone)})",
            )
        )
    return lines or [
        Line("good", "None", "Nothing waits for a decision", "No send of unknown fate, no row set aside.")
    ]


def workers(now: dt.datetime) -> list[Line]:
    """Does anybody work at all?"""
    age = heartbeats.age(now)
    if age is None:
        return [
            Line("bad", "None", "No worker", "Nothing is sent, read or escalated. Start one: leadfast worker")
        ]
    if age > 60:
        since = words.span(dt.timedelta(seconds=age))
        return [
            Line("bad", "Silent", "Workers", f"The last sign of life was {since} ago. Look at the server.")
        ]
    return [
        Line(
            "good", "Alive", "Workers", f"The last sign of life was {words.plural(round(age), 'second')} ago."
        )
    ]


def unread(now: dt.datetime) -> list[Line]:
    """Is everything that came in read within minutes?"""
    count = triage.unread_for(UNREAD_AFTER, now=now)
    if not count:
        return [Line("good", "None", "Arrivals that lie unread", "Everything is read within five minutes.")]
    says = "Kept as it came, and nothing has read it for more than five minutes. Start a worker, or look at its log."
    return [Line("bad", f"{count:,}", "Arrivals that lie unread", says, "/triage/")]


def sweeps(now: dt.datetime, zone: dt.tzinfo) -> list[Line]:
    """Every line of the timetable, and when it ran last."""
    ran = {run.sweep: run for run in SweepRun.objects.all()}
    lines = []
    for sweep in timetable.TIMETABLE:
        run = ran.get(sweep.name)
        if run is None:
            lines.append(Line("waits", "Not yet", _said(sweep.name), "It has never run."))
        elif run.error:
            lines.append(Line("bad", "Fails", _said(sweep.name), run.error.splitlines()[-1][:300]))
        elif timetable.late(sweep, run.started_at, now):
            lines.append(
                Line("bad", "Late", _said(sweep.name), f"It ran last {words.ago(run.started_at, now, zone)}.")
            )
        else:
            lines.append(
                Line(
                    "good",
                    "On time",
                    _said(sweep.name),
                    f"{words.ago(run.started_at, now, zone)}, {run.took_ms} ms",
                )
            )
    return lines


def outside() -> list[Line]:
    """How the world reaches us, and what that switches off."""
    if not settings.BASE_URL:
        says = (
            "Mails then carry no links to us: no opens, no clicks, no one-click unsubscribe. Opting out works by "
            "answering. Set LEADFAST_BASE_URL once people can reach this address by HTTPS."
        )
        return [Line("waits", "Not set", "Base address", says)]
    if not settings.HTTPS:
        says = (
            "Without HTTPS nothing is tracked and no one-click header is sent; opting out works by mail, and the "
            "capture page cannot be installed on a phone."
        )
        return [Line("bad", "No HTTPS", settings.BASE_URL, says)]
    return [
        Line(
            "good",
            "HTTPS",
            settings.BASE_URL,
            "One-click unsubscribe works, and tracking where it is allowed.",
        )
    ]


def clocks(now: dt.datetime) -> list[Line]:
    """Two clocks that differ would send mails at the wrong time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp(), current_setting('server_version')")
        there, _ = cursor.fetchone() or (now, "")
    # The demo's clock runs ahead or behind on purpose; the database's does not.
    apart = abs((there + clock.shift() - clock.now()).total_seconds())
    zones = _version("tzdata") or "the system's"
    together = apart < 2
    return [
        Line("good" if together else "bad", "Together" if together else "Apart", "Server and database",
             f"Their clocks are {apart:.1f} seconds apart."),
        Line("good", zones, "Time zones", "Dates are kept in UTC and shown in each person's zone."),
    ]  # fmt: skip


def backups(now: dt.datetime, zone: dt.tzinfo) -> list[Line]:
    """The youngest file in the place where backups go."""
    place = settings.PLACES.backups
    found = sorted(place.glob("*.backup"), key=lambda file: file.stat().st_mtime) if place.is_dir() else []
    if not found:
        says = (
            "None is in the usual place. Run leadfast backup every night, and keep a copy on another machine."
        )
        return [Line("bad", "None", "Backup", says)]
    made = dt.datetime.fromtimestamp(found[-1].stat().st_mtime, dt.UTC)
    fresh = now - made < _BACKUP_STALE
    size = found[-1].stat().st_size / 2**20
    return [
        Line(
            "good" if fresh else "bad",
            "Fresh" if fresh else "Old",
            "Backup",
            f"Made {words.ago(made, now, zone)}, {size:.1f} MB.",
        )
    ]


def versions() -> list[tuple[str, str]]:
    """What runs here."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = (cursor.fetchone() or ("",))[0]
    return [
        ("Leadfast", _version("leadfast") or "from source"),
        ("PostgreSQL", f"{server}, {'ours' if settings.EMBEDDED_DATABASE else 'yours'}"),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        ("Machine", f"{platform.system()} {platform.machine()}"),
    ]


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _said(sweep: str) -> str:
    return _SWEEPS.get(sweep, sweep)
