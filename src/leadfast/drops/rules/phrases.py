# ruff: noqa: E501  # a phrase table is read line by line
"""The few phrases by which a conversation says that it is over, that something was promised or asked.

English, German, French, Spanish, Italian, Portuguese, Dutch: the languages in which a miss would cost
most. A missing phrase costs a place in the order, never a finding.
"""

import re


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(phrases) + r")", re.IGNORECASE)


PROMISES = _any(
    r"(?:i|we)(?:'ll| will| shall| am going to| are going to) (?:\w+ )?(?:send|call|get back|come back|check|follow up"
    r"|let you know|forward|prepare|put together|find out|look into|ask (?!(?:him|her|them|[a-z]+) to\b)|email|mail|be in touch|revert (?:to you|with|shortly|asap|by)|confirm)\b",
    r"(?:ich|wir) (?:werde|werden|schicke|schicken|sende|senden|melde|melden|rufe|rufen|kläre|prüfe)\b",
    r"je (?:vous )?(?:enverrai|envoie|rappellerai|reviens|tiendrai)", r"nous vous (?:enverrons|rappellerons)",
    r"(?:le|te|les) (?:enviaré|envío|llamaré|confirmo)", r"(?:le|ti|vi) (?:invierò|invio|richiamo|faccio sapere)",
    r"(?:envio|enviarei|ligo|retorno)\b", r"ik (?:stuur|zal|bel|kom)\b",
)  # fmt: skip
OVER = _any(
    r"not interested", r"no longer (?:interested|need|required)", r"(?:we )?(?:have )?(?:decided|chosen|gone|went|going) "
    r"(?:to go )?with (?:another|someone|somebody|a different|your competitor)", r"please (?:remove|unsubscribe|stop)",
    r"do not (?:contact|call|email)", r"no,? thank(?:s| you)", r"all (?:set|sorted|done|settled|good now)", r"problem solved",
    r"(?:that|this) (?:solved|fixed|works|worked|settles)", r"(?:order|payment|contract) (?:has been )?(?:received|signed|paid)",
    r"kein interesse", r"nicht (?:mehr )?interessiert", r"hat sich erledigt", r"anderweitig (?:entschieden|vergeben)",
    r"pas intéressé", r"ne sommes plus intéressés", r"no (?:me|nos) interesa", r"non (?:siamo|sono) interessat",
    r"não (?:temos|tenho) interesse", r"geen (?:interesse|belangstelling)",
)  # fmt: skip
THANKS_ONLY = re.compile(
    r"^\W*(?:(?:hi|hello|dear|hallo|hey)\b[^\n]{0,30}\n?\W*)?(?:many |ok,? |great,? |perfect,? |super,? |wonderful,? )*"
    r"(?:thanks?|thank you|thx|cheers|danke|vielen dank|merci|gracias|grazie|obrigad[oa]|bedankt|ok|okay|great|perfect"
    r"|sounds good|will do|got it|noted|see you|you'?re welcome|congratulations|happy (?:birthday|new year|holidays))\b"
    r"[^?]{0,120}$",
    re.IGNORECASE | re.DOTALL,
)
PITCHES = _any(
    r"strong buy", r"buy recommendation", r"otc ?bb", r"stock (?:alert|pick|tip)", r"act now",
    r"unsubscribe", r"opt[- ]out", r"i (?:came|stumbled) across your (?:website|company|profile)", r"our (?:services|company) "
    r"(?:offers?|provides?|helps?|specializ)", r"we (?:are a leading|specializ|offer a wide|help companies|are an? .{0,30}"
    r"(?:agency|manufacturer|supplier))", r"rank(?:ing)? (?:on|in) google", r"\bseo\b", r"lead generation", r"free (?:trial"
    r"|demo|audit|quote)", r"limited time", r"guest post", r"(?:15|20|30)[- ]minute (?:call|chat|demo)", r"special offer",
    r"your (?:invoice|payment|order|account|subscription|statement|receipt)\b", r"invoice (?:no|number|attached|#)",
)  # fmt: skip
# What somebody says who sells to us, or serves us: we are the customer there.
THEY_SELL = _any(
    r"thank you for (?:your|the) (?:order|purchase|payment|business|subscription|interest in our|inquiry|enquiry)",
    r"(?:attached|here) is (?:our|your|the) (?:invoice|quotation|statement)", r"our (?:quotation|invoice)", r"your invoice",
    r"your (?:order|subscription|account|trial|policy|reservation|booking) (?:has|is|was|will|number)", r"to unsubscribe", r"interested in selling", r"(?:would|'d) like to (?:sell|offer) (?:you|gas|our)",
    r"ihre (?:bestellung|rechnung)", r"unsere? rechnung", r"votre (?:commande|facture)", r"su (?:pedido|factura)",
)  # fmt: skip
WE_BUY = _any(
    r"(?:can|could|would) you (?:please )?(?:send|give|get|provide|quote) (?:me|us) (?:a|an|your|the|some) (?:\w+ ){0,2}(?:quote|price|pricing|proposal"
    r"|offer|estimate|invoice)", r"(?:our|the|my) (?:purchase )?order (?:no|number|#)", r"please (?:invoice|bill) us", r"we (?:would|'d) like to (?:order|buy|purchase)"
    r" (?:from you|\d)", r"i(?:'d| would) like to (?:cancel|renew) (?:my|our)", r"(?:my|our) (?:subscription|account|booking|reservation)\b",
    r"make (?:an?|the|\w+) (?:\w+ )?reservations?\b", r"(?:book|reserve) (?:an?|the|me|us|\d+) (?:\w+ )?(?:rooms?|tables?|flights?|hotel|seats?|car)\b",
)  # fmt: skip
OFFERS = _any(
    r"(?:please find|attached|enclosed|here is|here are|herewith|find (?:the )?attached|i(?:'ve| have) attached|as (?:requested|promised|discussed))", r"our (?:price|offer|proposal|quote)",
    r"(?:happy|glad|pleased) to (?:help|discuss|answer|meet|send|show|call|arrange)", r"look(?:ing)? forward to (?:hearing|your|speaking|meeting)", r"feel free to",
    r"anbei|im anhang|beigefügt|angehängt", r"wir bieten", r"freue mich auf ihre", r"ci-joint|veuillez trouver", r"adjunto|adjuntamos", r"in allegato|allego", r"em anexo|segue", r"bijgevoegd|bijlage",
)  # fmt: skip
# Said of a day on which the matter should go on.
GOING_ON = _any(
    r"(?:call|contact|write|ring|ping|email|try|reach out|get back|come back|follow up|check back|check in|touch base|speak|talk|meet)\b(?: (?:to|with|out|in))? (?:me|us|you|then|again|back|about|on|after|in|next)\b", r"let(?:'s| us) (?:talk|speak|meet|discuss|touch base|pick)",
    r"(?:we|i)(?:'ll| will| should| expect| plan| hope| can| want)\b[^.?!\n]{0,60}\b(?:decide|decision|order|budget|approv\w+|sign|start|ready|launch|renew|let you know|answer|know more)\b", r"not (?:before|until)",
    r"(?:decision|order|budget|contract|approval) (?:comes?|is due|is expected|will|expires?|renews?|falls?|is (?:made|signed|approved))",
    r"melde\w*", r"ruf\w* (?:sie|mich|uns)", r"entscheid\w*", r"bestell\w*", r"sprechen", r"rappel\w*", r"décid\w*", r"commande\w*", r"parler", r"llam\w+", r"decidi\w*", r"pedido", r"hablar", r"richiam\w*", r"decid\w*", r"ordine", r"sentir\w*", r"bel(?:len)?\b", r"beslis\w*", r"lig(?:ue|ar)\b", r"falar",
)  # fmt: skip
KEPT = _any(
    r"as (?:i )?promised",
    r"i (?:have )?(?:just )?(?:sent|forwarded|called|checked|spoke)\b[^.?]{0,60}\b(?:as|already|today|yesterday)",
)
# A mail passed on, or answered without a word of one's own.
NOT_THEIR_OWN = re.compile(
    r"\s*(?:-{2,}\s*(?:original message|forwarded (?:message|by)|ursprüngliche nachricht|message d'origine)|begin forwarded message|>)",
    re.IGNORECASE,
)
# Nobody says this to somebody they buy from, whatever else the mail speaks of.
INTIMATE = _any(
    r"aunt\b", r"uncle\b", r"mom\b", r"dad\b", r"mum\b", r"grandm\w+", r"love (?:you|ya)", r"xo+\b", r"miss you", r"honey\b", r"sweetie", r"are you ok\b", r"how the heck", r"what are you up to", r"good-?byes?\b", r"just (?:want|wanted) to say (?:hi|hello)", r"happy birthday",
)  # fmt: skip
PRIVATE = _any(
    r"(?:happy )?birthday\b", r"beers?\b", r"church\b", r"baby\b", r"mom\b", r"dad\b", r"mum\b", r"grandm\w+", r"wedding\b", r"softball\b",
    r"love (?:you|ya)\b", r"xo+\b", r"hugs?\b", r"miss you\b", r"honey\b", r"sweetie\b", r"recipes?\b", r"(?:game|concert|season|theat(?:er|re)) tickets\b", r"tonight\b", r"tennis\b", r"had fun\b", r"ass\b", r"dude\b", r"lol\b", r"haha", r"very cute\b", r"redneck", r"your (?:pal|buddy)\b", r"say hi\b", r"can(?:'t|not) wait to see you", r"birthdate\b", r"hair ?(?:cut|appt|appointment)", r"merry christmas\b", r"football\b", r"soccer\b", r"basketball\b", r"jokes?\b", r"movies?\b",
    r"geburtstag", r"hochzeit", r"anniversaire", r"cumpleaños", r"compleanno",
)  # fmt: skip
# Business is done on such days and at such tables too: one of these says nothing, two of them do.
LEISURE = _any(
    r"weekend\b", r"dinner\b", r"lunch\b", r"drinks\b", r"vacation\b", r"trip\b", r"pictures\b", r"golf\b", r"party\b", r"kids?\b", r"cats?\b", r"dogs?\b", r"wife\b", r"husband\b", r"tickets\b", r"christmas\b", r"holidays?\b",
)  # fmt: skip
# Something is passed on or handed over: whoever gets it owes nothing.
HANDS_OVER = re.compile(
    r"^\W*(?:(?:hi|hello|dear)?\s*[\w .]{0,20}[,:\-–]\s*)?(?:please |pls )?(?:(?:see|find)\b[^.\n]{0,60} (?:attached|enclosed|below)|(?:attached|enclosed|below|here) (?:is|are|please|you)\b|fyi\b|as requested\b)",
    re.IGNORECASE,
)
JOBS = _any(
    r"(?:my|her|his|the|attached) (?:resume|résumé|curriculum|cv)\b", r"job (?:opening|opportunit\w+|application|offer|search)", r"candidates?", r"internship", r"apply(?:ing)? for (?:the|a) (?:position|job|role)", r"recruit(?:er|ing|ment)", r"bewerbung", r"lebenslauf", r"candidature",
)  # fmt: skip
BUYING = _any(
    r"quot(?:e|ation)", r"pric(?:e|ing|es)", r"order", r"purchase", r"contract", r"proposal", r"budget", r"demo", r"licen[cs]e",
    r"delivery", r"samples?", r"offer", r"seats?", r"units?", r"angebot", r"preis\w*", r"bestell\w*", r"auftrag", r"vertrag",
    r"devis", r"commande", r"prix", r"contrat", r"presupuesto", r"precio", r"pedido", r"contrato", r"preventivo", r"ordine",
    r"prezz[oi]", r"orçamento", r"preço", r"offerte", r"prijs", r"bestelling",
)  # fmt: skip
MONEY = re.compile(
    r"(?:[$€£]|USD|EUR|GBP|CHF)\s?(\d[\d.,]*)\s?(k|m|mm|million)?\b|\b(\d[\d.,]*)\s?(k|m|million)?\s?(?:[$€£]|USD|EUR|GBP|CHF|euros?|dollars?)",
    re.IGNORECASE,
)
