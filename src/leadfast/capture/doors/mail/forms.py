"""What somebody filled in: the mails that contact forms of any site builder send, label and answer. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from leadfast.capture.doors.mail import forwards
from leadfast.capture.doors.spreadsheet import cells
from leadfast.capture.doors.spreadsheet.vocabulary import TITLES, bare_key, title_key
from leadfast.capture.rules.found import Found

# What a form may say of somebody; whatever else it asks is kept as words.
_WHO: Final = frozenset({"name", "first_name", "last_name", "company", "mail", "phone", "mobile"})
_TAKEN: Final = _WHO | {"job_title", "website", "city", "country", "note", "value", "deal_title", "source"}
_PAIR: Final = re.compile(
    r"^[\s>*•\-–]*\*{0,2}(?P<label>[^:：\n=|]{1,60}?)\*{0,2}\s*"
    r"(?:[:：]|\s\|\s|\t+|\s=\s|\s[-–]\s)\s*\*{0,2}(?P<answer>.*)$"
)
_LABEL_ALONE: Final = re.compile(r"^[\s>*•]*\*{0,2}(?P<label>[^:：\n@]{1,60}?)\*{0,2}\s*[:：?]?\*{0,2}\s*$")
# Below this the form ends and its sender speaks.
_END: Final = re.compile(
    r"^\s*(--+\s*$|—+\s*$|_{5,}|this e?-?mail was sent from|this (mail|message) is sent (via|from)|"
    r"sent (via|from) (form|your|my)|\(sent via .*\)\s*$|this is a notification that a contact form|"
    r"you('re| are) receiving this|reply directly|manage (your )?(notifications|preferences)|unsubscribe|powered by|©|"
    r"diese e-?mail wurde|cet e-?mail a été|este (mensaje|correo) (se ha|fue)|questa e-?mail è)",
    re.IGNORECASE,
)
# What stands above the answers and is none.
_HEADING: Final = re.compile(
    r"^\s*(sent via form submission|"
    r"(submi\w+ |form |contact |entry )?(information|details|summary|data|answers|submission)\s*:?\s*$)",
    re.IGNORECASE,
)
# Contact Form 7 tells who filled it in like the sender of a mail; below stands this.
_BODY: Final = re.compile(
    r"^(message( body)?|nachricht(entext)?|corps du message|cuerpo del mensaje|corpo (del messaggio|da mensagem)|"
    r"bericht(inhoud)?|tresc wiadomosci|meddelande(text)?)$"
)
_SITE_WORDS: Final = """
form|page|page url|url|ip|ip address|remote ip|user agent|browser|date|time|submitted|submission id|entry id|powered by
referrer|sent from|site|website name|token|from|to|subject
"""
_SITE: Final = frozenset(title_key(word) for word in _SITE_WORDS.replace("\n", "|").split("|"))
_WORDS: Final = re.compile(
    r"\b(message|comment|question|enquiry|inquiry|details|tell us|help|nachricht|anliegen|frage|mensaje|consulta|"
    r"messaggio|richiesta|mensagem)\b"
)


@dataclass(frozen=True, slots=True)
class Form:
    """The answers of a form: by what they are, and the rest under their labels, in order."""

    fields: Mapping[str, str]
    others: Sequence[tuple[str, str]]

    @property
    def says_who(self) -> bool:
        """Enough to be a form and not a mail with a colon in it: two answers that name somebody."""
        ways = {"mail", "phone", "mobile"} & self.fields.keys()
        asked = "note" in self.fields or any(label for label, _ in self.others)
        return bool(ways) and (asked or len(_WHO & self.fields.keys()) >= 2)

    def found(self, *, source: str = "") -> Found:
        """Who filled it in."""
        get = self.fields.get
        name = cells.whole_name(get("name", ""), get("first_name", ""), get("last_name", ""))
        notes = [
            get("deal_title", ""),
            get("note", ""),
            *(f"{label}: {answer}" if label else answer for label, answer in self.others),
        ]
        return Found(
            name=name, company=get("company", ""), mails=cells.mails(get("mail", "")),
            phones=(*cells.phones(get("phone", "")), *cells.phones(get("mobile", ""))), job_title=get("job_title", ""),
            website=get("website", ""), city=get("city", ""), country=get("country", ""),
            value=cells.money(get("value", "")),
            source=source or get("source", ""), note="\n".join(note for note in notes if note),
        )  # fmt: skip


def read(text: str) -> Form:
    """Every label with its answer. Answers run on over lines until the next label."""
    told = list(_pairs(text))
    return of_answers(_as_a_letter(told) or [("", label, answer) for label, answer in told])


def _as_a_letter(told: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """``From: Maria <maria@…>``, ``Subject: …``, ``Message Body: …``: a form that looks like the head of a mail."""
    for at in range(len(told) - 2):
        (writer, by), (subject, about), (body, words) = told[at : at + 3]
        if forwards.names_writer(writer) and forwards.names_subject(subject) and _BODY.match(title_key(body)):
            name, mail = forwards.writer_of(by)
            rest = [("", label, answer) for label, answer in told[at + 3 :]]
            return [
                ("name", "", name),
                ("mail", "", mail),
                ("deal_title", "", about),
                ("note", "", words),
                *rest,
            ]
    return []


def of_answers(told: Iterable[tuple[str, str, str]]) -> Form:
    """What each is where that is known ("mail"; else ""), its label, and its answer."""
    fields: dict[str, str] = {}
    others: list[tuple[str, str]] = []
    for kind, label, answer in told:
        answer = answer.strip()
        key = title_key(label)
        if not answer or cells.says_nothing(answer):
            continue
        field = kind if kind in _TAKEN else _field(key, answer)
        if field and field not in fields:
            if field in _WHO:
                # Whatever runs on below a name or an address is none of it, and is not lost either.
                answer, _, below = answer.partition("\n")
                others += [("", below.strip())] if below.strip() else []
            fields[field] = answer
        elif key not in _SITE and field != "note" and not key.isdigit():
            others.append((label.strip(" *"), answer))
        elif field == "note":
            fields["note"] += f"\n{answer}"
    return Form(fields, others)


def _field(key: str, answer: str) -> str:
    """By the words of the label, then by what the answer is."""
    field = (
        TITLES.get(key)
        or TITLES.get(bare_key(key))
        or TITLES.get(re.sub(r"^(your|ihre?|votre|tu|su|il tuo|seu) ", "", key), "")
    )
    if field in ("mail",) and not cells.mails(answer):
        return ""
    if field in ("phone", "mobile") and not cells.phones(answer):
        return ""
    if field in _TAKEN:
        return field
    if cells.mails(answer) and len(answer) < 100 and re.search(r"mail|correo|courriel", key):
        return "mail"
    if cells.phones(answer) and len(answer) < 30 and re.search(r"phone|tel|mobil|call you|numero", key):
        return "phone"
    if re.search(r"\bname$|^name\b", key) and len(answer.split()) <= 5 and "company" not in key:
        return "name"
    return "note" if _WORDS.search(key) else ""


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    label, answer, blank = "", "", 0
    for line in text.replace("\xa0", " ").splitlines():
        if _HEADING.match(line):
            continue
        if _END.match(line):
            break
        stripped = line.strip()
        pair = _PAIR.match(line)
        if pair and _is_label(pair.group("label"), known=bool(label) and not pair.group("answer").strip()):
            if label:
                yield label, answer
            label, answer, blank = pair.group("label"), pair.group("answer"), 0
        elif (
            (alone := _LABEL_ALONE.match(line))
            and stripped
            and _known(alone.group("label"))
            and (answer or not label)
        ):
            if label:
                yield label, answer
            label, answer, blank = alone.group("label"), "", 0
        elif stripped:
            if label and (not answer or blank == 0 or _runs_on(label)):
                answer = f"{answer}\n{stripped}" if answer else stripped
            elif label:
                yield label, answer
                label, answer = "", ""
            blank = 0
        else:
            blank += 1
    if label:
        yield label, answer


def _known(label: str) -> bool:
    key = title_key(label)
    field = TITLES.get(key) or TITLES.get(bare_key(key)) or ""
    return field in _TAKEN or bool(
        re.fullmatch(r"your (name|e ?mail|message|phone)|comments? or messages?", key)
    )


def _is_label(label: str, *, known: bool) -> bool:
    """A label is short, and neither a time nor the beginning of an address."""
    words = label.split()
    return (
        0 < len(words) <= 9
        and not re.search(r"https?$|\d{1,2}$|@|,$|^(hi|hello|dear|hallo)\b", label.strip(), re.IGNORECASE)
    ) or known


def _runs_on(label: str) -> bool:
    key = title_key(label)
    return TITLES.get(key) == "note" or bool(_WORDS.search(key))
