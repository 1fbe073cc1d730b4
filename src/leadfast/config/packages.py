"""The packages of Leadfast that have tables. A new one is one new line here.

Listed from the bottom to the top, as in docs/architecture.md; a package is an app of Django's as
soon as it has an ``apps.py``.
"""

import importlib.util

WITH_TABLES = (
    "workspaces",
    "history",
    "mail",
    "people",
    "leads",
    "conversations",
    "followup",
    "capture",
    "drops",
    "accountability",
    "planning",
    "reports",
    "webhooks",
    "worker",
)


def installed() -> list[str]:
    """The apps among them, as Django wants them named."""
    return [
        f"leadfast.{name}"
        for name in WITH_TABLES
        if importlib.util.find_spec(f"leadfast.{name}") and importlib.util.find_spec(f"leadfast.{name}.apps")
    ]
