"""How somebody else's words are announced: one table per kind, with the words of many languages.

No client is recognised by name.
"""

from __future__ import annotations

import re

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
VERB_STEMS = (
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
ENDS_IN_VERB = re.compile(
    rf"(?:{_VERBS})(?:\s*\[[^\]]*\])?\s*:?\s*-*\s*$|(?:{_VERBS})\s*[:：]|"
    rf"(?:{_VERBS})\b.{{0,60}}(?:\d{{1,2}}[:.]\d{{2}}|uhr|20\d\d)\s*(?:uhr)?\s*\)?\s*:\s*$|"
    rf"(?:{_VERBS})\s[^:]{{2,120}}:\s*$|het volgende geschreven\s*:",
    re.IGNORECASE,
)
ATTRIBUTION = re.compile(
    rf"^[\s>*_\"'-]*(?:(?:{_STARTS})\b|\d|\w{{2,12}}\.?,?\s+\d|[\"“'<]?[^\s].{{0,80}}?{_ADDRESS}|在)",
    re.IGNORECASE,
)
# How most of them end: enough to know without the expression above.
USUAL_ENDS = (
    " wrote:",
    " schrieb:",
    " a écrit :",
    " escribió:",
    " ha scritto:",
    " schreef:",
    " escreveu:",
    " skrev:",
)
MARKS = re.compile(r"^[-\s>*]+")
OPENS = re.compile(r"^(?:on|am|le|el|il|op|em)\b.{0,60}\d", re.IGNORECASE)
LOTUS_TO = re.compile(r"^(?:to|an|para|à):\s", re.IGNORECASE)
LOTUS_MORE = re.compile(r"^(?:cc|subject|betreff|objet|asunto):", re.IGNORECASE)
DATE = re.compile(_DATEISH)
ADDR = re.compile(_ADDRESS)
NAME_WROTE = re.compile(
    r"^[ >]*[\"“]?[A-ZÀ-Ý][^\n:]{1,80}\s(?:<[^<>]*@[^<>]*>|\[[^\]]*@[^\]]*\]|\([^()]*@[^()]*\)|"
    r"[\w.+-]+@[\w.-]+)\s*(?:wrote|writes|schrieb|schreef|a écrit|escribió|ha scritto|escreveu|"
    r"napisał\(?a?\)?|skrev)?\s*:\s*$"
)
GMAIL_ISO = re.compile(r"^[ >]*20\d\d-\d\d-\d\d \d{1,2}:\d\d (?:GMT|UTC)[+-]\d{1,2}:?\d\d\s+\S.{0,100}$")
DATE_NAME = re.compile(
    r"^[ >]*(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{4}年\d{1,2}月\d{1,2}日(?:\(.\)|"
    r"（.）)?),?\s+\d{1,2}[:.]\d{2},?\s+.{1,80}<[^<>]*@[^<>]*>\s*:\s*$"
)
GROUPWISE = re.compile(r"^\s*>>> .{3,120}\d{1,2}[:.]\d{2}.{0,20}>>>\s*$")
LOTUS_ON = re.compile(
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
FIELD = {
    name: re.compile(rf"^[\s>*_|]*\**(?:{words})\**[  ]*\**[:：]\**(?:\s|\S|$)", re.IGNORECASE)
    for name, words in _FIELDS.items()
}

DELIMITER = re.compile(
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
BEGIN_FORWARD = Sought(
    r"^[\s>*]*(?:begin forwarded message|forwarded message|"
    r"anfang der weitergeleiteten (?:nachricht|e-mail)|début du message (?:réexpédié|transféré)|"
    r"inicio del mensaje reenviado|inizio messaggio inoltrato|início da mensagem (?:encaminhada|"
    r"reenviada)|begin doorgestuurd bericht|początek przekazywanej wiadomości|vidarebefordrat brev|"
    r"start på videresendt)\s*:?\s*$",
    re.IGNORECASE,
)
REPLY_ABOVE = Sought(
    r"^\W*(?:please )?(?:reply|write|type|responder|répondre|antworten|responda).{0,30}(?:above|"
    r"oberhalb|au-dessus|encima|acima) .{0,30}line",
    re.IGNORECASE,
)
RULE = re.compile(r"^[\s>]*(?:[-_=*]\s?){10,}\s*$")
QUOTED = re.compile(r"^\s{0,3}(?:[A-Z][A-Za-z]{0,11})?[>›»](?!From )")
LOTUS_DATE = re.compile(
    r"^\s*\d{1,2}/\d{1,2}/\d{2,4}\s+\d{1,2}:\d{2}(?::\d{2})?\s*(?:[AP]M)?(?: [A-Z]{2,4})?\s*$", re.IGNORECASE
)
