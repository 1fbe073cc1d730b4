"""The links in mails: reading changes nothing, leaving works at once, nobody can redirect through us."""

import uuid

from django.test import Client

from leadfast.conversations.actions import tracking
from leadfast.conversations.models import TrackingEvent
from leadfast.foundation import secrets
from leadfast.people import reads as people
from leadfast.web.calendar import urls as feeds
from leadfast.workspaces import guard
from tests.conversations.conftest import Post
from tests.fixtures import MakeLead, Someone


def test_a_link_that_is_read_changes_nothing_and_a_broken_one_says_so(
    client: Client, make_lead: MakeLead
) -> None:
    lead = make_lead("Maria Lopez", mail="maria@lopez.example")
    payload = f"{lead.workspace_id.hex}{lead.person_id.hex}{uuid.uuid4().hex}"  # type: ignore[union-attr]
    token = secrets.sign(payload, purpose="unsubscribe")
    page = client.get(f"/unsubscribe/{token}").content.decode()
    assert "Nothing has changed yet" in page
    assert "maria@lopez.example" in page
    with guard.scope(lead.workspace_id):
        assert people.suppressed("mail", ["maria@lopez.example"]) == set()
    assert client.get("/unsubscribe/nonsense").status_code == 404


def test_a_click_leads_only_where_we_signed_it(client: Client, post: Post, make_lead: MakeLead) -> None:
    lead = make_lead("Maria Lopez", mail="maria@lopez.example")
    mail = post.we_write(lead, "maria@lopez.example")
    link = tracking.link(lead.workspace_id, mail.id, "https://brightline.example/offer", "")
    answer = client.get(link)
    assert answer["Location"] == "https://brightline.example/offer"
    assert client.get("/c/nonsense").status_code == 404
    assert client.get("/o/nonsense.gif")["Content-Type"] == "image/gif"
    with guard.scope(lead.workspace_id):
        assert TrackingEvent.objects.count() == 1


def test_the_calendar_shows_ones_own_plan_to_whoever_has_its_address(
    client: Client, alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    make_lead("Maria Lopez")
    assert b"Maria Lopez" in client.get(feeds.link(alice.member)).content
    assert b"Maria Lopez" not in client.get(feeds.link(bob.member)).content
    assert client.get("/calendar/nonsense.ics").status_code == 404
