"""One tick sent, two opened, a link for followed, a bot for a scanner; replied alone is loud."""

import pytest

from leadfast.web.marks import ticks
from leadfast.web.marks.ticks import Outcome


@pytest.mark.parametrize(
    ("outcome", "says", "strokes"),
    [
        (Outcome(), "sent", 1),
        (Outcome(opened=True), "opened", 2),
        (Outcome(opened=True, clicked=True), "opened · link followed", 2),
        (Outcome(opened=True, clicked=True, by_bot=True), "opened · link followed · by a scanner", 2),
        (Outcome(tracked=False), "sent · not tracked", 1),
    ],
)
def test_ticks(outcome: Outcome, says: str, strokes: int) -> None:
    drawn = ticks.draw(outcome)
    assert says in drawn
    assert drawn.count('stroke-width="2"') == strokes


def test_replied_outshines_the_rest() -> None:
    drawn = ticks.draw(Outcome(opened=True, replied=True))
    assert "Replied" in drawn
    assert "opened" not in drawn


def test_a_mail_that_waits_has_no_tick() -> None:
    assert "<svg" not in ticks.draw(Outcome(sent=False))
