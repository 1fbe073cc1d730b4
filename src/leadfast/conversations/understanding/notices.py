"""Bounces in free text: the many dialects in which mail servers have told people that a mail did not arrive."""

from __future__ import annotations

import re

from leadfast.conversations.understanding.letter import ADDRESS, Letter
from leadfast.conversations.understanding.markup import text_of_html
from leadfast.conversations.understanding.reports import Failure, failure

# Where the notice ends and the returned message begins.
_ORIGINAL = re.compile(
    r"^(?:"
    r"[ \t>]*[-=_*]{2,}[ \t]*(?:this is a copy|below this line|enclosed is a copy|(?:the )?(?:body|"
    r"header|message header|full header|original|copy|returned|included|unsent|undelivered|"
    r"non-?delivered|attached|headers?)\b[^\n]{0,60}(?:message|mail|header|copy|follow|text|body|"
    r"part|letter|content)s?)[^\n]*"
    r"|[ \t>]*(?:-+ )?(?:the )?(?:original|returned|undelivered|unsent|failed|rejected) (?:message|"
    r"mail|e-mail)(?: headers?| text| body)? (?:follows|is (?:included|attached|below|as follows)|"
    r":|-+|included)[^\n]*"
    r"|[ \t]*-+ ?(?:original message|original mail|returned mail|returned message|message header)[^\n]*"
    r"|(?:message headers? follows?|headers? (?:of (?:the )?(?:original )?message )?follows?|"
    r"message header follows|-- the header and top|(?:a )?copy of (?:the |"
    r"your )?(?:original )?(?:message|mail|headers)|below is a copy|received[ \t]*:[ \t]+from |"
    r"return-path:[ \t]|"
    r"from:[^\n]*\n(?:[^\n]*\n){0,4}(?:to|subject|date|message-id):)[^\n]*"
    r")",
    re.IGNORECASE | re.MULTILINE,
)
_RETURN_CUE = re.compile(
    r"\n(?=(?:received|return-path|dkim-signature|x-[\w-]+|message-id|delivered-to|"
    r"mime-version): [^\n]+\n(?:[ \t][^\n]+\n)*[\w-]+: )",
    re.IGNORECASE,
)

# A line that is about somebody else: the sender, the postmaster, where to ask.
_OTHER = re.compile(
    r"mail from:|\bfrom:|\bfrom <|accepting mail from|sender\b|envelope-from|postmaster|"
    r"mailer-?daemon|contact|please (?:send|write|mail|forward)|reply-to|return-path|message-id|"
    r"abuse@|help ?desk|support@|questions|for (?:help|assistance)|assistance|on behalf|"
    r"references:|in-reply-to|admin(?:istrator)?@|"
    r"original message|visit|sent by|invoked|\bby \S+ (?:with|for|id)\b|expanded from|"
    r"generated from|hostmaster|mail administrator|system administrator|^[ \t]*(?:received|date|"
    r"subject|sent|x-[\w-]+):",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"^[ \t>*\-]*(?:\(?(?:failed|invalid|unknown|undeliverable|bad|intended|final|original|"
    r"the)?[ \-]?(?:recipients?|addresse?s?|addressee|user|mailbox|rcpt(?: to)?|e-?mail|for|smtp|"
    r"destination|final delivery userid)(?: address| \d+)?\)?[ \t]*[:=][ \t]*)?(?:\[?(?:smtp|"
    r"rfc822|rfc-822|mailto|x400|ex)[:;])?[ \t]*[\"'<\[(]*"
    r"(?P<address>[^\s<>\"'\[\]();:,]+@[^\s<>\"'\[\]();:,]+[\w\])])[\"'>\])]*(?:\s*<[^>"
    r"\n]*>)?[ \t]*(?P<rest>[^\n]*)$",
    re.IGNORECASE,
)
_NAMED = (
    (
        re.compile(r"rcpt to:[ \t]*<?(?P<address>[^\s<>]+@[\w.-]+\w)", re.IGNORECASE),
        re.compile(
            r"^(?:\d{3}[ -])?(?:\d\.\d\.\d+ )?[\"'<]*(?P<address>[\w.+=-]+@[\w.-]+\w)[\"'>]*\s*(?:\.\.\.|:|"
            r"\()",
            re.IGNORECASE | re.MULTILINE,
        ),
    ),
    (
        re.compile(
            r"(?:(?:un|not |never |fail\w* |cannot |can't |could not |couldn't |"
            r"unable )(?:be )?(?:to )?(?:deliver\w*|reach\w*|sen[dt]|forward\w*|relay\w*)|"
            r"undeliverable|delivery|deliver\w*|unknown user|invalid (?:user|recipient|address|"
            r"final delivery userid)|no such (?:user|address)|failed recipients?|not (?:a )?(?:valid|"
            r"known)|mail(?:box)?|message|e-?mail|"
            r"recipient|user|address(?:ed to(?: email address)?)?)\b[^\n@]{0,80}?(?:to|for|of|:|user|"
            r"recipient|address|mailbox)?[ \t:]*[\s\"'<\[(]*(?:smtp:|"
            r"mailto:)?(?P<address>[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+\w)",
            re.IGNORECASE,
        ),
    ),
    (re.compile(r"[<\"'(](?P<address>[\w.+=-]+@[\w.-]+\w)[>\"')]", re.IGNORECASE),),
)
_DELAY = re.compile(
    r"has been postponed|advisory-only|continue to try|warning message only|has been delayed|"
    r"\bdelayed\b|delay(?:ed)? (?:notification|\d|for)|\(delay\)|not yet been delivered|"
    r"will (?:be retried|continue|keep trying|try again|retry)|still (?:being|trying)|do(?: not|"
    r"n't) need to resend|delivery attempts will continue|temporarily deferred|"
    r"no action is required on your part|"
    r"message is still|could not send message for (?:past|the past|\d+)|queued for later|"
    r"will be (?:re)?tried|zustellung verzögert",
    re.IGNORECASE,
)
_GAVE_UP = re.compile(
    r"failed permanently|permanent (?:fatal )?(?:error|failure)|given up|gave up|giving up|"
    r"returned (?:mail|to sender)|not going to try|delivery (?:has )?failed|cannot be delivered|"
    r"\bfailure\b",
    re.IGNORECASE,
)


