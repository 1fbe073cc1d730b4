"""Settings: changed by those who decide, each figure with its reason; what is refused changes nothing."""

from django.test import Client

from leadfast.workspaces import guard, reads, rules
from leadfast.workspaces.models import Policy, Workspace
from tests.fixtures import Someone

FACTS = {
    "name": "Brightline",
    "country": "GB",
    "zone": "Europe/London",
    "currency": "GBP",
    "postal_address": "",
    "customers": "business",
    "average_deal_value": "2500",
    "assistant_name": "Ava",
}


def sent(**changed: str) -> dict[str, str]:
    return {**{name: str(default.value) for name, default in rules.DEFAULTS.items()}, **changed}


def test_an_empty_postal_address_says_what_it_blocks(client: Client, bob: Someone) -> None:
    client.force_login(bob.account)
    assert client.post("/settings/", FACTS).status_code == 302
    assert "No automated mail is sent yet" in client.get("/settings/").content.decode()
    with guard.scope(bob.member.workspace_id):
        assert Workspace.objects.get().average_deal_value == 2500


def test_a_changed_figure_keeps_its_reason(client: Client, bob: Someone) -> None:
    client.force_login(bob.account)
    answer = client.post(
        "/settings/defaults/", sent(first_response_minutes="15", reason="We are four people.")
    )
    assert answer.status_code == 302
    with guard.scope(bob.member.workspace_id):
        assert reads.policy(bob.member.workspace_id, "first_response_minutes") == 15
        assert Policy.objects.count() == 1, "what was not changed stays the product's default"
    shown = client.get("/settings/defaults/").content.decode()
    assert "It was 5; Bob changed it" in shown
    assert "We are four people." in shown
    assert "Oldroyd 2007" in shown


def test_a_figure_beyond_its_limit_changes_nothing_at_all(client: Client, bob: Someone) -> None:
    client.force_login(bob.account)
    answer = client.post("/settings/defaults/", sent(mails_per_day="500", give_up_days="21"))
    assert answer.status_code == 422
    with guard.scope(bob.member.workspace_id):
        assert not Policy.objects.exists()


def test_a_rep_changes_no_settings(client: Client, alice: Someone) -> None:
    client.force_login(alice.account)
    assert client.post("/settings/", {**FACTS, "name": "Mine"}).status_code == 403
    assert client.post("/settings/defaults/", sent(give_up_days="1")).status_code == 403
    with guard.scope(alice.member.workspace_id):
        assert Workspace.objects.get().name == "Brightline"
        assert not Policy.objects.exists()
