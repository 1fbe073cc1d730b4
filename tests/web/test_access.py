"""Every address refuses who may not see it: walked from the table of addresses, so none is forgotten."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from leadfast.workspaces import guard
from leadfast.workspaces.models import Member
from tests.fixtures import MakeLead, Someone

#: The only views that answer without a sign-in. Whoever adds one, adds it here and says why.
OPEN = {
    "": "leads to the day or to the door",
    "healthz": "asked by machines; shows figures to loopback and the metrics token only",
    "sign-in/": "the door",
    "sign-in/code/": "the second half of the door",
    "sign-in/forgotten/": "says whom to ask",
    "sign-in/new-password/": "said after a reset",
    "sign-in/closed/": "said to a closed account",
    "sign-in/as/<uuid:account_id>/": "the demo's one-tap door; 404 outside the demo",
    "demo/": "says what is simulated; 404 outside the demo",
    r"^sign-in/new-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "a reset link; the key is the proof",
    "capture/worker.js": "names files of the product, nothing of a workspace",
    "first-run/<str:token>/": "the founder's one-time link",
    "invitation/<str:token>/": "an invitation; the token is the proof",
}
#: Open addresses that other screens bring; each is proved by its token or shows nothing of a workspace.
OPEN_BEGINNINGS = (
    "u/", "o/", "c/", "t/", "opt-out/", "unsubscribe/", "tracking/", "push/", "calendar/", "kiosk/",
    "hooks/calls/", "form/", "in/", "sw.js", "manifest", "offline/", "metrics", "gallery/", "api/v1/",
)  # fmt: skip


#: Answer a stranger as they answer an id that does not exist: done already, and nothing is changed.
FORGIVING = {"leads/views/<uuid:view_id>/forget/"}


@dataclass(frozen=True)
class Address:
    """One row of the table of addresses."""

    route: str
    view: Any
    names: tuple[str, ...]

    @property
    def access(self) -> str | None:
        return getattr(self.view, "access", None)


def addresses() -> list[Address]:
    """All of them."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[Any], before: str) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, before + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            route = before + str(pattern.pattern)
            yield Address(route, pattern.callback, tuple(pattern.pattern.converters) or ())


def path_of(address: Address, ids: dict[str, str]) -> str:
    """A real path: ids by the name of the parameter, else something that fits its kind."""
    route = address.route
    if route.startswith("^"):
        return "/sign-in/new-password/0-x/"
    for part in route.split("<")[1:]:
        inside = part.partition(">")[0]
        kind, _, name = inside.rpartition(":")
        fits = {"uuid": str(uuid.uuid4()), "int": "1"}.get(kind, "x")
        route = route.replace(f"<{inside}>", ids.get(name, fits))
    return "/" + route


def test_every_view_says_whom_it_is_for() -> None:
    unmarked = [address.route for address in addresses() if address.access is None]
    assert unmarked == []


def test_the_open_views_are_the_ones_we_know() -> None:
    opened = {address.route for address in addresses() if address.access == "everybody"}
    unknown = {route for route in opened - OPEN.keys() if not route.startswith(OPEN_BEGINNINGS)}
    assert unknown == set()


def test_an_anonymous_visitor_is_sent_to_the_door(client: Client, db: None) -> None:
    for address in addresses():
        if address.access == "everybody":
            continue
        for ask in (client.get, client.post):
            answer = ask(path_of(address, {}))
            if answer.status_code == 405:  # this address takes only the other method
                continue
            assert answer.status_code == 302, address.route
            assert answer["Location"].startswith("/sign-in/"), address.route


@pytest.fixture
def ids(alice: Someone, make_lead: MakeLead) -> dict[str, str]:
    """What a stranger would have to guess."""
    lead = make_lead("Maria Lopez", mail="maria@lopez.example")
    with guard.scope(lead.workspace_id):
        person = lead.person_id if hasattr(lead, "person_id") else None
    return {
        "lead_id": str(lead.id),
        "step_id": str(lead.next_step_id),
        "member_id": str(alice.member.id),
        "workspace_id": str(alice.member.workspace_id),
        "person_id": str(person or uuid.uuid4()),
    }


def test_a_stranger_finds_nothing(client: Client, charlie: Someone, ids: dict[str, str]) -> None:
    """404 for what belongs to others, as for what does not exist; lists show the own workspace only."""
    client.force_login(charlie.account)
    for address in addresses():
        if address.access in ("everybody", None) or "sign-out" in address.route:
            continue
        path = path_of(address, ids)
        answer = client.get(path)
        if address.names and "elsewhere" not in path:
            assert answer.status_code in (404, 405), path
            refused = client.post(path)
            expected = (302,) if address.route in FORGIVING else (404, 405)
            assert refused.status_code in expected, path
        shown = b"".join(answer) if answer.streaming else answer.content
        assert b"Maria Lopez" not in shown, path
        assert b"Brightline" not in shown, path
        assert b"Alice" not in shown, path


def test_an_account_without_a_membership_is_a_stranger_everywhere(client: Client, alice: Someone) -> None:
    from leadfast.workspaces.models import Account

    client.force_login(Account.objects.create_user("nobody@nowhere.example", "correct horse"))
    for address in addresses():
        if address.access in ("everybody", "accounts", None):
            continue
        assert client.get(path_of(address, {})).status_code in (404, 405), address.route


def test_a_rep_does_not_administer(client: Client, alice: Someone, ids: dict[str, str]) -> None:
    client.force_login(alice.account)
    for address in addresses():
        if address.access not in ("admins", "deciders", "cadence_editors"):
            continue
        path = path_of(address, ids)
        assert client.get(path).status_code in (403, 405), path
        assert client.post(path).status_code == 403, path


def test_a_refused_change_changes_nothing(client: Client, alice: Someone, bob: Someone) -> None:
    """Bob is the only admin: made a rep together with a new name, neither happens."""
    client.force_login(bob.account)
    answer = client.post(
        f"/team/{bob.member.id}/", {"name": "Robert", "role": "rep", "daily_capacity": "30", "zone": ""}
    )
    assert answer.status_code == 422
    with guard.scope(bob.member.workspace_id):
        assert Member.objects.get(id=bob.member.id).name == "Bob"
        assert Member.objects.get(id=bob.member.id).role == "admin"


def test_who_left_is_a_stranger_from_the_next_page_on(client: Client, alice: Someone, bob: Someone) -> None:
    from leadfast.workspaces import actions as workspaces

    client.force_login(alice.account)
    assert client.get("/account/").status_code == 200
    workspaces.mark_left(member_id=alice.member.id, by=bob.actor)
    assert client.get("/account/").status_code == 404


def test_somebody_with_two_workspaces_switches(
    client: Client, alice: Someone, charlie: Someone, make_lead: MakeLead
) -> None:
    from leadfast.workspaces import actions as workspaces

    with guard.scope(charlie.member.workspace_id):
        workspaces.add_member(
            workspace_id=charlie.member.workspace_id, account=alice.account, name="Alice", role="rep", by=None
        )
    client.force_login(alice.account)
    assert "Otherwise" in client.get("/account/").content.decode()
    answer = client.post(f"/account/workspace/{charlie.member.workspace_id}/")
    assert answer.status_code == 302
    assert b"Charlie<" in client.get("/team/").content
    assert b"Bob<" not in client.get("/team/").content
    client.force_login(charlie.account)
    assert client.post(f"/account/workspace/{alice.member.workspace_id}/").status_code == 404
