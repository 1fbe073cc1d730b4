"""The visitor who wrote: one field takes a number or a mail, and a machine is told by what people cannot see."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfast.capture.doors import walk_in
from leadfast.capture.doors.walk_in import read
from leadfast.capture.errors import FilledByAMachine

SAMPLES = Path(walk_in.__file__).parent / "samples"


def test_the_sample() -> None:
    (found,) = read.parse((SAMPLES / "kiosk.json").read_bytes(), "GB")
    assert (found.name, found.phones, found.mails) == ("Maria Lopez", ("020 7946 0117",), ())
    assert found.note == "They were here and look for: An estate car, two years old"
    assert found.asked


def test_a_mail_in_the_same_field_is_a_mail() -> None:
    (found,) = read.parse(json.dumps({"reach": "maria@lopez.example"}).encode(), "GB")
    assert (found.mails, found.phones) == (("maria@lopez.example",), ())


def test_a_field_that_people_cannot_see_waits_for_a_person() -> None:
    with pytest.raises(FilledByAMachine):
        read.parse(json.dumps({"name": "Maria", "reach": "1", "website": "x"}).encode(), "GB")


@given(st.dictionaries(st.sampled_from(["name", "reach", "wants", "mail", "phone"]), st.text(max_size=40)))
def test_whatever_is_typed_is_somebody(typed: dict[str, str]) -> None:
    assert len(read.parse(json.dumps(typed).encode(), "GB")) == 1
