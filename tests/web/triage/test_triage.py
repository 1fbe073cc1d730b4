"""What waits is mended, attached or called junk by a person; looking changes nothing, and a stranger finds nothing."""

import datetime as dt
import json
import uuid

import pytest
from django.test import Client

from leadfast.capture import actions as capture
from leadfast.capture.actions import call_feeds
from leadfast.capture.models import Arrival
from leadfast.foundation import clock
from leadfast.people import reads as people
from leadfast.web import counts
from leadfast.workspaces import actor, guard
from tests.capture.test_call_records import a_row, take
from tests.fixtures import MakeLead, Someone

NEWSLETTER = b"From: Shop <news@shop.example>\r\nSubject: Offers\r\nList-Unsubscribe: <https://x.example>\r\n\r\nBuy\r\n"


def arrived(
    alice: Someone, raw: bytes, *, door: str = "webhook", key: str = "x", source: str = "Portal"
) -> Arrival:
    """One that waits."""
    mail = {"media_type": "message/rfc822"} if door == "mail" else {}
    incoming = capture.Incoming(door=door, external_key=key, raw=raw, source=source, **mail)  # type: ignore[arg-type]
    found = capture.receive(incoming=[incoming], by=actor.system(alice.actor.workspace_id))[0].arrival
    assert found.settlement == "waiting"
    return found


@pytest.fixture
def waits(alice: Someone, bob: Someone) -> uuid.UUID:
    return arrived(alice, b'{"half').id


def settled(someone: Someone, arrival_id: uuid.UUID) -> Arrival:
    with guard.scope(someone.actor.workspace_id):
        return Arrival.objects.select_related("lead").get(id=arrival_id)


def test_it_is_mended(client: Client, alice: Someone, waits: uuid.UUID) -> None:
    client.force_login(alice.account)
    assert b"Portal" in client.get("/triage/").content
    page = f"/triage/{waits}/"
    assert b"half" in client.get(page).content
    assert settled(alice, waits).settlement == "waiting"
    assert client.post(page, {"note": "?"}).status_code == 422
    assert client.post(page, {"name": "Maria Lopez", "mail": "maria@lopez.example"}).status_code == 302
    assert settled(alice, waits).settlement == "created"


def test_what_could_be_read_stands_in_the_form(client: Client, alice: Someone) -> None:
    torn = arrived(
        alice, b'{"full_name": "Jo Park", "email": "jo@park.example", "phone_number": "020 7946 0018'
    )
    client.force_login(alice.account)
    page = client.get(f"/triage/{torn.id}/").content.decode()
    for said in ('value="Jo Park"', 'value="jo@park.example"', 'value="020 7946 0018"'):
        assert said in page
    assert "Jo Park" in client.get("/triage/").content.decode()


