"""The thread line: a lead drawn as one line.

Touches so far stand to the left (proven solid, claimed hollow, machine dotted), then the mark of now, then
the next step, then the fallback. Large on the lead page, small in lists. Pure: labels come in as words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

Proof = Literal["arrival", "proven", "witnessed", "claimed", "machine", "answer"]

_SPOKEN: dict[Proof, str] = {
    "arrival": "arrived",
    "proven": "proven",
    "witnessed": "witnessed",
    "claimed": "claimed",
    "machine": "by the assistant",
    "answer": "their answer",
}
# The drawings of the large line: how many touches fit beside each other at that width.
_DRAWINGS = (("wide", 940, 7), ("middle", 620, 4), ("narrow", 344, 2))
_MOST_SMALL = 5
_MIDDLE = 26
_LONGEST_LABEL, _SHORTEST_LABEL = 15, 8
# The width of a letter of a label, in units of the drawing.
_LETTER = 6.4


@dataclass(frozen=True, slots=True)
class Point:
    """One mark on the line. ``label`` is a word or two: ``call``, ``she answered``, ``today``."""

    label: str
    proof: Proof = "proven"


@dataclass(frozen=True, slots=True)
class Thread:
    """All that the line shows. A closed lead has neither next step nor fallback."""

    touches: Sequence[Point]
    next_step: str | None = None
    fallback: str | None = None
    late: bool = False
    next_by_machine: bool = False


def draw(thread: Thread) -> Markup:
    """The large line, in three drawings of which the style sheet shows the one that fits."""
    drawings = [_drawing(thread, kind=kind, width=width, most=most) for kind, width, most in _DRAWINGS]
    return Markup('<div class="thread-line{}" role="img" aria-label="{}">{}</div>').format(
        " late" if thread.late else "", sentence(thread), Markup("").join(drawings)
    )


def draw_small(thread: Thread) -> Markup:
    """The line in a list: marks only, the words for the ear."""
    shown = list(thread.touches)[-_MOST_SMALL:]
    gap, now_at = 15, 8 + 15 * len(shown)
    parts = [_line(4, now_at, 8, "done")]
    parts += [_mark(point.proof, 6 + gap * at, 8, small=True) for at, point in enumerate(shown)]
    if thread.next_step:
        parts += [_line(now_at, now_at + 34, 8, "ahead"), _ring(now_at + 18, 8, 3.5, "next")]
        parts += [_now_mark(now_at, 8, 6)]
    if thread.fallback:
        parts.append(_ring(now_at + 34, 8, 3, "fallback"))
    return Markup(
        '<span class="thread-line small{}" role="img" aria-label="{}">'
        '<svg viewBox="0 0 132 16" aria-hidden="true">{}</svg></span>'
    ).format(" late" if thread.late else "", sentence(thread), Markup("").join(parts))


def sentence(thread: Thread) -> str:
    """The line in words, for a screen reader."""
    touches = ", ".join(
        point.label if point.proof == "answer" else f"{point.label} {_SPOKEN[point.proof]}"
        for point in thread.touches
    )
    said = [f"So far: {touches}." if touches else "Nothing so far."]
    if thread.next_step:
        said.append(f"Now{' late' if thread.late else ''}; next step {thread.next_step}.")
    if thread.fallback:
        said.append(f"If nothing happens: {thread.fallback}.")
    return " ".join(said)


def _drawing(thread: Thread, *, most: int, width: int, kind: str) -> Markup:
    touches, hidden = _fitting(thread.touches, most)
    ahead = [label for label in (thread.next_step, thread.fallback) if label]
    places = len(touches) + (1 if ahead else 0) + len(ahead)
    left, right = 30, width - 46
    step = (right - left) / max(1, places - 1)
    x = [left + step * at for at in range(places)]
    now_x = x[len(touches)] if ahead else right
    room = max(_SHORTEST_LABEL, min(_LONGEST_LABEL, int(step / _LETTER)))
    # With a single touch and nothing ahead the line still has a length.
    parts = [_line(left, now_x if places > 1 else left, _MIDDLE, "done")]
    if ahead:
        parts.append(_line(now_x, x[-1], _MIDDLE, "ahead"))
    for at, point in enumerate(touches):
        parts += [_mark(point.proof, x[at], _MIDDLE), _label(point, x[at], room)]
        if hidden and at == 0 and len(touches) > 1:
            parts.append(_text((x[0] + x[1]) / 2, 12, f"+{hidden}"))
    if ahead:
        parts += [_now_mark(now_x, _MIDDLE, 16), _text(now_x, 57, "now", "now-word")]
    if thread.next_step:
        at = x[len(touches) + 1]
        parts += [_ring(at, _MIDDLE, 6.5, "next"), _text(at, 55, _short(thread.next_step, room))]
        if thread.next_by_machine:
            parts.append(_text(at, 9, "assistant"))
    if thread.fallback:
        parts += [_ring(x[-1], _MIDDLE, 7, "fallback"), _text(x[-1], 55, _short(thread.fallback, room))]
    return Markup('<svg class="{}" viewBox="0 0 {} 64" aria-hidden="true">{}</svg>').format(
        kind, width, Markup("").join(parts)
    )


def _fitting(touches: Sequence[Point], most: int) -> tuple[list[Point], int]:
    """The first touch and the last ones, and how many stand between them unseen."""
    if len(touches) <= most:
        return list(touches), 0
    return [touches[0], *touches[-(most - 1) :]], len(touches) - most


def _mark(proof: Proof, x: float, y: float, *, small: bool = False) -> Markup:
    r = 3.5 if small else 6
    if proof == "arrival":
        return Markup('<rect class="proven" x="{:g}" y="{:g}" width="{:g}" height="{:g}" rx="1.5"/>').format(
            x - r + 0.5, y - r + 0.5, 2 * r - 1, 2 * r - 1
        )
    if proof == "answer":
        return Markup('<path class="answer" d="M{:g} {:g}l{:g} {:g}l{:g} {:g}z"/>').format(
            x - r + 1.5, y - r - 1, 1.6 * r, r + 1, -1.6 * r, r + 1
        )
    if proof == "machine":
        dot = _ring(x, y, r * 0.5, "machine")
        return dot if small else dot + _ring(x, y, r + 0.5, "machine-ring")
    return _ring(x, y, r, "claimed" if proof == "claimed" else "proven")


def _label(point: Point, x: float, room: int) -> Markup:
    """Words stand under the line, except the machine's, which stand above it."""
    return _text(x, 9 if point.proof == "machine" else 55, _short(point.label, room))


def _short(label: str, room: int) -> str:
    """The label within ``room`` letters: first without *else:*, then with what stands before a comma."""
    for shorter in (label, label.removeprefix("else: "), label.removeprefix("else: ").split(",")[0]):
        if len(shorter) <= room:
            return shorter
    return shorter[: room - 1].rstrip() + "…"


def _line(x1: float, x2: float, y: float, kind: str) -> Markup:
    return Markup('<line class="{}" x1="{:g}" x2="{:g}" y1="{:g}" y2="{:g}"/>').format(kind, x1, x2, y, y)


def _ring(x: float, y: float, r: float, kind: str) -> Markup:
    return Markup('<circle class="{}" cx="{:g}" cy="{:g}" r="{:g}"/>').format(kind, x, y, r)


def _now_mark(x: float, y: float, half: float) -> Markup:
    return Markup('<line class="now" x1="{:g}" x2="{:g}" y1="{:g}" y2="{:g}"/>').format(
        x, x, y - half, y + half
    )


def _text(x: float, y: float, said: str, kind: str = "") -> Markup:
    return Markup('<text x="{:g}" y="{:g}"{}>{}</text>').format(
        x, y, Markup(' class="{}"').format(kind) if kind else "", said
    )
