"""The addresses of the API, each behind the gate."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from leadfast.api import errors, gate, problems, rest


@csrf_exempt
def description(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """The API as OpenAPI: open, as it shows nothing of a workspace."""
    return HttpResponse(rest.described(), content_type="application/json")


@csrf_exempt
def nothing(request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """An address that is none, said as a problem."""
    return problems.of(errors.NoSuchAddress())


description.access = nothing.access = "everybody"  # type: ignore[attr-defined]

_PATTERNS: list[URLPattern] = [one for one in rest.api.urls[0] if isinstance(one, URLPattern)]


urlpatterns = [
    path("api/v1/openapi.json", description),
    # Arrivals are committed as they came before anything reads them: one view, in transactions of its own.
    *(
        path(
            f"api/v1/{one.pattern}", gate.gated(one.callback, own_transactions=str(one.pattern) == "arrivals")
        )
        for one in _PATTERNS
    ),
    path("api/v1/<path:rest>", nothing),
]
