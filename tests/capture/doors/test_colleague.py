"""What one of us sends to an address for leads."""

from pathlib import Path

import pytest

import leadfast.capture.doors.colleague as door
from leadfast.capture.doors.colleague import read
from leadfast.capture.doors.colleague.errors import NamesNobody

SAMPLES = Path(door.__path__[0]) / "samples"


@pytest.mark.parametrize(
    ("name", "mail"), [("copy.txt", "rosa@iglesias.example"), ("note.txt", "piotr@zielinski.example")]
)
def test_the_colleague_is_never_the_lead(name: str, mail: str) -> None:
    (found,) = read.parse((SAMPLES / name).read_bytes(), "GB")
    assert found.mails == (mail,)
    assert not found.asked


def test_a_mail_that_names_nobody_waits() -> None:
    raw = b"From: bob@brightline.example\nTo: in+x@brightline.example\nSubject: Hm\n\nCall me.\n"
    with pytest.raises(NamesNobody):
        read.parse(raw, "GB")
