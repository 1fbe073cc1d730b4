# ruff: noqa: E501  # a phrase table is read line by line
"""Does a mail want something of its reader? A question to them, a request, a wish to buy; not any "?" in it."""

import re

from leadfast.drops.rules import phrases

# A question longer than this is a paragraph with a mark at its end, or a log.
_LONGEST_QUESTION = 60
# Behind so many characters an open question is rhetoric: news, memos, reports.
_LONGEST_LETTER = 3500
# In a long mail what is wanted stands at its beginning or at its end; between them it reports.
_LONG, _FIRST, _LAST = 1500, 600, 500
_IN_QUOTES = re.compile(r"[\"“„«][^\"“”„«»]{0,300}[\"”“»]")
# Two blanks became a mark on the way through an old mail program: ".? The", or a "?" alone.
_LOST_BLANK = re.compile(r"(?<=[.!,])\?|^\s*\?\s*$", re.MULTILINE)
# One character in so many is a digit: a table, not a letter.
_DIGITS_OF_A_TABLE = 4
# Said at the end of any mail, by people who want nothing.
_CLOSING = re.compile(
    r"[^.!?\n]*\?\s+just a (?:suggestion|thought)\b|"
    r"[^.!?\n]*\b(?:if (?:you(?:'re| are) )?interested\b|(?:if|should) (?:you|there|anyone)(?:'ve| have| has| are| need| should have| had| want| would like)?(?: to)?(?: \w+){0,3} (?:questions?|comments?|concerns?|problems?|further|assistance|changes|input|thoughts|additional)"
    r"|let (?:me|us) know(?: \w+)? if (?:there|you (?:need|have|hear|see|run|encounter|experience|get|find|notice)|(?:i|we)\b(?! (?:can|could|should|may|shall) (?:meet|talk|discuss|speak|go|proceed|send|ship|schedule|start|order|count|expect|come|visit|call))|(?:it|this|that)\b(?! (?:works|suits|sounds|would|will|is (?:ok|okay|fine|acceptable|possible|correct|right|what))))\b|if (?:not|so),? (?:please )?(?:let|call|contact|ignore)\b|(?:call|contact|mail|email) (?:\w+ ){1,4}if\b|(?:give|drop) (?:me|us) an? \w+ if\b|(?:hope|hopefully) (?:this|it|that) helps?|(?:any|further|with) (?:questions|comments|concerns)|hesitate|feel free|look(?:ing)? forward|at your (?:earliest )?convenience|bei (?:rück)?fragen|pour toute question|cualquier (?:duda|consulta)|para qualquer)[^.!?\n]*[.!?]?",
    re.IGNORECASE,
)
# What lawyers put under every mail.
_DISCLAIMER = re.compile(
    r"^[^\n]*\b(?:this|the information|confidential\w*|privileged)\b[^\n]*\n?[^\n]*\b(?:confidential|privileged|intended recipient|addressee|proprietary)\b.*",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_SENTENCE = re.compile(r"[^.?!\n][^.?!]*[.?!]+(?=[\s\"'”»)\]]|$)|[^\n.?!]+$", re.MULTILINE)
_ABOUT_US = re.compile(
    r"\b(?:you|your|yours|we|us|our|me|my|i|i'm|anyone|anybody|someone|somebody|possible|available|there|it|this|that|these|any"
    r"|what|when|where|which|who|how|why|can|could|would|should|is|are|does|do|did|will|shall|may|has|have)\b",
    re.IGNORECASE,
)
_RHETORIC = re.compile(
    r"^\W*(?:isn't|aren't|wouldn't (?:it|that)|can't you|couldn't you|why not)\b|\b(?:maybe|perhaps)\W*\?$|\bhow(?:'s| is| are| was| were) (?:life|things|everything|it going|your (?:weekend|day|trip|holiday|vacation|family|night))|\bhow do you like (?:your|the|it)\b|\bhow (?:are|r) (?:you|ya|u)\b|\b(?:(?:what|how) about (?!meet|talk|speak|com)\w+ing\b|have you (?:considered|tried|looked|seen|thought)|who knows|guess what|you know what|isn't it|aren't they|right\?|huh\?|eh\?|what if|how depressing|why bother|who cares"
    r"|did you know|sound familiar|questions\?$|any (?:other )?(?:questions|comments|thoughts)\?)",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"\b(?:please|pls|kindly)\s+(?:(?:also|do|just|then)\s+)?(?!find\b|see\b|keep\b|think\b|contact (?:\w+ ){0,4}(?:for|if|with)\b|give (?:me|us) (?:a )?\w+ if\b|note\b|be (?:advised|aware)|accept\b|welcome\b|visit\b|click\b|add us|do not|don't|feel\b|disregard|ignore|excuse|forgive|join\b|register|reply to this e-?mail|refer\b|contact (?:me|us) (?:with|if|for)|call (?:me|us)? ?(?:with|if))[a-z]{2,}"
    r"|\b(?:can|could|would|will) (?:you|somebody|someone|anyone)\b|^\W*(?:call|phone|email|e-mail|ring|text) me\b|(?:^|[.!:]\s)\W*(?:show|send|tell|give) (?:me|us)\b|\blet(?:'s| us) (?:meet|talk|discuss|speak|get together|set up|schedule)\b|\bwhy don't (?:you|we)\b|\bi(?:'d| would) be (?:very |really )?interested\b|\bhope you can\b"
    r"|\blet (?:me|us) know\b|\bget back to (?:me|us|\w+ for me)\b|\bgive (?:me|us) a (?:call|ring|shout)\b"
    r"|\b(?:i|we)(?:'d| would) (?:appreciate|like to (?:know|see|get|have|ask|schedule|meet|arrange|order|buy|discuss)|be (?:grateful|interested))\b|\b(?:i|we) (?:still )?need (?:to know|your|a|an|some|the|you to)\b"
    r"|\bcan someone\b|\bany (?:help|ideas?|advice|pointers?|suggestions?|update|news)\b[^.?!\n]{0,60}(?:appreciated|welcome|\?)|\b(?:i|we)(?:'m|'re| am| are| would be|'d be)(?: also| currently| now| very)? (?:interested in|looking for)\b|^\W*(?:interested in|looking for)\b|\b(?:i(?:'m| am| was)|just) wondering (?:(?:if|whether) (?:you|there|anyone|someone|we could|i could|it(?:'s| is| would be) possible)|how|what|when|where|which|who)\b"
    r"|\bbitte (?:senden|schicken|teilen|rufen|um|geben|melden)|\bkönnten sie|\bkönnen sie|\b(?:wir|ich) (?:hätten?|würden?) gern|\bich interessiere|\bwir (?:benötigen|brauchen|suchen)"
    r"|\bpourriez-vous|\bpouvez-vous|\bmerci de (?:me|nous|bien)|\bje souhait|\bnous souhait|\bveuillez (?:me|nous)|\bpodría|\bpueden?\b[^.?!\n]{0,30}(?:enviar|decir|confirmar)|\bme gustaría|\bquisiera|\bnecesit(?:o|amos)"
    r"|\bpotreb?be|\bvorrei|\bpoderia|\bgostaria|\bprecis(?:o|amos)|\bkunt u|\bzou u|\bgraag (?:ontvang|hoor|een)",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:need|want|looking for|interested in|would like|'d like|like to|(?:i|we) request|requesting|require|send (?:me|us)|provide (?:me|us)|inquir\w+|enquir\w+|ready to|go ahead with|happy to)\b[^.?!\n]{0,80}"
    r"\b(?:quote|quotation|price|pricing|prices|proposal|offer|demo|samples?|order|purchase|buy|units?|licen[cs]es?|seats?|contract|delivery|information|info|brochure|catalog\w*)\b"
    r"|\b(?:anfrage|angebot|preis\w*|bestell\w*)\b|\bdevis\b|\bpresupuesto\b|\bpreventivo\b|\borçamento\b|\bofferte\b",
    re.IGNORECASE,
)
_TO_EVERYBODY = re.compile(
    r"^\W*(?:(?:hi|hello|dear|good (?:morning|afternoon))\s+)?(?:all|(?:ok )?team|everyone|everybody|colleagues|all employees|employees|subscribers?|members|valued (?:customers?|clients?)|customers?)\b\s*[,:;!\-–—\n]"
    r"|\b(?:all|\w+) employees (?:who|not|are|will|should)\b|(?:\b(?:is|are|am)|'re|'m) (?:pleased|proud|happy|excited|delighted) to announce\b|\bsince our last (?:update|issue|newsletter|release)\b|\bby popular demand\b|\bnew features?\b[:!]|\bour (?:users|subscribers|readers)\b|\bfor immediate release\b|\bpress release\b|\bnewsletter\b|\bregister (?:now|today)\b"
    r"|\bclick (?:here|below|on)\b|\bthis survey\b|\bcall for (?:papers|participation|nominations)\b|\bjoin us (?:for|on|at)\b|\byou are (?:invited|receiving this)\b|\bto (?:all|everyone)\b.{0,20}\bemployees\b|^\W*reminder\b"
    r"|\blet (?:everyone|everybody|you all) know\b|\benrol+ment (?:begins|ends|is|period)|\bhighlights\b\s*\n|^\W*(?:commentary|note|notice|attention)\s*:|\byou (?:have been|are) selected\b|\breply to this e-?mail (?:with|subject)"
    r"|^\W*when:.{5,200}where:|\*~\*~\*|\bmark your calendars?\b|\bfree of charge\b|\bspecial (?:offer|rate)s?\b|\b(?:forward|pass) this (?:(?:e-?mail|message)\b|on\b)|\bmeeting (?:will be|is being) held\b|\b(?:weekly|daily|monthly)\b[^.\n]{0,30}\b(?:report|update|summary|status)\b"
    r"|^\W*(?:[a-z]+\s*[,:\-]+\s*)?(?:fyi\b|for your information|thought you (?:might|would|may)|please be advised|be advised|i just wanted to (?:say|share)|just (?:wanted|want) to say)"
    r"|\b(?:each|all) of you\b|\byour (?:groups|teams|departments|direct reports)\b|\bstaff meeting\b|\bthis memo(?:randum)?\b|\beach participant\b|\blunch will\b|\bin this issue\b|\bplease submit by\b|\b(?:toll[- ]free|help ?desk|sponsored by|are welcome to (?:attend|participate|join)|(?:please|plan (?:on|to)) attend(?:ing)?)\b",
    re.IGNORECASE | re.DOTALL,
)


def asks(words: str) -> bool:
    """Is something wanted of whoever reads it?"""
    if to_everybody(words) or len(words) > _LONGEST_LETTER:
        return False
    told = _CLOSING.sub(" ", _IN_QUOTES.sub(" ", _DISCLAIMER.sub("", _LOST_BLANK.sub(" ", words))))
    if len(told) > _LONG:
        told = f"{told[:_FIRST]}\n{told[-_LAST:]}"
    return bool(_REQUEST.search(told)) or _question(told)


def wishes(words: str) -> bool:
    """Does it say that they want to buy, or to know what it costs?"""
    return (
        not to_everybody(words)
        and len(words) <= _LONGEST_LETTER
        and bool(_WISH.search(_CLOSING.sub(" ", words)))
    )


def to_everybody(words: str) -> bool:
    """An announcement, a memo, a survey, a table: nobody waits for this reader's answer."""
    marks = "".join(words.split())
    digits = sum(one.isdigit() for one in marks)
    return digits * _DIGITS_OF_A_TABLE > len(marks) or bool(_TO_EVERYBODY.search(words))


def promises(words: str) -> bool:
    """Does its writer promise to do something, without an "if"?"""
    for found in phrases.PROMISES.finditer(words):
        rest = re.split(r"[.!?\n]", words[found.end() :], maxsplit=1)[0]
        if not re.search(r"\b(?:if|unless|falls|wenn sie|si vous|si usted)\b", rest, re.IGNORECASE):
            return True
    return False


def _question(words: str) -> bool:
    for found in _SENTENCE.finditer(words):
        sentence = found.group(0).strip()
        if (
            not sentence.endswith("?")
            or sentence.endswith(".?")
            or "://" in sentence
            or _RHETORIC.search(sentence)
        ):
            continue
        count = len(sentence.split())
        if 2 <= count <= _LONGEST_QUESTION and (
            _ABOUT_US.search(sentence) or not sentence.isascii() or count <= 25
        ):
            return True
    # East Asian and Arabic marks stand without a blank behind them.
    return bool(re.search(r"[？؟]", words))