# Characters of a notice that are read, and addresses that are believed.
MOST = 40_000
MOST_ADDRESSES = 200


def notice_text(letter: Letter) -> str:
    """What the mail server wrote itself, without the message it returned."""
    texts = [part.text for part in letter.own_parts if part.kind == "text/plain" and not part.attached]
    if not any(text.strip() for text in texts):
        texts = [text_of_html(part.text) for part in letter.own_parts if part.kind == "text/html"]
    if not any(text.strip() for text in texts):
        texts = [
            part.text for part in letter.own_parts[:2] if not part.kind.startswith(("image/", "application/"))
        ]
    return before_original("\n".join(texts)[:MOST])


def before_original(text: str) -> str:
    """The text up to the returned message."""
    ends = [
        match.start()
        for pattern in (_ORIGINAL, _RETURN_CUE)
        if (match := pattern.search(text)) and text[: match.start()].strip()
    ]
    return text[: min(ends)] if ends else text


def original_text(letter: Letter) -> str:
    """Headers of the returned message, from an attached part or from below the notice."""
    for part in letter.parts:
        if part.kind in ("message/rfc822-headers", "text/rfc822-headers", "message/rfc822"):
            return part.text
    texts = "\n".join(part.text for part in letter.own_parts if part.kind.startswith("text/"))
    return texts[len(before_original(texts)) :]


def recipients_of(letter: Letter, notice: str, *, ours: frozenset[str]) -> list[Failure]:
    """Failed addresses in the notice, each with the words that stand beside it. `ours` are never among them."""
    places = _places(notice, ours)[:MOST_ADDRESSES]
    if not places:
        places = [(0, address) for address in _elsewhere(letter, notice, ours)]
    places = _meant(places, notice)
    lines = notice.split("\n")
    single = len({address for _, address in places}) == 1
    delayed = bool(_DELAY.search(f"{letter.subject}\n{notice}")) and not _GAVE_UP.search(
        f"{letter.subject}\n{notice}"
    )
    blocks: dict[str, str] = {}
    for number, (line, address) in enumerate(places):
        end = places[number + 1][0] if number + 1 < len(places) else len(lines)
        block = notice if single else "\n".join(lines[line : max(end, line + 1)])
        blocks[address] = block if single else f"{blocks.get(address, '')}\n{block}".strip()
    subject = letter.subject if single else ""
    found = []
    for address, block in blocks.items():
        words = block.replace(address, "<>")
        one = failure(address=address, words=words, action="delayed" if delayed else "failed")
        if one.reason == "unknown":
            one = failure(address=address, words=f"{words}\n{notice}\n{subject}", action=one.action)
        found.append(one)
    return found


