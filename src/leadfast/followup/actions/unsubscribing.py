"""Leaving at once and for good: the signed token in every automated mail, and what it does."""

import uuid
from dataclasses import dataclass

from django.conf import settings

from leadfast.followup.models import Touch
from leadfast.foundation import secrets
from leadfast.foundation.secrets import TokenInvalid
from leadfast.people import actions as people
from leadfast.people import reads as people_reads
from leadfast.people.models import Person
from leadfast.workspaces import actor, guard
from leadfast.workspaces.models import Workspace

PURPOSE = "unsubscribe"


@dataclass(frozen=True)
class WayOut:
    """Whom a token speaks of, for the page that asks once more."""

    workspace_id: uuid.UUID
    workspace_name: str
    addresses: tuple[str, ...]
    already: bool


def token(workspace_id: uuid.UUID, person_id: uuid.UUID | None, touch_id: uuid.UUID) -> str:
    """What List-Unsubscribe carries. It says who and on which mail, and nothing that can be guessed."""
    return secrets.sign(
        f"{workspace_id.hex}{(person_id or uuid.UUID(int=0)).hex}{touch_id.hex}", purpose=PURPOSE
    )


def url(signed: str) -> str:
    """The address of the page, or "" while nobody can reach us by HTTPS (then the mailto is the way)."""
    base = str(getattr(settings, "BASE_URL", ""))
    return f"{base}/unsubscribe/{signed}" if base.startswith("https://") else ""


def look(signed: str) -> WayOut:
    """What the confirm page shows. Reading changes nothing: scanners read every link."""
    workspace_id, person_id, _ = _read(signed)
    with guard.scope(workspace_id):
        addresses = [point for point in people_reads.contact_points(person_id) if point.kind == "mail"]
        gone = people_reads.suppressed("mail", [point.key for point in addresses])
        return WayOut(
            workspace_id,
            Workspace.objects.get(id=workspace_id).name,
            tuple(point.value for point in addresses),
            already=bool(addresses) and len(gone) == len(addresses),
        )


def unsubscribe(signed: str, *, words: str = "") -> WayOut:
    """They want no more mails: every address of theirs is suppressed, what runs for them stops. Twice is once."""
    workspace_id, person_id, touch_id = _read(signed)
    by = actor.system(workspace_id)
    with guard.writing(by):
        # A person may have been merged or erased since; the touch still knows its lead.
        known = Person.objects.filter(id=person_id).exists() and Touch.objects.filter(id=touch_id).exists()
        if known:
            people.suppress_person(
                person_id=person_id,
                reason="unsubscribed",
                by=by,
                words=words or "They used the link to unsubscribe.",
                kinds=("mail",),
            )
    return look(signed)


def _read(signed: str) -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:
    payload = secrets.verify(signed, purpose=PURPOSE)
    try:
        parts = [uuid.UUID(hex=payload[start : start + 32]) for start in (0, 32, 64)]
    except ValueError as error:
        raise TokenInvalid from error
    return parts[0], parts[1], parts[2]
