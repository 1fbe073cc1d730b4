"""Where the words of somebody else begin: attribution lines, header blocks, delimiters and quote marks.

What announces them stands in `quote_marks`. Lines are numbered from 0; every finder returns the first line of the quote
and the first line after what announces it, or None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from leadfast.conversations.understanding import quote_marks as marks


@dataclass(frozen=True)
class QuoteStart:
    """`line`: the first that is not the sender's own; `after`: the first of what is quoted; `kind`: how it was seen.

    *marks* is the weakest: a line between quote marks with a name and a time, and neither an address nor a verb.
    """

    line: int
    after: int
    kind: str


def quote_start(lines: list[str], start: int = 0) -> QuoteStart | None:
    """The first place from `start` on at which somebody else's words are announced (not bare `>` lines)."""
    for number in range(start, len(lines)):
        line = lines[number]
        if not line.strip():
            continue
        found = announced_at(lines, number)
        if found is not None:
            return found
    return None


def announced_at(lines: list[str], number: int) -> QuoteStart | None:
    """Does somebody else's text begin at this line?"""
    line = lines[number]
    if len(line) > 600:
        return None  # prose in one long line; nothing announces a quote at such length
    if marks.DELIMITER.match(line) or marks.BEGIN_FORWARD.match(line) or marks.REPLY_ABOVE.search(line):
        return QuoteStart(
            number,
            _after_headers(lines, number + 1),
            "forward"
            if re.search(
                r"forw|weiterg|transf|reenv|inoltr|encaminh|doorgest|przekaz|転送|пересыл",
                line,
                re.IGNORECASE,
            )
            else "delimiter",
        )
    after = header_block(lines, number)
    if after is not None:
        first = number
        while first > 0 and (marks.RULE.match(lines[first - 1]) or not lines[first - 1].strip()):
            if marks.RULE.match(lines[first - 1]):
                first -= 1
                break
            first -= 1
        return QuoteStart(first if marks.RULE.match(lines[first]) else number, after, "headers")
    after = attribution(lines, number)
    if after is not None:
        bare = marks.GROUPWISE.match(line) and not marks.ADDR.search(line)
        return QuoteStart(number, after, "marks" if bare else "attribution")
    after = _lotus(lines, number)
    if after is not None:
        return QuoteStart(number, after, "headers")
    return None


def attribution(lines: list[str], number: int) -> int | None:
    """The line after "On … wrote:", which mail programs break over up to five lines; None when this is none."""
    first = lines[number].strip()
    if not first or (first.startswith(">") and not first.lstrip("> ")):
        return None
    if (
        marks.GMAIL_ISO.match(first)
        or marks.NAME_WROTE.match(first)
        or marks.DATE_NAME.match(first)
        or marks.GROUPWISE.match(first)
    ):
        return number + 1
    opening = marks.MARKS.sub("", first)
    if not marks.ATTRIBUTION.match(opening):
        return None
    joined = ""
    quoted = first.startswith(">")
    for extra in range(5):
        if number + extra >= len(lines):
            break
        piece = lines[number + extra].strip()[:500]
        if extra and not piece:
            break
        if extra and attribution_opens(piece) and not joined.rstrip().endswith(("<", ",")):
            break
        joined = f"{joined} {piece.lstrip('> ') if quoted or extra else piece}".strip()
        if len(joined) > 400:
            break
        said = joined.lower()
        if (
            any(stem in said for stem in marks.VERB_STEMS)
            and (said.endswith(marks.USUAL_ENDS) or marks.ENDS_IN_VERB.search(joined))
            and (marks.DATE.search(joined) or marks.ADDR.search(joined))
            and _short_enough(joined)
        ):
            return number + extra + 1
    return None


def attribution_opens(piece: str) -> bool:
    """Does a new attribution begin here? Then the lines above were prose."""
    return bool(marks.OPENS.match(piece))


def _short_enough(joined: str) -> bool:
    # A sentence of prose that ends in "wrote:" has a full stop in it; a date has digits around its dots.
    prose = re.sub(r"\b[\w']{1,8}\.(?=[\s,]|$)|\d\.|<[^>]*>|\S+@\S+", "", joined)
    return len(prose) < 260 and not re.search(r"[a-zà-ÿ]{4,}[.!?]\s+[A-ZÀ-Ý]", prose)


