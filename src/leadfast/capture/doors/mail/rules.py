"""What a person taught by marking one example: where in the mails of one sender each answer stands. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_BEFORE: Final = 60
_AFTER: Final = 40
# Stands where another answer was. No mail holds it, and it can be kept as JSON, where a zero byte cannot.
_ANSWER: Final = "\ue000"
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Anchor:
    """What stands before and after an answer. ``line`` when the answer is the rest of its line."""

    field: str
    before: str
    after: str
    # How many times ``before`` stands above it: the second *Name:* may be the one.
    nth: int = 0
    line: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """Anchors for the mails of one sender, and the words by which such a mail is known."""

    anchors: Sequence[Anchor]
    # Lines that were in the example and are no answers: a mail with few of them is another kind.
    fixed: Sequence[str]

    def fits(self, text: str) -> bool:
        """Is this a mail of the kind that was taught?"""
        lines = {_flat(line) for line in text.splitlines()}
        if not self.fixed:
            return True
        return sum(line in lines for line in self.fixed) * 2 >= len(self.fixed)


def learn(text: str, marked: Mapping[str, str]) -> Rule:
    """A rule from one example and the answers marked in it. What is not in the example cannot be taught."""
    others = {
        field: [other.strip() for name, other in marked.items() if name != field and other.strip()]
        for field in marked
    }
    found = (_anchor(text, field, value, others[field]) for field, value in marked.items())
    anchors = [anchor for anchor in found if anchor is not None]
    values = [_flat(value) for value in marked.values() if value.strip()]
    fixed = [
        line
        for raw in text.splitlines()
        if (line := _flat(raw))
        and len(line) > 3
        and not any(value in line for value in values)
        and not _changes(line)
    ]
    return Rule(tuple(anchors), tuple(dict.fromkeys(fixed))[:30])


def apply(rule: Rule, text: str) -> dict[str, str]:
    """The answers of another mail of the kind; a field whose anchor is not there is missing, never guessed."""
    found: dict[str, str] = {}
    for anchor in rule.anchors:
        value = _value(anchor, text)
        if value:
            found[anchor.field] = value
    return found


def as_json(rule: Rule) -> dict[str, object]:
    """The rule as it is kept."""
    return {
        "anchors": [[a.field, a.before, a.after, a.nth, a.line] for a in rule.anchors],
        "fixed": list(rule.fixed),
    }


def from_json(kept: Mapping[str, Sequence[object]]) -> Rule:
    """The rule as it was kept."""
    anchors = tuple(
        Anchor(str(field), str(before), str(after), int(str(nth)), bool(line))
        for field, before, after, nth, line in (
            tuple(one) for one in kept["anchors"] if isinstance(one, Sequence)
        )
    )
    return Rule(anchors, tuple(str(line) for line in kept["fixed"]))


def _anchor(text: str, field: str, value: str, others: Sequence[str]) -> Anchor | None:
    value = value.strip()
    at = text.find(value) if value else -1
    if at < 0:
        return None
    start_of_line = text.rfind("\n", 0, at) + 1
    before = text[start_of_line:at]
    if not before.strip(" >*\t-•"):
        # The label stands on the line above.
        above = text[:start_of_line].rstrip()
        before = text[above.rfind("\n") + 1 : at]
    end = at + len(value)
    end_of_line = text.find("\n", end)
    rest = text[end : end_of_line if end_of_line >= 0 else len(text)]
    several = "\n" in value
    after = text[end : end + _AFTER].lstrip("\n") if several else rest[:_AFTER]
    before, after = _any(before, others)[-_BEFORE:], _any(after, others)
    # Answers that stand above it in the same words.
    nth = sum(found.end() <= at for found in re.finditer(_loose(before), text)) - 1 if before.strip() else 0
    return Anchor(field, before, after, max(nth, 0), not rest.strip() and not several)


def _any(words: str, answers: Sequence[str]) -> str:
    """Another answer beside it will be a different one next time."""
    for answer in answers:
        words = words.replace(answer, _ANSWER)
    return words


def _value(anchor: Anchor, text: str) -> str:
    pattern = _loose(anchor.before)
    places = list(re.finditer(pattern, text)) if pattern else []
    if not places:
        return ""
    place = places[min(max(anchor.nth, 0), len(places) - 1)]
    rest = text[place.end() :]
    if anchor.line or not anchor.after.strip():
        line = next((one for one in rest.split("\n")[:2] if one.strip()), "")
        return line.strip(" *\t\r")
    end = re.search(rf"\s*{_loose(anchor.after[:20])}", rest)
    return rest[: end.start()].strip() if end and end.start() < 4000 else rest.split("\n")[0].strip()


def _loose(words: str) -> str:
    """The same words with any white space between them, and any answer where one stood."""
    pieces = [re.escape(piece) for piece in _SPACE.split(words.strip()) if piece]
    return r"\s*".join((*pieces, "")).replace(re.escape(_ANSWER), r".{1,120}?") if pieces else ""


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _changes(line: str) -> bool:
    """Numbers, times and addresses of pages change from mail to mail."""
    return bool(re.search(r"\d{3,}|https?://|\d{1,2}[:.]\d{2}", line))
