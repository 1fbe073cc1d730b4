"""Connecting a mailbox, testing it, and what is known about its health."""

import datetime as dt
import os
import uuid
from dataclasses import dataclass, field

from django.db import transaction

from leadfast.foundation import clock, contacts, secrets, wake
from leadfast.history import actions as history
from leadfast.mail import reads
from leadfast.mail.errors import AddressRefused, MailboxTrouble, SecretLost, SignInExpired
from leadfast.mail.facts import MailboxConnected, MailboxDisconnected, MailboxRecovered, MailboxTroubled
from leadfast.mail.models import Mailbox
from leadfast.mail.rules import composing, providers
from leadfast.mail.transport import imap, oauth, smtp
from leadfast.mail.transport.settings import AccessToken, Credentials, Password, Server
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

SECRET_PURPOSE = "mailbox-secret"  # noqa: S105  # the name of a purpose
DRAFTS_FIRST = dt.timedelta(days=30)
_BACKOFF_MINUTES = (1, 2, 5, 10, 30, 60)


@dataclass(frozen=True, kw_only=True)
class NewMailbox:
    """What a person enters. ``secret`` is the password, or the refresh token of a sign-in."""

    owner_id: uuid.UUID
    address: str
    imap: Server
    smtp: Server
    secret: str = field(repr=False)
    display_name: str = ""
    user_name: str = ""
    auth: str = "password"
    provider: str = ""
    files_sent_itself: bool | None = None
    drafts_first: bool = True


@dataclass(frozen=True, slots=True)
class Access:
    """A server and who we are there."""

    server: Server
    credentials: Credentials


@dataclass(frozen=True, slots=True)
class Tested:
    """One half of a connection test: its sentence, and whether it worked."""

    works: bool
    says: str
    code: str = ""


def connect_mailbox(*, new: NewMailbox, by: Actor) -> Mailbox:
    """Keep a mailbox's settings, its secret sealed. Its canary leaves at the next sweep, and until
    that has come back nothing else does."""
    now = clock.now()
    key = contacts.mail_key(new.address)
    if key is None:
        raise AddressRefused
    with guard.writing(by):
        box = Mailbox.objects.create(
            workspace_id=by.workspace_id,
            owner_id=new.owner_id,
            address=composing.envelope_address(new.address),
            address_key=key,
            display_name=composing.one_line(new.display_name),
            imap_host=new.imap.host,
            imap_port=new.imap.port,
            imap_security=new.imap.security,
            smtp_host=new.smtp.host,
            smtp_port=new.smtp.port,
            smtp_security=new.smtp.security,
            certificates=new.imap.certificates or new.smtp.certificates,
            user_name=new.user_name or new.address,
            auth=new.auth,
            provider=new.provider,
            sealed_secret=secrets.seal(new.secret, purpose=SECRET_PURPOSE),
            files_sent_itself=new.files_sent_itself,
            drafts_only_until=now + DRAFTS_FIRST if new.drafts_first else None,
            connected_at=now,
            next_canary_at=now,
            next_sync_at=now,
        )
        history.record(MailboxConnected(box.id, box.address), by=by, at=now)
        wake.up("mail.canaries")
    return box


def reconnect(*, mailbox_id: uuid.UUID, secret: str, by: Actor) -> Mailbox:
    """A new password or sign-in for a mailbox in trouble."""
    now = clock.now()
    with guard.writing(by):
        box = Mailbox.objects.select_for_update(no_key=True).filter(id=mailbox_id).first() or reads.mailbox(
            mailbox_id
        )
        box.sealed_secret = secrets.seal(secret, purpose=SECRET_PURPOSE)
        box.sealed_token, box.token_expires_at = "", None
        box.state, box.trouble, box.trouble_code, box.needs_person = "works", "", "", False
        box.disconnected_at, box.sync_failures = None, 0
        box.next_sync_at = box.next_canary_at = now
        box.save()
        history.record(MailboxConnected(box.id, box.address), by=by, at=now)
        wake.up("mail.canaries")
    return box


