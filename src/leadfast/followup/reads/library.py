"""The cadences of a workspace as rules see them, and what the compiler says of each."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from leadfast.followup import defaults
from leadfast.followup.errors import CadenceNotFound
from leadfast.followup.models import Cadence, CadenceStep, Enrolment
from leadfast.followup.rules import cadence as words
from leadfast.followup.rules import compiler
from leadfast.followup.rules.compiler import Compiled, Setting
from leadfast.followup.rules.dates import Places
from leadfast.foundation.business_time import Calendar
from leadfast.mail.models import Mailbox
from leadfast.workspaces.models import Workspace


@dataclass(frozen=True)
class Written:
    """A cadence with where it is kept; `row` is None while the workspace uses it as shipped."""

    cadence: words.Cadence
    row: Cadence | None
    turned_on: bool

    @property
    def is_own(self) -> bool:
        """Written here, not a shipped one (which others lead to, and which may be changed all the same)."""
        return self.cadence.key not in defaults.library()


def library(workspace_id: uuid.UUID) -> dict[str, Written]:
    """Every cadence here by its key: as shipped, or as this workspace has written it."""
    found = {key: Written(course, None, course.on_by_default) for key, course in defaults.library().items()}
    rows = list(Cadence.objects.filter(workspace_id=workspace_id))
    steps: dict[tuple[uuid.UUID, int], list[CadenceStep]] = {}
    for step in CadenceStep.objects.filter(cadence_id__in=[row.id for row in rows]).order_by("place"):
        steps.setdefault((step.cadence_id, step.version), []).append(step)
    for row in rows:
        course = _course(row, steps.get((row.id, row.version), []))
        found[row.key] = Written(course, row, _is_on(course, row))
    return found


def written(workspace_id: uuid.UUID, key: str) -> Written:
    """One cadence by its key."""
    row = Cadence.objects.filter(workspace_id=workspace_id, key=key).first()
    if row is not None:
        course = of_version(row, row.version)
        return Written(course, row, _is_on(course, row))
    shipped = defaults.library().get(key)
    if shipped is None:
        raise CadenceNotFound
    return Written(shipped, None, shipped.on_by_default)


def stays_because(row: Cadence) -> str:
    """Why a cadence cannot be deleted, in a sentence; "" when nothing has run on it and nothing leads to it."""
    if Enrolment.objects.filter(cadence_id=row.id).exists():
        return "Leads have run on it, and their history names it."
    # Of any version: a lead under way goes on by the one it started with.
    leading = CadenceStep.objects.filter(then=f"{words.CADENCE_PREFIX}{row.key}").exclude(cadence_id=row.id)
    step = leading.select_related("cadence").order_by("cadence__key").first()
    return f"“{step.cadence.name}” goes on with it, or did in an earlier version." if step else ""


def of_version(row: Cadence, version: int) -> words.Cadence:
    """A cadence as it was in one version: what an enrolment runs by."""
    return _course(row, list(row.steps.filter(version=version).order_by("place")))


def compiled(workspace: Workspace, one: Written, *, now: dt.datetime, batch: int = 1) -> Compiled:
    """What the compiler says of a cadence here, with example dates for a lead arriving now."""
    home = Calendar(workspace.zone, workspace.country)
    mailboxes = Mailbox.objects.filter(disconnected_at=None).exclude(state="disconnected").count()
    return compiler.compile_cadence(
        one.cadence,
        Setting(
            places=Places(home, home),
            now=now,
            country=workspace.country,
            business=workspace.customers == "business",
            postal_address=workspace.postal_address,
            batch=batch,
            mailboxes=max(1, mailboxes),
            turned_on=one.turned_on,
        ),
        _courses(workspace.id),
    )


def refusals(
    workspace: Workspace, one: Written, places: Places, country: str, *, business: bool, now: dt.datetime
) -> list[str]:
    """The sentences for which a cadence may not start there; empty when it may."""
    return list(
        _refusals(
            one.cadence,
            tuple(sorted(_courses(workspace.id).items())),
            places,
            country,
            business,
            bool(workspace.postal_address.strip()),
            one.turned_on,
            # By the day: the dates that are played through do not depend on the minute.
            now.replace(hour=9, minute=0, second=0, microsecond=0),
        )
    )


def refusals_of_all(
    workspace: Workspace, found: Mapping[str, Written], *, now: dt.datetime
) -> dict[str, tuple[str, ...]]:
    """For each cadence the sentences for which it may not start at home; worked out once a day.

    That the workspace has no postal address holds for all of them, and is left for the list to say once.
    """
    home = Calendar(workspace.zone, workspace.country)
    others = tuple(sorted((key, one.cadence) for key, one in found.items()))
    day = now.replace(hour=9, minute=0, second=0, microsecond=0)
    business = workspace.customers == "business"
    return {
        key: _refusals(
            one.cadence, others, Places(home, home), workspace.country, business, True, one.turned_on, day
        )
        for key, one in found.items()
    }  # fmt: skip


@lru_cache(maxsize=512)
def _refusals(
    course: words.Cadence,
    others: tuple[tuple[str, words.Cadence], ...],
    places: Places,
    country: str,
    business: bool,
    has_address: bool,
    turned_on: bool,
    day: dt.datetime,
) -> tuple[str, ...]:
    setting = Setting(
        places=places, now=day, country=country, business=business,
        postal_address="set" if has_address else "", turned_on=turned_on,
    )  # fmt: skip
    found = compiler.compile_cadence(course, setting, dict(others))
    return tuple(verdict.sentence for verdict in found.verdicts if verdict.refused)


def _courses(workspace_id: uuid.UUID) -> Mapping[str, words.Cadence]:
    return {key: one.cadence for key, one in library(workspace_id).items()}


def _is_on(course: words.Cadence, row: Cadence) -> bool:
    return row.turned_off_at is None and (course.on_by_default or row.turned_on_at is not None)


def _course(row: Cadence, steps: list[CadenceStep]) -> words.Cadence:
    shipped = defaults.library().get(row.key)
    return words.Cadence(
        key=row.key,
        name=row.name,
        purpose=words.Purpose(row.purpose),
        description=row.description,
        mode=words.Mode(row.mode),
        on_by_default=shipped.on_by_default if shipped else row.purpose != words.Purpose.COLD,
        first_touch_within_business_days=row.first_touch_within,
        steps=tuple(_step(step) for step in steps),
    )


def _step(row: CadenceStep) -> words.Step:
    channel = words.Channel(row.channel)
    return words.Step(
        key=row.key,
        channel=channel,
        after=words.Offset(row.amount, words.Unit(row.unit), row.at),
        title=row.title,
        template=words.Template(row.text, row.subject) if channel is words.Channel.MAIL else None,
        then=row.then,
        acknowledgement=row.acknowledgement,
        note=row.note,
    )
