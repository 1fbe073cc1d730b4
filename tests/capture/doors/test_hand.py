"""One line, as one would say it."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

import leadfast.capture.doors.hand as door
from leadfast.capture.doors.hand import line, read
from leadfast.capture.rules import found as finding

SAMPLES = json.loads((Path(door.__path__[0]) / "samples" / "lines.json").read_text())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["line"])
def test_a_line_says_who(sample: dict[str, object]) -> None:
    told = line.read(str(sample["line"]), country=str(sample["country"]))
    said = {
        name: list(value) if isinstance(value, tuple) else value
        for name in ("name", "company", "mails", "phones", "website", "note")
        if (value := getattr(told, name))
    }
    assert said == sample["found"]


def test_fields_win_and_nothing_is_dropped() -> None:
    raw = json.dumps(
        {"line": "Kowalski, bakery", "name": "Jan Kowalski", "phone": "12 ; 0113 496 0000"}
    ).encode()
    found = finding.tidy(read.read(raw, "GB"), country="GB")
    assert found.name == "Jan Kowalski"
    assert found.phones == ("+441134960000",)
    assert found.note == "bakery\nCould not be read: 12"


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("14,000", "14000"),
        ("$9 000", "9000"),
        ("1.200,50", "1200.50"),
        ("1,200.5", "1200.5"),
        ("about 300", "300"),
        ("none", None),
    ],
)
def test_money_as_people_write_it(written: str, amount: str | None) -> None:
    assert finding.amount(written) == (Decimal(amount) if amount else None)


@pytest.mark.parametrize(
    ("typed", "name", "company", "note"),
    [
        ("Dan Cohen (Cohen Ltd), +44 20 7946 0123", "Dan Cohen", "Cohen Ltd", ""),
        ("Tom Adeyemi (Northgate Clinics) tom@northgate.example", "Tom Adeyemi", "Northgate Clinics", ""),
        ("Maria (call after five)", "Maria", "", "call after five"),
        ("Siemens (UK) Ltd, Anna Bell", "Anna Bell", "Siemens (UK) Ltd", ""),
    ],
)
def test_what_stands_in_brackets_at_the_end_is_a_part(typed: str, name: str, company: str, note: str) -> None:
    told = line.read(typed, country="GB")
    assert (told.name, told.company, told.note) == (name, company, note)
