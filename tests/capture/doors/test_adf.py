"""ADF: every field of a well-formed lead, and somebody to call in a broken one."""

import base64
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfast.capture.doors import adf
from leadfast.capture.doors.adf import errors, read, tree

SAMPLES = Path(adf.__file__).parent / "samples"
LAUGHS = b'<!DOCTYPE a [<!ENTITY l "ha"><!ENTITY m "&l;&l;&l;">]><adf><prospect><customer><contact><name>Jan &m;</name>'


def test_every_field() -> None:
    (one,) = read.prospects((SAMPLES / "portal.xml").read_bytes())
    found = one.found
    assert (found.name, found.mails, found.phones) == (
        "Maria Lopez",
        ("maria@lopez.example",),
        ("07700 900117",),
    )
    assert (found.address, found.city, found.postal_code) == ("1 High Street", "Leeds", "LS1 1AA")
    assert (found.source, found.value) == ("Car Portal", Decimal(18500))
    assert found.said_at is not None
    assert found.note.splitlines() == [
        "Wants: 2021 Volvo V60 (stock U113, 18,500 GBP, Saw it last week.)",
        "Trades in: 2014 Ford Focus",
        "Is it still there & can I come on Saturday?",
        "For Northgate Motors",
    ]


def test_forgotten_ends() -> None:
    (found,) = read.parse((SAMPLES / "forgotten-ends.xml").read_bytes(), "GB")
    assert (found.name, found.mails, found.phones) == (
        "Jan Kowalski", ("jan@kowalski.example",), ("0113 496 0000",)
    )  # fmt: skip
    assert "A & B" in found.note


def test_nothing_is_expanded() -> None:
    root, well_formed = tree.read(LAUGHS)
    assert not well_formed
    assert "ha" not in root.said("name")
    root, _ = tree.read(
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><adf><name>&x;</name></adf>'
    )
    assert root.said("name") in ("", "&x;")


def test_depth_costs_nothing() -> None:
    root, well_formed = tree.read(b"<a>" * 5000)
    assert not well_formed
    assert root.children


def test_several_prospects_are_several_people() -> None:
    one = b"<prospect><customer><contact><name>%s</name></contact></customer></prospect>"
    found = read.parse(b"<adf>" + one % b"Jan" + one % b"Eva" + b"</adf>", "GB")
    assert [each.name for each in found] == ["Jan", "Eva"]


def test_nobody_in_it_is_refused() -> None:
    with pytest.raises(errors.NoProspect):
        read.parse(b"<adf><prospect></prospect></adf>", "GB")
    assert not read.is_mine(b"<html>Hello</html>")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        assert read.parse(b"<adf>" + content, "GB")
    except errors.NoProspect:
        return


_LOPEZ = (
    '<?xml version="1.0" encoding="{encoding}"?><?adf version="1.0"?><adf><prospect><customer><contact>'
    '<name part="full">María López</name><email>maria@lopez.example</email></contact></customer></prospect></adf>'
)


@pytest.mark.parametrize("declared", ["ISO-8859-1", "windows-1252", "utf-8"])
def test_letters_are_read_as_they_were_written_whatever_is_declared(declared: str) -> None:
    xml = _LOPEZ.format(encoding=declared)
    assert read.parse(xml.encode(), "GB")[0].name == "María López"


def test_letters_of_latin_stay_as_they_are() -> None:
    assert read.parse(_LOPEZ.format(encoding="ISO-8859-1").encode("latin-1"), "GB")[0].name == "María López"


def test_what_was_written_as_utf_8_twice_is_read_once_and_only_where_all_of_it_was() -> None:
    xml = _LOPEZ.format(encoding="utf-8")
    twice = xml.encode().decode("latin-1")
    assert read.parse(twice.encode(), "GB")[0].name == "María López"
    mixed = xml.replace("María", "SÃ£o María")
    assert read.parse(mixed.encode(), "GB")[0].name == "SÃ£o María López"


@pytest.mark.parametrize("packed", [base64.b64encode, base64.encodebytes])
def test_base64_that_says_nothing_of_itself(packed: Callable[[bytes], bytes]) -> None:
    raw = packed(_LOPEZ.format(encoding="utf-8").encode())
    assert read.is_mine(raw)
    assert read.parse(raw, "GB")[0].name == "María López"
    assert not read.is_mine(packed(b"nothing of the kind, and long enough to be something else"))
