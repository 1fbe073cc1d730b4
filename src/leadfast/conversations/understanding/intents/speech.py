"""What a person says between the greeting and the name: courtesies decide nothing."""

from __future__ import annotations

import re

from leadfast.conversations.understanding.signing import CLOSING

_GREETING = re.compile(
    r"^\W*(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|to whom it may "
    r"concern|hallo|moin|servus|"
    r"guten (?:tag|morgen|abend)|grüß gott|sehr geehrte\w*|liebe[rs]?|bonjour|bonsoir|salut|"
    r"chère?s?|madame|monsieur|hola|"
    r"buen[oa]s (?:días|tardes|noches)|buen día|estimad[oa]s?|querid[oa]|buongiorno|buonasera|"
    r"salve|ciao|gentil\w*|egregi\w*|"
    r"spett\w*|beste|geachte|goede(?:morgen|middag|navond)|dag|hoi|olá|bom dia|boa (?:tarde|"
    r"noite)|car[oa]s?|prezad[oa]s?|"
    r"exm[oa]s?\.?|dzień dobry|witam|cześć|szanown\w+|hej)\b[^,.!?:;\n]{0,40}(?:[,.!:;]|\n|$)\s*|"
    r"(?!(?:no|yes|ok|okay|sure|sorry|thanks|nein|ja|nee|non|oui|sí|si|não|sim|nie|tak|danke|merci|gracias|grazie|obrigad|"
    r"perfe\w+|parfait|great|fine|\w+day|\w+tag|lun\w+|mar\w+|mer\w+|jeu\w+|ven\w+|unfortunately|leider|actually|honestly)\b)"
    r"(?-i:[A-ZÀ-ÝŁŚŻ])[\w'-]+[,:]\s*\n?)",
    re.IGNORECASE,
)
_NAME_LINE = re.compile(
    r"^\W*(?:(?-i:[A-ZÀ-ÝŁŚŻŹĆ])[\w'’.-]*\s*){1,4}(?:\bx+)?$|^\W*\w{1,2}$|^[\u3040-\u9fff]{1,8}$",
    re.IGNORECASE,
)
_SALUTED_JA = re.compile(r"^[^\n。]{1,20}(?:様|さん|御中|殿)\s*\n")


def between(words: str) -> str:
    """The words without greeting, closing and the name below."""
    text = _SALUTED_JA.sub("", words.strip())
    for _ in range(2):
        match = _GREETING.match(text)
        if match is None or match.end() >= len(text):
            break
        text = text[match.end() :].lstrip()
    lines = text.split("\n")
    for number in range(len(lines) - 1, 0, -1):
        if CLOSING.match(lines[number]):
            lines = lines[:number]
            break
    while len(lines) > 1 and (not lines[-1].strip() or _NAME_LINE.match(lines[-1].strip())):
        lines.pop()
    said = "\n".join(lines).strip()
    return said or words.strip()
