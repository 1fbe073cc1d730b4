"""What is jotted down on a phone."""

import json
from pathlib import Path

import pytest

import leadfast.capture.doors.phone as door
from leadfast.capture.doors.phone import probe, read
from leadfast.capture.rules import found as finding

SAMPLES = json.loads((Path(door.__path__[0]) / "samples" / "jotted.json").read_text())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: json.dumps(sample["jotted"]))
def test_a_jotting_says_who(sample: dict[str, dict[str, object]]) -> None:
    (jotted,) = read.parse(json.dumps(sample["jotted"]).encode(), "GB")
    found = finding.tidy(jotted, country="GB")
    said = {
        name: list(value) if isinstance(value, tuple) else value
        for name in ("name", "company", "mails", "phones", "note", "tags", "source")
        if (value := getattr(found, name))
    }
    assert said == sample["found"]


@pytest.mark.parametrize(
    ("how", "asked"), [("call", True), ("walk_in", True), ("expected", False), ("", False)]
)
def test_who_walked_in_or_rang_up_came_to_us(how: str, asked: bool) -> None:
    typed = {"line": "Kowalski, kowalski@bakery.example", "how": how}
    (jotted,) = read.parse(json.dumps(typed).encode(), "GB")
    assert jotted.asked is asked


def test_the_probe_of_the_door_is_somebody() -> None:
    raw, _ = probe.synthetic("1")
    (jotted,) = read.parse(raw, "GB")
    assert finding.tidy(jotted, country="GB").says_who
