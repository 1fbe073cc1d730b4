"""Tokens: making, finding, counting and revoking the keys by which other programs act."""

import datetime as dt
import re
import secrets
import uuid
from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

from leadfast.foundation import clock
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.ids import uuid7
from leadfast.workspaces import guard, keys, reads, rules
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.errors import (
    MemberNotFound,
    TokenNeedsAdmin,
    TokenNeedsScopes,
    TokenNotFound,
    TokenUnknown,
)
from leadfast.workspaces.models import Token

_FORM = re.compile(r"lf_([0-9a-f]{32})_([A-Za-z0-9_-]{43})")


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
    text = _drawn(by)
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
            token_hash=keys.kept(text),
            ends_with=text[-6:],
            scopes=[scope for scope in rules.SCOPES if scope in scopes],
            created_at=now,
            created_by_id=by.member_id,
            expires_at=expires_at,
        )
    return token, text


def renew(*, token_id: uuid.UUID, by: Actor) -> tuple[Token, str]:
    """Another text for the same token, returned once; the one before goes on for a day."""
    text = _drawn(by)
    with guard.writing(by):
        token = keys.renew(Token, token_id, by=by, new_hash=keys.kept(text), now=clock.now())
        if token is None:
            raise TokenNotFound
        token.ends_with = text[-6:]
        token.save(update_fields=[*keys.RENEWED, "ends_with"])
    return token, text


def cut_old(*, token_id: uuid.UUID, by: Actor) -> Token:
    """The text before the last one works no longer."""
    with guard.writing(by):
        token = keys.cut(Token, token_id)
        if token is None:
            raise TokenNotFound
        token.save(update_fields=keys.RENEWED)
    return token


def _drawn(by: Actor) -> str:
    return f"lf_{by.workspace_id.hex}_{secrets.token_urlsafe(32)}"


def revoke(*, token_id: uuid.UUID, by: Actor) -> Token:
    """The token works no longer; twice is once."""
    with guard.writing(by):
        token = keys.revoke(Token, token_id, by=by) or Token.objects.filter(id=token_id).first()
        if token is None:
            raise TokenNotFound
    return token


# Each request is counted in the statement that finds its token, so that requests at the same moment are all
# counted; that a count is lost when the power fails is worth not waiting for the disk.
_USE: Final = """
WITH quick AS (SELECT set_config('synchronous_commit', 'off', true))
UPDATE workspaces_token AS token SET last_used_at = %(now)s, minute = %(minute)s,
    used = CASE WHEN token.minute = %(minute)s THEN token.used + 1 ELSE 1 END
FROM workspaces_member AS member, quick
WHERE token.workspace_id = %(workspace)s AND token.revoked_at IS NULL
    AND (token.token_hash = %(hash)s OR (token.old_hash = %(hash)s AND token.old_until > %(now)s))
    AND (token.expires_at IS NULL OR token.expires_at > %(now)s)
    AND member.workspace_id = token.workspace_id AND member.id = token.member_id AND member.left_at IS NULL
RETURNING token.id
"""


def find(text: str) -> Token:
    """The living token of this text, with its member and workspace; raises :class:`TokenUnknown`.

    It is used once more, in this minute (``used``, ``minute``).
    """
    form = _FORM.fullmatch(text)
    if form is None:
        raise TokenUnknown
    now = clock.now()
    workspace_id = uuid.UUID(form.group(1))
    with guard.scope(workspace_id):
        with connection.cursor() as cursor:
            minute = now.replace(second=0, microsecond=0)
            wanted: dict[str, Any] = {
                "now": now,
                "minute": minute,
                "workspace": workspace_id,
                "hash": keys.kept(text),
            }
            cursor.execute(_USE, wanted)
            row = cursor.fetchone()
        if row is None:
            raise TokenUnknown
        return Token.objects.select_related("member", "member__workspace").get(id=row[0])


def listed() -> list[Token]:
    """Every token of the workspace, living ones first, newest first."""
    rows = Token.objects.select_related("member", "created_by").order_by("-created_at", "-id")
    return sorted(rows, key=lambda token: token.revoked_at is not None)
