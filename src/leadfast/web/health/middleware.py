"""Answers /healthz before anything else: it needs no host name, no session and no workspace."""

import hmac
import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from leadfast.worker import health

PATH = "/healthz"
Respond = Callable[[HttpRequest], HttpResponse]


def before_everything(respond: Respond) -> Respond:
    """Middleware, the outermost."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path != PATH:
            return respond(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        return _health(request)

    return answer


def _health(request: HttpRequest) -> HttpResponse:
    state = health.state(figures=_may_see_figures(request))
    # A worker that is late is for people to see, not a reason for a balancer to take the web away.
    status = 503 if state["database"] != "ok" else 200
    return JsonResponse(state, status=status, headers={"Cache-Control": "no-store"})


def _may_see_figures(request: HttpRequest) -> bool:
    """From this machine itself, or with the metrics token."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if settings.METRICS_TOKEN and hmac.compare_digest(token.encode(), settings.METRICS_TOKEN.encode()):
        return True
    # A proxy on this machine also comes from loopback; it says for whom it asks.
    if any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-Ip")):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
