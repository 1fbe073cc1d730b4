"""Rules of assignment in the browser: written, tried, put in order, removed and put back."""

import re

import pytest
from django.test import Client

from leadfast.capture.actions import assigning
from leadfast.capture.actions.assigning import Wanted
from leadfast.capture.models import AssignmentRule
from leadfast.workspaces import guard
from leadfast.workspaces.models import Member
from tests.fixtures import Someone
from tests.web.conftest import SignIn

HERE = "/settings/assignment/"


@pytest.fixture
def browser(bob: Someone, sign_in: SignIn) -> Client:
    return sign_in(bob)


def sources(bob: Someone) -> list[str]:
    with guard.scope(bob.actor.workspace_id):
        return list(AssignmentRule.objects.order_by("rank").values_list("source", flat=True))


def test_a_rule_is_written_and_tried(browser: Client, alice: Someone, bob: Someone) -> None:
    page = browser.get(HERE).content.decode()
    assert "No rule yet" in page
    # One button, not "one more" beside "the first".
    assert page.count(f'href="{HERE}add/"') == 1
    typed = {
        "source": "Portal", "countries": "Germany, at", "postal_codes": "10, 80 3", "members": [str(alice.member.id)],
    }  # fmt: skip
    assert browser.post(f"{HERE}add/", typed).status_code == 302
    page = browser.get(HERE).content.decode()
    assert "Leads from Portal, in Austria or Germany, with a postal code that begins with 10 or 803" in page
    with guard.scope(bob.actor.workspace_id):
        rule = AssignmentRule.objects.get()
    assert "Germany" in browser.get(f"{HERE}{rule.id}/").content.decode()
    page = browser.get(HERE, {"source": "Portal", "country": "DE", "postal_code": "10115"}).content.decode()
    assert "Alice would get it." in page
    assert "Rule 1 decides, and nobody else takes part today." in page
    page = browser.get(HERE, {"source": "Portal", "country": "FR"}).content.decode()
    assert "the country does not fit" in page
    assert "No rule decides, so it goes round everybody" in page


def test_what_is_not_understood_is_said_and_nothing_kept(
    browser: Client, alice: Someone, bob: Someone
) -> None:
    answer = browser.post(f"{HERE}add/", {"countries": "Narnia", "members": [str(alice.member.id)]})
    assert answer.status_code == 422
    assert "Narnia is no country we know" in answer.content.decode()
    answer = browser.post(f"{HERE}add/", {"source": "Portal"})
    assert "Choose at least one person" in answer.content.decode()
    assert sources(bob) == []


def test_order_removing_and_putting_back(browser: Client, alice: Someone, bob: Someone) -> None:
    rules = [
        assigning.add_rule(wanted=Wanted([alice.member.id], source=name), by=bob.actor)
        for name in ("A", "B", "C")
    ]
    browser.post(f"{HERE}{rules[2].id}/earlier/")
    assert sources(bob) == ["A", "C", "B"]
    page = browser.post(f"{HERE}{rules[0].id}/remove/", follow=True).content.decode()
    assert sources(bob) == ["C", "B"]
    undo = re.search(rf"{HERE}put-back/[^\"']+/", page)
    assert undo
    browser.post(undo.group(0))
    assert sources(bob) == ["A", "C", "B"]
    assert browser.post(f"{HERE}put-back/forged/").status_code == 404
    assert browser.post(f"{HERE}{rules[0].id}/remove/").status_code == 404


def test_who_is_not_here_is_said_at_the_rule(browser: Client, alice: Someone, bob: Someone) -> None:
    assigning.add_rule(wanted=Wanted([alice.member.id]), by=bob.actor)
    with guard.scope(bob.actor.workspace_id):
        Member.objects.filter(id=alice.member.id).update(takes_new_leads=False)
    page = browser.get(HERE).content.decode()
    assert "Alice takes no new leads. Nobody of this rule takes leads today: the next rule is asked." in page


def test_only_those_who_decide_and_never_a_stranger(
    alice: Someone, bob: Someone, charlie: Someone, sign_in: SignIn
) -> None:
    rule = assigning.add_rule(wanted=Wanted([alice.member.id], source="Portal"), by=bob.actor)
    assert sign_in(alice).get(HERE).status_code == 403
    stranger = sign_in(charlie)
    assert "Portal" not in stranger.get(HERE).content.decode()
    for path in ("", "earlier/", "later/", "remove/"):
        sent = stranger.post(f"{HERE}{rule.id}/{path}", {"members": [str(charlie.member.id)]})
        assert sent.status_code == 404
    assert sources(bob) == ["Portal"]