def test_errors_stand_at_their_field_and_nothing_is_lost(
    client: Client, alice: Someone, waits: uuid.UUID
) -> None:
    client.force_login(alice.account)
    typed = {"name": "Jo <b>", "mail": "jo at park", "phone": "12", "company": "Übermäßig & Söhne"}
    answer = client.post(f"/triage/{waits}/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“jo at park” is no mail address" in page
    assert "“12” cannot be dialled from here" in page
    assert "Übermäßig &amp; Söhne" in page
    assert "Jo &lt;b&gt;" in page
    assert settled(alice, waits).settlement == "waiting"


def test_a_suspected_form_that_is_mended_keeps_its_consent(client: Client, alice: Someone) -> None:
    told = {
        "form": "Contact", "consent": "You may write to me.", "suspect": ["It holds 9 links."],
        "fields": [["name", "Name", "Maria Lopez"], ["mail", "Mail", "maria@lopez.example"]],
    }  # fmt: skip
    odd = arrived(alice, json.dumps(told).encode(), door="web_form")
    client.force_login(alice.account)
    assert 'value="Maria Lopez"' in client.get(f"/triage/{odd.id}/").content.decode()
    client.post(f"/triage/{odd.id}/", {"name": "Maria Lopez", "mail": "maria@lopez.example"})
    found = settled(alice, odd.id)
    assert found.lead is not None
    with guard.scope(alice.actor.workspace_id):
        person = found.lead.person
        assert person is not None
        assert "You may write to me." in person.basis_source


def test_it_is_attached(client: Client, alice: Someone, waits: uuid.UUID, make_lead: MakeLead) -> None:
    lead = make_lead()
    client.force_login(alice.account)
    assert b"Maria Lopez" in client.get(f"/triage/{waits}/", {"search": "Maria"}).content
    client.post(f"/triage/{waits}/attach/", {"lead": "no"})
    assert settled(alice, waits).settlement == "waiting"
    client.post(f"/triage/{waits}/attach/", {"lead": str(lead.id)})
    assert settled(alice, waits).lead_id == lead.id


def test_it_is_junk_with_a_reason_and_is_taken_back(client: Client, alice: Someone, waits: uuid.UUID) -> None:
    client.force_login(alice.account)
    client.post("/triage/junk/", {"arrival": str(waits), "why": "A trial of ours"})
    found = settled(alice, waits)
    assert (found.settlement, found.why, found.junked_by_id) == ("junk", "A trial of ours", alice.member.id)
    client.post("/triage/junk/undo/")
    found = settled(alice, waits)
    assert (found.settlement, found.junked_by_id, found.waits_for_id) == ("waiting", None, alice.member.id)
    assert found.due_at is not None
    assert client.post("/triage/junk/undo/").status_code == 404


def test_machines_are_marked_many_at_once_and_only_those_that_were_ticked(
    client: Client, alice: Someone
) -> None:
    mails = [
        arrived(alice, NEWSLETTER + bytes([65 + n]), door="mail", key=str(n), source="") for n in range(3)
    ]
    client.force_login(alice.account)
    page = client.get("/triage/machines/").content.decode()
    assert page.count('name="arrival"') == 3
    assert "To look at" not in client.get("/triage/").content.decode()
    assert "Tick what is junk first" in client.post("/triage/junk/", follow=True).content.decode()
    client.post("/triage/junk/", {"arrival": [str(one.id) for one in mails[:2]], "next": "/triage/machines/"})
    assert [settled(alice, one.id).settlement for one in mails] == ["junk", "junk", "waiting"]
    client.post("/triage/junk/undo/")
    assert {settled(alice, one.id).settlement for one in mails} == {"waiting"}


def test_a_long_list_is_read_page_by_page(client: Client, alice: Someone) -> None:
    incoming = [
        capture.Incoming(door="webhook", external_key=f"n{n}", raw=b'{"torn": %d' % n) for n in range(60)
    ]
    capture.receive(incoming=incoming, by=actor.system(alice.actor.workspace_id))
    client.force_login(alice.account)
    front = client.get("/triage/").content.decode()
    assert "See all 60" in front
    assert front.count('class="row"') == 8
    page = client.get("/triage/people/")
    assert page.content.decode().count('class="row"') == 50
    rest = client.get(f"/triage/people/?after={_after(page.content.decode())}").content.decode()
    assert rest.count('class="row"') == 10
    assert client.get("/triage/people/?after=nonsense").content.decode().count('class="row"') == 50


def _after(page: str) -> str:
    return page.partition("?after=")[2][:36]


def test_a_stranger_finds_nothing_and_changes_nothing(
    client: Client, alice: Someone, charlie: Someone, make_lead: MakeLead, waits: uuid.UUID
) -> None:
    lead = make_lead()
    client.force_login(charlie.account)
    assert b"Portal" not in client.get("/triage/").content
    assert b"Portal" not in client.get("/triage/people/").content
    assert client.get(f"/triage/{waits}/").status_code == 404
    assert client.post(f"/triage/{waits}/", {"name": "x"}).status_code == 404
    assert client.post(f"/triage/{waits}/attach/", {"lead": str(lead.id)}).status_code == 404
    assert client.post("/triage/junk/", {"arrival": str(waits)}).status_code == 404
    assert client.post(f"/arrivals/{waits}/unjunk/").status_code == 404
    assert settled(alice, waits).settlement == "waiting"
    assert Client().get("/triage/").status_code == 302


def test_old_addresses_lead_here(client: Client, alice: Someone, waits: uuid.UUID) -> None:
    client.force_login(alice.account)
    assert client.get("/unmatched/")["Location"] == "/triage/#messages"
    assert client.get(f"/arrivals/{waits}/repair/")["Location"] == f"/triage/{waits}/"


def test_today_and_team_say_what_waits_and_for_whom(
    client: Client, alice: Someone, bob: Someone, waits: uuid.UUID
) -> None:
    client.force_login(bob.account)
    assert "One arrival waits for you to say what it is." in client.get("/today/").content.decode()
    assert "1 arrival in triage" in client.get("/team/").content.decode()
    client.force_login(alice.account)
    assert "arrival waits for you" not in client.get("/today/").content.decode()


def test_calls_that_wait_are_counted_beside_the_arrivals(
    client: Client, alice: Someone, bob: Someone, waits: uuid.UUID
) -> None:
    call_feeds.give_extension(member_id=alice.member.id, number="100", by=bob.actor)
    client.force_login(alice.account)
    assert badge(alice) == (0, False)
    take(a_row(caller="100", called="+442079460333", direction="Outbound"), alice)
    page = client.get("/today/").content.decode()
    assert "One call to nobody we know waits for you to say whose number it is." in page
    assert badge(alice) == (1, False)
    take(a_row(caller="100", called="+442079460444", direction="Outbound", key="2"), alice)
    assert "2 calls to nobody we know wait for you to say whose numbers they are." in (
        client.get("/today/").content.decode()
    )
    client.force_login(bob.account)
    assert "to nobody we know" not in client.get("/today/").content.decode()
    assert "2 calls in triage" in client.get("/team/").content.decode()
    with clock.frozen(clock.now() + dt.timedelta(days=4)):
        client.force_login(alice.account)
        assert "whose numbers they are, 2 of them late." in client.get("/today/").content.decode()
        assert badge(alice) == (2, True)


def badge(someone: Someone) -> tuple[int, bool]:
    """The number beside Triage in the navigation, and whether it is about lateness."""
    with guard.scope(someone.actor.workspace_id):
        return counts.of(someone.member, clock.now())["/triage/"]


def test_what_lies_unread_is_said_to_admins_on_today_and_in_triage(
    client: Client, alice: Someone, bob: Someone
) -> None:
    start = clock.now()
    capture.keep(incoming=[capture.Incoming(door="hand", external_key="u", raw=b"{}")], by=alice.actor)
    with clock.frozen(start + dt.timedelta(minutes=6)):
        client.force_login(bob.account)
        assert "1 arrival lies unread" in client.get("/today/").content.decode()
        assert "lies unread for more than five minutes" in client.get("/triage/").content.decode()
        assert "nothing has read it for more than five minutes" in client.get("/trust/").content.decode()
        client.force_login(alice.account)
        assert "lies unread" not in client.get("/today/").content.decode()


def test_a_row_that_is_mended_keeps_what_nobody_was_asked(client: Client, alice: Someone) -> None:
    fields = [["name", "Name", "Jan"], ["mail", "E-mail", "jan at"], ["opt_out", "Unsubscribed", "yes"]]
    row = arrived(alice, json.dumps({"fields": fields}).encode(), door="spreadsheet")
    client.force_login(alice.account)
    assert client.post(f"/triage/{row.id}/", {"name": "Jan", "mail": "jan@b.example"}).status_code == 302
    assert settled(alice, row.id).settlement == "created"
    with guard.scope(alice.actor.workspace_id):
        assert people.suppressed("mail", ["jan@b.example"])


def test_a_cell_beyond_the_columns_of_its_file_says_so(client: Client, alice: Someone) -> None:
    fields = [["name", "Name", "Jan"], ["mail", "E-mail", "Ltd"], ["ignore", "", "0113 496 0002"]]
    row = arrived(alice, json.dumps({"fields": fields, "columns": 2}).encode(), door="spreadsheet")
    client.force_login(alice.account)
    page = client.get(f"/triage/{row.id}/").content.decode()
    assert "Under no column" in page
    assert 'value="0113 496 0002"' in page
    assert "columns" not in page.split("</form>")[-3]


TOLD = (
    "You got a new contact!\r\n\r\nOur visitor {name} is keen on ad 4711.\r\n"
    "Reach him under {mail} or ring {phone} tonight.\r\n\r\nYour Truck Portal\r\n"
)


def test_whoever_a_portal_tells_of_is_offered_and_taught(client: Client, alice: Someone) -> None:
    head = "From: Truck Portal <notify@truckportal.example>\r\nSubject: New\r\nAuto-Submitted: auto-generated\r\n\r\n"
    people = [
        {"name": "Xaver Portal", "mail": "xaver@portal.example", "phone": "020 7946 0888"},
        {"name": "Yolanda Second", "mail": "yolanda@second.example", "phone": "020 7946 0889"},
    ]
    first, second = (
        arrived(alice, (head + TOLD.format(**one)).encode(), door="mail", key=one["name"]) for one in people
    )
    client.force_login(alice.account)
    page = client.get(f"/triage/{first.id}/").content.decode()
    assert 'value="xaver@portal.example"' in page
    assert 'value="020 7946 0888"' in page
    assert 'value="notify@truckportal.example"' not in page
    answer = client.post(f"/triage/{first.id}/", {**people[0], "do": "teach"}, follow=True).content.decode()
    assert "Taught. Those that wait and the next ones are read so." in answer
    for arrival in (first, second):
        assert settled(alice, arrival.id).settlement == "created"
