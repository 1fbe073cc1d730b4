"""Before somebody is erased: files with rows of theirs that no table knows of yet, since they have not come in."""

import re
import uuid
from collections.abc import Iterator
from typing import Final

from leadfast.capture.actions import files
from leadfast.capture.errors import FileNamesThem
from leadfast.capture.models import Upload
from leadfast.foundation.contacts import name_key
from leadfast.people import reads as people
from leadfast.people.models import ContactPoint, Person
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

# Somebody has still to say what becomes of these, or a worker goes on with them.
_TO_COME: Final = ("preview", "queued", "paused")
# A person said that no further rows of these come in.
_LET_BE: Final = ("stopped", "cancelled")
# As many digits tell a number, with or without its country.
_DIGITS: Final = 8
_WORDS: Final = re.compile(r"[\s,;:<>()|/\"]+")


def look_through_files(*, person_id: uuid.UUID, by: Actor) -> int:
    """Refuse while a file that is still to come in names them, or their row would come in after they are gone.

    Of files that a person stopped or put aside nothing comes in any more: where one names them, its bytes go. Returns
    how many did.
    """
    with guard.writing(by):
        theirs = _Theirs(person_id)
        rows = Upload.objects.defer("content").order_by("uploaded_at", "id")
        for upload in rows.filter(state__in=_TO_COME):
            if _names(upload, theirs):
                raise FileNamesThem(
                    f"The file {upload.name} is still to come in, and they stand in it. "
                    "Let it come in to its end, or stop it; then erase them. Nothing was erased."
                )
        let_be = [upload.id for upload in rows.filter(state__in=_LET_BE) if _names(upload, theirs)]
        Upload.objects.filter(id__in=let_be).update(to_be_emptied=True)
    return len(let_be)


class _Theirs:
    """By what a row is known to be about somebody: an address or a number; one of several people's, with the name."""

    def __init__(self, person_id: uuid.UUID) -> None:
        points = people.contact_points(person_id)
        name = Person.objects.values_list("name", flat=True).filter(id=person_id).first()
        others = ContactPoint.objects.filter(key__in=[one.key for one in points]).exclude(person_id=person_id)
        self._shared = {(kind, _known(kind, key)) for kind, key in others.values_list("kind", "key")}
        self._points = {
            (one.kind, _known(one.kind, one.key)) for one in points if one.kind in ("mail", "phone")
        }
        self._name = name_key(name or "")

    def is_about(self, cells: tuple[str, ...]) -> bool:
        """Does a row with these cells speak of them?"""
        said = {("mail", word) for cell in cells for word in _WORDS.split(cell.lower()) if "@" in word}
        said |= {("phone", _known("phone", cell)) for cell in cells}
        found = said & self._points
        if not found or found - self._shared:
            return bool(found)
        whole = name_key(" ".join(cells))
        return bool(self._name) and all(word in whole for word in self._name.split())


def _names(upload: Upload, theirs: _Theirs) -> bool:
    """Is a row of it that has not come in about them?"""
    with files.kept(upload.id) as file:
        if not file.read(1):
            return False
        file.seek(0)
        return any(theirs.is_about(cells) for cells in _to_come(upload, files.rows(upload, file)))


def _to_come(upload: Upload, rows: Iterator[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    for number, cells in enumerate(rows, start=1):
        if number > upload.rows_taken:
            yield cells


def _known(kind: str, key: str) -> str:
    if kind == "mail":
        return key.lower()
    digits = "".join(letter for letter in key if letter.isdigit())
    # Fewer tell nobody.
    return digits[-_DIGITS:] if len(digits) >= _DIGITS - 1 else key
