"""Odd MIME: every message is read, none raises, none is lost, a second import adds nothing.

Beside that the fields on which two other readers agree (``labels.json``): sender, recipients, subject,
date, Message-ID, beginning of the text. Where they wrote a replacement character, any character of
ours agrees, since they had given up on that one.
"""

import argparse
import re
import time
from pathlib import Path

from leadfast.cli.figures import Figures
from leadfast.cli.measure import corpora
from leadfast.mail.rules import envelopes, reading
from leadfast.mail.rules.reading import Incoming

FIELDS = ("from", "to", "subject", "date_utc", "message_id", "text_starts")


def measure(arguments: argparse.Namespace) -> Figures:
    """Messages read, exceptions, losses, fields equal."""
    folder: Path = arguments.corpora / "odd-mime"
    found = Figures()
    labels = {one.name: one.label for one in corpora.items(arguments.corpora, folder.name, found)}
    total, equal = dict.fromkeys(FIELDS, 0), dict.fromkeys(FIELDS, 0)
    prints: set[bytes] = set()
    exceptions = lost = again = 0
    began, size = time.perf_counter(), 0
    for name, label in labels.items():
        raw = (folder / name).read_bytes()
        size += len(raw)
        try:
            read = reading.read(raw)
        except Exception as error:  # noqa: BLE001  # what is measured is that there is none
            exceptions += 1
            found.failures.append(f"{name}: expected a message, got {type(error).__name__}: {error}")
            continue
        if raw.strip() and not (read.fields or read.text or read.attachments):
            lost += 1
            found.failures.append(f"{name}: expected something of {len(raw)} bytes, got nothing")
        # The second import is what another server makes of the same mail: its line ends are CRLF.
        moved = re.sub(rb"\r?\n", b"\r\n", raw)
        prints.add(envelopes.fingerprint(raw, reading.read_head(raw)))
        again += envelopes.fingerprint(moved, reading.read_head(moved)) not in prints
        for field, wanted in label.get("silver", {}).items():
            got = _field(read, field)
            total[field] += 1
            if _same(field, wanted, got):
                equal[field] += 1
            else:
                found.failures.append(f"{name}, {field}: expected {wanted!r}, got {str(got)[:200]!r}")
    seconds = time.perf_counter() - began
    found.figures = {
        "read": round((len(labels) - exceptions) / max(len(labels), 1), 4),
        "messages": len(labels),
        "exceptions": exceptions,
        "lost": lost,
        "second_import_adds": again,
        **{f"{field}_equal": equal[field] for field in FIELDS},
        **{f"{field}_of": total[field] for field in FIELDS},
        "fields_share": round(sum(equal.values()) / max(sum(total.values()), 1), 4),
        "messages_per_s": round(len(labels) / seconds, 1),
        "megabytes_per_s": round(size / seconds / 1e6, 1),
    }
    return found


def _field(read: Incoming, field: str) -> object:
    match field:
        case "from":
            return [one.email.lower() for one in read.senders]
        case "to":
            return [one.email.lower() for one in read.to]
        case "subject":
            return _flat(read.subject)
        case "date_utc":
            return read.date.strftime("%Y-%m-%dT%H:%M:%SZ") if read.date else None
        case "message_id":
            return read.message_id
    return _flat(read.text)


def _same(field: str, wanted: object, got: object) -> bool:
    if field in ("from", "to"):
        return got == [str(one).lower() for one in (wanted if isinstance(wanted, list) else [wanted])]
    if field == "message_id":
        return got == str(wanted).strip("<>")
    if field == "date_utc":
        return got == wanted
    pattern = re.escape(_flat(str(wanted))).replace("\ufffd", ".{1,3}")
    if field == "text_starts":
        return re.match(pattern, str(got)) is not None
    return re.fullmatch(pattern, str(got)) is not None


def _flat(text: str) -> str:
    return " ".join(text.replace("\0", "").split())
