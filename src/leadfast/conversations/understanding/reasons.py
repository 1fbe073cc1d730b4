"""Why a mail failed, from what the server said: the words first, the status code when the words say nothing.

*Hard* means that the address itself is dead (unknown person or host, moved, takes no mail): do not mail it again, find
another way. Everything else is soft: the address may be fine and the trouble lies with the mailbox, the message, the
sender or the network. Vocabulary after the public reason lists of bounce parsers and RFC 3463.
"""

from __future__ import annotations

import re

from leadfast.conversations.understanding.reason_words import WORDS, Reason

HARD = frozenset({Reason.USER_UNKNOWN, Reason.HOST_UNKNOWN, Reason.MOVED, Reason.TAKES_NO_MAIL})

STATUS = re.compile(r"(?<![\d.])([245])[. ]([0-7])\.(\d{1,3})(?![\d.])")
REPLY_CODE = re.compile(r"(?<![\d.:/-])([45][0-5]\d)(?=[ \-:,)\]]|$)", re.MULTILINE)

_COMPILED = tuple((reason, re.compile(words, re.IGNORECASE | re.MULTILINE)) for reason, words in WORDS)

# RFC 3463 subjects and details; x.y.z with x dropped. None of the codes outweighs clear words.
_BY_STATUS: dict[str, Reason] = {
    "1.0": Reason.UNKNOWN,
    "1.1": Reason.USER_UNKNOWN,
    "1.2": Reason.HOST_UNKNOWN,
    "1.3": Reason.USER_UNKNOWN,
    "1.4": Reason.FILTERED,
    "1.6": Reason.MOVED,
    "1.7": Reason.SENDER_REJECTED,
    "1.8": Reason.SENDER_REJECTED,
    "1.9": Reason.SENDER_REJECTED,
    "1.10": Reason.TAKES_NO_MAIL,
    "2.0": Reason.FILTERED,
    "2.1": Reason.DISABLED,
    "2.2": Reason.MAILBOX_FULL,
    "2.3": Reason.TOO_BIG,
    "2.4": Reason.FILTERED,
    "3.0": Reason.SYSTEM,
    "3.1": Reason.SYSTEM,
    "3.2": Reason.TAKES_NO_MAIL,
    "3.4": Reason.TOO_BIG,
    "3.5": Reason.SYSTEM,
    "4.1": Reason.EXPIRED,
    "4.2": Reason.NETWORK,
    "4.3": Reason.SYSTEM,
    "4.4": Reason.HOST_UNKNOWN,
    "4.5": Reason.TOO_FAST,
    "4.6": Reason.NETWORK,
    "4.7": Reason.EXPIRED,
    "6": Reason.CONTENT,
    "7.1": Reason.FILTERED,
    "7.13": Reason.DISABLED,
    "7.20": Reason.SENDER_UNPROVEN,
    "7.23": Reason.SENDER_UNPROVEN,
    "7.25": Reason.SENDER_BLOCKED,
    "7.26": Reason.SENDER_UNPROVEN,
    "7.9": Reason.POLICY,
    "7": Reason.POLICY,
}
_SENDER_STAGE = re.compile(
    r"after (?:pipelined )?(?:mail from|ehlo|helo|initial connection|connect)|reply to (?:mail from|"
    r"helo|ehlo)|for mail from command|our mail from|>>> mail from",
    re.IGNORECASE,
)
_AFTER_DATA = re.compile(
    r"(?:after|to|reply to|our|>>>)\s*(?:final )?(?:end of )?(?:the )?\.?\s*(?:data|message content|"
    r"\(end of data\))|end of data|>>> data|state 1[78]\b|for (?:data|text) command|smtp command\s+data",
    re.IGNORECASE,
)
_AT_RCPT = re.compile(
    r"(?:after|reply to|our|for|>>>|smtp:) *(?:pipelined )?rcpt|rcpt[ _]to|rcpt command|(?:need|valid|no|"
    r"after) rcpt|rcpt first|no (?:valid )?recipients|state 1[34]\b",
    re.IGNORECASE,
)


def status_in(text: str) -> str:
    """The most telling enhanced status in the text: one with a detail before one that says only 'something failed'."""
    found = ["{}.{}.{}".format(*match.groups()) for match in STATUS.finditer(text)]
    found = [code for code in found if code[0] in "45"]
    return next((code for code in found if not code.endswith(".0.0")), found[0] if found else "")


def reply_code_in(text: str) -> str:
    """The three-digit SMTP reply, '' when none is given."""
    match = REPLY_CODE.search(text)
    return match[1] if match else ""


def stage_of(words: str) -> str:
    """At which command the server refused, as far as the notice tells: `mail`, `rcpt`, `data` or ''."""
    if _AT_RCPT.search(words):
        return "rcpt"
    if _AFTER_DATA.search(words):
        return "data"
    return "mail" if _SENDER_STAGE.search(words) else ""


def spoken_lines(words: str) -> str:
    """The server's own replies within a longer notice, each with the lines it was wrapped onto; '' for none."""
    found: list[str] = []
    for match in _REPLY.finditer(words):
        tail = words[match.end() :].split("\n\n", 1)[0].split("\n")
        wrapped = [
            line for line in tail[1:4] if line.strip() and (line[:1].isspace() or line.startswith(match[1]))
        ]
        found.append(" ".join([match[0], *wrapped]))
    return "\n".join(found)


_REPLY = re.compile(r"(?<![\d.:/#-])([45][0-5]\d)(?:[ \-:]|(?= ))[^\n]*")


def reason_of(words: str, status: str = "", *, context: str = "") -> Reason:
    """The reason in the server's words, falling back on the status code. `context` is the notice around the words."""
    code = status.split(".", 1)[1] if status.count(".") == 2 else ""
    by_status = _BY_STATUS.get(code) or _BY_STATUS.get(code.split(".")[0], Reason.UNKNOWN)
    stage = stage_of(f"{words}\n{context}")
    by_words = next((reason for reason, pattern in _COMPILED if pattern.search(words)), Reason.UNKNOWN)
    if by_words in (Reason.HOST_UNKNOWN, Reason.USER_UNKNOWN) and stage == "mail":
        return Reason.SENDER_REJECTED  # it is our own domain or address that the server could not find
    if by_words is Reason.SYSTEM and _DELIVERY_PROGRAM.search(words):
        return Reason.SYSTEM  # the program that files the mail failed, whatever code the server put on that
    if by_words is Reason.USER_UNKNOWN and _DISABLED.search(context):
        return Reason.DISABLED
    if by_words is Reason.USER_UNKNOWN:
        if code not in ("1.1", "1.0", "1.3") and stage in ("data", "mail"):
            # Said after the whole message was seen, or of the sender: not proof that the address is dead.
            return Reason.FILTERED if stage == "data" else Reason.SENDER_REJECTED
        if code in ("2.1", "2.0", "3.0", "7.1") and stage != "rcpt":
            # The person is known to the server, which turns the mail away: the wording is a mask.
            return Reason.FILTERED
        return by_words
    if by_words in _VAGUE and by_status in HARD | {Reason.MAILBOX_FULL, Reason.DISABLED}:
        return by_status
    return by_words if by_words is not Reason.UNKNOWN else by_status


_DELIVERY_PROGRAM = re.compile(r"procmail|maildrop|couldn't create", re.IGNORECASE)
_DISABLED = re.compile(r"\buser\(?s?\)? account is (?:disabled|suspended|closed)", re.IGNORECASE)
_VAGUE = frozenset((Reason.UNKNOWN, Reason.SYSTEM, Reason.SENDER_REJECTED, Reason.POLICY, Reason.EXPIRED))
