"""What stands in a form, and what makes it look like a machine's."""

from pathlib import Path

import pytest

import leadfast.capture.doors.web_form as door
from leadfast.capture.doors.web_form import read
from leadfast.capture.doors.web_form.errors import Suspect
from leadfast.capture.rules import found as finding
from leadfast.capture.rules.suspicion import LOOK, Signs, suspicions

SAMPLES = Path(door.__path__[0]) / "samples"


def test_a_form_says_who_and_what_they_agreed_to() -> None:
    (sent,) = read.parse((SAMPLES / "sent.json").read_bytes(), "ES")
    found = finding.tidy(sent, country="ES")
    assert (found.name, found.mails, found.phones) == (
        "Maria Lopez",
        ("maria@lopez.example",),
        ("+34910123456",),
    )
    assert found.consent == "You may write to me about chairs."
    assert found.note == "Forty chairs by March.\nHow many people?: 40"
    assert found.asked


def test_a_suspect_waits_and_can_still_be_read() -> None:
    raw = (SAMPLES / "suspect.json").read_bytes()
    with pytest.raises(Suspect, match="It holds 4 links"):
        read.parse(raw, "ES")
    assert read.who(raw).mails == ("offer@rank.example",)


@pytest.mark.parametrize(
    ("signs", "says"),
    [
        (Signs(["x"], trap="http://me", seconds=40, origin_known=True), "cannot see"),
        (Signs(["x"], seconds=0.4), "within 1 s"),
        (Signs(["x"], seconds=40, origin="https://evil.example"), "not a site of this form"),
        (Signs(["x"]), "without opening the form"),
        (Signs(["http://a www.b [url=c http://d"], seconds=40), "4 links"),
        (Signs(["x"], seconds=40, others=5), "same address"),
    ],
)
def test_each_sign_is_said(signs: Signs, says: str) -> None:
    found = suspicions(signs)
    assert len(found) == 2
    assert says in found[0]
    assert found[1] == LOOK


def test_people_are_not_suspected() -> None:
    assert suspicions(Signs(["Maria", "see https://lopez.example please"], seconds=9)) == []
    assert suspicions(Signs(["Maria"], origin="https://shop.example", origin_known=True)) == []