def header_block(lines: list[str], number: int) -> int | None:
    """The line after a block of From/Sent/To/Subject in any known language; None when fewer than three are there."""
    if not marks.FIELD["from"].match(lines[number]) and not (
        marks.FIELD["to"].match(lines[number])
        or marks.FIELD["sent"].match(lines[number])
        or marks.FIELD["subject"].match(lines[number])
    ):
        return None
    seen: set[str] = set()
    last = number
    blanks = 0
    for index in range(number, min(number + 40, len(lines))):
        line = lines[index]
        if not line.strip(" \t>*"):
            blanks += 1
            if blanks > 2 or len(seen) >= 4:
                break
            continue
        name = next(
            (name for name, pattern in marks.FIELD.items() if pattern.match(line) and name not in seen), None
        )
        if name is None:
            # Long address lists run over several lines.
            if (
                blanks
                or (index - last > 25)
                or not (seen and (re.search(r"[@;,<>/]|^\s", line) or index - last <= 1))
            ):
                break
            continue
        seen.add(name)
        last = index
        blanks = 0
    if {"to", "subject", "cc"} <= seen and re.search(r"[@/]", lines[number]):
        return _end_of_headers(lines, last)
    core = seen & {"from", "sent", "to", "subject"}
    opens_with_from = bool(marks.FIELD["from"].match(lines[number]))
    if (
        len(core) >= 3
        or (len(core) >= 2 and opens_with_from and "subject" in core)
        or (len(core) >= 2 and opens_with_from and re.search(r"@", lines[number]))
    ) and (opens_with_from or (len(core) >= 2 and re.search(r"@|/", "".join(lines[number : last + 1])))):
        return _end_of_headers(lines, last)
    return None


def headers_end(lines: list[str]) -> int | None:
    """The line after the headers that a text begins with, of either form; None when it begins with words."""
    after = header_block(lines, 0)
    if after is None and (after := _lotus(lines, 0)) is not None:
        while after < len(lines) and marks.LOTUS_MORE.match(lines[after].strip()):
            after += 1
    return after


def _end_of_headers(lines: list[str], last: int) -> int:
    after = last + 1
    while (
        after < len(lines)
        and lines[after].strip(" \t>*")
        and not re.match(r"^\s*>?\s*$", lines[after])
        and after - last < 3
        and len(lines[last]) > 60
    ):
        after += 1
    return after


def _after_headers(lines: list[str], number: int) -> int:
    if number < len(lines) and marks.RULE.match(lines[number]):
        # "---- Forwarded by … ----", which some program broke before its last dashes.
        number += 1
    index = number
    while index < len(lines) and not lines[index].strip(" >"):
        index += 1
    if index < len(lines):
        after = header_block(lines, index)
        if after is not None:
            return after
    return number


def _lotus(lines: list[str], number: int) -> int | None:
    """Header blocks of Notes: a name, a date below or beside it, then To and cc, with tabs anywhere."""
    line = lines[number].strip()
    window = [one.strip() for one in lines[number + 1 : number + 9]]
    has_to = next(
        (index for index, one in enumerate(window) if marks.LOTUS_TO.match(one + " ")),
        None,
    )
    if has_to is None or not any(
        marks.LOTUS_MORE.match(one)
        for one in [one.strip() for one in lines[number + 1 + has_to : number + 30 + has_to]]
    ):
        return None
    between = [one for one in window[:has_to] if one]
    dated = (
        marks.LOTUS_ON.match(line)
        or (bool(window) and marks.LOTUS_ON.match(f"{line} {window[0]}"))
        or re.search(r"\d{1,2}/\d{1,2}/\d{2,4} \d{1,2}:\d{2}", line)
    )
    name_like = (
        bool(re.match(r"^\"?[A-Z][\w.'@/&,\" <>()=-]{1,80}(?:\s+[\w.'@/&,\"<>()=-]+){0,7}$", line))
        and len(line) < 100
    )
    if (dated and name_like and len(between) <= 2) or (dated and len(between) <= 1 and len(line) < 120):
        return number + 2 + has_to
    directly = window[0] if window else ""
    prose = line.endswith((".", "!", "?", ",", ":")) or re.search(r"[a-z]{3,}[.!?]\s", line)
    if (
        name_like
        and not prose
        and len(between) <= 3
        and (
            marks.LOTUS_DATE.match(directly)
            or (
                directly.lower().startswith("sent by") and any(marks.LOTUS_DATE.match(one) for one in between)
            )
        )
    ):
        return number + 2 + has_to
    return None