def disconnect(*, mailbox_id: uuid.UUID, by: Actor) -> Mailbox:
    """Stop reading and sending, and forget the secret. What was read stays."""
    now = clock.now()
    with guard.writing(by):
        box = reads.mailbox(mailbox_id)
        box.state, box.disconnected_at = "disconnected", now
        box.sealed_secret = box.sealed_token = ""
        box.save(update_fields=["state", "disconnected_at", "sealed_secret", "sealed_token"])
        history.record(MailboxDisconnected(box.id, box.address), by=by, at=now)
    return box


def pause(*, mailbox_id: uuid.UUID, why: str, by: Actor) -> Mailbox:
    """A person stops the sending; reading goes on, and planned mails wait. :func:`resume` ends it."""
    with guard.writing(by):
        box = reads.mailbox(mailbox_id)
        box.stopped_at, box.stopped_why = clock.now(), why[:300]
        box.save(update_fields=["stopped_at", "stopped_why"])
    return box


def resume(*, mailbox_id: uuid.UUID, by: Actor) -> Mailbox:
    """A person has dealt with the bounces: the mailbox may send again."""
    with guard.writing(by):
        box = reads.mailbox(mailbox_id)
        box.stopped_at, box.stopped_why = None, ""
        box.save(update_fields=["stopped_at", "stopped_why"])
    return box


def configure(*, mailbox_id: uuid.UUID, by: Actor, **changes: object) -> Mailbox:
    """Change limits, window, signature, display name, exclusions or the drafts date."""
    allowed = {
        *("daily_limit", "gap_seconds", "window_from", "window_to", "signature", "display_name"),
        *("exclusions", "drafts_only_until", "owner_id"),
    }
    if unknown := set(changes) - allowed:
        raise TypeError(f"not a setting of a mailbox: {sorted(unknown)}")
    with guard.writing(by):
        box = reads.mailbox(mailbox_id)
        for name, value in changes.items():
            setattr(box, name, value)
        box.save(update_fields=sorted(changes))
    return box


def test_connection(*, new: NewMailbox) -> tuple[Tested, Tested]:
    """Try both servers with what a person entered; (reading, sending). Nothing is stored."""
    credentials = _credentials_of(new)
    return _try_imap(new.imap, credentials), _try_smtp(new.smtp, credentials)


def test_mailbox(*, box: Mailbox, by: Actor) -> tuple[Tested, Tested]:
    """Try both servers of a connected mailbox, and have its round trip start again. Talks to the
    servers: call it outside a scope."""
    reading, sending = access(box, by=by)
    tested = _try_imap(reading.server, reading.credentials), _try_smtp(sending.server, sending.credentials)
    now = clock.now()
    with guard.writing(by):
        Mailbox.objects.filter(id=box.id, disconnected_at=None).update(next_canary_at=now, next_sync_at=now)
        wake.up("mail.canaries")
    return tested


def access(box: Mailbox, *, by: Actor) -> tuple[Access, Access]:
    """(reading, sending) for a mailbox. Renews an OAuth token that is about to end, which talks to
    the provider: call it outside a scope."""
    credentials = _credentials(box, by=by)
    reading = Server(box.imap_host, box.imap_port, box.imap_security, box.certificates)  # type: ignore[arg-type]
    sending = Server(box.smtp_host, box.smtp_port, box.smtp_security, box.certificates)  # type: ignore[arg-type]
    return Access(reading, credentials), Access(sending, credentials)


def note_trouble(*, mailbox_id: uuid.UUID, trouble: MailboxTrouble, by: Actor) -> None:
    """The mailbox could not be used. What needs a person is told at once, the rest on the third try."""
    now = clock.now()
    with guard.scope(by.workspace_id), transaction.atomic():
        box = Mailbox.objects.select_for_update(no_key=True).filter(id=mailbox_id).first()
        if box is None or box.disconnected_at:
            return
        box.sync_failures += 1
        wait = _BACKOFF_MINUTES[min(box.sync_failures, len(_BACKOFF_MINUTES)) - 1]
        box.next_sync_at = now + dt.timedelta(minutes=wait)
        news = box.state != "trouble" and (trouble.needs_person or box.sync_failures >= 3)
        if news or box.state == "trouble":
            box.state, box.trouble, box.trouble_code = "trouble", trouble.sentence[:500], trouble.code
            box.trouble_at = box.trouble_at or now
            box.needs_person = trouble.needs_person
        box.save()
        if news:
            fact = MailboxTroubled(box.id, box.address, box.trouble, box.needs_person)
            history.record(fact, by=by, at=now)


