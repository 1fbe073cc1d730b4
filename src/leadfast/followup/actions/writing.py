"""Writing cadences: a new version each time, turned on and off, renamed, and deleted while nothing ran on it."""

from typing import Final

from leadfast.followup.errors import CadenceBroken, CadenceShipped, CadenceStays, NameTaken, NotEditor
from leadfast.followup.facts import CadenceWritten
from leadfast.followup.models import Cadence, CadenceStep
from leadfast.followup.reads import library
from leadfast.followup.rules import cadence as words
from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.rules import EDITS_CADENCES

_SWITCH: Final = ("turned_on_at", "turned_on_by", "turned_off_at", "turned_off_by")


def plant(*, key: str, by: Actor) -> Cadence:
    """The row of a cadence; a shipped one gets its row when it is first used."""
    with guard.writing(by):
        found = library.written(by.workspace_id, key)
        return found.row or _keep(found.cadence, version=1, by=by)


def write(*, cadence: words.Cadence, by: Actor) -> Cadence:
    """A new version of a cadence, or a new cadence. What runs keeps the version it started with.

    Refused with the compiler's first sentence when it could not run here.
    """
    now = clock.now()
    with guard.writing(by):
        _editor(by)
        workspace = workspaces.workspace(by.workspace_id)
        turned_on = library.Written(cadence, None, turned_on=True)
        refused = [one for one in library.compiled(workspace, turned_on, now=now).verdicts if one.refused]
        # What the workspace still has to do (its address) is no fault of the cadence.
        faults = [one for one in refused if one.code != "no_postal_address"]
        if faults:
            raise CadenceBroken(faults[0].sentence)
        row = Cadence.objects.select_for_update(no_key=True).filter(key=cadence.key).first()
        row = _keep(cadence, version=row.version + 1 if row else 1, by=by, row=row)
        history.record(CadenceWritten(row.key, row.version, "written"), by=by, at=now)
    return row


def turn_on(*, key: str, by: Actor) -> Cadence:
    """A person turns on what is off; of a cold one they have read what the law asks for."""
    now = clock.now()
    with guard.writing(by):
        _editor(by)
        workspace = workspaces.workspace(by.workspace_id)
        course = library.written(by.workspace_id, key).cadence
        compiled = library.compiled(workspace, library.Written(course, None, turned_on=True), now=now)
        refused = [verdict.sentence for verdict in compiled.verdicts if verdict.refused]
        if refused:
            raise CadenceBroken(refused[0])
        row = plant(key=key, by=by)
        row.turned_on_at, row.turned_on_by_id = now, by.as_member()
        row.turned_off_at, row.turned_off_by_id = None, None
        row.save(update_fields=_SWITCH)
        history.record(CadenceWritten(row.key, row.version, "turned on"), by=by, at=now)
    return row


def turn_off(*, key: str, by: Actor) -> Cadence:
    """Nothing new starts by this cadence; what runs goes on until it is stopped.

    A shipped one that is on by default stays on: leads that arrive, and other cadences, go on with it.
    """
    now = clock.now()
    with guard.writing(by):
        _editor(by)
        found = library.written(by.workspace_id, key)
        if not found.is_own and found.cadence.on_by_default:
            raise CadenceShipped
        row = plant(key=key, by=by)
        row.turned_on_at, row.turned_on_by_id = None, None
        row.turned_off_at, row.turned_off_by_id = now, by.as_member()
        row.save(update_fields=_SWITCH)
        history.record(CadenceWritten(row.key, row.version, "turned off"), by=by, at=now)
    return row


def rename(*, key: str, name: str, by: Actor) -> Cadence:
    """A cadence of one's own under another name; its key, its address and what runs on it stay."""
    now = clock.now()
    with guard.writing(by):
        row = _own(key, by)
        others = [one.cadence.name for other, one in library.library(by.workspace_id).items() if other != key]
        if name.strip().casefold() in (one.casefold() for one in others):
            raise NameTaken
        row.name = name.strip()
        row.save(update_fields=["name"])
        history.record(CadenceWritten(row.key, row.version, "renamed"), by=by, at=now)
    return row


def delete(*, key: str, by: Actor) -> None:
    """A cadence of one's own that nothing has run on and nothing leads to, with its steps.

    Refused otherwise: its history stays, and it can be turned off.
    """
    now = clock.now()
    with guard.writing(by):
        row = _own(key, by)
        why = library.stays_because(row)
        if why:
            raise CadenceStays(f"{why} So it cannot be deleted: turn it off instead.")
        history.record(CadenceWritten(row.key, row.version, "deleted"), by=by, at=now)
        row.delete()


def _own(key: str, by: Actor) -> Cadence:
    _editor(by)
    found = library.written(by.workspace_id, key)
    if not found.is_own:
        raise CadenceShipped
    # Locked whole: a lead that begins it at the same moment waits, and then finds it gone.
    return Cadence.objects.select_for_update().get(key=key)


def _editor(by: Actor) -> None:
    if workspaces.member(by.as_member()).role not in EDITS_CADENCES:
        raise NotEditor


def _keep(course: words.Cadence, *, version: int, by: Actor, row: Cadence | None = None) -> Cadence:
    now = clock.now()
    about: dict[str, object] = {
        "name": course.name,
        "purpose": course.purpose.value,
        "description": course.description,
        "mode": course.mode.value,
        "version": version,
        "first_touch_within": course.first_touch_within_business_days,
    }
    if row is None:
        # Two that start a shipped cadence at the same moment both find the one row.
        row, fresh = Cadence.objects.get_or_create(
            workspace_id=by.workspace_id, key=course.key, defaults={**about, "created_at": now}
        )
        if not fresh:
            return row
    else:
        for name, value in about.items():
            setattr(row, name, value)
        row.save(update_fields=list(about))
    CadenceStep.objects.bulk_create(
        [
            CadenceStep(
                workspace_id=by.workspace_id,
                cadence_id=row.id,
                version=version,
                place=place,
                key=step.key,
                channel=step.channel.value,
                amount=step.after.amount,
                unit=step.after.unit.value,
                at=step.after.at,
                title=step.title,
                note=step.note,
                then=step.then,
                acknowledgement=step.acknowledgement,
                subject=step.template.subject if step.template else "",
                text=step.template.text if step.template else "",
                created_at=now,
            )
            for place, step in enumerate(course.steps)
        ]
    )
    return row
