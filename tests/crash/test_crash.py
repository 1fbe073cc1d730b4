"""The short form of `leadfast bench crash`: two days of storm, with three workers and with two."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]

#: Everything that must never happen, by the name of its figure.
NEVER = (
    "mails_twice",
    "touches_twice",
    "mails_after_a_reply",
    "mails_nobody_planned",
    "leads_lost",
    "answers_lost",
    "mails_sent_and_forgotten",
    "mails_left_in_the_air",
    "unknown_without_a_person",
    "open_without_next_step",
    "closed_with_pending_step",
    "live_beside_a_waiting_reply",
)


@pytest.mark.crash
def test_nothing_is_sent_twice_or_lost_whatever_is_killed() -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LEADFAST_", "DATABASE_URL"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "leadfast", "bench", "crash", "--rounds", "2", "--seconds", "10",
         "--mailboxes", "5", "--json"],
        env={**environment, "PYTHONPATH": str(CHECKOUT / "src")},
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr[-3000:]
    said = json.loads(done.stdout.splitlines()[-1])
    # The seed stands in stderr: with it the blows can be repeated.
    assert said["failures"] == [], done.stderr[-500:]
    assert done.returncode == 0
    figures = said["figures"]
    assert {name: figures[f"crash_{name}"] for name in NEVER} == dict.fromkeys(NEVER, 0)
    assert figures["crash_mails_taken"] > 0
    assert figures["crash_leads_opened"] > 0
