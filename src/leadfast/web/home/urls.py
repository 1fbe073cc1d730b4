"""The bare address."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from leadfast.web.access import everybody


@everybody
def home(request: HttpRequest) -> HttpResponse:
    """To the day, or to the door."""
    return HttpResponseRedirect("/today/" if request.user.is_authenticated else "/sign-in/")


urlpatterns = [path("", home, name="home")]
