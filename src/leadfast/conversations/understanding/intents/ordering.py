"""They order from us, and under which reference: an order is asked about, because only a person closes as bought."""

from __future__ import annotations

import re

from leadfast.conversations.understanding.intents.labels import Sign
from leadfast.conversations.understanding.intents.searching import Searched

_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=。)")
# What makes it no order: a question, an "if", a no.
_NO_ORDER = re.compile(
    r"[?？]|か。|\b(?:if|unless|before|not|never|no longer|cannot|can'?t|won'?t|don'?t|cancel\w*|"
    r"wenn|falls|bevor|nicht|kein\w*|stornier\w*|si|ne|pas|avant|annul\w*|no|nunca|antes|se|non|prima|"
    r"als|niet|geen|voordat|annuleer\w*|não|nie|jeśli|zanim|anul\w*)\b|場合|ません|キャンセル",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\b(?:no|nr|n)\.? ?(?=\S*\d)", re.IGNORECASE)
_REFERENCE = re.compile(
    r"\b(?:(?:purchase )?order|p\.?o\.?|bestellung|bestellnummer|auftrag|auftragsnummer|commande|pedido|"
    r"orden de compra|"
    r"ordine|bestelling|bestelnummer|inkooporder|ordernummer|encomenda|zamówieni\w+|注文書?|発注書?)\s*"
    r"(?:number|nummer|número|numero|numer|no\.?|nr\.?|n\.?[°ºo]?\.?|#|番号)?\s*[:：#]?\s*"
    r"(?P<reference>(?=[\w/.-]*\d{2})[A-Za-z0-9][\w/.-]{1,28}\w)",
    re.IGNORECASE,
)


def orders(searched: Searched, language: str) -> str:
    """The words by which they order from us; "" when they do not."""
    for words in searched.sure(language, Sign.ORDERS):
        sentence = next((one for one in _SENTENCE.split(searched.said) if words in one), words)
        if words.strip() and not _NO_ORDER.search(_NUMBER.sub("", sentence)):
            return words.strip(" ,.;:!-")
    return ""


def order_reference(words: str) -> str:
    """The number or name of the order that a mail or its subject names; "" when it names none."""
    found = _REFERENCE.search(words)
    return found["reference"][:120] if found else ""
