# ruff: noqa: E501  # a phrase table is read line by line
"""The last new words of a conversation, as a finding quotes them. Pure."""

import re

QUOTE_LENGTH = 240
# Alone on its line, before and behind what a mail says.
_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|liebe[rs]?|guten (?:tag|morgen)|sehr geehrte[rs]?|moin|bonjour|ch[eè]re?|madame|monsieur|hola|estimad[oa]s?|buenos d[ií]as|ciao|gentile|buongiorno|ol[áa]|prezad[oa]s?|beste|geachte)\b[^.?!\n]{0,60}[,!.:]?",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"(?:(?:with )?(?:kind|best|warm|many)? ?(?:regards|wishes|greetings|thanks)|best|cheers|thanks(?: again| in advance)?|thank you|sincerely|yours(?: \w+)?|(?:mit )?(?:freundlichen|besten|viele|herzliche|liebe) gr(?:ü|ue)(?:ß|ss)en?|mfg|vg|lg|cordialement|(?:bien )?à vous|un saludo|saludos(?: cordiales)?|cordiali saluti|(?:com os )?(?:melhores )?cumprimentos|met vriendelijke groet(?:en)?|mvg|groeten)\b[,.! ]*",
    re.IGNORECASE,
)


def quote(words: str) -> str:
    """What was said, without the "Hello" before it and the "Kind regards" behind it."""
    line = " ".join(_only(words).split())
    return line if len(line) <= QUOTE_LENGTH else line[: QUOTE_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def _only(words: str) -> str:
    lines = [line.strip() for line in words.strip().splitlines()]
    first = next((at for at, line in enumerate(lines) if line), 0)
    if _GREETING.fullmatch(lines[first]) and any(lines[first + 1 :]):
        lines = lines[first + 1 :]
    ends = next((at for at, line in enumerate(lines) if at and _SIGN_OFF.fullmatch(line)), len(lines))
    # Whoever says so little that nothing is left is quoted whole.
    return "\n".join(lines[:ends]) if any(lines[:ends]) else words
