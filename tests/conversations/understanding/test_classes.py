"""Five classes, each with its reason; a doubtful mail is a person's."""

import pytest

from leadfast.conversations.rules.opting_out import asks_to_stop
from leadfast.conversations.understanding.reading import read
from leadfast.conversations.understanding.reason_words import Reason
from leadfast.conversations.understanding.reasons import reason_of

HEAD = (
    "From: {sender}\r\nTo: alice@brightline.example\r\nSubject: {subject}\r\n"
    "Date: Tue, 3 Mar 2026 10:00:00 +0000\r\n{more}\r\n{body}\r\n"
)


def mail(
    *, sender: str = "Maria <maria@lopez.example>", subject: str = "Re: x", more: str = "", body: str = "Hi"
) -> bytes:
    return HEAD.format(sender=sender, subject=subject, more=more, body=body).encode()


FAILED = (
    "Sorry, we could not deliver your message to the following address:\r\n\r\n"
    "<maria@lopez.example>: 550 5.1.1 no such user\r\n"
)


@pytest.mark.parametrize(
    ("raw", "inbound"),
    [
        (mail(body="Yes please."), "person"),
        (mail(sender="MAILER-DAEMON@mx.example", subject="Undelivered Mail", body=FAILED), "hard_bounce"),
        (mail(subject="Fwd: Undelivered Mail", body=f"Look what I got:\r\n\r\n> {FAILED}"), "person"),
        (mail(subject="Automatic reply: x", body="I am away."), "auto_reply"),
        (mail(subject="Re: x", more="Auto-Submitted: auto-replied\r\n", body="Danke, wir melden uns."), "auto_reply"),
        (mail(subject="x", more="List-Id: <news.example>\r\n"), "system"),
        (mail(sender="noreply@shop.example", subject="Your order"), "system"),
        (mail(subject="Re: x", body="I got an out of office from you. Who else can help?"), "person"),
        (
            mail(sender="guard@spam.example", subject="Please confirm", more="Return-Path: <>\r\n",
                 body="To deliver your message, please confirm that you are a person: click here."),
            "soft_bounce",
        ),
        (b"", "person"),
    ],
)  # fmt: skip
def test_the_class_of_a_mail(raw: bytes, inbound: str) -> None:
    verdict = read(raw).verdict
    assert verdict.inbound.value == inbound, verdict.reason
    assert verdict.reason


@pytest.mark.parametrize(
    ("words", "status", "reason"),
    [
        (
            "550 5.1.1 <x@y.example>: Recipient address rejected: User unknown (in reply to RCPT TO command)",
            "5.1.1",
            "user_unknown",
        ),
        ("552 5.2.2 Mailbox full", "5.2.2", "mailbox_full"),
        (
            "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using Spamhaus",
            "5.7.1",
            "sender_blocked",
        ),
        ("550 5.7.26 This mail is unauthenticated and fails DMARC", "5.7.26", "sender_unproven"),
        ("connect to mx.y.example: Connection timed out", "4.4.1", "network"),
        ("Host or domain name not found. Name service error for name=y.example", "5.4.4", "host_unknown"),
        ("552 5.3.4 Message size exceeds fixed limit", "5.3.4", "too_big"),
        ("550 user unknown (in reply to end of DATA command)", "5.0.0", "filtered"),
        ("550 Domain of sender address a@b.example does not exist", "5.1.8", "sender_rejected"),
        ("", "5.1.1", "user_unknown"),
        ("", "", "unknown"),
    ],
)
def test_the_reason_in_the_servers_words(words: str, status: str, reason: str) -> None:
    assert reason_of(words, status) is Reason(reason)


@pytest.mark.parametrize(
    "words",
    [
        "unsubscribe", "STOP", "Please remove me from your list.", "Bitte löschen Sie meine Daten aus Ihrem Verteiler.",
        "Merci de ne plus m'écrire.", "Dadme de baja, por favor.", "Cancellatemi dalla lista, grazie.",
        "Haal mij van deze lijst.", "Não quero receber mais mensagens.", "Proszę mnie usunąć z listy.",
        "今後のご連絡は不要です。", "Don't email me again.", "I don't want to be contacted about this.",
    ],
)  # fmt: skip
def test_a_demand_to_stop(words: str) -> None:
    assert asks_to_stop(words)


@pytest.mark.parametrize(
    "words",
    [
        "Not interested right now, thanks.", "Can staff unsubscribe from paper payslips?", "Please stop by our office.",
        "Please don't call me before noon, mail is fine.", "We removed the old forklift from the list.", "",
    ],
)  # fmt: skip
def test_talk_is_not_a_demand(words: str) -> None:
    assert not asks_to_stop(words)
