"""Liquid templates, strict and sandboxed: no file, no include, no attribute, only the known fields as text.

An empty field is treated as missing; a missing one without a fallback makes the mail wait for a person:
`{{ person.first_name | default: "there" }}`, or `{% if company.name %} at {{ company.name }}{% endif %}`.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

from liquid import Environment
from liquid.exceptions import LiquidError, UndefinedError
from liquid.template import BoundTemplate
from liquid.undefined import Undefined

from leadfast.followup.errors import TemplateBroken, TemplateIncomplete
from leadfast.followup.rules import fields
from leadfast.followup.rules.cadence import Template


class _Missing(Undefined):
    """A field without a value: false in a condition, replaced by `default`, an error anywhere else."""

    __slots__ = ()
    force_liquid_default = True

    def __str__(self) -> str:
        raise UndefinedError(
            (self.hint or self.name).removesuffix(" is undefined").strip("'"), token=self.token
        )


class _Sandbox(Environment):
    # A mail is a page of text: these only stop a template that loops for ever or grows without end.
    loop_iteration_limit = 200
    output_stream_limit = 60_000
    local_namespace_limit = 60_000
    block_nesting_limit = 12


# No template may read another file or draw tables; `increment` and friends have no place in a letter.
_FORBIDDEN_TAGS = ("include", "render", "tablerow", "increment", "decrement", "cycle", "liquid", "ifchanged")


def _environment() -> Environment:
    environment = _Sandbox(undefined=_Missing, strict_filters=True)
    for tag in _FORBIDDEN_TAGS:
        environment.tags.pop(tag, None)
    return environment


_ENVIRONMENT = _environment()


@dataclass(frozen=True)
class Letter:
    """A rendered mail without signature and footer."""

    subject: str
    text: str

    @property
    def html(self) -> str:
        return as_html(self.text)


def fields_of(template: Template) -> list[str]:
    """Every field that the template names, sorted. Raises TemplateBroken when it cannot be read."""
    found: set[str] = set()
    for source in (template.subject, template.text):
        for variables in _parse(source).analyze(include_partials=False).globals.values():
            found.update(str(variable) for variable in variables)
    return sorted(found)


def render(template: Template, values: Mapping[str, str], *, subject: str = "") -> Letter:
    """The mail for these values. `subject` is the thread's own when the template continues a thread.

    Raises TemplateIncomplete, naming the field, when a value without a fallback is missing or a gap shows.
    """
    known = {path: value for path, value in values.items() if value and value.strip()}
    context = _nested(known)
    text = _render(template.text, context)
    own = " ".join(_render(template.subject, context).split())
    letter = Letter(subject=own or subject, text=_tidy(text))
    gap = gap_in(letter)
    if gap:
        raise TemplateIncomplete(gap)
    return letter


def without_fallback(template: Template) -> list[str]:
    """The fields that may be missing and have no fallback, found by leaving them out, alone and together."""
    used = [path for path in fields_of(template) if not fields.is_always_present(path)]
    complete = {**dict.fromkeys(used, "example"), **fields.example_values()}
    bare: set[str] = set()
    # Every combination of up to six absent fields; beyond that singles, pairs and all at once.
    sizes = range(1, len(used) + 1) if len(used) <= 6 else (1, 2, len(used))
    for size in sizes:
        for absent in combinations(used, size):
            values = {path: value for path, value in complete.items() if path not in absent}
            try:
                render(template, values, subject="Re: example")
            except TemplateIncomplete as incomplete:
                named = [path for path in absent if path in incomplete.sentence]
                bare.update(named or absent)
    return sorted(bare)


def gap_in(letter: Letter) -> str:
    """What a reader would stumble over: "Hi ,", a leftover brace, nothing at all; or ""."""
    whole = f"{letter.subject}\n{letter.text}"
    if not letter.text.strip():
        return "This mail would be empty."
    if not letter.subject.strip():
        return "This mail would have no subject."
    if "{{" in whole or "{%" in whole:
        return "A piece of the template would be sent as it is: look for stray braces."
    greeting = re.search(r"^(hi|hello|dear|hey|good (?:morning|day))\s*[,!:]", letter.text, re.IGNORECASE)
    if greeting:
        return f"The greeting would read “{greeting.group(0)}”, without a name."
    if re.search(r"\(\s*\)|“\s*”|\s,|\b(?:at|about|with|from|for|to|of|in) [.,!?](?:\s|$)", letter.text):
        return "A gap would show where a value is missing."
    return ""


def as_html(text: str) -> str:
    """The same letter as plain paragraphs, everything escaped, bare addresses made into links."""
    paragraphs = []
    for block in re.split(r"\n\s*\n", text.strip()):
        escaped = html.escape(block, quote=False)
        linked = re.sub(
            r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]",
            lambda m: f'<a href="{html.escape(html.unescape(m.group(0)))}">{m.group(0)}</a>',
            escaped,
        )
        paragraphs.append("<p>" + linked.replace("\n", "<br>\n") + "</p>")
    return "\n".join(paragraphs)


def _tidy(text: str) -> str:
    lines = (re.sub(r"(?<=\S) {2,}", " ", line).rstrip() for line in text.replace("\r\n", "\n").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _nested(values: Mapping[str, str]) -> dict[str, Any]:
    # Every group exists, so that a missing field is reported by its full name.
    nested: dict[str, Any] = {path.split(".")[0]: _Group(path.split(".")[0]) for path in fields.BY_PATH}
    nested["custom"] = _Group("custom")
    for path, value in values.items():
        group, _, name = path.partition(".")
        nested.setdefault(group, _Group(group))[name] = value
    return nested


class _Group(dict[str, str]):
    """The fields of one group, which is itself no text."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def __str__(self) -> str:
        raise UndefinedError(self.name, token=None)


def _render(source: str, context: dict[str, Any]) -> str:
    try:
        return _parse(source).render(**context)
    except UndefinedError as missing:
        path = str(missing.message)
        meaning = fields.BY_PATH[path].meaning if path in fields.BY_PATH else path
        raise TemplateIncomplete(
            f"We do not know {meaning} ({path}), and the mail has no words for that case."
        ) from missing
    except LiquidError as error:
        raise TemplateBroken(f"This template cannot be filled in: {error.message}.") from error


@lru_cache(maxsize=4096)
def _parse(source: str) -> BoundTemplate:
    try:
        return _ENVIRONMENT.from_string(source)
    except LiquidError as error:
        raise TemplateBroken(f"This template cannot be read: {error.message}.") from error
