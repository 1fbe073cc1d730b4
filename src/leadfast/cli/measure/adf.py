"""ADF: every lead kept and every field of well-formed ones; the same leads again, broken in many ways."""

import argparse
import re
from collections.abc import Callable
from pathlib import Path

from leadfast.capture.doors.adf import read
from leadfast.capture.doors.adf.prospect import Prospect
from leadfast.cli.figures import Figures
from leadfast.cli.measure import corpora
from leadfast.cli.measure.corpora import share

# What senders get wrong: each makes of a good lead a bad one.
_BREAKS: dict[str, Callable[[bytes], bytes]] = {
    "closing tag missing": lambda raw: re.sub(rb"</contact>", b"", raw),
    "cut off": lambda raw: raw[: raw.rfind(b"</customer>")],
    "bare ampersand": lambda raw: raw.replace(b"<customer>", b"<comments>A & B</comments><customer>"),
    "no quotes": lambda raw: re.sub(rb'="(\w+)"', rb"=\1", raw),
    "greeting around": lambda raw: b"Hello,\r\n\r\n" + raw + b"\r\n-- \r\nThe portal\r\n",
    "capitals": lambda raw: re.sub(rb"</?\w+", lambda tag: tag.group().upper(), raw),
    "wrong encoding": lambda raw: raw.replace(b"</name>", b" M\xfcller</name>"),
    "escaped": lambda raw: raw.replace(b"<", b"&lt;").replace(b">", b"&gt;"),
    "an entity of its own": lambda raw: raw.replace(b"<adf>", b'<!DOCTYPE adf [<!ENTITY a "aa">]><adf>'),
}


def measure(arguments: argparse.Namespace) -> Figures:
    """The leads of the corpus as they are, then broken."""
    found = Figures()
    root: Path = arguments.corpora
    leads = kept = of = right = broken = mended = 0
    for item in corpora.items(root, "adf-xml", found):
        leads += 1
        prospects = read.prospects(item.raw)
        kept += bool(prospects)
        got = _fields(prospects[0]) if prospects else {}
        for name, value in item.label.items():
            of += 1
            good = got.get(name) == value
            right += good
            if not good:
                found.failures.append(f"{item}, {name}: expected {value!r}, got {got.get(name)!r}")
        for how, breaking in _BREAKS.items():
            broken += 1
            again = read.prospects(breaking(item.raw))
            good = any(item.label["name"] in one.found.name and one.found.phones for one in again)
            mended += good
            if not good:
                found.failures.append(f"{item}, {how}: expected {item.label['name']}, got {again}"[:300])
    found.figures = {
        "leads": leads, "kept": share(kept, leads), "fields_right": share(right, of), "malformed": broken,
        "malformed_kept": share(mended, broken),
    }  # fmt: skip
    return found


def _fields(one: Prospect) -> dict[str, object]:
    vehicle = one.vehicles[0] if one.vehicles else None
    return {
        "name": one.found.name, "email": next(iter(one.found.mails), None), "phone": next(iter(one.found.phones), None),
        "requestdate": one.request_date, "vendor": one.vendor, "interest": vehicle and vehicle.interest,
        "vehicle": vehicle and [vehicle.year, vehicle.make, vehicle.model],
        "vehicle_status": vehicle and vehicle.status,
    }  # fmt: skip
