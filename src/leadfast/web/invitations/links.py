"""A link that a person copies for another: shown once, kept nowhere but as a hash."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from leadfast.foundation.errors import NotFound
from leadfast.web import page
from leadfast.web.access import MemberRequest, admins

_KEPT = "link to copy"


def show_once(request: MemberRequest, path: str, *, title: str, says: str) -> HttpResponse:
    """Go to the page that shows the link; reloading it shows nothing."""
    request.session[_KEPT] = {"link": absolute(request, path), "title": title, "says": says}
    return HttpResponseRedirect(reverse("copy_link"))


@admins
def copy(request: MemberRequest) -> HttpResponse:
    """The link, to be copied now."""
    kept = request.session.pop(_KEPT, None)
    if kept is None:
        raise NotFound("The link was shown already. Make a new one on the page Team.")
    return page.show(request, "invitations/copy.html", kept)


def absolute(request: MemberRequest, path: str) -> str:
    """As the world reaches it: the base address, else the one this page was asked under."""
    return f"{settings.BASE_URL}{path}" if settings.BASE_URL else request.build_absolute_uri(path)
