"""What every request passes: its token, its rate, its idempotency key, and one transaction of one workspace."""

import functools
import hashlib
import os
import re
from collections.abc import Callable
from typing import Any, Final, cast

from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt
from ninja.security import HttpBearer

from leadfast.api import errors, problems
from leadfast.foundation import clock
from leadfast.foundation.errors import Refusal
from leadfast.workspaces import actor, guard, tokens
from leadfast.workspaces.models import Member, Token, Workspace

View = Callable[..., HttpResponse]
_KEY: Final = re.compile(r"[!-~]{1,200}")


class TokenRequest(HttpRequest):
    """A request of a program: what the gate promises to an operation."""

    token: Token
    member: Member
    workspace: Workspace
    #: The ``by=`` of every verb: the token's member.
    actor: actor.Actor
    #: The Idempotency-Key, or nothing.
    key: str


class Needs(HttpBearer):
    """An operation's mark: the scope that its token needs. The gate has found the token already."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Token:
        token = cast("TokenRequest", request).token
        if self.scope not in token.scopes or (self.scope == "admin" and not token.member.administers):
            raise errors.ScopeMissing(f"This token lacks the scope “{self.scope}”.")
        return token

    def authenticate(self, request: HttpRequest, token: str) -> None:
        """Never asked: :meth:`__call__` knows."""


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
        try:
            asked = _enter(request)
            if request.method != "POST" or not asked.key:
                found = _run(asked, view, args, kwargs, own=own_transactions)
            elif own_transactions:
                found = _once_outside(asked, view, args, kwargs)
            else:
                found = _once(asked, view, args, kwargs)
        except Refusal as refusal:
            found = problems.of(refusal)
            if isinstance(refusal, errors.TooManyRequests):
                found["Retry-After"] = str(refusal.details["after"])
        return problems.method(found) if found.status_code == 405 else found

    answer.access = "everybody"  # type: ignore[attr-defined]  # the token is the proof
    return cast("View", answer)


def _enter(request: HttpRequest) -> TokenRequest:
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not text.strip():
        raise errors.TokenMissing
    asked = cast("TokenRequest", request)
    asked.token = tokens.find(text.strip())
    asked.member = asked.token.member
    asked.workspace = asked.member.workspace
    asked.actor = actor.person(asked.token.workspace_id, asked.member.id)
    asked.key = request.headers.get("Idempotency-Key", "")
    if asked.key and not _KEY.fullmatch(asked.key):
        raise errors.KeyUnreadable
    _count(asked.token)
    return asked


def _count(token: Token) -> None:
    """One more in this minute. The cache is shared, so all web servers count together."""
    now = clock.now()
    key = f"api:{token.id}:{now:%Y%m%d%H%M}"
    if cache.add(key, 1, timeout=120):
        return
    try:
        used = cache.incr(key)
    except ValueError:  # it ran out between the two
        return
    if used > per_minute():
        raise errors.TooManyRequests(after=60 - now.second)


def _run(asked: TokenRequest, view: View, args: Any, kwargs: Any, *, own: bool = False) -> HttpResponse:
    if own:
        return view(asked, *args, **kwargs)
    with guard.scope(asked.workspace.id):
        found = view(asked, *args, **kwargs)
        if found.status_code >= 400:
            transaction.set_rollback(True)
    return found


def _once(asked: TokenRequest, view: View, args: Any, kwargs: Any) -> HttpResponse:
    """The key is held, the work done and the answer kept in one transaction: all of it, or none."""
    request_hash = _hash(asked)
    with guard.scope(asked.workspace.id):
        before = tokens.hold_key(token=asked.token, key=asked.key, request_hash=request_hash)
        if before is not None:
            return _again(before)
        found = view(asked, *args, **kwargs)
        if found.status_code >= 400:
            transaction.set_rollback(True)
        else:
            _keep(asked, found)
    return found


def _once_outside(asked: TokenRequest, view: View, args: Any, kwargs: Any) -> HttpResponse:
    """The view is safe to run twice by its own keys; the answer is kept when it is there."""
    request_hash = _hash(asked)
    with guard.scope(asked.workspace.id):
        before = tokens.answered(token=asked.token, key=asked.key, request_hash=request_hash)
    if before is not None:
        return _again(before)
    found = view(asked, *args, **kwargs)
    if found.status_code < 400:
        with guard.scope(asked.workspace.id):
            if tokens.hold_key(token=asked.token, key=asked.key, request_hash=request_hash) is None:
                _keep(asked, found)
    return found


def _keep(asked: TokenRequest, found: HttpResponse) -> None:
    tokens.keep_answer(
        token=asked.token, key=asked.key, status=found.status_code, body=found.content.decode()
    )


def _again(before: tokens.Answer) -> HttpResponse:
    answer = HttpResponse(before.body, status=before.status, content_type="application/json; charset=utf-8")
    answer["Idempotency-Replayed"] = "true"
    return answer


def _hash(asked: TokenRequest) -> bytes:
    found = hashlib.sha256(f"{asked.method} {asked.get_full_path()}\n".encode())
    try:
        if asked.content_type == "multipart/form-data":
            for name, value in sorted(asked.POST.items()):
                found.update(f"{name}={value}\n".encode(errors="replace"))
            for name, file in sorted(asked.FILES.items()):
                found.update(f"{name}\n".encode(errors="replace"))
                for chunk in file.chunks():  # type: ignore[union-attr]
                    found.update(chunk)
                file.seek(0)  # type: ignore[union-attr]
        else:
            found.update(asked.body)
    except RequestDataTooBig as error:
        raise errors.BodyTooLarge from error
    except MultiPartParserError as error:
        raise errors.BodyUnreadable from error
    return found.digest()
