"""Tokens: making, finding and revoking the keys by which other programs act; and what they were answered."""

import datetime as dt
import hashlib
import re
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from leadfast.foundation import clock
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.ids import uuid7
from leadfast.workspaces import guard, inserting, reads, rules
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.errors import (
    AnsweredDifferently,
    MemberNotFound,
    TokenNeedsAdmin,
    TokenNeedsScopes,
    TokenNotFound,
    TokenUnknown,
)
from leadfast.workspaces.models import KeptAnswer, Token

ANSWERS_KEPT = dt.timedelta(hours=24)
# Written at most this often: a program that asks twice a second is not worth a write each time.
_USE_NOTED_EVERY = dt.timedelta(minutes=1)
_FORM = re.compile(r"lf_([0-9a-f]{32})_([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered before."""

    status: int
    body: str


def make(
    *,
    name: str,
    member_id: uuid.UUID,
    scopes: Sequence[str],
    by: Actor,
    expires_at: dt.datetime | None = None,
) -> tuple[Token, str]:
    """A new token; its text is returned once and kept only as a hash."""
    now = clock.now()
    if not scopes or set(scopes) - rules.SCOPES.keys():
        raise TokenNeedsScopes
    text = f"lf_{by.workspace_id.hex}_{secrets.token_urlsafe(32)}"
    with guard.writing(by):
        member = reads.member(member_id)
        if member.left_at is not None:
            raise MemberNotFound
        if "admin" in scopes and not member.administers:
            raise TokenNeedsAdmin
        token = Token.objects.create(
            id=uuid7(now),
            workspace_id=by.workspace_id,
            name=clean_line(name, limit=120) or "Token",
            member_id=member_id,
            token_hash=_hash(text),
            ends_with=text[-6:],
            scopes=[scope for scope in rules.SCOPES if scope in scopes],
            created_at=now,
            created_by_id=by.member_id,
            expires_at=expires_at,
        )
    return token, text


def revoke(*, token_id: uuid.UUID, by: Actor) -> Token:
    """The token works no longer; twice is once."""
    now = clock.now()
    with guard.writing(by):
        token = Token.objects.select_for_update().filter(id=token_id).first()
        if token is None:
            raise TokenNotFound
        if token.revoked_at is None:
            token.revoked_at, token.revoked_by_id = now, by.as_member()
            token.save(update_fields=["revoked_at", "revoked_by"])
    return token


def find(text: str) -> Token:
    """The living token of this text, with its member and workspace; raises :class:`TokenUnknown`."""
    form = _FORM.fullmatch(text)
    if form is None:
        raise TokenUnknown
    now = clock.now()
    with guard.scope(uuid.UUID(form.group(1))):
        token = (
            Token.objects.select_related("member", "member__workspace")
            .filter(token_hash=_hash(text), revoked_at=None, member__left_at=None)
            .first()
        )
        if token is None or (token.expires_at is not None and token.expires_at <= now):
            raise TokenUnknown
        if token.last_used_at is None or now - token.last_used_at > _USE_NOTED_EVERY:
            Token.objects.filter(id=token.id).update(last_used_at=now)
    return token


def listed() -> list[Token]:
    """Every token of the workspace, living ones first, newest first."""
    rows = Token.objects.select_related("member", "created_by").order_by("-created_at", "-id")
    return sorted(rows, key=lambda token: token.revoked_at is not None)


def answered(*, token: Token, key: str, request_hash: bytes) -> Answer | None:
    """The answer this request got before, within a day; :class:`AnsweredDifferently` for another request."""
    kept = KeptAnswer.objects.filter(token_id=token.id, key=key).first()
    if kept is None or kept.created_at <= clock.now() - ANSWERS_KEPT:
        return None
    if bytes(kept.request_hash) != request_hash:
        raise AnsweredDifferently
    return Answer(kept.status, kept.body)


def hold_key(*, token: Token, key: str, request_hash: bytes) -> Answer | None:
    """Take the key for this transaction, or say what was answered under it.

    Two requests with one key at the same moment: the second waits here for the first one's commit, and
    then gets its answer; if the first was rolled back, the second does the work.
    """
    now = clock.now()
    KeptAnswer.objects.filter(token_id=token.id, key=key, created_at__lte=now - ANSWERS_KEPT).delete()
    row = KeptAnswer(
        id=uuid7(now),
        workspace_id=token.workspace_id,
        token_id=token.id,
        key=key,
        request_hash=request_hash,
        status=0,
        body="",
        created_at=now,
    )
    if inserting.insert_missing([row]):
        return None
    return answered(token=token, key=key, request_hash=request_hash)


def keep_answer(*, token: Token, key: str, status: int, body: str) -> None:
    """What was answered under a key that :func:`hold_key` took."""
    KeptAnswer.objects.filter(token_id=token.id, key=key).update(status=status, body=body)


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
