"""What was posted, as a tree: JSON, an encoded form, a form in parts. By its look; headers are often wrong. Pure."""

import email
import json
from typing import Any, Final
from urllib.parse import parse_qsl

from leadfast.capture.doors.webhook.errors import BodyUnreadable

Tree = dict[str, Any] | list[Any]
_DEEPEST: Final = 12
_MOST_FIELDS: Final = 2000


def read(raw: bytes) -> Tree:
    """The tree of a body; refuses what is none."""
    text = raw.strip().lstrip(b"\xef\xbb\xbf")
    if text[:1] in (b"{", b"["):
        return _json(text)
    if text.startswith(b"--"):
        return _parts(text)
    return _form(text)


def _json(text: bytes) -> Tree:
    try:
        found = json.loads(_decoded(text), strict=False)
    except (ValueError, RecursionError) as error:
        raise BodyUnreadable("It begins like JSON and is broken. It is kept as it came.") from error
    if not isinstance(found, (dict, list)):
        raise BodyUnreadable
    return found


def _decoded(text: bytes) -> str:
    """UTF-8, as it ought to be; else what old shops send without saying so."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("cp1252", "replace")


def _form(text: bytes) -> Tree:
    head = text[:200]
    if b"=" not in head or b"\n" in head.strip() or b" " in head.partition(b"=")[0]:
        raise BodyUnreadable
    told: dict[str, Any] = {}
    try:
        sent = _decoded(text)
        pairs = parse_qsl(sent, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
        if any("\ufffd" in value for _, value in pairs):
            pairs = parse_qsl(sent, keep_blank_values=True, max_num_fields=_MOST_FIELDS, encoding="cp1252")
    except ValueError as error:
        raise BodyUnreadable from error
    for name, value in pairs:
        _put(told, name, value)
    return {name: _inner(value) for name, value in told.items()}


def _parts(text: bytes) -> Tree:
    boundary = text.split(None, 1)[0][2:].decode("ascii", "replace")
    message = email.message_from_bytes(
        f'Content-Type: multipart/form-data; boundary="{boundary}"\n\n'.encode() + text
    )
    told: dict[str, Any] = {}
    for part in message.walk():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes) and not part.get_filename():
            _put(told, name, content.decode(part.get_content_charset() or "utf-8", "replace").strip("\r\n"))
    if not told:
        raise BodyUnreadable
    return {name: _inner(value) for name, value in told.items()}


def _put(told: dict[str, Any], name: str, value: str) -> None:
    """``headers[From]`` is *From* within *headers*; a name that comes again makes a list."""
    outer, _, rest = name.partition("[")
    if rest and (inner := rest.partition("]")[0]):
        within = told.setdefault(outer, {})
        if isinstance(within, dict):
            within.setdefault(inner, value)
            return
        name = f"{outer} {inner}"
    name = outer if rest else name
    if name in told and isinstance(told[name], str):
        told[name] = [told[name], value]
    elif name in told and isinstance(told[name], list):
        told[name].append(value)
    else:
        told[name] = value


def _inner(value: Any) -> Any:
    """A field of a form may hold JSON."""
    if isinstance(value, str) and value[:2] in ("[{", '{"'):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def records(tree: Tree) -> list[dict[str, Any]]:
    """Everybody it may be about: the entries of a list, of Facebook's changes, of whatever wraps them."""
    if isinstance(tree, list):
        return [one for entry in tree if isinstance(entry, dict) for one in records(entry)]
    entries = tree.get("entry")
    if isinstance(entries, list):
        changes = [
            change
            for entry in entries
            if isinstance(entry, dict)
            for change in entry.get("changes") or [entry]
            if isinstance(change, dict)
        ]
        return [value if isinstance(value := one.get("value"), dict) else one for one in changes]
    for name in ("mandrill_events", "events", "leads", "data", "contacts", "results", "submissions"):
        inside = tree.get(name)
        found = [one for one in inside if isinstance(one, dict)] if isinstance(inside, list) else []
        if found and not any(_is_answer(one) for one in found):
            return found
    return [tree]


_LABELS: Final = (
    "name",
    "label",
    "question",
    "questionText",
    "title",
    "column_id",
    "column_name",
    "key",
    "field",
)
_VALUES: Final = ("values", "string_value", "value", "answer", "answers", "text", "answerDetails")


def pairs(value: Any, label: str = "", depth: int = 0) -> list[tuple[str, str]]:
    """Every label with its answer, however deep they stand."""
    if depth > _DEEPEST or value is None or isinstance(value, bool):
        return []
    if isinstance(value, dict):
        if _is_answer(value):
            name = next(str(value[one]) for one in _LABELS if isinstance(value.get(one), str))
            inside = next(value[one] for one in _VALUES if one in value)
            return [(name, said)] if (said := _said(inside)) else []
        if label and isinstance(value.get("value"), str):
            # ``"firstname": {"value": "Maria", …}``: what it is stands outside.
            return [(label, said)] if (said := _said(value["value"])) else []
        return [pair for key, one in value.items() for pair in pairs(one, str(key), depth + 1)]
    if isinstance(value, list):
        if all(not isinstance(one, (dict, list)) for one in value):
            return [(label, said)] if (said := _said(value)) else []
        return [pair for one in value for pair in pairs(one, label, depth + 1)]
    return [(label, str(value))] if str(value).strip() else []


def _is_answer(one: dict[str, Any]) -> bool:
    return any(isinstance(one.get(name), str) for name in _LABELS) and any(name in one for name in _VALUES)


def _said(value: Any, depth: int = 0) -> str:
    if isinstance(value, dict) and depth < _DEEPEST:
        return ", ".join(said for one in value.values() if (said := _said(one, depth + 1)))
    if isinstance(value, list) and depth < _DEEPEST:
        return ", ".join(said for one in value if (said := _said(one, depth + 1)))
    return "" if value is None or isinstance(value, bool) else str(value).strip()
