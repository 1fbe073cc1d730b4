"""One drawing of a form makes one thing, however often it is sent: by a reload, from two windows, by two clicks."""

import hashlib
import uuid

from django.core.cache import cache
from django.http import HttpRequest
from markupsafe import Markup

_FIELD = "once"
_NOT_SAID = ("csrfmiddlewaretoken", _FIELD)
_REMEMBERED = 24 * 3600
_WORDS_REMEMBERED = 3600
ALREADY = "It was made already, and its secret was shown then. If it is lost, close it and make another."


def field() -> Markup:
    """What one drawing of the form carries."""
    return Markup('<input type="hidden" name="once" value="{}">').format(uuid.uuid4().hex)


def again(request: HttpRequest) -> bool:
    """Was this very form sent before? Whoever says no has to say :func:`not_yet` if nothing came of it."""
    key = _key(request)
    return bool(key) and not cache.add(key, 1, _REMEMBERED)


def said_again(request: HttpRequest) -> bool:
    """Did this very form say these very words before? Other words, after going back to it, are something new.

    The mark is part of the request's transaction: it waits for the first one, and goes with it if that fails.
    """
    key = _key(request)
    return bool(key) and not cache.add(f"{key}-{_told(request)}", 1, _WORDS_REMEMBERED)


def not_yet(request: HttpRequest) -> None:
    """Nothing was made: the same form may be sent once more."""
    if key := _key(request):
        cache.delete(key)


def _told(request: HttpRequest) -> str:
    """All that it says, its files too, by a short name; not what every drawing or sending has of its own."""
    said = sorted((name, values) for name, values in request.POST.lists() if name not in _NOT_SAID)
    told = hashlib.sha256(repr(said).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            told.update(repr((name, file.name, file.size)).encode())
            for piece in file.chunks():
                told.update(piece)
            file.seek(0)
    return told.hexdigest()[:32]


def _key(request: HttpRequest) -> str:
    said = request.POST.get(_FIELD, "")[:40]
    return f"once-{said}" if said.isalnum() else ""
