"""Idempotency keys: the same request with the same key is one deed, and is answered the same."""

import hashlib
import re
import time
from typing import Final

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError

from leadfast.api import errors
from leadfast.api.asking import TokenRequest
from leadfast.foundation import secrets
from leadfast.workspaces import answers, guard
from leadfast.workspaces.answers import Answer

_KEY: Final = re.compile(r"[!-~]{1,200}")
_PURPOSE: Final = "kept answer"
_REPLAYED: Final = "Idempotency-Replayed"
# For a view that commits on its way: so long the second of two waits for the first one's answer. Whoever
# waits longer does the work again, which adds nothing; after a crash that is what has to be done.
_PATIENCE_S: Final = 5.0
_LOOK_EVERY_S: Final = 0.05


class AnsweredBefore(Exception):
    """This request was done before, and here is what it was answered."""

    def __init__(self, answer: HttpResponse) -> None:
        super().__init__()
        self.answer = answer


def read(asked: TokenRequest) -> str:
    """The key of a request, or ""; refuses one that is none."""
    key = asked.headers.get("Idempotency-Key")
    if key is not None and not _KEY.fullmatch(key):
        raise errors.KeyUnreadable
    return key or "" if asked.method == "POST" else ""


def hold(asked: TokenRequest) -> None:
    """Take the key, or raise :class:`AnsweredBefore`. Asked once it is known that the token may do this."""
    if not asked.key:
        return
    asked.request_hash = _hash(asked)
    began = time.monotonic()
    while True:
        with guard.scope(asked.workspace.id):
            held = answers.hold(token=asked.token, key=asked.key, request_hash=asked.request_hash)
        if held.before is not None:
            raise AnsweredBefore(_said(asked, held.before))
        if held.is_new or time.monotonic() - began > _PATIENCE_S:
            return
        time.sleep(_LOOK_EVERY_S)


def settle(asked: TokenRequest, found: HttpResponse) -> HttpResponse:
    """Keep what was answered under the key, or let go of it; gives back what was answered first."""
    if not asked.key or not asked.request_hash or _REPLAYED in found:
        return found
    with guard.scope(asked.workspace.id):
        if found.status_code >= 400:
            answers.let_go(token=asked.token, key=asked.key)
            return found
        body = found.content.decode()
        said = secrets.seal(body, purpose=_PURPOSE) if asked.is_secret else body
        mine = Answer(found.status_code, said)
        kept = answers.keep(token=asked.token, key=asked.key, answer=mine)
    return found if kept == mine else _said(asked, kept)


def _said(asked: TokenRequest, before: Answer) -> HttpResponse:
    body = secrets.unseal(before.body, purpose=_PURPOSE) if asked.is_secret else before.body
    answer = HttpResponse(body, status=before.status, content_type="application/json; charset=utf-8")
    answer[_REPLAYED] = "true"
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
