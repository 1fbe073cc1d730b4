"""What came in, newest first, and what waits for a person."""

import json
import re
import uuid
from typing import Final

from leadfast.capture.doors.mail import read as mail
from leadfast.capture.errors import ArrivalNotFound
from leadfast.capture.models import Arrival, Source
from leadfast.conversations.understanding.letter import Letter

PAGE = 50
_KEY = re.compile(r'("google_key": ")[^"]*')
_KEY_IN_BYTES: Final = re.compile(rb'("google_key"\s*:\s*")[^"]*')
# A page is read by a person: a few screens of each thing, and all of it as a file.
_LONGEST_SHOWN: Final = 20_000
_MOST_SHOWN: Final = 60_000
_LONGEST_TITLE: Final = 300
_REST: Final = "The rest is in the file: download what came in."
_ENDINGS: Final = {"message/rfc822": "eml", "application/json": "json", "image/": "jpg"}


def arrival(arrival_id: uuid.UUID) -> Arrival:
    """One arrival with its lead, if it has one."""
    named = ("lead", "member", "upload", "waits_for", "junked_by", "part_of")
    found = Arrival.objects.select_related(*named).defer("upload__content").filter(id=arrival_id).first()
    if found is None:
        raise ArrivalNotFound
    return found


def recent(*, before: Arrival | None = None, settlement: str = "", size: int = PAGE) -> list[Arrival]:
    """A page of arrivals, newest first, from before ``before``."""
    # A page shows the names of files; the files themselves are megabytes each.
    rows = Arrival.objects.select_related("lead", "member", "upload").defer("raw", "upload__content")
    if settlement:
        rows = rows.filter(settlement=settlement)
    if before is not None:
        rows = rows.filter(arrived_at__lte=before.arrived_at).exclude(
            arrived_at=before.arrived_at, id__gte=before.id
        )
    return list(rows.order_by("-arrived_at", "-id")[:size])


def waiting(*, size: int = 200) -> list[Arrival]:
    """What waits for a person, longest first."""
    rows = (
        Arrival.objects.filter(settlement="waiting")
        .select_related("member", "upload")
        .defer("raw", "upload__content")
    )
    return list(rows.order_by("arrived_at", "id")[:size])


def of_lead(lead_id: uuid.UUID, *, size: int = 5) -> list[Arrival]:
    """What came in about a lead, newest first. The raw form of one may be a photo: it is fetched where it is shown."""
    rows = Arrival.objects.filter(lead_id=lead_id).select_related("upload").defer("raw", "upload__content")
    return list(rows.order_by("-arrived_at", "-id")[:size])


def mine(member_id: uuid.UUID, *, size: int = 20) -> list[Arrival]:
    """What a member brought in by hand last, for the page on which one adds leads."""
    rows = Arrival.objects.filter(member_id=member_id, door="hand").select_related("lead", "lead__next_step")
    return list(rows.order_by("-arrived_at", "-id")[:size])


def sources() -> list[Source]:
    """The sources that were named so far."""
    return list(Source.objects.order_by("name", "id")[:500])


# A cell beyond the last column of its file.
_UNTITLED: Final = {"ignore": "Under no column"}


def raw_shown(arrival: Arrival) -> list[tuple[str, str]]:
    """The raw form as pairs of a title and what stood there; of a long one the first part of each.

    All of it is what ``raw_file`` gives.
    """
    left = _MOST_SHOWN
    shown: list[tuple[str, str]] = []
    for title, said in _raw_shown(arrival):
        if left <= 0:
            shown.append(("More", _REST))
            break
        most = min(left, _LONGEST_SHOWN)
        cut = f"{said[:most]} …\n{_REST}" if len(said) > most else said
        left -= min(len(said), most) + len(title)
        # Half a character, as a program may send it, cannot be shown.
        shown.append((_whole(title[:_LONGEST_TITLE]), _whole(cut)))
    return shown


def raw_file(arrival: Arrival) -> tuple[str, bytes]:
    """What came in as a file: its name and its bytes, as they came."""
    whole = arrival.part_of if arrival.part_of_id and arrival.part_of else arrival
    raw = bytes(whole.raw)
    if arrival.door == "webhook":
        raw = _KEY_IN_BYTES.sub(rb"\1...", raw)
    kind = next((name for told, name in _ENDINGS.items() if arrival.media_type.startswith(told)), "txt")
    return f"{arrival.door}-{whole.id.hex[-8:]}.{kind}", raw


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _raw_shown(arrival: Arrival) -> list[tuple[str, str]]:
    whole = arrival.part_of if arrival.part_of_id and arrival.part_of else arrival
    raw = bytes(whole.raw)
    if arrival.door == "card":
        return [("Photo", f"{len(raw) // 1024} KB")]
    if arrival.media_type == "message/rfc822":
        return _mail_shown(raw)
    if arrival.media_type != "application/json":
        return [("As received", raw.decode(errors="replace"))]
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError):
        return [("As received", raw.decode(errors="replace"))]
    if arrival.door == "webhook":
        text = json.dumps(told, ensure_ascii=False, indent=2)
        # What proves who sent it is nobody's business here.
        return [("As received", _KEY.sub(r"\1…", text))]
    if isinstance(told, dict) and "fields" in told and arrival.door != "api":
        return [(title or _UNTITLED.get(field, field), cell) for field, title, cell in told["fields"]]
    if not isinstance(told, dict):
        return [("As received", json.dumps(told, ensure_ascii=False, indent=2))]
    return [(str(key).replace("_", " ").capitalize(), str(value)) for key, value in told.items()]


def _mail_shown(raw: bytes) -> list[tuple[str, str]]:
    """A mail as one reads it, and its source last."""
    letter = Letter(raw)
    head = [(name.capitalize(), letter.header(name)) for name in ("from", "to", "date", "subject")]
    body = ("Text", mail.body_of(letter).strip())
    source = ("Source", raw.decode(errors="replace"))
    return [pair for pair in (*head, body) if pair[1]] + [source]
