"""Which folder is which: by the flags of RFC 6154, else by the names people's servers use."""

import unicodedata
from typing import Literal

Role = Literal["inbox", "sent", "drafts", "junk", "trash", "archive", "all", ""]

_FLAGS: dict[str, Role] = {
    "\\sent": "sent",
    "\\drafts": "drafts",
    "\\junk": "junk",
    "\\trash": "trash",
    "\\archive": "archive",
    "\\all": "all",
}

# The last part of a folder's name, folded. Gmail, Outlook, Apple Mail, Thunderbird, Yandex,
# GMX, Orange and Dovecot in the languages of their users.
_NAMES: dict[Role, str] = {
    "sent": """
        sent|sent items|sent mail|sent messages|sent-mail
        gesendet|gesendete elemente|gesendete objekte|gesendete nachrichten
        objets envoyés|messages envoyés|envoyés|éléments envoyés|courrier envoyé
        enviados|elementos enviados|mensajes enviados|correo enviado
        itens enviados|mensagens enviadas|e-mails enviados
        posta inviata|inviati|inviata|messaggi inviati
        verzonden|verzonden items|verzonden berichten
        skickat|skickade|skickade objekt|sendt|sendt post|sendte elementer|lähetetyt|lähetetyt kohteet
        wysłane|elementy wysłane|odeslaná pošta|odeslané|odoslaná pošta|elküldött|elküldött elemek
        trimise|elemente trimise|gönderilmiş öğeler|gönderilenler|poslano|poslana pošta|saadetud
        отправленные|надіслані|изпратени|απεσταλμένα
        送信済み|送信済みアイテム|送信済みメール|已发送|已发送邮件|已傳送郵件|寄件備份|보낸편지함|보낸 편지함
        المرسلة|البريد المرسل|נשלח|דואר שנשלח|ส่งแล้ว|thư đã gửi
    """,
    "drafts": "drafts|draft|entwürfe|brouillons|borradores|bozze|concepten|rascunhos|utkast|черновики",
    "junk": "junk|spam|junk e-mail|junk email|bulk mail|pourriel|correo no deseado|indésirables|спам",
    "trash": "trash|deleted items|deleted messages|papierkorb|corbeille|papelera|bin|cestino|корзина",
    "archive": "archive|archives|archiv|archivio|archivo",
}


def role(name: str, flags: tuple[str, ...] = (), delimiter: str = "/") -> Role:
    """The use of a folder; empty when it has none that we know."""
    if name.upper() == "INBOX":
        return "inbox"
    for flag in flags:
        found = _FLAGS.get(flag.lower())
        if found:
            return found
    last = _folded(name.rpartition(delimiter)[2] if delimiter else name)
    return next((use for use, names in _FOLDED.items() if last in names), "")


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().strip()


_FOLDED: dict[Role, frozenset[str]] = {
    use: frozenset(_folded(name) for line in names.splitlines() for name in line.split("|") if name.strip())
    for use, names in _NAMES.items()
}
