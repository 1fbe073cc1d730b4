"""Where the words of somebody else begin: attribution lines, header blocks, delimiters and quote marks.

One table of words per kind and language; no client is recognised by name. Lines are numbered from 0; every finder
returns the first line of the quote and the first line after what announces it, or None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from leadfast.conversations.understanding.literals import Sought

# "On … wrote:" in the languages of mail clients, as the verb that ends or carries the line.
_VERBS = (
    r"wrote|writes|schrieb|schrieben|geschrieben|a écrit|écrivait|écrit|escribi[óo]|escreveu|"
    r"ha scritto|scrive|schreef|geschreven|napisał(?:\(a\))?|napisała?|pisze|napsal(?:\(a\))?|"
    r"skrev|kirjoitti|írta|yazdı|a scris|написал(?:\(а\))?|написала|"
    r"пишет|пише|写道|寫道|写道|のメール|のメッセージ|(?:が|は)?書きました|"
    r"님이 작성|đã viết|έγραψε|כתב|كتب|a redactat|rašė|"
    r"rakstīja|kirjutas|je napisao|napísal|menulis"
)
# Beginnings of those verbs: a line without any of them is no attribution, which a plain search finds fast.
_VERB_STEMS = (
    "wrote", "writes", "schrieb", "écri", "escribi", "escreveu", "scritto", "scrive", "schreef", "geschreven",
    "napisa", "pisze", "napsal", "skrev", "kirjoitti", "írta", "yazdı", "a scris", "напис", "пиш", "写道", "寫道",
    "のメール", "のメッセージ", "書きました", "작성", "đã viết", "έγραψε", "כתב", "كتب", "redactat", "rašė", "rakstīja",
    "kirjutas", "napísal", "menulis",
)  # fmt: skip
_STARTS = (
    r"on|am|le|el|il|op|em|no dia|em data de|w dniu|dnia|den|d\.|på|ke|pe|ti|la|ma|to|su|lø|om|dne|"
    r"pada|vào|tarih(?:inde)?|в|on date|il giorno|em \w+|a|2|date|"
    r"mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|gio|ven|sab|dom|mo|di|mi|do|fr|sa|so"
)
_DATEISH = (
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}:\d{2}|\d{1,2}\.\d{2}|\d{4}年|\b(?:19|20)\d\d\b|"
    r"\d{1,2}月)"
)
_ADDRESS = r"(?:<[^<>\s]*@[^<>]*>|[\w.+-]+@[\w.-]+|mailto:)"
_ENDS_IN_VERB = re.compile(
    rf"(?:{_VERBS})(?:\s*\[[^\]]*\])?\s*:?\s*-*\s*$|(?:{_VERBS})\s*[:：]|"
    rf"(?:{_VERBS})\b.{{0,60}}(?:\d{{1,2}}[:.]\d{{2}}|uhr|20\d\d)\s*(?:uhr)?\s*\)?\s*:\s*$|"
    rf"(?:{_VERBS})\s[^:]{{2,120}}:\s*$|het volgende geschreven\s*:",
    re.IGNORECASE,
)
_ATTRIBUTION = re.compile(
    rf"^[\s>*_\"'-]*(?:(?:{_STARTS})\b|\d|\w{{2,12}}\.?,?\s+\d|[\"“'<]?[^\s].{{0,80}}?{_ADDRESS}|在)",
    re.IGNORECASE,
)
# How most of them end: enough to know without the expression above.
_USUAL_ENDS = (
    " wrote:",
    " schrieb:",
    " a écrit :",
    " escribió:",
    " ha scritto:",
    " schreef:",
    " escreveu:",
    " skrev:",
)
_MARKS = re.compile(r"^[-\s>*]+")
_OPENS = re.compile(r"^(?:on|am|le|el|il|op|em)\b.{0,60}\d", re.IGNORECASE)
_LOTUS_TO = re.compile(r"^(?:to|an|para|à):\s", re.IGNORECASE)
_LOTUS_MORE = re.compile(r"^(?:cc|subject|betreff|objet|asunto):", re.IGNORECASE)
_DATE = re.compile(_DATEISH)
_ADDR = re.compile(_ADDRESS)
_NAME_WROTE = re.compile(
    r"^[ >]*[\"“]?[A-ZÀ-Ý][^\n:]{1,80}\s(?:<[^<>]*@[^<>]*>|\[[^\]]*@[^\]]*\]|\([^()]*@[^()]*\)|"
    r"[\w.+-]+@[\w.-]+)\s*(?:wrote|writes|schrieb|schreef|a écrit|escribió|ha scritto|escreveu|"
    r"napisał\(?a?\)?|skrev)?\s*:\s*$"
)
_GMAIL_ISO = re.compile(r"^[ >]*20\d\d-\d\d-\d\d \d{1,2}:\d\d (?:GMT|UTC)[+-]\d{1,2}:?\d\d\s+\S.{0,100}$")
_DATE_NAME = re.compile(
    r"^[ >]*(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{4}年\d{1,2}月\d{1,2}日(?:\(.\)|"
    r"（.）)?),?\s+\d{1,2}[:.]\d{2},?\s+.{1,80}<[^<>]*@[^<>]*>\s*:\s*$"
)
_GROUPWISE = re.compile(r"^\s*>>> .{3,120}\d{1,2}[:.]\d{2}.{0,20}>>>\s*$")
_LOTUS_ON = re.compile(
    r"^\s*(?:from:\s*)?\"?[A-Z][^\n]{1,100}? on \d{1,2}/\d{1,2}/\d{2,4} \d{1,2}:\d{2}(?::"
    r"\d{2})?\s*(?:[AP]M)?(?: [A-Z]{2,4})?\s*$",
    re.IGNORECASE,
)

_FIELDS = {
    "from": r"from|von|de|da|van|od|fr[åa]n|fra|от|від|发件人|寄件者|寄件人|"
    r"差出人|送信者|보낸사람|보낸 사람|gönderen|kimden|"
    r"lähettäjä|feladó|desde|remitente|expéditeur|mittente|absender|afzender|odesílatel|expeditor|"
    r"message du|from",
    "sent": r"sent|date|gesendet(?: am)?|datum|envoyé(?: le)?|date d'envoi|enviado(?: el| em)?|fecha|data|"
    r"inviato(?: il)?|verzonden(?: op)?|wysłano|data wysłania|skickat|sendt|dato|lähetetty|"
    r"päivämäärä|päiväys|отправлено|дата|发送时间|日期|傳送|送信日時|日時|보낸 날짜|날짜|tarih|gönderilme|elküldve|"
    r"dátum|odesláno|datum|trimis|data e hora|enviada(?: em)?",
    "to": r"to|an|à|a|para|aan|do|till|til|кому|收件人|收件者|宛先|받는사람|받는 사람|kime|vastaanottaja|címzett|komu|"
    r"către|destinataire|destinatario|empfänger|pour|dest",
    "subject": r"subject|betreff|objet|asunto|oggetto|onderwerp|betreft|temat|ämne|emne|aihe|assunto|тема|主题|"
    r"主旨|件名|제목|konu|tárgy|předmět|subiect|sujet|re",
    "cc": r"cc|kopie|copie(?: à)?|copia|kopia|cci|bcc|копия|抄送|副本|reply-to|antwort an|importance|"
    r"priority|attachments?|organization",
}
_FIELD = {
    name: re.compile(rf"^[\s>*_|]*\**(?:{words})\**[  ]*\**[:：]\**(?:\s|\S|$)", re.IGNORECASE)
    for name, words in _FIELDS.items()
}

_DELIMITER = re.compile(
    r"^[\s>*_-]*[-_=*~ ]{2,}\s*(?:original(?: e-?mail)? message|original(?:nachricht|meddelelse)?|"
    r"ursprüngliche (?:nachricht|mail)|original appointment|message (?:d'origine|original)|"
    r"message d’origine|mensaje original|messaggio originale|mensagem original|"
    r"oorspronkelijk bericht|"
    r"wiadomość oryginalna|oryginalna wiadomość|opprinnelig melding|oprindelig meddelelse|"
    r"ursprungligt meddelande|ursprungligt|alkuperäinen viesti|исходное сообщение|"
    r"пересылаемое сообщение|původní (?:zpráva|e-mail)|eredeti üzenet|özgün ileti|original mail|"
    r"原始邮件|原始郵件|原邮件|元のメッセージ|original message|"
    r"forwarded (?:by|message|mail)|forward(?:ed)? message|weitergeleitete nachricht|"
    r"message transféré|mensaje reenviado|messaggio inoltrato|mensagem encaminhada|"
    r"doorgestuurd bericht|przekazana wiadomość|転送|reply message|reply to message|"
    r"replied message)\b.*$",
    re.IGNORECASE,
)
_BEGIN_FORWARD = Sought(
    r"^[\s>*]*(?:begin forwarded message|forwarded message|"
    r"anfang der weitergeleiteten (?:nachricht|e-mail)|début du message (?:réexpédié|transféré)|"
    r"inicio del mensaje reenviado|inizio messaggio inoltrato|início da mensagem (?:encaminhada|"
    r"reenviada)|begin doorgestuurd bericht|początek przekazywanej wiadomości|vidarebefordrat brev|"
    r"start på videresendt)\s*:?\s*$",
    re.IGNORECASE,
)
_REPLY_ABOVE = Sought(
    r"^\W*(?:please )?(?:reply|write|type|responder|répondre|antworten|responda).{0,30}(?:above|"
    r"oberhalb|au-dessus|encima|acima) .{0,30}line",
    re.IGNORECASE,
)
_RULE = re.compile(r"^[\s>]*(?:[-_=*]\s?){10,}\s*$")
QUOTED = re.compile(r"^\s{0,3}(?:[A-Z][A-Za-z]{0,11})?[>›»](?!From )")
_LOTUS_DATE = re.compile(
    r"^\s*\d{1,2}/\d{1,2}/\d{2,4}\s+\d{1,2}:\d{2}(?::\d{2})?\s*(?:[AP]M)?(?: [A-Z]{2,4})?\s*$", re.IGNORECASE
)


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
    if _DELIMITER.match(line) or _BEGIN_FORWARD.match(line) or _REPLY_ABOVE.search(line):
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
        while first > 0 and (_RULE.match(lines[first - 1]) or not lines[first - 1].strip()):
            if _RULE.match(lines[first - 1]):
                first -= 1
                break
            first -= 1
        return QuoteStart(first if _RULE.match(lines[first]) else number, after, "headers")
    after = attribution(lines, number)
    if after is not None:
        bare = _GROUPWISE.match(line) and not _ADDR.search(line)
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
        _GMAIL_ISO.match(first)
        or _NAME_WROTE.match(first)
        or _DATE_NAME.match(first)
        or _GROUPWISE.match(first)
    ):
        return number + 1
    opening = _MARKS.sub("", first)
    if not _ATTRIBUTION.match(opening):
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
            any(stem in said for stem in _VERB_STEMS)
            and (said.endswith(_USUAL_ENDS) or _ENDS_IN_VERB.search(joined))
            and (_DATE.search(joined) or _ADDR.search(joined))
            and _short_enough(joined)
        ):
            return number + extra + 1
    return None


def attribution_opens(piece: str) -> bool:
    """Does a new attribution begin here? Then the lines above were prose."""
    return bool(_OPENS.match(piece))


def _short_enough(joined: str) -> bool:
    # A sentence of prose that ends in "wrote:" has a full stop in it; a date has digits around its dots.
    prose = re.sub(r"\b[\w']{1,8}\.(?=[\s,]|$)|\d\.|<[^>]*>|\S+@\S+", "", joined)
    return len(prose) < 260 and not re.search(r"[a-zà-ÿ]{4,}[.!?]\s+[A-ZÀ-Ý]", prose)


def header_block(lines: list[str], number: int) -> int | None:
    """The line after a block of From/Sent/To/Subject in any known language; None when fewer than three are there."""
    if not _FIELD["from"].match(lines[number]) and not (
        _FIELD["to"].match(lines[number])
        or _FIELD["sent"].match(lines[number])
        or _FIELD["subject"].match(lines[number])
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
            (name for name, pattern in _FIELD.items() if pattern.match(line) and name not in seen), None
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
    opens_with_from = bool(_FIELD["from"].match(lines[number]))
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
        while after < len(lines) and _LOTUS_MORE.match(lines[after].strip()):
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
    if number < len(lines) and _RULE.match(lines[number]):
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
        (index for index, one in enumerate(window) if _LOTUS_TO.match(one + " ")),
        None,
    )
    if has_to is None or not any(
        _LOTUS_MORE.match(one)
        for one in [one.strip() for one in lines[number + 1 + has_to : number + 30 + has_to]]
    ):
        return None
    between = [one for one in window[:has_to] if one]
    dated = (
        _LOTUS_ON.match(line)
        or (bool(window) and _LOTUS_ON.match(f"{line} {window[0]}"))
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
            _LOTUS_DATE.match(directly)
            or (directly.lower().startswith("sent by") and any(_LOTUS_DATE.match(one) for one in between))
        )
    ):
        return number + 2 + has_to
    return None
