"""The service worker: shows a notice that arrives by push. Served from the root, so that it covers every page."""

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse

_SCRIPT = Path(__file__).resolve().parents[1] / "static" / "web" / "js" / "worker.js"


def script(_request: HttpRequest) -> HttpResponse:
    """The worker's own script; it may be old for an hour at most."""
    return HttpResponse(_text(), content_type="text/javascript", headers={"Cache-Control": "max-age=3600"})


@cache
def _text() -> bytes:
    return _SCRIPT.read_bytes()
