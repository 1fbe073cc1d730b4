"""A forwarded mail: who wrote it at first, what it was about, and their words. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

_FROM = (
    "from|von|de|da|van|från|fra|lähettäjä|od|feladó|gönderen|od kogo|nadawca|от|差出人|发件人|de la|expéditeur|"
    "remitente|mittente"
)
_OTHERS = (
    "date|sent|to|cc|subject|reply-to|datum|gesendet|an|betreff|envoyé|envoyé le|à|objet|fecha|enviado|enviado el|para|"
    "asunto|data|inviato|a|oggetto|enviada|assunto|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne|lähetetty|"
    "vastaanottaja|aihe|wysłano|do|temat|data wysłania|odesláno|komu|předmět|küldve|címzett|tárgy|дата|кому|тема|"
    "送信日時|宛先|件名|发送时间|收件人|主题|tarih|kime|konu|répondre à|antwort an|"
    "responder a|importance|priorité|wichtigkeit|organi[sz]ation|bcc|kopie|kopie \\(cc\\)|copie|cco|copia"
)
_FIELD: Final = re.compile(
    rf"^[\s>*_]*(?P<name>{_FROM}|{_OTHERS})\s*[*_]*\s*[:：]\s*[*_]*\s*(?P<value>.*?)\s*$", re.IGNORECASE
)
_IS_FROM: Final = re.compile(rf"^({_FROM})$", re.IGNORECASE)
_IS_SUBJECT: Final = re.compile(
    r"^(subject|betreff|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|aihe|temat|předmět|tárgy|"
    r"тема|件名|主题|konu)$",
    re.IGNORECASE,
)
_IS_DATE: Final = re.compile(
    r"^(date|sent|datum|gesendet|envoyé|envoyé le|fecha|enviado|enviado el|data|inviato|enviada|verzonden|"
    r"skickat|sendt|"
    r"lähetetty|wysłano|дата|送信日時|发送时间|tarih)$",
    re.IGNORECASE,
)
_IS_REPLY_TO: Final = re.compile(r"^(reply-to|répondre à|antwort an|responder a)$", re.IGNORECASE)
_MARK: Final = re.compile(
    r"^[\s>*]*[-_=]{2,}\s*(forwarded|weitergeleitete|original|ursprüngliche|"
    r"message (transféré|d'origine|original)|"
    r"mensaje (reenviado|original)|messaggio (inoltrato|originale)|mensagem (encaminhada|original)|"
    r"doorgestuurd|oorspronkelijk|"
    r"vidarebefordrat|videresendt|videre|edelleen|przekazan|oryginaln|přeposlan|továbbított|пересыл|пересланное|転送|转发|iletilen)",
    re.IGNORECASE,
)
_BEGIN: Final = re.compile(
    r"^[\s>]*(begin forwarded message|anfang der weitergeleiteten|début du message (transféré|réexpédié)|"
    r"inicio del mensaje reenviado|"
    r"inizio messaggio inoltrato|início da mensagem (encaminhada|reencaminhada)|"
    r"begin doorgestuurd bericht|vidarebefordrat brev)",
    re.IGNORECASE,
)
_SUBJECT: Final = re.compile(
    r"^\s*(fwd?|wg|tr|rv|i|enc|doorst|vb|vs|pd|továbbítás|ilt|转发|転送)\s*:\s*", re.IGNORECASE
)
_ANSWERS: Final = re.compile(
    r"^\s*(re|aw|antw|antwort|sv|svar|odp|ynt|rif|res|ref|atb|bls|ответ|отв|答复|回复)\s*(\[\d+\])?\s*[:：]",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(
    r"(?<![\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]{1,200}@[\w-]+(?:\.[\w-]+)+"
)
_MOST: Final = 300
_LONGEST_WRITER: Final = 1000
# One provider writes the whole head into one line.
_ONE_LINE: Final = re.compile(
    r"^([ >]*-{3,10} ?Forwarded message ?-{3,10}) ?From: ([^:\n]{1,150}?)\s*To: ([^:\n]{1,150}?)\s*"
    r"Sent: (.{1,80}?)\s*Subject: (.*)$",
    re.MULTILINE,
)
_ON_BEHALF: Final = re.compile(
    r"\s(?:im auftrag von|on behalf of|de la part de|en nombre de)\s+(.+)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Forward:
    """A forwarded mail. ``above`` is what the one who forwarded it wrote."""

    name: str
    mail: str
    reply_to: str
    subject: str
    date: str
    text: str
    above: str


def is_forwarded(subject: str, text: str) -> bool:
    """Does the subject or a line say so?"""
    return bool(_SUBJECT.match(subject)) or any(
        _MARK.match(line) or _BEGIN.match(line) for line in text.splitlines()[:_MOST]
    )


def unwrap(text: str, *, deepest: int = 3) -> Forward | None:
    """The first writer: of a mail that was forwarded twice, the one furthest down."""
    found = _one(_ONE_LINE.sub(r"\1\nFrom: \2\nTo: \3\nSent: \4\nSubject: \5\n", text))
    for _ in range(deepest):
        if found is None:
            return None
        # Some programs draw no line above what they pass on: then its subject tells.
        again = _one(found.text) if is_forwarded(found.subject, found.text) else None
        if again is None or not again.mail:
            break
        found = Forward(
            again.name, again.mail, again.reply_to, again.subject, again.date, again.text, found.above
        )
    return found


def is_answer(subject: str) -> bool:
    """Does the subject say that this answers something?"""
    return bool(_ANSWERS.match(subject))


def passed_on(text: str, *, ours: Callable[[str], bool], deepest: int = 5) -> Forward | None:
    """The nearest writer below who is none of ``ours``, in a mail that nothing calls forwarded.

    Some programs draw nothing above what they pass on, and people take the mark out of the subject.
    """
    found = _one(text)
    above = found.above if found else ""
    for _ in range(deepest):
        if found is None or not found.mail:
            return None
        if not ours(found.mail):
            return replace(found, above=above)
        found = _one(found.text)
    return None


def names_writer(label: str) -> bool:
    """Is it the label of whoever wrote, in any language?"""
    return bool(_IS_FROM.match(label.strip()))


def names_subject(label: str) -> bool:
    """Is it the label of what a mail is about?"""
    return bool(_IS_SUBJECT.match(label.strip()))


def writer_of(text: str) -> tuple[str, str]:
    """Name and address of ``Maria Lopez <maria@…>`` in the writing of any program."""
    text = text[:_LONGEST_WRITER]
    address = _ADDRESS.search(text)
    behalf = _ON_BEHALF.search(text)
    name = behalf.group(1) if behalf else text
    name = re.sub(r"[\[<(]?(mailto:)?[\w.!#$%&'*+/=?^`{|}~-]+@\S+[\]>)]?", "", name)
    name = re.sub(r"\s+via\s.*$", "", name, flags=re.IGNORECASE).strip(" \"'<>[]()*;,")
    return name, address.group(0).rstrip(".").lower() if address else ""


def _one(text: str) -> Forward | None:
    lines = text.replace("\u200e", "").replace("\u200f", "").replace("\xa0", " ").splitlines()
    for number, line in enumerate(lines[:_MOST]):
        told = _FIELD.match(line)
        if told and _IS_FROM.match(told.group("name")):
            # Where the head begins with the subject or the date.
            start = number
            while start and _FIELD.match(lines[start - 1]):
                start -= 1
            block, end = _block(lines, start)
            if len(block) >= 2:
                return _forward(lines, start, end, block)
    return None


def _block(lines: list[str], start: int) -> tuple[dict[str, str], int]:
    """The fields of a header block and the line after it. A value may be folded, blank lines may lie between."""
    block: dict[str, str] = {}
    last = ""
    number = start
    while number < min(len(lines), start + 25):
        line = lines[number]
        told = _FIELD.match(line)
        if told:
            last = told.group("name").casefold()
            if last in block:
                break
            block[last] = told.group("value")
        elif not line.strip(" >\t"):
            after = next((one for one in lines[number + 1 : number + 2] if one.strip(" >\t")), "")
            if len(block) >= 2 and not _FIELD.match(after):
                break
        elif (last and not block[last]) or (last and line[:1] in " \t"):
            block[last] = f"{block[last]} {line.strip()}".strip()
        elif len(block) >= 2 and _IS_SUBJECT.match(last):
            # A long subject runs on in the next line.
            block[last] = f"{block[last]} {line.strip()}".strip()
        else:
            break
        number += 1
    return block, number


def _forward(lines: list[str], start: int, end: int, block: dict[str, str]) -> Forward:
    def one(pattern: re.Pattern[str]) -> str:
        return next((value for name, value in block.items() if pattern.match(name)), "")

    name, address = writer_of(one(_IS_FROM))
    above = "\n".join(
        line for line in lines[:start] if not _MARK.match(line) and not _BEGIN.match(line)
    ).strip()
    body = lines[end:]
    if all(line.lstrip().startswith(">") or not line.strip() for line in body):
        body = [re.sub(r"^\s*>\s?", "", line) for line in body]
    reply_to = _ADDRESS.search(one(_IS_REPLY_TO))
    return Forward(
        name, address, reply_to.group(0).lower() if reply_to else "",
        one(_IS_SUBJECT), one(_IS_DATE), "\n".join(body).strip(), above,
    )  # fmt: skip
