"""Is this mail a report that a mail of ours did not arrive, and about whom?

A report needs two witnesses: something about the sender or the form (a mailer daemon, the null sender, a report part, a
subject that daemons use) and something in the words. One alone is not enough: people forward bounces, ask about
them, and holiday notices also come from the null sender.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from leadfast.conversations.understanding.letter import ADDRESS, Letter
from leadfast.conversations.understanding.notices import notice_text, recipients_of
from leadfast.conversations.understanding.reports import Failure, delivery_status, json_notice


@dataclass(frozen=True)
class Bounce:
    """A delivery report. Without failures it told no address; `delay` means that nothing has failed yet."""

    failures: tuple[Failure, ...]
    reason: str

    @property
    def hard(self) -> bool:
        return any(one.hard for one in self.failures)

    @property
    def delay(self) -> bool:
        return bool(self.failures) and all(one.action != "failed" for one in self.failures)


_DAEMON = re.compile(
    r"mailer[-_ ]?daemon|postmaster|mail[ _-]?delivery|delivery (?:sub)?system|mail administrator|"
    r"mail (?:system|subsystem|server)|system administrator|mdaemon|delivery[ _-]?(?:status|"
    r"failure|agent|service)|"
    r"internet mail|microsoft exchange|smtp[ _-](?:gateway|service|server|mail)|_smtp_|bounce(?:s|"
    r"d)?@|ndr@|pmdf|notification@|mailsystem|mail\.?router|e-?mail[ _-]server|errors?@|"
    r"undeliver|returned mail|mmdf|nobody@|uucp@",
    re.IGNORECASE,
)
# One of these is in every such name; most senders hold none, which a plain search finds fast.
_DAEMON_STEMS = (
    "daemon", "postmaster", "mail", "system", "deliver", "exchange", "smtp", "bounce", "ndr@", "pmdf",
    "notification@", "error", "mmdf", "nobody@", "uucp@",
)  # fmt: skip
_SUBJECT = re.compile(
    r"undeliver(?:able|ed)|not? delivered|un(?:able|successful).{0,20}deliver|"
    r"deliver\w*.{0,40}(?:fail|problem|error|status|notif|report|impossible|delay|could not|"
    r"temporar)|fail(?:ed|ure).{0,30}(?:deliver|notice|mail|message|to deliver)|"
    r"mail (?:system )?(?:error|failure|delivery)|"
    r"(?:returned|bounced|rejected|failed|nondeliver\w*|non-deliver\w*) (?:e-?)?(?:mail|message)|"
    r"return(?:ing|ed) (?:message |mail )?to sender|failure notice|(?:message|mail|"
    r"e-?mail)\b.{0,40}(?:status|not (?:be )?(?:delivered|sent)|could ?n[o']t|cannot|failed|"
    r"failure|delayed|error|rejected|return)|user unknown|unknown user|"
    r"could not (?:be delivered|send)|delay(?:ed)? |warning.{0,30}(?:message|mail|delay|could not)|"
    r"mail delivery|transport.{0,10}fail|non remis|échec|unzustellbar|nicht zugestellt|"
    r"non recapitabil|no (?:se ha podido|entregado)|não entregue|onbestelbaar|niet bezorgd|"
    r"nie dostarczon|配信|配送|エラー|送信でき|недоставл|сообщение не доставлено|退信|无法",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"did not (?:exactly )?match|no mailbox|postponed|abort|could not find|account is (?:disabled|"
    r"inactive|locked|closed)|(?:could|can|was|were|has|have|did|is|be|been|will|are)\s*(?:not|"
    r"n't)\s+(?:yet\s+)?(?:be(?:en)?\s+)?(?:able\s+to\s+)?(?:deliver\w*|reach|sent|send|accepted|"
    r"received)|cannot (?:be )?(?:deliver|sen[dt]|reach)|unable to (?:deliver|send|relay|reach|"
    r"connect)|undeliver(?:able|ed)|"
    r"deliver\w* (?:\S+ ){0,6}(?:fail|error|problem|impossible|delayed|has been delayed|is delayed|"
    r"cancel|aborted|suspended)|fail\w* (?:to|in|on) (?:deliver|reach|send)|fail(?:ed|"
    r"ure)\b.{0,40}\b(?:deliver|recipient|address)|permanent (?:fatal )?(?:error|failure)|"
    r"fatal errors|user unknown|unknown (?:user|recipient|address|local)|no such (?:user|recipient|"
    r"address|mailbox|person|account)|"
    r"recipient (?:address )?(?:rejected|unknown)|mailbox (?:is )?(?:full|unavailable|not found|"
    r"does)|(?:over|exceed\w*)\W+(?:\w+\W+){0,2}(?:quota|storage)|quota exceeded|undelivered|"
    r"(?:was|been|automatically|message|mail) (?:rejected|refused|returned|bounced)|rejected (?:by|"
    r"for|your|the)|not a valid (?:user|address)|does not exist|"
    r"error (?:while|in|occurred|trying|delivering)|transcript of session|^\s*(?:<<<|>>>)|reason: |"
    r"final-recipient:|diagnostic-code|action: failed|\b[45]\d\d[ -][45]\.\d+\.\d+|"
    r"(?<!\d )(?<!\+)\b5[05]\d[ -]|smtp error|doesn't accept|not accepting|invalid (?:recipient|"
    r"address|final)|failed recipient|"
    r"不明|送信でき|配信でき|存在しません|一杯|не может быть доставлено|无法|退回|"
    r"zugestellt werden|n'a (?:pas )?pu être|"
    r"no (?:se )?(?:ha podido|pudo|se pudo) entreg|non è stato (?:possibile )?(?:recapit|conseg)|"
    r"niet (?:worden )?(?:bezorgd|afgeleverd)|não (?:pôde|foi) (?:ser )?entreg|nie (?:mogła|"
    r"została|można)|permission to post|isn't a member|the group you tried",
    re.IGNORECASE | re.MULTILINE,
)
_LIKE_SMTP = re.compile(
    r"\b[45]\d\d[ -]#?[45]\.\d+\.\d+|\b[45]\d\d[ -](?:<|sorry|requested|mailbox|user|recipient|unknown|"
    r"no |invalid|rejected|address|not )|final-recipient:|diagnostic-code:|action: failed|rcpt to|"
    r"<<< 5|smtp",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"requires? (?:sender )?(?:confirm\w*|verif\w*)|(?:to|please|must|"
    r"you(?:'ll)? need to) (?:\S+ ){0,6}?(?:confirm|verify|authenticate|prove|"
    r"complete) (?:\S+ ){0,8}?(?:sender|you are|your(?:self| address| email| e-mail| message|"
    r" identity| request)|this (?:mail|message|email|e-mail|verification|server)|verification|"
    r"human|delivery)|"
    r"challenge|sender (?:verification|confirmation)|(?:not (?:yet )?(?:in|"
    r"on) (?:\S+ ){0,6}(?:guest|approved|white|allow|contact|safe)\s?-?list)|(?:approved|"
    r"accepted) senders?|waiting (?:list|for (?:your|approval))|(?:held|quarantined|"
    r"pending)\b.{0,80}(?:until|confirm|approv|verif)|anti-?spam.{0,60}(?:confirm|verif|click|"
    r"reply)|"
    r"click (?:\S+ ){0,8}(?:deliver|release|request delivery)|one[- ]time (?:verification|"
    r"confirmation)|tmda|spamarrest|boxbe|bluebottle|mailblocks",
    re.IGNORECASE,
)


# One of these is in every such mail; the sentences around them are looked for only then.
_CHALLENGE_STEMS = (
    "confirm", "verif", "authenticat", "prove", "complete", "challenge", "list", "approved", "accepted", "held",
    "quarantin", "pending", "release", "delivery", "spam", "one-time", "one time", "tmda", "boxbe", "bluebottle",
    "mailblocks",
)  # fmt: skip


def is_challenge(letter: Letter) -> bool:
    """A mail that asks the sender to prove himself before it is delivered. It hides behind the forms of a bounce."""
    notice = notice_text(letter)[:6000]
    said = f"{letter.subject}\n{notice}".lower()
    if not any(stem in said for stem in _CHALLENGE_STEMS):
        return False
    return bool(_CHALLENGE.search(f"{letter.subject}\n{notice}")) and not re.search(
        r"user unknown|no such user|mailbox full", notice, re.IGNORECASE
    )


def ours(letter: Letter) -> frozenset[str]:
    """Addresses in the report that are the sender's own or a machine's, so never the one that failed."""
    found: set[str] = set()
    for name in ("to", "from", "sender", "reply-to"):
        for key, value in letter.every:
            if key == name:
                found.update(match[1].lower() for match in ADDRESS.finditer(value))
    return frozenset(found)


def bounce_of(letter: Letter) -> Bounce | None:
    """The report, or None when the mail is something else. Callers have ruled out complaints and challenges."""
    told = json_notice(letter)
    if told is not None:
        failures, _ = told
        return Bounce(tuple(failures), "a provider's notice") if failures else None
    status_parts = [
        part
        for part in letter.own_parts
        if part.kind in ("message/delivery-status", "message/global-delivery-status")
    ]
    if not status_parts and _is_daemon(letter.header("from")):
        # Some gateways wrap the whole report as an attachment of another report.
        status_parts = [part for part in letter.parts if part.kind == "message/delivery-status"]
    witnesses = _witnesses(letter, bool(status_parts))
    if not witnesses:
        return None
    notice = notice_text(letter)
    for part in status_parts:
        found = delivery_status(part.text, extra=notice)
        if found:
            return Bounce(tuple(found), "a delivery status report")
    inline = re.search(r"^(?:final|original)-recipient[ \t]*:", notice, re.IGNORECASE | re.MULTILINE)
    words = _WORDS.search(notice[:8000])
    if not (
        witnesses
        and (
            words or inline or {"sent by a mail server", "a subject that mail servers use"} <= set(witnesses)
        )
    ):
        return None
    returns = any(part.inside for part in letter.parts)
    if witnesses == ["the null sender"] and not (
        _LIKE_SMTP.search(notice)
        or (returns and re.search(r"could not be delivered to", notice, re.IGNORECASE))
    ):
        return None
    mine = ours(letter)
    if inline:
        found = delivery_status(notice[max(0, notice.rfind("\n\n", 0, inline.start())) :], extra=notice)
        if found:
            return Bounce(tuple(found), f"{witnesses[0]}, and a delivery status in its text")
    header = letter.header("x-failed-recipients")
    failures = recipients_of(letter, notice, ours=mine)
    if not failures:
        # Some gateways paste the whole report, with its status, below a notice of their own.
        pasted = "\n".join(part.text for part in letter.own_parts if part.kind.startswith("text/"))
        place = re.search(r"^final-recipient[ \t]*:", pasted, re.IGNORECASE | re.MULTILINE)
        if place is not None:
            failures = delivery_status(pasted[max(0, pasted.rfind("\n\n", 0, place.start())) :], extra=notice)
    if header:
        wanted = [match[1].lower() for match in ADDRESS.finditer(header)]
        if any(".." in one for one in wanted):
            # An archive has shortened the addresses: what is left names nobody.
            return Bounce((), f"{witnesses[0]}, and words of a failed delivery")
        by_address = {one.address: one for one in failures}
        fallback = recipients_of(
            letter, "\n".join(f"  {address}" for address in wanted) + "\n" + notice, ours=mine - set(wanted)
        )
        by_address = {one.address: one for one in fallback} | by_address
        failures = [
            by_address[address] for address in dict.fromkeys(wanted) if address in by_address
        ] or failures
    return Bounce(tuple(failures), f"{witnesses[0]}, and words of a failed delivery")


def _is_daemon(sender: str) -> bool:
    said = sender.lower()
    return any(stem in said for stem in _DAEMON_STEMS) and bool(_DAEMON.search(sender))


def _witnesses(letter: Letter, has_status: bool) -> list[str]:
    found = []
    name, address = letter.sender
    raw_from = letter.header("from")
    if has_status or (letter.kind == "multipart/report" and letter.report_type in ("delivery-status", "")):
        found.append("a report in form")
    if letter.has("x-failed-recipients"):
        found.append("a header that names failed recipients")
    if _is_daemon(f"{name} {address} {raw_from}") or (letter.has("from") and raw_from.strip() in ("<>", "")):
        found.append("sent by a mail server")
    if _SUBJECT.search(letter.subject) and not re.match(
        r"(?:re|aw|sv|antw|fwd?|wg|tr)\s*:", letter.subject, re.IGNORECASE
    ):
        found.append("a subject that mail servers use")
    if letter.envelope_from == "" and not found:
        found.append("the null sender")
    if (
        not found
        and re.match(r"no-?_?reply|do-?not-?reply", address)
        and any(part.inside for part in letter.parts)
    ):
        found.append("a machine that returns a message")
    if letter.report_type == "disposition-notification" and re.search(
        r"reject", letter.header("auto-submitted") + letter.subject, re.IGNORECASE
    ):
        found.append("a receipt that rejects")
    return found