def note_works(box: Mailbox, *, at: dt.datetime, by: Actor) -> None:
    """The mailbox could be read again (inside a scope; the row is saved by the caller)."""
    if box.state == "trouble":
        box.state, box.trouble, box.trouble_code, box.needs_person, box.trouble_at = (
            "works",
            "",
            "",
            False,
            None,
        )
        history.record(MailboxRecovered(box.id, box.address), by=by, at=at)
    box.sync_failures = 0


def oauth_client(sign_in: str) -> oauth.Client:
    """This installation's registration with Microsoft or Google."""
    prefix = f"LEADFAST_{sign_in.upper()}_CLIENT"
    return oauth.Client(os.environ.get(f"{prefix}_ID", ""), os.environ.get(f"{prefix}_SECRET", ""))


def _credentials_of(new: NewMailbox) -> Credentials:
    user = new.user_name or new.address
    if new.auth == "password":
        return Password(user, new.secret)
    grant = oauth.renew(sign_in_of(new.provider), oauth_client(new.provider), refresh_token=new.secret)
    return AccessToken(user, grant.access_token)


def _credentials(box: Mailbox, *, by: Actor) -> Credentials:
    if box.auth == "password":
        return Password(box.user_name, _unsealed(box.sealed_secret))
    now = clock.now()
    fresh = box.token_expires_at is not None and box.token_expires_at > now + dt.timedelta(minutes=5)
    if fresh and box.sealed_token:
        return AccessToken(box.user_name, _unsealed(box.sealed_token))
    refresh_token = _unsealed(box.sealed_secret)
    grant = oauth.renew(sign_in_of(box.provider), oauth_client(box.provider), refresh_token=refresh_token)
    with guard.scope(by.workspace_id):
        kept = Mailbox.objects.select_for_update(no_key=True).get(id=box.id)
        if kept.sealed_secret != box.sealed_secret:
            # Disconnected, signed in anew, or renewed by somebody else while the provider was asked.
            return AccessToken(box.user_name, grant.access_token)
        kept.sealed_token = secrets.seal(grant.access_token, purpose=SECRET_PURPOSE)
        kept.token_expires_at = now + dt.timedelta(seconds=grant.expires_in)
        if grant.refresh_token:
            # Microsoft turns refresh tokens over; the old one ends sooner or later.
            kept.sealed_secret = secrets.seal(grant.refresh_token, purpose=SECRET_PURPOSE)
        kept.save(update_fields=["sealed_token", "token_expires_at", "sealed_secret"])
    return AccessToken(box.user_name, grant.access_token)


def _unsealed(sealed: str) -> str:
    try:
        return secrets.unseal(sealed, purpose=SECRET_PURPOSE)
    except secrets.SecretUnreadable as error:
        raise SecretLost from error


def sign_in_of(provider: str) -> providers.SignIn:
    """How one signs in at a provider."""
    found = providers.SIGN_INS.get(provider)
    if found is None:
        raise SignInExpired
    return found


def _try_imap(server: Server, credentials: Credentials) -> Tested:
    try:
        with imap.Connection(server, credentials, step_seconds=20) as link:
            state = link.select("INBOX")
            sent = link.folder_for("sent")
    except MailboxTrouble as trouble:
        return Tested(False, trouble.sentence, trouble.code)
    where = (
        f"“{sent}” holds what you sent." if sent else "No folder for sent mail was found; one will be made."
    )
    return Tested(True, f"Reading works: {state.messages} messages in the inbox. {where}")


def _try_smtp(server: Server, credentials: Credentials) -> Tested:
    try:
        with smtp.Connection(server, credentials, connect_seconds=20):
            return Tested(True, "Sending works: the server let us sign in.")
    except MailboxTrouble as trouble:
        return Tested(False, trouble.sentence, trouble.code)
