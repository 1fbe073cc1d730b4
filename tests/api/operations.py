"""Every operation of the description, what it needs, the screen on which a person does the same, and a fit request."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from leadfast.api import rest
from tests.api.conftest import Program

NOBODYS = str(uuid.UUID(int=7 << 76 | 2 << 62))
STEP = {"kind": "task", "says": "Send the offer", "due_at": "2027-01-10T10:00:00Z"}


@dataclass(frozen=True)
class Operation:
    """One address and method, with what a program sends there."""

    name: str
    method: str
    path: str
    scope: str
    who: str
    screen: str
    body: Mapping[str, Any] | None = None

    def ask(self, program: Program, ids: Mapping[str, object], *, key: str = "", **query: str) -> Any:
        """Ask it about these ids; about nobody's where none is given."""
        path = self.path.removeprefix(rest.PREFIX)
        for part in path.split("{")[1:]:
            name = part.partition("}")[0]
            path = path.replace("{" + name + "}", str(ids.get(name, NOBODYS)))
        if self.method == "get":
            return program.get(path, **query)
        if self.method == "delete":
            return program.delete(path)
        if self.name == "upload_file":
            return program.upload(path, {"file": SimpleUploadedFile("leads.csv", b"Name\nJan\n")}, key=key)
        return program.post(path, self.body, key=key, method=self.method)


# operation: its scope, the screen on which a person does the same, and a body that is fit.
TABLE: dict[str, tuple[str, str, Mapping[str, Any] | None]] = {
    "list_leads": ("read", "/leads/", None),
    "get_lead": ("read", f"/leads/{NOBODYS}/", None),
    "change_lead": ("write", f"/leads/{NOBODYS}/edit/", {"label": "Another"}),
    "plan_step": ("write", f"/leads/{NOBODYS}/date/", STEP),
    "win_lead": ("write", f"/leads/{NOBODYS}/won/", {"value": "900"}),
    "add_note": ("write", f"/leads/{NOBODYS}/note/", {"words": "Called"}),
    "log_call": ("write", f"/leads/{NOBODYS}/call/", {"outcome": "reached"}),
    "get_step": ("read", f"/leads/{NOBODYS}/", None),
    "complete_step": ("write", f"/leads/{NOBODYS}/date/", {"outcome": "Sent", "then": STEP}),
    "move_step": ("write", f"/leads/{NOBODYS}/date/", {"due_at": "2027-01-10T10:00:00Z"}),
    "list_persons": ("read", "/leads/", None),
    "get_person": ("read", f"/leads/{NOBODYS}/", None),
    "list_companies": ("read", "/leads/", None),
    "get_company": ("read", f"/leads/{NOBODYS}/", None),
    "receive": ("receive", "/add/", {"items": [{"name": "Jan Kowalski"}]}),
    "list_arrivals": ("read", "/arrivals/", None),
    "get_arrival": ("read", f"/arrivals/{NOBODYS}/", None),
    "upload_file": ("receive", "/uploads/", None),
    "list_uploads": ("read", "/uploads/", None),
    "get_upload": ("read", f"/uploads/{NOBODYS}/", None),
    "list_facts": ("read", f"/leads/{NOBODYS}/", None),
    "list_members": ("read", "/team/", None),
    "list_sources": ("read", "/sources/", None),
    "list_cadences": ("read", "/cadences/", None),
    "list_subscriptions": ("admin", "/settings/webhooks/", None),
    "subscribe": ("admin", "/settings/webhooks/", {"url": "https://8.8.8.8/hook"}),
    "unsubscribe": ("admin", f"/settings/webhooks/{NOBODYS}/end/", None),
}


def described() -> list[Operation]:
    """Every operation there is, with what the table says of it."""
    paths = json.loads(rest.described())["paths"]
    return [
        Operation(
            told["operationId"],
            method,
            path,
            told["security"][0]["token"][0],
            told["x-for"],
            *TABLE[told["operationId"]][1:],
        )
        for path, methods in paths.items()
        for method, told in methods.items()
    ]
