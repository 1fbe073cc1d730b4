"""The screens and their addresses: each folder brings its own list, and this is all of them."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

SCREENS = (
    "home", "today", "lead", "leads", "responses", "add", "capture", "uploads", "arrivals",
    "duplicates", "expected", "events", "campaigns", "sources", "rescue", "give_ups", "notices",
    "calls", "kiosk", "floor", "till", "forms", "inbound", "triage",
    "files", "search", "help", "opt_out", "tracking", "calendar",
    "sign_in", "first_run", "invitations", "team", "mailboxes", "settings", "tokens", "webhooks",
    "assignment", "lead_mail",
    "trust", "cadences", "follow_up", "demo",
)  # fmt: skip

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(import_module(f"leadfast.web.{screen}.urls")))
    for screen in SCREENS
    if find_spec(f"leadfast.web.{screen}") and find_spec(f"leadfast.web.{screen}.urls")
]

if settings.DEBUG:
    urlpatterns.append(path("", include("leadfast.web.gallery.urls")))
