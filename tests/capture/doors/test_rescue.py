"""A finding that was adopted says who it is about, and that nobody asked just now."""

import json
from pathlib import Path

import pytest

import leadfast.capture.doors.rescue as door
from leadfast.capture.doors.rescue import read

SAMPLES = json.loads((Path(door.__path__[0]) / "samples" / "findings.json").read_text())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["given"]["name"])
def test_a_finding_says_who(sample: dict[str, dict[str, object]]) -> None:
    (found,) = read.parse(json.dumps(sample["given"]).encode(), "GB")
    said = {
        name: list(value) if isinstance(value, tuple) else value
        for name in ("name", "company", "mails", "phones", "note")
        if (value := getattr(found, name))
    }
    assert said == sample["found"]
    assert not found.asked
    assert found.source == "Rescue"
