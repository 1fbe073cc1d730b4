"""What other programs send."""

import json
from pathlib import Path

import pytest

import leadfast.capture.doors.api as door
from leadfast.capture.doors.api import read
from leadfast.capture.rules import found as finding

SAMPLES = json.loads((Path(door.__path__[0]) / "samples" / "sent.json").read_text())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: json.dumps(sample["sent"]))
def test_an_item_says_who(sample: dict[str, dict[str, object]]) -> None:
    (sent,) = read.parse(json.dumps(sample["sent"]).encode(), "GB")
    found = finding.tidy(sent, country="GB")
    said = {
        name: list(value) if isinstance(value, tuple) else value
        for name in ("name", "company", "mails", "phones", "note", "tags", "source")
        if (value := getattr(found, name))
    }
    said["asked"] = found.asked
    if found.value is not None:
        said["value"] = str(found.value)
    assert said == sample["found"]
