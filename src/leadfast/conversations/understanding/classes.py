"""The five classes of what comes in, each with its reason.

A person · an automatic reply · a hard bounce · a soft bounce or a challenge · a list or a system. Only a
person's mail flips the turn; a doubtful mail counts as a person's, because stopping a cadence wrongly costs a day
and mailing on after an answer costs the customer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from leadfast.conversations.understanding import automatic, bounces, reports
from leadfast.conversations.understanding.automatic import AutoReply
from leadfast.conversations.understanding.bounces import Bounce
from leadfast.conversations.understanding.letter import Letter
from leadfast.conversations.understanding.reports import Complaint


class InboundClass(StrEnum):
    """Who or what wrote an inbound message."""

    PERSON = "person"
    AUTO_REPLY = "auto_reply"
    HARD_BOUNCE = "hard_bounce"
    SOFT_BOUNCE = "soft_bounce"
    SYSTEM = "system"


@dataclass(frozen=True)
class Verdict:
    """The class of a message, a finer `detail` (complaint, challenge, delay, list…) and the reason in words."""

    inbound: InboundClass
    detail: str
    reason: str
    bounce: Bounce | None = None
    complaint: Complaint | None = None
    auto: AutoReply | None = None

    @property
    def is_report(self) -> bool:
        """A delivery report of any kind."""
        return self.bounce is not None


_SYSTEM_SENDER = re.compile(
    r"^(?:no-?_?reply|do-?not-?_?reply|donotreply|notifications?|newsletter|news|mailer|alerts?|"
    r"updates?|bounces?|calendar-notification|jira|noreply\S*)(?:[+.-]\S*)?@",
    re.IGNORECASE,
)


def classify(letter: Letter, words: str) -> Verdict:
    """The class of a message. `words` are its new words (see `words.new_words`)."""
    told = reports.json_notice(letter)
    complaint = told[1] if told else reports.complaint_of(letter)
    if complaint is not None:
        return Verdict(
            InboundClass.SYSTEM, "complaint", f"a complaint report ({complaint.kind})", complaint=complaint
        )
    if _may_be_challenge(letter) and bounces.is_challenge(letter):
        return Verdict(
            InboundClass.SOFT_BOUNCE, "challenge", "it asks the sender to confirm before it is delivered"
        )
    bounce = bounces.bounce_of(letter)
    if bounce is not None:
        return _of_bounce(bounce)
    receipt = letter.report_type == "disposition-notification" or any(
        part.kind == "message/disposition-notification" for part in letter.own_parts
    )
    if receipt:
        return Verdict(InboundClass.SYSTEM, "receipt", "a receipt that the mail was shown or deleted")
    auto = automatic.auto_reply(letter, words)
    if auto is not None:
        return Verdict(InboundClass.AUTO_REPLY, auto.about.value, auto.reason, auto=auto)
    return _list_or_system(letter) or Verdict(
        InboundClass.PERSON, "person", "nothing about it looks like a machine"
    )


def _may_be_challenge(letter: Letter) -> bool:
    answers = letter.has("in-reply-to") or letter.has("references")
    return (
        letter.envelope_from == ""
        or letter.kind == "multipart/report"
        or letter.has("auto-submitted")
        or not answers
    )


def _of_bounce(bounce: Bounce) -> Verdict:
    if bounce.failures and all(one.action == "delivered" for one in bounce.failures):
        return Verdict(InboundClass.SYSTEM, "delivered", f"{bounce.reason}: delivered", bounce=bounce)
    if bounce.delay:
        return Verdict(
            InboundClass.SYSTEM, "delay", f"{bounce.reason}: only delayed, still being tried", bounce=bounce
        )
    if bounce.hard:
        return Verdict(
            InboundClass.HARD_BOUNCE, "failed", f"{bounce.reason}: {_reasons(bounce)}", bounce=bounce
        )
    return Verdict(InboundClass.SOFT_BOUNCE, "failed", f"{bounce.reason}: {_reasons(bounce)}", bounce=bounce)


def _reasons(bounce: Bounce) -> str:
    return (
        ", ".join(dict.fromkeys(one.reason.value.replace("_", " ") for one in bounce.failures))
        or "no address named"
    )


def _list_or_system(letter: Letter) -> Verdict | None:
    submitted = letter.header("auto-submitted").lower()
    answers = letter.has("in-reply-to") or letter.has("references")
    if submitted and not submitted.startswith("no"):
        return Verdict(InboundClass.SYSTEM, "system", "its header says that a program sent it")
    if letter.has("list-id") or letter.has("list-unsubscribe") or letter.has("feedback-id"):
        return Verdict(InboundClass.SYSTEM, "list", "it came through a list")
    if letter.header("precedence").strip().lower() in ("bulk", "list", "junk") and not answers:
        return Verdict(InboundClass.SYSTEM, "list", "its precedence says bulk")
    if _SYSTEM_SENDER.match(letter.sender[1]) and not answers:
        return Verdict(InboundClass.SYSTEM, "system", "its sender takes no answers")
    return None
