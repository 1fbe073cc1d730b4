"""Telephone systems that post their calls, how each proves itself, and which number is whose."""

import base64
import hashlib
import hmac
import secrets as drawing
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from leadfast.capture import facts
from leadfast.capture.doors.calls.record import is_extension
from leadfast.capture.errors import CallFeedNotFound, ExtensionNotFound, ExtensionUnreadable, SignatureWrong
from leadfast.capture.models import CallFeed, Extension
from leadfast.foundation import clock, secrets
from leadfast.foundation.contacts import clean_line, phone_key
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.workspaces import guard, keys
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor

_PURPOSE: Final = "call feed"


@dataclass(frozen=True, slots=True)
class Posted:
    """What came over the wire, as far as a signature looks at it."""

    url: str
    body: bytes
    form: Sequence[tuple[str, str]]
    headers: Mapping[str, str]


def make_feed(
    *, name: str, kind: str, by: Actor, secret: str = "", recording_consent: str = ""
) -> tuple[CallFeed, str, str]:
    """A new address to post to; gives it back with its token and its secret, which are shown once.

    ``kind``: *twilio* (``secret`` is the account's auth token), *signed* (HMAC-SHA-256 of the body), or *bearer*.
    """
    now = clock.now()
    token, token_hash = keys.drawn(by.workspace_id)
    chosen = secret.strip() or drawing.token_urlsafe(32)
    with guard.writing(by):
        feed = CallFeed.objects.create(
            id=uuid7(now),
            workspace_id=by.workspace_id,
            name=clean_line(name, limit=120) or "Telephone system",
            kind=kind,
            token_hash=token_hash,
            secret_sealed=secrets.seal(chosen, purpose=_PURPOSE),
            recording_consent=clean_line(recording_consent, limit=300),
            made_at=now,
            made_by_id=by.as_member(),
        )
        history.record(facts.DoorOpened("calls", feed.name), by=by, at=now)
    return feed, token, chosen


def revoke_feed(*, feed_id: uuid.UUID, by: Actor) -> CallFeed:
    """Nothing is taken from this address any more."""
    with guard.writing(by):
        feed = keys.revoke(CallFeed, feed_id, by=by)
        if feed is None:
            raise CallFeedNotFound
        history.record(facts.DoorClosed("calls", feed.name), by=by, at=clock.now())
    return feed


def renew_feed(*, feed_id: uuid.UUID, by: Actor, secret: str = "") -> tuple[CallFeed, str]:
    """A new secret, shown once; the one before proves the same for a day. The address stays.

    ``secret`` is the new auth token where the other side chooses it (Twilio).
    """
    now = clock.now()
    chosen = secret.strip() or drawing.token_urlsafe(32)
    with guard.writing(by):
        feed = keys.renew(CallFeed, feed_id, by=by, new_hash=None, now=now)
        if feed is None or feed.old_until is None:
            raise CallFeedNotFound
        if keys.begins(feed.old_until, now):
            feed.old_secret_sealed = feed.secret_sealed
        feed.secret_sealed = secrets.seal(chosen, purpose=_PURPOSE)
        feed.save(update_fields=[*keys.RENEWED, "secret_sealed", "old_secret_sealed"])
        history.record(facts.KeyRenewed("calls", feed.name, feed.old_until), by=by, at=now)
    return feed, chosen


def cut_old_feed(*, feed_id: uuid.UUID, by: Actor) -> CallFeed:
    """The secret before proves nothing any more."""
    with guard.writing(by):
        feed = keys.cut(CallFeed, feed_id)
        if feed is None:
            raise CallFeedNotFound
        feed.old_secret_sealed = ""
        feed.save(update_fields=[*keys.RENEWED, "old_secret_sealed"])
        history.record(facts.OldKeyCut("calls", feed.name), by=by, at=clock.now())
    return feed


def feed_behind(token: str, posted: Posted) -> CallFeed:
    """The feed of an address, if what was posted there proves that it comes from it."""
    feed = keys.opened(CallFeed, token)
    if feed is None:
        raise CallFeedNotFound
    sealed = [feed.secret_sealed]
    if feed.old_secret_sealed and keys.goes_on(feed.old_until, clock.now()):
        sealed.append(feed.old_secret_sealed)
    known = [secrets.unseal(one, purpose=_PURPOSE) for one in sealed]
    if not any(_proves(feed.kind, secret, posted) for secret in known):
        raise SignatureWrong
    with guard.scope(feed.workspace_id):
        CallFeed.objects.filter(id=feed.id).update(heard_at=clock.now())
    return feed


def give_extension(*, member_id: uuid.UUID, number: str, by: Actor) -> Extension:
    """This extension or number is a member's: calls to and from it are theirs."""
    now = clock.now()
    with guard.writing(by):
        text = clean_line(number, limit=40)
        country = workspaces.workspace(by.workspace_id).country
        key = (
            text
            if is_extension(text) and any(c.isdigit() for c in text)
            else phone_key(text, country=country)
        )
        if not key:
            raise ExtensionUnreadable
        return Extension.objects.create(
            id=uuid7(now), workspace_id=by.workspace_id, member_id=member_id, key=key, created_at=now
        )


def take_extension(*, extension_id: uuid.UUID, by: Actor) -> None:
    """Nobody's number any more."""
    with guard.writing(by):
        gone, _ = Extension.objects.filter(id=extension_id).delete()
        if not gone:
            raise ExtensionNotFound


def _proves(kind: str, secret: str, posted: Posted) -> bool:
    if kind == "twilio":
        return _same(posted.headers.get("x-twilio-signature", ""), _of_twilio(secret, posted))
    if kind == "signed":
        expected = hmac.new(secret.encode(), posted.body, hashlib.sha256).hexdigest()
        return _same(posted.headers.get("x-signature-256", "").removeprefix("sha256="), expected)
    return _same(posted.headers.get("authorization", "").removeprefix("Bearer ").strip(), secret)


def _of_twilio(secret: str, posted: Posted) -> str:
    """As Twilio signs: the whole address, then each field and value in the order of their names; HMAC-SHA-1.

    A body that is no form is not in the signature; its hash stands in the address instead.
    """
    signed = posted.url + "".join(name + value for name, value in sorted(set(posted.form)))
    if not posted.form:
        _, _, given = posted.url.partition("bodySHA256=")
        if not _same(given.partition("&")[0], hashlib.sha256(posted.body).hexdigest()):
            return ""
    return base64.b64encode(hmac.new(secret.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def _same(given: str, expected: str) -> bool:
    return bool(given and expected) and hmac.compare_digest(given.encode(), expected.encode())
