"""Reads what stood in a form: its answers by their labels, what they agreed to, and what looks odd about it."""

import json
from collections.abc import Sequence
from dataclasses import replace

from leadfast.capture.doors.mail import forms
from leadfast.capture.doors.web_form.errors import Suspect
from leadfast.capture.rules.found import Found

# What is kept beside the answers, and is none of them.
ABOUT = frozenset({"page", "referrer", "consent"})


def parse(raw: bytes, country: str) -> Sequence[Found]:  # noqa: ARG001 - numbers are read by whoever receives
    """Whoever filled it in; if it looks like a machine, nobody before a person has looked."""
    told = json.loads(raw)
    if told.get("suspect"):
        raise Suspect(" ".join(told["suspect"]))
    return (who(raw),)


def who(raw: bytes) -> Found:
    """The same, however odd it looks: what a person who has looked may take over."""
    told = json.loads(raw)
    asked = [row for row in told["fields"] if row[0] not in ABOUT and not row[0].startswith("utm_")]
    # What a field is stands beside its label; where the site named it, its label says so.
    found = forms.of_answers([(key, label, answer) for key, label, answer in asked]).found()
    return replace(found, consent=told.get("consent", ""), asked=True)
