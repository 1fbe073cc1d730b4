"""The thread line: a lead drawn as one line.

Touches so far stand to the left (proven solid, claimed hollow, machine dotted), then the mark of now, then
the next step, then the fallback. Large on the lead page, small in lists. Pure: labels come in as words.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

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
    drawings = "".join(_drawing(thread, kind=kind, width=width, most=most) for kind, width, most in _DRAWINGS)
    late = " late" if thread.late else ""
    return Markup(
        f'<div class="thread-line{late}" role="img" aria-label="{escape(sentence(thread))}">{drawings}</div>'
    )


def draw_small(thread: Thread) -> Markup:
    """The line in a list: marks only, the words for the ear."""
    shown = tuple(point.proof for point in thread.touches[-_MOST_SMALL:])
    drawing = _small(shown, bool(thread.next_step), bool(thread.fallback))
    late = " late" if thread.late else ""
    return Markup(
        f'<span class="thread-line small{late}" role="img" aria-label="{escape(sentence(thread))}">{drawing}</span>'
    )


@functools.cache
def _small(proofs: tuple[Proof, ...], ahead: bool, fallback: bool) -> str:
    """The marks of a small line: there are few kinds of them, and a list draws fifty."""
    gap, now_at = 15, 8 + 15 * len(proofs)
    parts = [_line(4, now_at, 8, "done")]
    parts += [_mark(proof, 6 + gap * at, 8, small=True) for at, proof in enumerate(proofs)]
    if ahead:
        parts += [
            _line(now_at, now_at + 34, 8, "ahead"),
            _ring(now_at + 18, 8, 3.5, "next"),
            _now_mark(now_at, 8, 6),
        ]
    if fallback:
        parts.append(_ring(now_at + 34, 8, 3, "fallback"))
    return f'<svg viewBox="0 0 132 16" aria-hidden="true">{"".join(parts)}</svg>'


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
        said.append(f"If nothing happens: {thread.fallback.removeprefix('else: ')}.")
    return " ".join(said)


def _drawing(thread: Thread, *, most: int, width: int, kind: str) -> str:
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
            # Above a machine's mark stands a word: there the number keeps to the left of it.
            beside = 0.28 if touches[1].proof == "machine" else 0.5
            parts.append(_text(x[0] + (x[1] - x[0]) * beside, 12, f"+{hidden}"))
    if ahead:
        parts += [_now_mark(now_x, _MIDDLE, 16), _text(now_x, 57, "now", "now-word")]
    if thread.next_step:
        ahead_x = x[len(touches) + 1]
        parts += [_ring(ahead_x, _MIDDLE, 6.5, "next"), _text(ahead_x, 55, _short(thread.next_step, room))]
        if thread.next_by_machine:
            parts.append(_text(ahead_x, 9, "assistant"))
    if thread.fallback:
        parts += [_ring(x[-1], _MIDDLE, 7, "fallback"), _text(x[-1], 55, _short(thread.fallback, room))]
    return f'<svg class="{kind}" viewBox="0 0 {width} 64" aria-hidden="true">{"".join(parts)}</svg>'


def _fitting(touches: Sequence[Point], most: int) -> tuple[list[Point], int]:
    """The first touch and the last ones, and how many stand between them unseen."""
    if len(touches) <= most:
        return list(touches), 0
    return [touches[0], *touches[-(most - 1) :]], len(touches) - most


def _mark(proof: Proof, x: float, y: float, *, small: bool = False) -> str:
    r = 3.5 if small else 6.0
    if proof == "arrival":
        side = 2 * r - 1
        left, top = x - r + 0.5, y - r + 0.5
        return f'<rect class="proven" x="{left:g}" y="{top:g}" width="{side:g}" height="{side:g}" rx="1.5"/>'
    if proof == "answer":
        across, down = 1.6 * r, r + 1
        left, top = x - r + 1.5, y - r - 1
        return f'<path class="answer" d="M{left:g} {top:g}l{across:g} {down:g}l{-across:g} {down:g}z"/>'
    if proof == "machine":
        dot = _ring(x, y, r * 0.5, "machine")
        return dot if small else dot + _ring(x, y, r + 0.5, "machine-ring")
    return _ring(x, y, r, "claimed" if proof == "claimed" else "proven")


def _label(point: Point, x: float, room: int) -> str:
    """Words stand under the line, except the machine's, which stand above it."""
    return _text(x, 9 if point.proof == "machine" else 55, _short(point.label, room))


def _short(label: str, room: int) -> str:
    """The label within ``room`` letters: first without *else:*, then with what stands before a comma."""
    for shorter in (label, label.removeprefix("else: "), label.removeprefix("else: ").split(",")[0]):
        if len(shorter) <= room:
            return shorter
    return shorter[: room - 1].rstrip() + "…"


# Numbers and our own class names need no escaping; words do, and only `_text` takes words.
def _line(x1: float, x2: float, y: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:g}" x2="{x2:g}" y1="{y:g}" y2="{y:g}"/>'


def _ring(x: float, y: float, r: float, kind: str) -> str:
    return f'<circle class="{kind}" cx="{x:g}" cy="{y:g}" r="{r:g}"/>'


def _now_mark(x: float, y: float, half: float) -> str:
    return f'<line class="now" x1="{x:g}" x2="{x:g}" y1="{y - half:g}" y2="{y + half:g}"/>'


def _text(x: float, y: float, said: str, kind: str = "") -> str:
    marked = f' class="{kind}"' if kind else ""
    return f'<text x="{x:g}" y="{y:g}"{marked}>{escape(said)}</text>'
