"""Does somebody ask to be left alone? Only what leaves no doubt: the demand is the message.

A word in a quote or a footer does not count (only new words are read), nor talk about unsubscribing.
"""

from __future__ import annotations

import re

_WHOLE = re.compile(
    r"^\W*(?:(?:please|bitte|s'il vous plaît|por favor|per favore|alstublieft|"
    r"proszę)\W+)?(?:unsubscribe(?: me)?|opt[ -]?out|remove(?: me)?|stop|abmelden|abbestellen|"
    r"austragen|désinscri\w+|désabonn\w+|"
    r"(?:dar(?:me)? de )?baja|cancellatemi|disiscri\w+|cancellami|afmelden|uitschrijven|"
    r"cancelar(?: subscrição)?|remover|wypisz\w*|wypisać|rezygnuję|配信停止|退会)"
    r"(?:\s+(?:me|now|all|please|bitte|merci|gracias|grazie|obrigad[oa]|dank|thanks))*\W*$",
    re.IGNORECASE,
)
_DEMAND = re.compile(
    r"(?:take|remove|delete|drop|strike|get) (?:me|us|my (?:name|address|e-?mail|details|"
    r"personal data|contact\w*)|this address|our address)\b.{0,40}(?:\boff\b|\bfrom\b|\blist|"
    r"\bdatabase|\bmailing|data\b)|delete my (?:personal )?(?:data|details|address)|"
    r"lose my (?:address|number|e-?mail)|"
    r"(?:stop|quit|cease) (?:e-?mailing|mailing|writing|contacting|sending|messaging|spamming|"
    r"bothering)\b|(?:do not|don't|never) (?:ever )?(?:e-?mail|mail|contact|write(?: to)?|"
    r"message) (?:me|us)\b(?! (?:before|until|till|on|this|next))|no (?:more|further) (?:e-?mails?|"
    r"mails?|messages|contact)\b|did not consent|(?:do not|don't) (?:want|wish) to (?:be contacted|"
    r"hear|receive|get)|"
    r"unsubscribe (?:me|us|this)|(?:meine|unsere) (?:adresse|daten|kontaktdaten|"
    r"e-?mail).{0,40}(?:lösch|entfern|streich)|(?:löschen|entfernen|streichen|nehmen) sie (?:mich|"
    r"uns|meine|unsere).{0,60}(?:verteiler|liste|adress|daten)|keine (?:weiteren )?(?:e-?mails?|"
    r"mails|werbung|nachrichten) mehr|widerspreche ich|"
    r"(?:retir|supprim|enlev|ray)(?:ez|er)(?:-moi| moi| mon| mes| notre)|ne (?:plus )?(?:me |nous |"
    r"m')(?:plus )?(?:contacte|écri|envoy)\w*|désinscri\w+-moi|"
    r"(?:darme|dadme|denme|deme|dame|dennos) de baja|(?:eliminen?|borren?|quiten?|elimine|"
    r"borre)(?:me| me| mi| mis)\b|no me (?:escriban|contacten|envíen)|no (?:deseo|quiero) recibir|"
    r"(?:cancellatemi|toglietemi|rimuovetemi|cancelli|tolga|rimuova)\b.{0,40}|non (?:scrivetemi|"
    r"contattatemi|desidero (?:più )?ricevere|voglio (?:più )?ricevere)|"
    r"(?:haal|verwijder|schrap)\b.{0,10}(?:me|mij|ons|mijn|onze)\b.{0,50}(?:lijst|bestand|adres|"
    r"gegevens)|schrijf (?:me|mij|ons) uit|geen (?:mails?|e-?mails?|berichten) meer|"
    r"(?:retirem?|removam?|apaguem?|eliminem?)(?:-me| o meu| os meus|-nos)|não (?:quero|desejo|"
    r"pretendo) (?:mais )?receber|não (?:me )?(?:enviem|contactem|escrevam)|"
    r"(?:proszę|prosimy) (?:mnie )?(?:o )?(?:usun|wypis|wykreśl|skreśl|nie (?:pisać|wysyłać|"
    r"kontaktować))\w*|nie (?:życzę|życzymy) sobie|"
    r"(?:配信|メール)(?:の|を)?(?:停止|解除|不要|お断り)|(?:リスト|名簿)から(?:削除|外)|今後(?:の)?(?:ご)?(?:連絡|メール|案内)(?:は|"
    r"を).{0,12}(?:不要|遠慮|控え|停止|お断り)",
    re.IGNORECASE,
)
# Not only "no more mails" but "never again", by any way. What names one channel ("never call this number") or a time
# ("never before ten") is not it.
_NEVER = re.compile(
    r"(?:(?:do not|don't|please do not|please don't) (?:ever )?(?:contact|call|approach|bother) (?:me|us) "
    r"(?:ever )?again|never (?:ever )?(?:contact|call|approach|bother) (?:me|us)(?: (?:ever )?again)?"
    r"|(?:kontaktieren|belästigen) sie (?:mich|uns) (?:bitte )?(?:nie wieder|nie mehr|nicht mehr|nicht wieder)"
    r"|ne (?:me|nous) (?:re)?contactez (?:plus jamais|jamais plus|plus)"
    r"|no (?:me|nos) (?:vuelvan?|vuelvas) a (?:contactar|llamar|molestar)|no (?:me|nos) contacten? nunca"
    r"|non (?:mi|ci) (?:contattate|contatti|chiamate) (?:mai )?più|non contattat(?:emi|eci) (?:mai )?più"
    r"|neem nooit meer contact|(?:bel|benader) (?:me|mij|ons) nooit meer"
    r"|n(?:ão|unca) (?:me|nos) (?:voltem? a )?contact(?:em?|ar)(?: nunca)? mais"
    r"|(?:proszę )?(?:nigdy więcej|już nigdy)[^.!?\n]{0,30}(?:kontaktować|dzwonić|kontaktujcie|dzwońcie)"
    r"|二度と(?:ご)?連絡)"
    r"(?!\s*(?:before|until|till|on (?:this|that|my)|at (?:this|that|my|work|home)|by (?:phone|mail|fax)|vor |avant |"
    r"antes |prima |voor |przed ))",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"^\s*unsubscribe\s+\S{6,}", re.IGNORECASE)


def asks_to_stop(words: str, *, subject: str = "") -> bool:
    """True when the new words demand that we stop, or the subject is our own opt-out link's."""
    said = " ".join(words.split())
    if _TOKEN.match(subject):
        return True
    if _WHOLE.match(said[:200]):
        return True
    first_line = next((line.strip() for line in words.split("\n") if line.strip()), "")
    return bool((_WHOLE.match(first_line) and len(said) < 300) or _DEMAND.search(said[:1500]))


def says_never(words: str) -> bool:
    """True when the new words say *never contact us again*, in whatever way: more than *no more mails*."""
    return bool(_NEVER.search(" ".join(words.split())[:1500]))
