"""The queue of one member for one day."""

import datetime as dt

from leadfast.leads import actions as leads
from leadfast.web.today import items
from tests.fixtures import MakeLead, Someone
from tests.web.conftest import SignIn


def test_an_empty_day_says_what_belongs_there(alice: Someone, sign_in: SignIn) -> None:
    page = sign_in(alice).get("/today/").content.decode()
    assert "Nothing waits for you today" in page
    assert 'href="/add/"' in page


def test_the_late_one_is_open_and_the_others_wait_in_their_blocks(
    alice: Someone, make_lead: MakeLead, sign_in: SignIn
) -> None:
    make_lead("Tom Adeyemi", kind="answer", due_in=dt.timedelta(minutes=1))
    make_lead(
        "Maria Lopez", kind="call_back", phone="+44 20 7946 0018", due_in=-dt.timedelta(hours=3), value=14000
    )
    page = sign_in(alice).get("/today/").content.decode()
    assert "3 hours late" in page
    assert "£14,000" in page
    assert "Call +44 20 7946 0018" in page
    assert "Replies waiting" in page
    assert page.index("Maria Lopez") < page.index("Tom Adeyemi")


def test_another_item_can_be_opened(alice: Someone, make_lead: MakeLead, sign_in: SignIn) -> None:
    make_lead("Maria Lopez", due_in=-dt.timedelta(hours=3))
    tom = make_lead("Tom Adeyemi", due_in=-dt.timedelta(hours=1))
    page = sign_in(alice).get(f"/today/?open={tom.next_step_id}").content.decode()
    assert f'<h2 id="open-{tom.next_step_id}"><a href="/leads/{tom.id}/">Tom Adeyemi</a>' in page


def test_a_day_shows_only_ones_own_steps(bob: Someone, make_lead: MakeLead, sign_in: SignIn) -> None:
    make_lead("Maria Lopez", due_in=-dt.timedelta(hours=3))
    assert "Maria Lopez" not in sign_in(bob).get("/today/").content.decode()


def test_one_older_lead_for_each_new_one(alice: Someone, make_lead: MakeLead, sign_in: SignIn) -> None:
    for number in range(6):
        make_lead(f"Old {number}", kind="nurture", due_in=-dt.timedelta(hours=number + 1))
    make_lead("Fresh", kind="first_response", due_in=-dt.timedelta(minutes=1))
    page = sign_in(alice).get("/today/").content.decode()
    assert page.count("/today/?open=") == 3


def test_nobody_sees_a_day_without_signing_in(client, db: None) -> None:  # type: ignore[no-untyped-def]
    answer = client.get("/today/")
    assert answer.status_code == 302
    assert answer.url.startswith("/sign-in/")


def test_a_manager_reads_first_that_all_are_accounted_for_and_what_needs_them(
    alice: Someone, bob: Someone, make_lead: MakeLead, sign_in: SignIn
) -> None:
    make_lead("Tom Adeyemi")
    lead = make_lead("Maria Lopez")
    assert (
        "2 leads in this month, 2 accounted for; nothing needs you."
        in sign_in(bob).get("/today/").content.decode()
    )
    leads.ask(lead_id=lead.id, reason="silent", words="Silent", evidence={}, by=alice.actor)
    assert "1 decision needs you." in sign_in(bob).get("/today/").content.decode()
    assert "accounted for;" not in sign_in(alice).get("/today/").content.decode()


def test_a_row_says_who_wrote_and_the_name_in_bold_once() -> None:
    said = {
        "Answer Hana Oldroyd: “How much?”": "wrote “How much?”",
        "Answer Pat Armitage: “When: in May?”": "· Pat Armitage wrote “When: in May?”",
        "Answer Pat Armitage: they wrote": "answer Pat Armitage: they wrote",
        "Call Hana Oldroyd again: no answer": "call again: no answer",
    }
    assert {says: items.without_name(says, "Hana Oldroyd") for says in said} == said
