"""Where a mail's own words end and its signature, device tag line, disclaimer or list footer begins."""

from __future__ import annotations

import re

_DELIMITER = re.compile(
    r"^\s*(?:--\s*|—\s*|–\s*|_{2,}\s*|\*{3,}\s*|#{3,}\s*|~{3,}\s*|={3,}\s*|\+{3,}\s*|-{3,}\s*|ᐧ\s*)$"
)
_DASHED_NAME = re.compile(r"^(?:-|-- ?)[A-ZÀ-ÖØ-ÞŁŚŻŹĆ][\w.']+(?: [\w.'-]+){0,3}$")
_SIG_DASHES = re.compile(r"^\s*(?:--|—|–)\s*$|^-- ?$")
_DEVICE = re.compile(
    r"^\W*(?:(?:sent|send|posted|written) (?:from|via|with|using|by) (?:my |a |the |an )?\S|"
    r"sent with|get outlook for|get (?:the )?\S+ (?:app )?for (?:ios|android)|gesendet (?:von|mit|"
    r"über)|von meinem? .{2,40} gesendet|(?:diese nachricht wurde )?von (?:meinem|"
    r"unterwegs)\b.{0,40}gesendet|envoyé (?:de|depuis|à partir)|envoye de|"
    r"enviado desde|enviado (?:do|a partir|com|pelo)|inviato da|verzonden (?:vanaf|met|via|"
    r"met behulp)|verstuurd (?:vanaf|met|via)|wysłan[eo] z|skickat från|sendt fra|lähetetty|"
    r"отправлено с|надіслано з|von meinem|iphone から|(?:iphone|ipad|スマホ|スマートフォン|android)\S{0,6}から送信|"
    r"(?:从|发自)我的|发自|iPhoneから送信|obter o outlook|outlook für|télécharg\w+ outlook|"
    r"typed (?:on|with) |pardon (?:my|the|any) (?:brevity|typos)|please excuse (?:my |the |"
    r"any )?(?:brevity|typos|spelling))",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"(?:this (?:e-?mail|message|communication|transmission|electronic)\b.{0,120}(?:confidential|"
    r"privileged|intended|proprietary|property of)|confidentiality (?:notice|note|statement)|"
    r"(?:e-?mail )?disclaimer|(?:if you are|if you're) not (?:the|an) (?:intended|named|addressee)|"
    r"please consider the environment|think before you print|"
    r"the information (?:contained )?in this|diese (?:e-?mail|nachricht)\b.{0,120}(?:vertraulich|"
    r"bestimmt|geschützt)|der inhalt dieser e-?mail|ce (?:message|courriel|"
    r"mail)\b.{0,120}(?:confidentiel|destin)|este (?:mensaje|correo|e-?mail|"
    r"mensagem)\b.{0,120}(?:confidencia|destin|dirig)|esta mensagem\b.{0,120}(?:confidencia|"
    r"destin)|"
    r"le informazioni (?:contenute|trasmesse)|questo messaggio\b.{0,120}(?:riservat|destin|"
    r"confiden)|questa e-?mail\b.{0,120}(?:riservat|destin)|"
    r"dit (?:e-?mail)?bericht\b.{0,120}(?:vertrouwelijk|bestemd)|"
    r"deze e-?mail\b.{0,120}(?:vertrouwelijk|bestemd)|(?:niniejsza|ta) wiadomość\b.{0,120}(?:poufn|"
    r"przeznacz)|treść (?:tej|niniejszej) wiadomości|"
    r"本メール(?:は|に|の|および).{0,60}(?:機密|秘密|宛先|受信)|このメール(?:は|には|の).{0,60}(?:機密|秘密|宛先)|"
    r"registered (?:office|in england)|company (?:number|no\.?)|handelsregister|amtsgericht|"
    r"geschäftsführer|geschäftsführung:|virus-free|virenfrei|avast|scanned (?:by|for)|"
    r"to unsubscribe|unsubscribe|mailing list\b)",
    re.IGNORECASE | re.DOTALL,
)
# One of these is in every such sentence.
_DISCLAIMER_STEMS = (
    "confiden", "privileged", "intended", "proprietary", "property of", "disclaimer", "named", "addressee",
    "consider the environment", "think before", "the information", "vertraulich", "bestimmt", "geschützt",
    "der inhalt dieser", "destin", "dirig", "le informazioni", "riservat", "vertrouwelijk", "bestemd", "poufn",
    "przeznacz", "wiadomości", "機密", "秘密", "宛先", "受信", "registered", "company n", "handelsregister",
    "amtsgericht", "geschäftsführ", "virus-free", "virenfrei", "avast", "scanned", "unsubscribe", "mailing list",
)  # fmt: skip
_LIST_FOOTER = re.compile(
    r"^\s*(?:\S+ mailing list\s*$|https?://\S*(?:mailman|listinfo|lists?)\S*|to unsubscribe|"
    r"reply to this (?:e-?mail|message) directly|visit (?:the )?topic|view this message in context|"
    r"sent from the .{3,80}(?:mailing list|archive)|if you reply to this email, your message will|"
    r"do you yahoo!?|you received this message because|you are receiving this because)",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:\+?\(?\d[\d\s().\-/]{6,}\d)|[\w.+-]+@[\w-]+\.[\w.-]+|\bwww\.|https?://|\b(?:tel|phone|"
    r"mobile|mob|cell|fax|office|direct|tél|móvil|telefon|handy|mobil|telefoon|telefono|電話|"
    r"携帯)\b\s*[.:/]?",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\b(?:owner|founder|co-founder|ceo|cto|cfo|coo|president|vp|vice president|director|manager|"
    r"head of|lead|engineer|consultant|partner|sales|marketing|operations|assistant|officer|"
    r"coordinator|supervisor|buyer|purchas\w+|procurement|fleet|plant|geschäftsführ\w+|leiter\w*|"
    r"leitung|inhaber\w*|vertrieb|einkauf|"
    r"gérant\w*|gérance|directeur|directrice|responsable|achats|direction|gerencia|gerente|"
    r"directora?|compras|jefe|jefa|titolare|direttore|direttrice|ufficio|acquisti|responsabile|"
    r"directie|eigenaar|inkoop|hoofd|bedrijfsleider|gerência|diretora?|compras|sócio|właściciel\w*|"
    r"dyrektor|kierownik|prezes|zakupy|部長|課長|社長|代表|担当|株式会社|有限会社)\b",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^\W{0,3}(?:(?:best|kind|warm|warmest|kindest|with kind|many|with best)?\s*(?:regards|wishes|"
    r"thanks)|best|cheers|thanks(?: again| a lot| so much)?|thank you(?: again| very much|"
    r" in advance)?|many thanks|sincerely|yours(?: \w+)?|take care|talk soon|all the best|rgds|br|"
    r"thx|ta|cordially|respectfully|have a (?:good|great|nice) \w+|"
    r"mit (?:freundlichen|besten|herzlichen|lieben|schönen|vielen) \w+|mit freundlichem gruß|"
    r"(?:freundliche|beste|viele|liebe|herzliche|schöne) grüße?(?: aus \w+)?|viele grüsse|gruß|"
    r"grüße|mfg|lg|vg|besten dank|danke|vielen dank|cordialement|bien (?:à vous|cordialement)|"
    r"salutations|sincères salutations|cdlt|bonne (?:journée|réception)|meilleures salutations|"
    r"merci|"
    r"(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|gracias|muchas gracias|un abrazo|"
    r"cordiali saluti|distinti saluti|saluti|un saluto|grazie|a presto|met (?:vriendelijke|"
    r"hartelijke) groet(?:en)?|(?:vriendelijke|hartelijke|beste) groet(?:en)?|groet(?:en|jes)?|mvg|"
    r"bedankt|alvast bedankt|"
    r"(?:com os )?(?:melhores )?cumprimentos|atenciosamente|att|abraços?|obrigad[oa]|"
    r"(?:z )?pozdrawiam|pozdrowienia|z poważaniem|serdecznie|dziękuję|med venlig hilsen|hilsen|mvh|"
    r"vänliga hälsningar|hälsningar|よろしくお願い.{0,10}|以上)\s*[,.!;:。]?\s*$",
    re.IGNORECASE,
)


def without_signature(lines: list[str], *, sender_name: str = "") -> tuple[list[str], list[str]]:
    """The lines without signature, and the signature. The name under a closing stays: it belongs to the words."""
    cut = len(lines)
    for number, line in enumerate(lines):
        if _cuts_here(lines, number, line):
            cut = number
            break
    kept, signature = list(lines[:cut]), list(lines[cut:])
    while kept and not kept[-1].strip():
        kept.pop()
    kept, more = _without_contact_block(kept, sender_name)
    signature = more + signature
    while kept and (not kept[-1].strip() or _DELIMITER.match(kept[-1])):
        signature.insert(0, kept.pop())
    return kept, signature


def _cuts_here(lines: list[str], number: int, line: str) -> bool:
    if not line.strip():
        return False
    if _SIG_DASHES.match(line):
        return number > 0 or len(lines) < 15
    if _DELIMITER.match(line):
        rest = [one for one in lines[number + 1 :] if one.strip()]
        below = " ".join(rest[:6])
        return (
            not rest
            or all(_DELIMITER.match(one) for one in rest)
            or bool(
                len(rest) <= 12
                and number > 0
                and (
                    _LIST_FOOTER.match(rest[0])
                    or _disclaims(below)
                    or len(rest) <= 2
                    or (_CONTACT.search(below) and len(rest) <= 8 and max(map(len, rest)) < 80)
                )
            )
        )
    if _DEVICE.match(line) and len(line) < 120:
        return number > 0 and _short_tail(lines, number + 1)
    if len(line) < 80 and _DASHED_NAME.match(line) and number > 0 and not lines[number - 1].strip():
        # "-Maria" below the text. A dash and a space is a list, and so is a second such line.
        rest = [one for one in lines[number + 1 :] if one.strip()]
        listed = any(re.match(r"^\s*-+\s?\w", one) for one in (*lines[:number], *rest) if one.strip())
        return not listed and len(rest) <= 8
    if _LIST_FOOTER.match(line):
        return number > 0 and len([one for one in lines[number + 1 :] if one.strip()]) < 12
    if (
        number > 0
        and not lines[number - 1].strip()
        and _disclaims(" ".join(lines[number : number + 4])[:400])
    ):
        # A paragraph of legal words at the end; a person who asks to be unsubscribed says it first or briefly.
        paragraph = " ".join(one for one in lines[number:] if one.strip())
        return (
            bool(_disclaims(lines[number] + " " + (lines[number + 1] if number + 1 < len(lines) else "")))
            and len(paragraph) > 80
            and not re.search(
                r"\b(?:please|bitte|pls) (?:unsubscribe|remove)|\b(?:i|me|my|ich|mich|je|mi|ik|mij)\b",
                paragraph[:200],
                re.IGNORECASE,
            )
        )
    return False


def _disclaims(text: str) -> bool:
    said = text.lower()
    return any(stem in said for stem in _DISCLAIMER_STEMS) and bool(_DISCLAIMER.search(text))


def _short_tail(lines: list[str], start: int) -> bool:
    rest = [line for line in lines[start:] if line.strip()]
    return len(rest) <= 6 or all(_CONTACT.search(line) or len(line) < 60 for line in rest[:10])


def _without_contact_block(lines: list[str], sender_name: str) -> tuple[list[str], list[str]]:
    """Cut the last paragraphs that are a business card: short lines with a number, an address or a title."""
    paragraphs = _paragraphs(lines)
    closed = next(
        (start for start, end in paragraphs for line in lines[start:end] if CLOSING.match(line)), None
    )
    cut = len(lines)
    for start, end in reversed(paragraphs):
        if start == 0 or not _is_card(
            lines, start, end, sender_name, after_closing=closed is not None and closed < start
        ):
            break
        cut = start
    if cut < len(lines):
        return lines[:cut], lines[cut:]
    inside = _card_below_closing(lines)
    return (lines[:inside], lines[inside:]) if inside is not None else (lines, [])


def _paragraphs(lines: list[str]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start: int | None = None
    for number, line in enumerate([*lines, ""]):
        if line.strip():
            start = number if start is None else start
        elif start is not None:
            found.append((start, number))
            start = None
    return found


def _is_card(lines: list[str], start: int, end: int, sender_name: str, *, after_closing: bool) -> bool:
    block = [line.strip() for line in lines[start:end]]
    if (
        len(block) > 12
        or any(len(line) > 110 for line in block)
        or any(CLOSING.match(line) for line in block)
    ):
        return False
    text = " ".join(block)
    prose = any(
        re.search(r"[.!?。]$", line) and len(line.split()) > 5 and not _CONTACT.search(line) for line in block
    )
    if prose or text.endswith("?") or any(re.match(r"^(?:[-*•]|\d+[.)])\s", line) for line in block):
        return False
    contacts = sum(1 for line in block if _CONTACT.search(line))
    named = bool(sender_name) and _same_name(block[0], sender_name)
    titled = bool(_TITLE.search(text))
    if named and (
        len(block) > 1 or re.search(r"[,|·–/]", block[0]) or _said_before(lines, start, sender_name)
    ):
        return True
    if contacts >= 2 and max(len(line.split()) for line in block) <= 12:
        return True
    if contacts >= 1 and (titled or after_closing) and len(block) >= 2:
        return True
    if sender_name and re.search(r"株式会社|有限会社|合同会社|TEL|Tel", text) and contacts:
        return True
    return after_closing and titled and len(block) >= 2 and max(len(line.split()) for line in block) <= 8


def _card_below_closing(lines: list[str]) -> int | None:
    """A card that follows the closing and the name without a blank line between."""
    closing = next((number for number in range(len(lines) - 1, -1, -1) if CLOSING.match(lines[number])), None)
    if closing is None:
        return None
    tail = [number for number in range(closing + 1, len(lines)) if lines[number].strip()]
    if len(tail) < 2 or len(tail) > 12 or any(len(lines[number]) > 110 for number in tail):
        return None
    rest = [lines[number] for number in tail[1:]]
    contacts = sum(1 for line in rest if _CONTACT.search(line))
    if contacts or _TITLE.search(" ".join(rest)):
        return tail[1]
    return None


def _same_name(line: str, sender_name: str) -> bool:
    said = re.sub(r"\W+", " ", line).lower().split()
    wanted = [word for word in re.sub(r"\W+", " ", sender_name).lower().split() if len(word) > 1]
    return bool(wanted) and said[: len(wanted)] == wanted and len(line) < 90


def _said_before(lines: list[str], start: int, sender_name: str) -> bool:
    first = re.sub(r"\W+", " ", sender_name).lower().split()[:1]
    above = [line.strip().lower() for line in lines[:start] if line.strip()]
    return bool(first and above and first[0] in above[-1].split() and len(above[-1].split()) <= 4)


def is_disclaimer(line: str) -> bool:
    """Is this line small print: a disclaimer, a registration, a request to save paper?"""
    return bool(_DISCLAIMER.search(line))


def is_title(line: str) -> bool:
    """Does this line name what somebody is in a firm?"""
    return bool(_TITLE.search(line)) and len(line.split()) <= 10
