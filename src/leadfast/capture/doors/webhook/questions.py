"""Answers that name their question by a number, the questions beside them: as Typeform posts a form. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

_KINDS: Final = {"email": "mail", "phone_number": "phone"}
# What a question of this sort asks for, whatever its words are.
_SORTS: Final = {"email": "mail", "phone_number": "phone", "website": "website"}
_DEEPEST: Final = 4


def told(record: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What each answer is where that is known ("mail"; else ""), its question, and the answer; [] for other shapes."""
    form = record.get("form_response", record)
    if not isinstance(form, dict) or not isinstance(form.get("answers"), list):
        return []
    definition = form.get("definition")
    asked = dict(_asked(definition.get("fields"))) if isinstance(definition, dict) else {}
    hidden = form.get("hidden")
    beside = hidden.items() if isinstance(hidden, dict) else ()
    return [
        *_answers(form["answers"], asked),
        *(("", str(label), said) for label, one in beside if (said := _said(one))),
    ]


def _asked(fields: Any, depth: int = 0) -> Iterator[tuple[str, str]]:
    """The words of each question by its number and by its reference; a group holds more of them."""
    if not isinstance(fields, list) or depth > _DEEPEST:
        return
    for one in fields:
        if not isinstance(one, dict):
            continue
        words = one.get("title")
        if isinstance(words, str):
            yield from ((str(one[name]), words) for name in ("id", "ref") if one.get(name))
        inside = one.get("properties")
        yield from _asked(inside.get("fields") if isinstance(inside, dict) else None, depth + 1)


def _answers(answers: list[Any], asked: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for one in answers:
        if not isinstance(one, dict) or not isinstance(field := one.get("field"), dict):
            continue
        sort = str(one.get("type", ""))
        said = _said(one.get(sort))
        if not said:
            continue
        names = (str(field.get(name, "")) for name in ("id", "ref"))
        words = next((asked[name] for name in names if name in asked), "") or str(field.get("ref", ""))
        yield _KINDS.get(sort) or _SORTS.get(str(field.get("type", "")), ""), words.rstrip(" *:?"), said


def _said(value: Any) -> str:
    """What was answered: words, a number, yes or no, one of several, or several of them."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        value = [*value.get("labels", ()), value.get("label"), value.get("other")]
    if isinstance(value, list):
        return ", ".join(said for one in value if not isinstance(one, (dict, list)) and (said := _said(one)))
    return "" if value is None else str(value).strip()
