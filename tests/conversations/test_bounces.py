"""A mail that does not arrive ends in the same place, whoever says so and when."""

from leadfast.conversations import facts, reads
from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.leads.models import Lead
from leadfast.mail.facts import MailRefused
from leadfast.mail.models import Outgoing
from leadfast.people.models import ContactPoint, Suppression
from leadfast.workspaces import guard
from leadfast.workspaces.actor import system
from tests.conversations.conftest import OURS, Post

DSN = """\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: {to}
Subject: Undelivered Mail Returned to Sender
Date: Tue, 3 Mar 2026 10:00:00 +0000
Message-ID: <dsn-{code}@mx.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

<{address}>: host mx.lopez.example said: {words} (in reply to RCPT TO command)

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {code}
Diagnostic-Code: smtp; {words}

--b
Content-Type: message/rfc822

From: {to}
To: {address}
Subject: Your forklifts
Message-ID: <{ours}>

Shall we talk?

--b--
"""


def report(sent: Outgoing, *, code: str, words: str, action: str = "failed") -> bytes:
    return DSN.format(
        to=OURS, address="maria@lopez.example", code=code, words=words, action=action, ours=sent.message_id
    ).encode()


def health(post: Post) -> str:
    with guard.scope(post.by.workspace_id):
        return ContactPoint.objects.get(key="maria@lopez.example").health


def test_a_hard_bounce_is_a_branch_not_an_end(post: Post, maria: Lead) -> None:
    sent = post.we_write(maria, "maria@lopez.example")
    message = post.arrives(report(sent, code="5.1.1", words="550 5.1.1 User unknown"))
    assert message is not None
    assert (message.inbound, message.lead_id) == ("hard_bounce", maria.id)
    assert "find_another_way" in post.kinds(maria)
    assert health(post) == "bounced"
    [fact] = post.facts(facts.Bounced, maria)
    assert fact.body["hard"] is True
    assert post.facts(facts.ReplyReceived) == []
    with guard.scope(post.by.workspace_id):
        assert Outgoing.objects.get(id=sent.id).bounced_at is not None
        assert reads.waiting().messages == ()


def test_a_full_mailbox_is_soft_and_asks_nobody(post: Post, maria: Lead) -> None:
    sent = post.we_write(maria, "maria@lopez.example")
    before = post.kinds(maria)
    message = post.arrives(report(sent, code="4.2.2", words="452 4.2.2 Mailbox full"))
    assert message is not None
    assert message.inbound == "soft_bounce"
    assert post.kinds(maria) == before
    assert health(post) == "soft_bounced"


def test_a_delay_is_not_a_failure(post: Post, maria: Lead) -> None:
    sent = post.we_write(maria, "maria@lopez.example")
    words = "connect to mx.lopez.example: Connection timed out"
    message = post.arrives(report(sent, code="4.4.1", words=words, action="delayed"))
    assert message is not None
    assert (message.inbound, message.detail) == ("system", "delay")
    assert health(post) == "unknown"
    assert post.facts(facts.Bounced) == []


def test_a_refusal_at_smtp_time_ends_in_the_same_place(post: Post, maria: Lead) -> None:
    sent = post.we_write(maria, "maria@lopez.example")
    with guard.writing(post.by):
        fact = MailRefused(
            sent.id, sent.mailbox_id, None, "person", 550, "5.1.1 No such user", ("maria@lopez.example",)
        )
        history.record(fact, by=system(post.by.workspace_id), at=clock.now())
    assert "find_another_way" in post.kinds(maria)
    assert health(post) == "bounced"
    assert len(post.facts(facts.Bounced, maria)) == 1


def test_the_same_bounce_twice_makes_one_step(post: Post, maria: Lead) -> None:
    sent = post.we_write(maria, "maria@lopez.example")
    post.arrives(report(sent, code="5.1.1", words="550 5.1.1 User unknown"))
    post.arrives(report(sent, code="5.1.2", words="550 5.1.2 Host unknown"))
    assert post.kinds(maria).count("find_another_way") == 1


def test_a_complaint_suppresses_at_once_and_asks_a_person(post: Post, maria: Lead) -> None:
    sent = post.we_write(maria, "maria@lopez.example")
    raw = f"""\
From: feedback@provider.example
To: {OURS}
Subject: FW: Your forklifts
Message-ID: <arf@provider.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an email abuse report for an email message.

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Provider/1.0
Version: 1
Original-Rcpt-To: <maria@lopez.example>

--b
Content-Type: message/rfc822

From: {OURS}
To: maria@lopez.example
Message-ID: <{sent.message_id}>

Shall we talk?
--b--
""".encode()
    message = post.arrives(raw)
    assert message is not None
    assert (message.inbound, message.detail) == ("system", "complaint")
    assert "decide" in post.kinds(maria)
    assert len(post.facts(facts.ComplaintReceived, maria)) == 1
    with guard.scope(post.by.workspace_id):
        assert Suppression.objects.filter(reason="complaint").count() == 1
