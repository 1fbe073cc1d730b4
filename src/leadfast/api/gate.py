"""What every request passes: its token, its rate, its idempotency key, and one transaction of one workspace."""

import functools
import os
from collections.abc import Callable
from typing import Any, Final, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from leadfast.api import errors, keys, problems
from leadfast.api.asking import TokenRequest
from leadfast.foundation import clock
from leadfast.foundation.errors import Refusal
from leadfast.workspaces import actor, guard, tokens
from leadfast.workspaces.models import Token

View = Callable[..., HttpResponse]
_WINDOW_S: Final = 60


def per_minute() -> int:
    """How often one token may ask in a minute (LEADFAST_API_PER_MINUTE)."""
    return int(os.environ.get("LEADFAST_API_PER_MINUTE") or 600)


def gated(view: View, *, own_transactions: bool = False) -> View:
    """``view`` behind the gate. Anything but success rolls back everything it did.

    ``own_transactions``: for a view that must commit what came in before it is read.
    """

    @csrf_exempt
    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = cast("TokenRequest", request)
        try:
            _enter(asked)
            _within(asked)
            if own_transactions:
                found = keys.settle(asked, view(asked, *args, **kwargs))
            else:
                found = _as_one(asked, view, args, kwargs)
        except Refusal as refusal:
            found = problems.of(refusal)
            if isinstance(refusal, errors.TooManyRequests):
                found["Retry-After"] = str(_left())
        if hasattr(asked, "token"):
            _say_rate(found, asked.token)
        return problems.method(found) if found.status_code == 405 else found

    answer.access = "everybody"  # type: ignore[attr-defined]  # the token is the proof
    return cast("View", answer)


def _enter(asked: TokenRequest) -> None:
    scheme, _, text = asked.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not text.strip():
        raise errors.TokenMissing
    asked.token = tokens.find(text.strip())
    asked.member = asked.token.member
    asked.workspace = asked.member.workspace
    asked.actor = actor.person(asked.token.workspace_id, asked.member.id)
    asked.key, asked.request_hash, asked.is_secret = keys.read(asked), b"", False
    asked.hold = keys.hold


def _within(asked: TokenRequest) -> None:
    """Refuse a token that has asked too often in this minute."""
    if asked.token.used > per_minute():
        raise errors.TooManyRequests


def _as_one(asked: TokenRequest, view: View, args: Any, kwargs: Any) -> HttpResponse:
    """The key is held, the work done and the answer kept in one transaction: all of it, or none."""
    with guard.scope(asked.workspace.id):
        found = view(asked, *args, **kwargs)
        if found.status_code >= 400:
            transaction.set_rollback(True)
            return found
        return keys.settle(asked, found)


def _say_rate(found: HttpResponse, token: Token) -> None:
    """As draft-ietf-httpapi-ratelimit-headers-10 says it."""
    most = per_minute()
    found["RateLimit-Policy"] = f'"minute";q={most};w={_WINDOW_S}'
    found["RateLimit"] = f'"minute";r={max(0, most - token.used)};t={_left()}'


def _left() -> int:
    """Seconds until the next minute."""
    return _WINDOW_S - clock.now().second
