"""The pixel and the links. Signed: nobody can make one that leads elsewhere."""

import base64
import contextlib

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from leadfast.conversations import actions as conversations
from leadfast.foundation.errors import Refusal
from leadfast.web.access import everybody

_PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_NEVER_KEPT = "no-store, private"


@everybody
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """A pixel of an opened mail. It is drawn whatever the token says."""
    with contextlib.suppress(Refusal, ValueError):
        _note(request, token)
    return HttpResponse(_PIXEL, content_type="image/gif", headers={"Cache-Control": _NEVER_KEPT})


@everybody
def followed(request: HttpRequest, token: str) -> HttpResponse:
    """A link in a mail: noted, and on to where it leads. An unsigned one leads nowhere."""
    try:
        url = _note(request, token)
    except (Refusal, ValueError) as error:
        raise Http404("This link is not complete. Open the mail again and use the link in it.") from error
    if not url.startswith(("https://", "http://")):
        raise Http404("This link is not complete. Open the mail again and use the link in it.")
    return HttpResponseRedirect(url, headers={"Cache-Control": _NEVER_KEPT})


def _note(request: HttpRequest, token: str) -> str:
    agent, address = request.headers.get("User-Agent", ""), request.META.get("REMOTE_ADDR", "")
    return conversations.note_open_or_click(token=token, agent=agent, address=address)


urlpatterns = [path("o/<str:token>.gif", opened), path("c/<str:token>", followed)]
