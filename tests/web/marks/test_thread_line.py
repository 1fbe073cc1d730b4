"""The line says in words whatever it draws, and draws every kind of proof differently."""

from leadfast.web.marks import thread_line
from leadfast.web.marks.thread_line import Point, Thread

MARIA = Thread(
    touches=[
        Point("show", "arrival"),
        Point("call", "proven"),
        Point("call", "claimed"),
        Point("mail", "machine"),
        Point("she answered", "answer"),
    ],
    next_step="today",
    fallback="else: Sam, Wed",
    late=True,
)


def test_it_is_said_in_words() -> None:
    assert thread_line.sentence(MARIA) == (
        "So far: show arrived, call proven, call claimed, mail by the assistant, she answered."
        " Now late; next step today. If nothing happens: Sam, Wed."
    )


def test_each_proof_has_its_own_mark() -> None:
    drawn = thread_line.draw(MARIA)
    for mark in (
        "<rect",
        'class="proven"',
        'class="claimed"',
        "machine-ring",
        'class="answer"',
        'class="now"',
    ):
        assert mark in drawn
    assert 'class="thread-line late"' in drawn


def test_more_touches_than_fit_are_counted() -> None:
    many = Thread(touches=[Point("form", "arrival"), *[Point("call")] * 12], next_step="today")
    assert ">+6<" in thread_line.draw(many)
    assert thread_line.sentence(many).count("call") == 12


def test_a_closed_lead_has_no_now() -> None:
    drawn = thread_line.draw(Thread(touches=[Point("form", "arrival"), Point("he bought", "answer")]))
    assert 'class="now"' not in drawn
    assert 'class="ahead"' not in drawn


def test_a_lead_without_any_touch_is_drawn() -> None:
    assert 'class="now"' in thread_line.draw(Thread(touches=[], next_step="today"))


def test_labels_are_escaped_and_shortened() -> None:
    drawn = thread_line.draw(Thread(touches=[Point("<script>alert(1)</script>")]))
    assert "<script>" not in drawn
    assert "…" in drawn


def test_the_small_line_keeps_the_words_for_the_ear() -> None:
    drawn = thread_line.draw_small(MARIA)
    assert "<text" not in drawn
    assert 'aria-label="So far: show arrived' in drawn
