"""Mail that a machine wrote in somebody's name: absences, receipts, notices that a person has left.

Headers are believed first (RFC 3834 and what large systems use instead), then subjects in which programs announce
themselves, then sentences that only a machine's owner prepares in advance. A person who writes from the beach, or about
an out-of-office notice of ours, must stay a person: so words alone count only when they *are* the message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from leadfast.conversations.understanding.letter import Letter
from leadfast.conversations.understanding.literals import Sought


class Automatic(StrEnum):
    """What an automatic reply is about."""

    ABSENCE = "absence"
    RECEIPT = "receipt"
    LEFT = "left"


@dataclass(frozen=True)
class AutoReply:
    """An automatic reply and what gave it away."""

    about: Automatic
    reason: str


_SUBJECT = re.compile(
    r"^\W*(?:(?:re|aw|sv|antw)\s*:\s*)?(?:"
    r"auto(?:matic|mated|mat)?[ -]?(?:reply|response|respond\w*|answer|antwort|reactie|antwoord)\b|"
    r"auto(?:\s*[:\-]|\s*-?\s*reply)|automatische? (?:antwort|antwoord|e-?mail|beantwoording|"
    r"nachricht|reactie)|automatisch antwoord|autoreply|autosvar|"
    r"(?:réponse|reponse) (?:automatique|d'absence)|r[ée]pondeur|message d'absence|absence\b|"
    r"(?:notification|avis) d'absence|respuesta autom[aá]tica|fuera de (?:la )?oficina|ausencia|"
    r"ausente|"
    r"risposta automatica|fuori (?:sede|ufficio)|assenza|assente|resposta autom[aá]tica|"
    r"fora do escrit[oó]rio|aus[eê]ncia|odpowied[zź] automatyczna|autoodpowied[zź]|"
    r"automatyczna odpowied[zź]|nieobecno[sś][cć]|poza biurem|"
    r"abwesen(?:d|heit)\w*|afwezig\w*|out[ -]of[ -](?:the[ -])?office|ooo\b|oof\b|(?:i am |i'm |"
    r"currently )?away (?:from|until|till)|on (?:vacation|holiday|leave)\b|vacation (?:reply|"
    r"response|notice|message|auto)|away (?:message|notice)|"
    r"自動返信|自動応答|自動回答|【自動|不在の?(?:お知らせ|連絡|通知)?|automaattinen|automatiskt? svar|frånvaro|fravær"
    r")|【自動返信】|\(?自動返信|\bout of (?:the )?office\b(?=.{0,40}(?:return|until|till|back|\())|"
    r"\bis (?:currently )?out of the office\b|: out of (?:the )?office\b|\bauto-?reply\b|"
    r"\bautoresponder\b",
    re.IGNORECASE,
)
_RECEIPT_SUBJECT = Sought(
    r"(?:we(?:'ve| have)? (?:have )?received your (?:message|e-?mail|request|enquiry|inquiry))|"
    r"your (?:enquiry|inquiry|request|message|e-?mail|ticket|case) (?:has been|was|is) (?:logged|"
    r"received|registered|created|opened)|(?:ticket|case|request) \[?#?[a-z-]*\d+\]? (?:has been |"
    r"was |is )?(?:received|created|opened|logged)|"
    r"ist (?:bei uns )?eingegangen|eingangsbestätigung|empfangsbestätigung|ontvangstbevestiging|"
    r"accusé de réception|acuse de recibo|conferma di (?:ricezione|ricevimento)|"
    r"confirmação de (?:receção|recepção|recebimento)|potwierdzenie (?:otrzymania|odbioru)|"
    r"受け?付け?(?:ました|完了|のお知らせ)|acknowledg\w+ of (?:your|receipt)",
    re.IGNORECASE,
)
# Sentences about the machine itself. A person does not write them.
_MACHINE_WORDS = Sought(
    r"(?:this|dies|das|ceci|este|esto|questo|dit|esta|to)\s+(?:is|ist|es|è|est|é|jest|e-?mail is|"
    r"message is|mail is|wiadomość)\b[^.\n]{0,30}(?:automat\w+)|automat(?:ic|ed|isch\w*|ique|ico|"
    r"ica|yczn\w+) (?:generated |erzeugte |generierte )?(?:reply|response|message|e-?mail|"
    r"confirmation|notification|answer|nachricht|antwort|mail|bericht|réponse|respuesta|mensaje|"
    r"risposta|messaggio|resposta|mensagem|odpowiedź|wiadomość)|"
    r"(?:do not|don't|please do not) (?:reply|respond) to this (?:e-?mail|message|mail|address)|"
    r"antworten sie (?:bitte )?nicht auf|bitte antworten sie nicht|bitte nicht (?:auf diese|"
    r"antworten)|ne pas répondre à ce|no responda a este|non rispondere a questo|"
    r"niet (?:te )?beantwoorden|não responda a est|prosimy nie odpowiadać|"
    r"type your reply above|reply above this line|"
    r"自動送信|自動返信|自動的に(?:送信|返信)|本メールに(?:は)?返信(?:いただ|でき)|"
    r"auto-?generated|automatically (?:generated|created|sent)",
    re.IGNORECASE,
)
_ABSENCE = (
    r"(?:i am|i'm|i will be|i'll be|am|we are|our office is|the office is|office (?:will be )?|"
    r"our offices (?:are|will be))\s*(?:currently |presently |now |also |"
    r"all )*(?:out of (?:the )?office|away\b|on (?:\w+ )?(?:leave|vacation|holiday|holidays|"
    r"business|a business trip|pto)|out (?:until|till|of)|closed|travell?ing|off (?:hiking|work|"
    r"until|on|sick|for|from)|absent|not in (?:the )?office|unavailable)|"
    r"^\W*(?:on (?:annual |sick |parental |maternity |paternity )?leave|out of (?:the )?office|"
    r"away)\b|do(?:es)? not work on|(?:limited|no|intermittent) access to (?:my )?e-?mail|(?:will|"
    r"shall) (?:\w+ )?(?:be )?(?:return|back(?! to you)|respond|reply|answer)\w* (?:to (?:the office|work|"
    r"your (?:e-?mail|message|mail)|you) )?(?:on|from|when|upon|after|at|tomorrow)|upon my return|"
    r"ich bin (?:\S+ ){0,12}(?:im urlaub|abwesend|nicht (?:im (?:büro|haus)|erreichbar|da)|"
    r"in (?:kur|elternzeit|mutterschutz|urlaub)|außer haus|krank|auf (?:dienst|geschäfts)reise)|"
    r"(?:büro|unternehmen|praxis|betrieb)\b.{0,60}geschlossen|wieder (?:\S+ ){0,4}(?:erreichbar|"
    r"für sie da|im büro|zurück)|lese meine mails|"
    r"je (?:suis|serai) (?:\S+ ){0,4}(?:absent|en congé|en vacances|en arrêt|en déplacement|"
    r"indisponible)|actuellement (?:en |absent)|(?:bureaux?|société|magasin) (?:sera |seront |est |"
    r"sont )?fermé|à mon retour|de retour (?:le|au)|"
    r"(?:estoy|estaré|me encuentro|encontraré|estamos) (?:\S+ ){0,4}(?:vacaciones|fuera|ausente|"
    r"de baja|de viaje|de permiso)|a mi (?:vuelta|regreso)|oficina (?:estará |permanecerá |"
    r"está )?cerrada|"
    r"(?:sono|sarò|siamo) (?:\S+ ){0,4}(?:assente|in ferie|fuori (?:sede|ufficio)|in viaggio|"
    r"in malattia|in vacanza|fuori)|rientrer[òo]|al mio (?:rientro|ritorno)|"
    r"uffici\w* (?:\S+ ){0,3}chius|"
    r"(?:ik ben|wij zijn|ons kantoor is|we zijn) (?:\S+ ){0,6}(?:afwezig|vakantie|tussenuit|verlof|"
    r"gesloten|niet (?:aanwezig|bereikbaar)|vrij|ziek)|weer (?:bereikbaar|aanwezig|terug)|"
    r"tot die tijd|"
    r"(?:encontro-me|estou|estarei|estamos) (?:\S+ ){0,4}(?:de férias|ausente|fora|de licença|"
    r"em viagem|de baixa)|regress(?:o|ando|arei)|escritório (?:\S+ ){0,3}encerrad|"
    r"(?:jestem|przebywam|będę|przebywamy) (?:\S+ ){0,4}(?:na (?:\S+ )?urlopie|nieobecn\w+|"
    r"na zwolnieniu|poza biurem|w delegacji|niedostępn\w+)|po (?:moim )?powrocie|"
    r"biuro (?:\S+ ){0,3}(?:nieczynne|zamknięte)|"
    r"休暇を?(?:いただ|頂|取得)|不在にし|不在とな|休業(?:いた|と|し)|出張(?:中|のため)|夏季休|年末年始"
)
_LEFT = (
    r"no longer (?:employed|works?|working|with|at|part of|an employee|be (?:with|at))|(?:has|have|"
    r"I've) left (?:the |our )?(?:company|organi[sz]ation|firm|business|[A-Z]\w+)|"
    r"left [A-Z]\w+ [A-Z]?\w*\s?(?:as of|on)|mailbox is no longer (?:monitored|in use|active)|"
    r"nicht mehr (?:für|bei|im|in)\b.{0,60}(?:tätig|beschäftigt|unternehmen|angestellt)|"
    r"(?:aus (?:dem|unserem) unternehmen|die firma)\b.{0,20}(?:ausgeschieden|verlassen)|a quitté|"
    r"ne fait plus partie|ne travaille plus|ya no (?:trabaja|forma parte)|non lavora più|"
    r"non fa più parte|werkt niet (?:meer|langer)|niet (?:langer|meer) werkzaam|já não trabalha|"
    r"deixou (?:a|de)|nie (?:jest już|pracuje już|pracuje)|退職"
)
_RECEIPT = (
    r"(?:we(?:'ve| have)?|has been|was) (?:have )?(?:received|logged|registered|created|queued)|"
    r"(?:thank you|thanks) for (?:contacting|getting in touch|your (?:e-?mail|message|enquiry|"
    r"inquiry|interest|request|mail))|your (?:e-?mail|message|request|enquiry) (?:has been|was|"
    r"reached)|we (?:aim|try|endeavou?r|will) (?:to )?(?:respond|reply|answer|get back)|(?:will|"
    r"shall) (?:respond|reply|get back|contact you|be in touch)|within (?:\w+ ){1,3}(?:working|"
    r"business) (?:day|hour)|ticket|reference|case number|"
    r"this mailbox|office hours|is staffed|vielen dank für ihre (?:nachricht|anfrage|e-?mail|mail)|"
    r"erfasst|vorgangsnummer|bearbeit|bedankt voor uw|goede orde ontvangen|merci (?:de|"
    r"pour) votre (?:message|demande|mail)|bien reçu|gracias por (?:contactar|su (?:mensaje|correo|"
    r"consulta)|ponerse)|hemos recibido|procesando|grazie per (?:averci|la sua|il suo)|"
    r"abbiamo ricevuto|obrigad[oa] (?:por|pelo|pela)|recebemos|dziękujemy za|otrzymaliśmy|受付番号|"
    r"承りました|営業日以内|お問い合わせいただ"
)
_ABSENCE_RE = Sought(_ABSENCE, re.IGNORECASE | re.MULTILINE)
_LEFT_RE = re.compile(_LEFT, re.MULTILINE | re.IGNORECASE)
_RECEIPT_RE = Sought(_RECEIPT, re.IGNORECASE)
_GREETING = re.compile(
    r"^\W*(?:hi|hello|dear|hallo|guten tag|bonjour|hola|buongiorno|beste|geachte|olá|dzień dobry|"
    r"sehr geehrte\w*)\b[^\n]{0,60}$",
    re.IGNORECASE,
)
_STARTS_ABSENT = Sought(
    r"^\W*(?:(?:thank you|thanks|vielen dank|merci|gracias|grazie|bedankt|obrigad\w|dziękuj\w+|"
    r"メールをお送り)[^.!\n。]{0,120}[.!\n。]\s*)?\W*(?:" + _ABSENCE + ")",
    re.IGNORECASE,
)
_STARTS_LEFT = re.compile(
    r"^\W*(?:(?:thank you|thanks|vielen dank|merci|gracias|grazie|bedankt|obrigad\w|"
    r"dziękuj\w+)[^.!\n]{0,120}[.!\n]\s*)?[^.!?\n]{0,120}?(?:" + _LEFT + ")",
    re.IGNORECASE,
)
_TO_YOU = Sought(
    r"\b(?:try me|call me|ring me|let's|talk to you|your (?:offer|proposal|quote|brochure|price|"
    r"product|demo)|send (?:me|us|over)|looks? (?:good|great|useful|usefull|interesting)|i'll (?:be|"
    r"look|have)|we'll (?:look|discuss))\b",
    re.IGNORECASE,
)


def auto_reply(letter: Letter, words: str) -> AutoReply | None:
    """The automatic reply in this mail, or None. `words` are its new words, without quote."""
    marks = _header_mark(letter)
    subject = letter.subject
    body = words.strip()
    spoken = "\n".join(line for line in body.split("\n") if not _GREETING.match(line)).strip()
    if marks:
        return AutoReply(_about(subject, body), marks)
    if _SUBJECT.search(subject) and not _person_answers(letter, subject):
        return AutoReply(_about(subject, body), "a subject that programs use for automatic replies")
    if letter.envelope_from == "" and (_ABSENCE_RE.search(spoken) or _RECEIPT_RE.search(spoken)):
        return AutoReply(_about(subject, body), "sent with the null sender")
    if _MACHINE_WORDS.search(body) and len(body) < 4000:
        return AutoReply(_about(subject, body), "it says itself that it is automatic")
    if _RECEIPT_SUBJECT.search(subject) and _RECEIPT_RE.search(spoken):
        return AutoReply(_about(subject, body), "a subject and words of an automatic receipt")
    impersonal = not _TO_YOU.search(spoken) and len(spoken) < 900 and "?" not in spoken
    sender = letter.sender[1].partition("@")[0]
    desk = bool(
        re.search(r"^(?:postmaster|no-?reply|do-?not-?reply|auto\w*|mailer|system|notifications?)", sender)
    )
    if impersonal and (
        (
            _STARTS_LEFT.match(spoken)
            and re.search(
                r"the person you|mailbox|not been forwarded|no longer monitored|wird nicht",
                spoken,
                re.IGNORECASE,
            )
        )
        or (desk and _LEFT_RE.search(spoken))
    ):
        return AutoReply(Automatic.LEFT, "it says only that the person has left")
    if impersonal and _STARTS_ABSENT.match(spoken) and _stand_in_or_return(spoken):
        return AutoReply(Automatic.ABSENCE, "it says only when the person is back or who stands in")
    if (
        impersonal
        and not subject.lower().startswith(("re:", "aw:", "sv:"))
        and len(_RECEIPT_RE.findall(spoken)) >= 2
        and re.match(
            r"\W*(?:thank|thanks|vielen dank|merci|gracias|grazie|bedankt|obrigad|dzięk)",
            spoken,
            re.IGNORECASE,
        )
        and re.search(
            r"within \w+ (?:\w+ )?(?:working|business)|we (?:aim|try|endeavou?r)|(?:working|"
            r"business) days|is staffed|office hours|werktag|jours ouvr|días (?:hábiles|laborables)|"
            r"giorni lavorativi|werkdagen|dias úteis|dni robocz",
            spoken,
            re.IGNORECASE,
        )
    ):
        return AutoReply(Automatic.RECEIPT, "it is a prepared receipt with times of service")
    return None


def _header_mark(letter: Letter) -> str:
    submitted = letter.header("auto-submitted").lower()
    if submitted.startswith("auto-replied"):
        return "its header says auto-replied"
    if submitted.startswith("auto-generated") and (
        letter.has("in-reply-to")
        or letter.has("references")
        or _SUBJECT.search(letter.subject)
        or _RECEIPT_SUBJECT.search(letter.subject)
    ):
        return "its header says auto-generated, and it answers a mail"
    for name in (
        "x-autoreply",
        "x-autorespond",
        "x-autoresponse",
        "x-auto-reply",
        "x-autoreply-from",
        "x-mail-autoreply",
        "x-vacation",
        "x-autogenerated-reply",
    ):
        if letter.has(name) and letter.header(name).strip().lower() not in ("no", "false", "0"):
            return "a header says that it is an automatic reply"
    if re.search(r"auto[_-]?reply", letter.header("precedence"), re.IGNORECASE) or re.search(
        r"^(?:reply|autoreply)", letter.header("x-autogenerated"), re.IGNORECASE
    ):
        return "its precedence says automatic reply"
    if (
        letter.header("x-loop").lower().startswith(("autoreply", "auto_reply"))
        or "vacation" in letter.header("x-mailer").lower()
        or "autoresponder" in letter.header("x-mailer").lower()
    ):
        return "it was sent by an answering program"
    if letter.has("x-auto-response-suppress") and letter.envelope_from == "":
        return "sent with the null sender, and asks for no automatic answer"
    return ""


def _person_answers(letter: Letter, subject: str) -> bool:
    """A person who keeps the subject of an automatic reply, or has many addressees: `Re: Out of office`."""
    many = len(re.findall(r"@", letter.header("to") + letter.header("cc"))) > 3
    replied = re.match(r"^\W*(?:re|aw|sv|antw|fwd?|wg|tr|rif)\s*:", subject, re.IGNORECASE)
    return bool(
        many
        or (
            replied
            and (letter.has("in-reply-to") or letter.has("references"))
            and letter.envelope_from != ""
            and not letter.has("x-auto-response-suppress")
        )
    )


def _about(subject: str, body: str) -> Automatic:
    if _LEFT_RE.search(body):
        return Automatic.LEFT
    absent = _ABSENCE_RE.search(body)
    if absent and not (
        re.search(r"out of office hours", body, re.IGNORECASE) and len(_ABSENCE_RE.findall(body)) == 1
    ):
        return Automatic.ABSENCE
    if re.search(
        r"^\W*(?:abwesen|afwezig|out of|ooo|absence|ausen|assen|aus[eê]n|nieobecn|不在)",
        subject,
        re.IGNORECASE,
    ):
        return Automatic.ABSENCE
    return Automatic.RECEIPT if _RECEIPT_RE.search(body) or not absent else Automatic.ABSENCE


def _stand_in_or_return(spoken: str) -> bool:
    return bool(
        re.search(
            r"\d|urgent|dringend|urgen|spoed|piln|contact|kontakt|contatt|until|return|back|tomorrow|"
            r"zurück|retour|vuelta|rientr|terug|regress|powrot|reply|will help",
            spoken,
            re.IGNORECASE,
        )
    )
