"""The new words of a mail: what its sender wrote now, without quote, forwarded parts, signature and disclaimer.

Losing the sender's own words is worse than keeping a quote, so each cut needs evidence, and when everything would be
cut the most recent words are given back. Lines that look quoted and that nothing announces are not read as the sender's
wish, but stay in the fuller reading, which a person is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from leadfast.conversations.understanding import quote_marks, quoting, signing
from leadfast.conversations.understanding.letter import Letter, lines_of
from leadfast.conversations.understanding.markup import text_of_html
from leadfast.conversations.understanding.markup_quotes import without_quotes

# Characters that are read of a body; the rest is kept, but holds no new words in any real mail.
MOST = 200_000
_BLANKS = re.compile(r"\n{4,}")


@dataclass(frozen=True)
class Words:
    """`words` is what was written now, `fresh` the same with signature, disclaimer and what only looks like a quote.

    `quoted` is what was cut as somebody else's, `forwarded` is true when that was a forwarded mail.
    """

    words: str
    fresh: str
    signature: str
    quoted: str
    forwarded: bool = False


def new_words(letter: Letter) -> Words:
    """The new words of a received mail, from its plain text, or its HTML where that says more."""
    name = letter.sender[0]
    plain = letter.plain
    html = letter.html
    if plain.strip():
        found = words_of_text(plain, sender_name=name)
        if found.quoted or not html:
            return found
        marked = words_of_html(html, sender_name=name)
        # The HTML names its quote where the plain text shows none; take it only if it cut, and kept something.
        if marked.quoted and marked.words and len(marked.fresh) < len(found.fresh):
            return marked
        return found
    if html:
        return words_of_html(html, sender_name=name)
    return Words("", "", "", "")


def words_of_html(html: str, *, sender_name: str = "") -> Words:
    """The new words of an HTML mail: quotes are cut in the tree, what is left is read as text."""
    kept, cut = without_quotes(html)
    found = words_of_text(text_of_html(kept), sender_name=sender_name)
    if not found.words and cut:
        return words_of_text(text_of_html(html), sender_name=sender_name)
    return Words(
        found.words,
        found.fresh,
        found.signature,
        "\n".join(one for one in (found.quoted, cut) if one),
        found.forwarded,
    )


def words_of_text(text: str, *, sender_name: str = "") -> Words:
    """The new words of a plain text."""
    lines = [line.rstrip() for line in lines_of(text[:MOST]).replace("\u200b", "").split("\n")]
    split = _split(lines)
    own = _joined(split.own)
    fresh = _joined(split.shown)
    quoted = _joined(split.quoted)
    if not own and quoted:
        again = _split(_unwrapped(split.quoted)).own if split.forwarded else split.quoted
        given = _joined(again)
        if split.forwarded or not _only_attributions(split.quoted):
            # What was passed on is the message; read with all that stands on it, not even its headers are left out.
            return Words(given, quoted if split.forwarded else given, "", "", split.forwarded)
        return Words("", "", "", quoted, split.forwarded)
    kept, signature = signing.without_signature(own.split("\n"), sender_name=sender_name)
    words = _joined(kept)
    if not words:
        words, signature = own, []
    return Words(words, fresh, _joined([*signature, *split.tail]), quoted, split.forwarded)


@dataclass(slots=True)
class _Split:
    """`own` lines, `quoted` ones, whether these were passed on, and a signature that stands below the quote (`tail`).

    `shown` are the own lines and those that are quoted by their look alone.
    """

    own: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    forwarded: bool = False
    tail: list[str] = field(default_factory=list)


def _split(lines: list[str]) -> _Split:
    """Who wrote which line. Before anything is announced in words, a mark is no proof: such lines stay shown."""
    split = _Split()
    own, shown, quoted = split.own, split.shown, split.quoted
    number = 0
    fenced = announced = below_marks = False
    while number < len(lines):
        line = lines[number]
        if line.lstrip().startswith("```"):
            fenced = not fenced
        start = None if fenced else quoting.announced_at(lines, number) if line.strip() else None
        if start is not None and start.kind == "marks":
            below_marks = True
        elif start is not None and start.line <= number:
            announced = True
            _close(own, start.line < number)
            _close(shown, start.line < number)
            split.forwarded = split.forwarded or start.kind == "forward"
            block_end = _end_of_marked(lines, start.after)
            rest = lines[block_end:] if block_end is not None else []
            if block_end is not None and not below_marks and (_is_own(rest) or not _joined(own)):
                quoted += lines[number:block_end]
                number = block_end
                continue
            if block_end is not None:
                quoted += lines[number:block_end]
                split.tail = rest
                return split
            if (
                start.kind == "attribution"
                and not _joined(own)
                and _is_own(lines[start.after :])
                and not line.lstrip().startswith(">")
            ):
                # Nothing above: the answer stands below the attribution, whose quote was left out.
                quoted += lines[number : start.after]
                number = start.after
                continue
            quoted += lines[number:]
            break
        marked = not fenced and bool(quote_marks.QUOTED.match(line) or _wrapped_quote(lines, number))
        (quoted if marked or below_marks else own).append(line)
        if not (marked and announced):
            shown.append(line)
        number += 1
    return split


def _close(lines: list[str], ruled: bool) -> None:
    """Take the rule away that stands above a block of headers."""
    while ruled and lines and not lines[-1].strip("-_=* "):
        lines.pop()


def _joined(lines: list[str]) -> str:
    return _BLANKS.sub("\n\n\n", "\n".join(lines)).strip("\n").rstrip()


def _wrapped_quote(lines: list[str], number: int) -> bool:
    """The tail of a quoted line that some program broke without repeating the mark."""
    if (
        not 0 < number < len(lines) - 1
        or not quote_marks.QUOTED.match(lines[number - 1])
        or not quote_marks.QUOTED.match(lines[number + 1])
    ):
        return False
    return (
        len(lines[number - 1]) > 60 and bool(lines[number].strip()) and not lines[number].strip()[0].isupper()
    )


def _end_of_marked(lines: list[str], start: int) -> int | None:
    """The line after the `>` block that follows an announcement; None when what follows is not marked."""
    index = start
    while index < len(lines) and not lines[index].strip():
        index += 1
    if index >= len(lines) or not quote_marks.QUOTED.match(lines[index]):
        return None
    last = index
    while index < len(lines):
        if quote_marks.QUOTED.match(lines[index]) or _wrapped_quote(lines, index):
            last = index
        elif lines[index].strip():
            break
        index += 1
    return last + 1


def _is_own(lines: list[str]) -> bool:
    """Is there something below the quote that its writer may have said now, and not just a footer?"""
    kept, _ = signing.without_signature(
        [line for line in lines if not quote_marks.QUOTED.match(line)], sender_name=""
    )
    return bool(_joined(kept))


def _unwrapped(quoted: list[str]) -> list[str]:
    """What a forwarded mail says, without the headers it was announced with."""
    start = quoting.quote_start(quoted)
    body = quoted[start.after :] if start is not None else quoted
    if body and all(not line.strip() or line.lstrip().startswith(">") for line in body):
        body = [re.sub(r"^\s*>\s?", "", line) for line in body]
    while body and not body[0].strip():
        body = body[1:]
    after = quoting.headers_end(body) if body else None
    return body[after:] if after is not None else body


def _only_attributions(quoted: list[str]) -> bool:
    said = [line for line in quoted if line.strip(" >")]
    return (
        bool(said)
        and sum(
            1
            for line in said
            if re.search(r"(?:wrote|schrieb|écrit|escribió|scritto|schreef|escreveu|napisał)", line)
            or "@" in line
        )
        >= len(said) * 0.6
    )
