"""A mailbox of Alice's, and letters that arrive in it as the server would hand them over."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage

import pytest

from leadfast.conversations import actions as conversations
from leadfast.conversations import facts
from leadfast.conversations.actions import outbound
from leadfast.conversations.models import Message, Unmatched
from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.history.models import RecordedFact
from leadfast.leads.models import Lead, Step
from leadfast.mail import actions as mail
from leadfast.mail import reads as mail_reads
from leadfast.mail.actions.planning import NewMail
from leadfast.mail.facts import MailSent
from leadfast.mail.models import FetchedMessage, Mailbox, Outgoing
from leadfast.mail.rules import envelopes, reading
from leadfast.mail.rules.headers import Address
from leadfast.mail.transport.settings import Server
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor, system
from tests.fixtures import MakeLead, Someone

OURS = "alice@brightline.example"


def a_box(owner: Someone, address: str) -> Mailbox:
    """A mailbox of a member. Nothing here connects to its servers."""
    return mail.connect_mailbox(
        new=mail.NewMailbox(
            owner_id=owner.member.id,
            address=address,
            display_name=f"{owner.member.name} Ade",
            imap=Server("127.0.0.1", 1, "plain"),
            smtp=Server("127.0.0.1", 1, "plain"),
            secret="not used",
            drafts_first=False,
        ),
        by=owner.actor,
    )


@pytest.fixture
def box(alice: Someone) -> Mailbox:
    """Alice's mailbox."""
    return a_box(alice, OURS)


@dataclass
class Post:
    """The letters of a test: what arrives, what we write, and what became of it."""

    box: Mailbox
    by: Actor
    uid: int = 0
    seen: list[uuid.UUID] = field(default_factory=list)

    def arrives(
        self,
        raw: bytes | EmailMessage,
        *,
        folder: str = "INBOX",
        role: str = "inbox",
        box: Mailbox | None = None,
    ) -> Message | None:
        """One message is fetched and taken in, exactly as the two sweeps do it."""
        self.fetched(raw, folder=folder, role=role, box=box)
        return conversations.take_in(fetched_id=self.seen[-1], by=system(self.by.workspace_id))

    def fetched(
        self,
        raw: bytes | EmailMessage,
        *,
        folder: str = "INBOX",
        role: str = "inbox",
        box: Mailbox | None = None,
    ) -> FetchedMessage:
        """One message as mail stores it, not read yet."""
        data = raw if isinstance(raw, bytes) else raw.as_bytes()
        head = reading.read_head(data)
        self.uid += 1
        with guard.scope(self.by.workspace_id):
            named = mail_reads.our_outgoing([*head.ancestors, head.message_id, head.header("x-leadfast-id")])
            if named is None and envelopes.may_be_about_ours(head):
                named = mail_reads.our_outgoing(data.decode("utf-8", "replace"))
            row = FetchedMessage.objects.create(
                workspace_id=self.by.workspace_id, mailbox_id=(box or self.box).id, folder=folder, role=role,
                uidvalidity=1, uid=self.uid, fingerprint=envelopes.fingerprint(data, head),
                message_id=head.message_id[:998],
                outgoing_id=named, raw=data, received_at=clock.now(), fetched_at=clock.now(), due_at=clock.now(),
            )  # fmt: skip
        self.seen.append(row.id)
        return row

    def we_write(
        self, lead: Lead, to: str, *, subject: str = "Your forklifts", text: str = "Shall we talk?"
    ) -> Outgoing:
        """We write to a lead and the server takes it."""
        letter = outbound.Letter(
            lead_id=lead.id,
            person_id=lead.person_id,
            mail=NewMail(
                key=f"test:{uuid.uuid4()}", mailbox_id=self.box.id, to=(Address("", to),), subject=subject, text=text,
                kind="person",
            ),
        )  # fmt: skip
        row = conversations.write(letter=letter, by=self.by)
        with guard.writing(self.by):
            now = clock.now()
            mine = Outgoing.objects.filter(id=row.id)
            mine.update(state="sending", attempt=1, fence=1, lease_until=now, data_at=now, raw=b"sent")
            mine.update(state="sent", sent_at=now, settled_at=now, lease_until=None)
            fact = MailSent(row.id, row.mailbox_id, row.about, row.kind, row.message_id)
            history.record(fact, by=system(self.by.workspace_id), at=now)
        return row

    def facts(self, kind: type[facts.Fact], lead: Lead | None = None) -> list[RecordedFact]:
        """What was recorded of a kind."""
        with guard.scope(self.by.workspace_id):
            rows = RecordedFact.objects.filter(kind=kind.kind).order_by("at", "id")
            return list(rows.filter(lead_id=lead.id) if lead else rows)

    def pending(self, lead: Lead) -> list[Step]:
        """What is to be done on a lead."""
        with guard.scope(self.by.workspace_id):
            return list(Step.objects.filter(lead_id=lead.id, state="pending").order_by("due_at", "id"))

    def kinds(self, lead: Lead) -> list[str]:
        """The kinds of what is to be done."""
        return sorted(step.kind for step in self.pending(lead))

    def fresh(self, lead: Lead) -> Lead:
        """The lead as it is now."""
        with guard.scope(self.by.workspace_id):
            return Lead.objects.select_related("next_step").get(id=lead.id)

    def unmatched(self) -> list[Unmatched]:
        """What waits for Alice."""
        with guard.scope(self.by.workspace_id):
            return list(
                Unmatched.objects.filter(settled_at=None).select_related("message").order_by("arrived_at")
            )


@pytest.fixture
def post(box: Mailbox, alice: Someone) -> Post:
    """Letters to and from Alice."""
    return Post(box, alice.actor)


@pytest.fixture
def maria(make_lead: MakeLead) -> Lead:
    """A lead with one person, Maria, known by one address."""
    return make_lead(
        "Maria Lopez", mail="maria@lopez.example", phone="+442079460100", company="Lopez Cold Stores"
    )


def letter(
    *,
    sender: str = "Maria Lopez <maria@lopez.example>",
    to: str = OURS,
    subject: str = "Re: Your forklifts",
    text: str = "Yes, call me on Thursday.\n\nMaria",
    message_id: str = "",
    **headers: str,
) -> EmailMessage:
    """A letter as a mail program writes it. Header names take underscores."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
    message["Message-ID"] = message_id or f"<{uuid.uuid4().hex}@lopez.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


Letter = Callable[..., EmailMessage]