# Words that say which of several addresses the notice is about.
_ADDRESSED = re.compile(
    r"(?:message was addressed|mail was addressed|you (?:tried|were trying) to (?:reach|send to)|addressed to)"
    r"[,:]?\s+[<\"]?(\S+@[\w.-]+\w)",
    re.IGNORECASE,
)


def _meant(places: list[tuple[int, str]], notice: str) -> list[tuple[int, str]]:
    """Of several addresses the one that the notice says it is about; the others are advice."""
    if len({address for _, address in places}) < 2:
        return places
    said = {match[1].lower() for match in _ADDRESSED.finditer(notice)}
    meant = [place for place in places if place[1] in said]
    return meant if len({address for _, address in meant}) == 1 else places


def _places(notice: str, ours: frozenset[str]) -> list[tuple[int, str]]:
    lines = notice.split("\n")
    alone: list[tuple[int, str]] = []
    for number, line in enumerate(lines):
        match = (
            None if re.match(r"\s*(?:>>>|<<<) *(?:rcpt|mail|\d)", line, re.IGNORECASE) else _ALONE.match(line)
        )
        if (
            match
            and _fits(match["address"], ours)
            and not _OTHER.search(line[: match.start("address")])
            and len(match["rest"]) < 200
        ):
            alone.append((number, match["address"].lower().rstrip(".")))
    if alone or not ours:
        return alone
    for patterns in _NAMED:
        named: list[tuple[int, str]] = []
        for match in (match for pattern in patterns for match in pattern.finditer(notice)):
            number = notice.count("\n", 0, match.start("address"))
            start = notice.rfind("\n", 0, match.start("address")) + 1
            if (
                _fits(match["address"], ours)
                and not _OTHER.search(notice[max(start, match.start()) : match.start("address")])
                and not (
                    patterns is _NAMED[-1]
                    and (
                        _MACHINE.match(match["address"])
                        or _OTHER.search(notice[start : match.start("address")])
                    )
                )
            ):
                named.append((number, match["address"].lower().rstrip(".")))
        if named:
            return sorted(named)
    # Nobody else is named: a sender may have written to himself.
    return [place for place in _places(notice, frozenset()) if not _MACHINE.match(place[1])]


_MACHINE = re.compile(
    r"(?:postmaster|mailer-?daemon|no-?reply|abuse|support|help|hostmaster|admin)@", re.IGNORECASE
)


def _fits(address: str, ours: frozenset[str]) -> bool:
    address = address.lower().rstrip(".")
    return bool(ADDRESS.fullmatch(address)) and ".." not in address and address not in ours


def _elsewhere(letter: Letter, notice: str, ours: frozenset[str]) -> list[str]:
    """Addresses that the notice implies: a bare screen name at the sender's domain, or the returned message's To."""
    original = original_text(letter)
    wanted = re.search(
        r"^(?:x-failed-recipients|x-original-to|original-recipient|final-recipient|x-envelope-to|"
        r"x-rcpt-to|to|for)[ \t]*:(.*(?:\n[ \t].*)*)",
        original,
        re.IGNORECASE | re.MULTILINE,
    )
    named = [match[1].lower() for match in ADDRESS.finditer(wanted[1])] if wanted else []
    named = [address for address in dict.fromkeys(named) if address not in ours and ".." not in address]
    bare = re.findall(r"^[ \t]+([A-Za-z0-9][\w.+-]{2,40})[ \t]*$", notice, re.MULTILINE)
    domain = letter.sender[1].rpartition("@")[2]
    if (
        bare
        and domain
        and re.search(r"following recipients?[^\n]*:?[^\n]*\n\s*" + re.escape(bare[0]), notice)
    ):
        return [f"{name.lower()}@{domain}" for name in bare]
    if named:
        return named[:5]
    loose = [match[1].lower() for match in ADDRESS.finditer(notice)]
    return [
        address
        for address in dict.fromkeys(loose)
        if address not in ours and ".." not in address and not _OTHER.search(address)
    ][:1]
