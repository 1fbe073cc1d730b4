"""Should a mail that a person wrote be insured against silence? (Principle 8: it must not embarrass.)

Only when it asks, offers or attaches something, the lead is open, no meeting is pending and no other tool wrote it.
The sentence says which of these decided, and stands beside the mail in the list of the day.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

# A mailbox's own follow-ups are drafts until it has been watched for this long.
DRAFTS_FOR = timedelta(days=30)

# Headers that other sending tools leave on what they send for somebody.
TOOL_HEADERS = (
    "auto-submitted", "list-unsubscribe", "list-id", "precedence", "feedback-id", "x-campaign", "x-campaign-id",
    "x-mailgun-sid", "x-sg-eid", "x-mc-user", "x-mailchimp-id", "x-hubspot-correlation-id", "x-outreach-id",
    "x-salesloft-id", "x-ses-outgoing", "x-postmark-tag", "x-mautic-id", "x-reply-io", "x-lemlist", "x-apollo",
    "x-mixmax", "x-yesware", "x-leadfast-touch",
)  # fmt: skip

_ASKS = re.compile(
    r"\?|\b(let me know|could you|can you|would you|please (?:send|confirm|tell|call|reply|answer)"
    r"|looking forward to|what do you think|are you able|shall we|shall i|get back to me|your thoughts"
    r"|bitte|könnten sie|lassen sie mich wissen|melden sie sich|freue mich auf"
    r"|pourriez-vous|dites-moi|qu'en pensez|dans l'attente|por favor|quedo a la espera|podría|"
    r"mi faccia sapere|potrebbe|fammi sapere|laat (?:het )?me weten|kunt u)\b",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"\b(offer|quote|quotation|proposal|price|pricing|brochure|catalog(?:ue)?|demo|trial|estimate|discount"
    r"|angebot|preis|preisliste|prospekt|devis|offre|tarif|oferta|presupuesto|precio|preventivo|offerta|offerte)\w*",
    re.IGNORECASE,
)
_ATTACHES = re.compile(
    r"\b(attached|attachment|enclosed|please find|anbei|im anhang|ci-joint|en pièce "
    "jointe|adjunto|in allegato"
    r"|bijgevoegd|als bijlage)\b",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"^\W*(?:hi|hello|dear|hallo)?[^.!?\n]{0,40}\b(thanks?|thank "
    "you|danke|merci|gracias|grazie)\b[^?]{0,160}$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class SeenMail:
    """A mail that a person sent to a lead. `words` are the new words only, without quotes and signature."""

    words: str
    headers: frozenset[str] = field(default_factory=frozenset)
    """Names of its headers, in lower case."""
    attachments: int = 0
    lead_open: bool = True
    meeting_pending: bool = False
    theirs_to_answer: bool = True
    """Nothing newer has come from them since."""


@dataclass(frozen=True)
class Insured:
    """Whether a follow-up starts, with the reason a rep reads."""

    yes: bool
    because: str


def judge(mail: SeenMail) -> Insured:
    """Whether silence after this mail should be followed up."""
    if not mail.lead_open:
        return Insured(False, "Not followed up: the lead is closed.")
    if mail.meeting_pending:
        return Insured(False, "Not followed up: a meeting is pending.")
    if not mail.theirs_to_answer:
        return Insured(False, "Not followed up: they have written since.")
    tool = next((name for name in TOOL_HEADERS if name in mail.headers), "")
    if tool:
        return Insured(False, f"Not followed up: another tool sent it (its header {tool} says so).")
    if mail.attachments:
        return Insured(True, "Followed up: you attached something.")
    words = mail.words.strip()
    if _ASKS.search(words):
        return Insured(True, "Followed up: you asked something.")
    if _ATTACHES.search(words):
        return Insured(True, "Followed up: you sent something along.")
    if _CLOSES.match(words):
        return Insured(False, "Not followed up: it only says thank you.")
    if _OFFERS.search(words):
        return Insured(True, "Followed up: you offered something.")
    return Insured(False, "Not followed up: it asks, offers and attaches nothing.")


def as_draft(mailbox_connected_at: datetime, now: datetime) -> bool:
    """Whether the follow-ups of this mailbox are drafts still."""
    return now - mailbox_connected_at < DRAFTS_FOR
