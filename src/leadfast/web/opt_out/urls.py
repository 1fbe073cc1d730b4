"""The way out of every automated mail. No sign-in: the signed token is the proof."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from leadfast.followup.actions import unsubscribing
from leadfast.foundation.errors import Refusal
from leadfast.web.access import everybody


@csrf_exempt
@everybody
def opt_out(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows whom it is about and changes nothing; POST (ours, or a mail program's one click) leaves.

    Exempt from CSRF because RFC 8058 posts from outside; the token is what allows it.
    """
    try:
        if request.method == "POST":
            way_out, left = unsubscribing.unsubscribe(token), True
        else:
            way_out = unsubscribing.look(token)
            left = way_out.already
    except Refusal:
        return render(request, "opt_out/unknown.html", {"request": request}, status=404, using="jinja2")
    return render(
        request, "opt_out/page.html", {"request": request, "way_out": way_out, "left": left}, using="jinja2"
    )


urlpatterns = [
    path("unsubscribe/<str:token>", opt_out, name="unsubscribe"),
    path("unsubscribe/<str:token>/", opt_out),
]
