"""Every address of the product. Screens bring their own list; it is included here by one line each."""

import importlib.util

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = []


def _present(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


urlpatterns += [
    path("", include(module))
    for module in ("leadfast.web.health.urls", "leadfast.web.urls", "leadfast.api.urls")
    if _present(module)
]

handler400 = "leadfast.web.refusals.bad_request"
handler403 = "leadfast.web.refusals.forbidden"
handler404 = "leadfast.web.refusals.not_found"
handler429 = "leadfast.web.refusals.too_many"
handler500 = "leadfast.web.refusals.server_error"
