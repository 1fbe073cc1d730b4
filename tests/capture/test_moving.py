"""Leads move to another campaign: what ran ends, unsent mail is taken back, undo goes on where it stood."""

import datetime as dt
import json
import uuid
from dataclasses import replace

import pytest

from leadfast.capture import actions as capture
from leadfast.capture import errors
from leadfast.capture.actions import jotting
from leadfast.capture.models import MovedLead, Moving
from leadfast.followup import actions as cadences
from leadfast.followup import defaults
from leadfast.followup.models import Enrolment, Touch
from leadfast.followup.rules.cadence import Template
from leadfast.foundation import clock
from leadfast.history import jobs as history
from leadfast.leads import actions as leads
from leadfast.leads import reads
from leadfast.leads.errors import LeadNotFound
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone


@pytest.fixture
def maria(make_lead: MakeLead) -> Lead:
    return make_lead("Maria Lopez", mail="maria@lopez.example", phone="+44 113 496 0001", campaign="Spring")


def running(lead: Lead) -> Enrolment | None:
    with guard.scope(lead.workspace_id):
        return Enrolment.objects.filter(lead_id=lead.id, ended_at=None).select_related("cadence").first()


def due(lead: Lead) -> set[int]:
    with guard.scope(lead.workspace_id):
        return set(Touch.objects.filter(lead_id=lead.id, state="due").values_list("place", flat=True))


def test_what_ran_ends_and_undo_goes_on_where_it_stood(alice: Someone, maria: Lead) -> None:
    before = cadences.start(
        new=cadences.Start(lead_id=maria.id, cadence="proposal-out", place=2), by=alice.actor
    )
    capture.found_campaign(name="Autumn", cadence_key="reply-follow-up", by=alice.actor)
    moving = capture.move(
        lead_ids=[maria.id], campaign="Autumn", why="They asked about the show.", by=alice.actor
    )
    now_on = running(maria)
    assert now_on is not None
    assert (now_on.cadence.key, due(maria)) == ("reply-follow-up", {0})
    with guard.scope(maria.workspace_id):
        ended = Enrolment.objects.get(id=before.id)
        assert (ended.ending, Touch.objects.filter(enrolment_id=before.id, state="due").count()) == (
            "replaced",
            0,
        )
    capture.undo_move(moving_id=moving.id, by=alice.actor)
    again = running(maria)
    assert again is not None
    assert (again.cadence.key, again.place, again.counted_from) == ("proposal-out", 2, before.counted_from)
    assert due(maria) == {2}
    with guard.scope(maria.workspace_id):
        lead = reads.lead(maria.id)
    assert (lead.campaign, lead.next_step_id is not None) == ("Spring", True)
    with pytest.raises(errors.AlreadyUndone):
        capture.undo_move(moving_id=moving.id, by=alice.actor)


def test_a_second_tap_moves_nothing_twice(alice: Someone, maria: Lead) -> None:
    capture.found_campaign(name="Autumn", cadence_key="reply-follow-up", by=alice.actor)
    capture.move(lead_ids=[maria.id], campaign="Autumn", by=alice.actor)
    begun = running(maria)
    with pytest.raises(errors.AlreadyThere):
        capture.move(lead_ids=[maria.id], campaign="autumn", by=alice.actor)
    assert running(maria) == begun
    with guard.scope(maria.workspace_id):
        assert (Moving.objects.count(), MovedLead.objects.count()) == (1, 1)


def test_closed_leads_stay_and_ended_campaigns_take_none(
    alice: Someone, maria: Lead, make_lead: MakeLead
) -> None:
    other = make_lead("Tom Adeyemi")
    campaign = capture.found_campaign(name="Autumn", by=alice.actor)
    with guard.scope(maria.workspace_id):
        leads.win(lead_id=maria.id, value=900, order_reference="PO 7", by=alice.actor)  # type: ignore[arg-type]
    with pytest.raises(errors.ClosedStay):
        capture.move(lead_ids=[maria.id], campaign="Autumn", by=alice.actor)
    capture.move(lead_ids=[maria.id, other.id], campaign="Autumn", by=alice.actor)
    with guard.scope(maria.workspace_id):
        assert (reads.lead(maria.id).campaign, reads.lead(other.id).campaign) == ("Spring", "Autumn")
    capture.end_campaign(campaign_id=campaign.id, by=alice.actor)
    with pytest.raises(errors.CampaignUnknown):
        capture.move(lead_ids=[other.id], campaign="Autumn", by=alice.actor)


def test_undo_leaves_alone_what_was_moved_on_since(alice: Someone, maria: Lead) -> None:
    for name in ("Autumn", "Winter"):
        capture.found_campaign(name=name, by=alice.actor)
    first = capture.move(lead_ids=[maria.id], campaign="Autumn", by=alice.actor)
    capture.move(lead_ids=[maria.id], campaign="Winter", by=alice.actor)
    capture.undo_move(moving_id=first.id, by=alice.actor)
    with guard.scope(maria.workspace_id):
        assert reads.lead(maria.id).campaign == "Winter"


def test_whoever_cannot_be_written_to_stays_where_that_is_wanted(
    alice: Someone, bob: Someone, maria: Lead, make_lead: MakeLead
) -> None:
    nameless = make_lead("info@x.example", mail="info@x.example", campaign="Spring")
    shipped = defaults.library()["trade-show"]
    bare = replace(shipped.steps[0], template=Template("Hi {{ person.first_name }},\n\nhello.", "Hello"))
    cadences.write(cadence=replace(shipped, steps=(bare, *shipped.steps[1:])), by=bob.actor)
    capture.found_campaign(name="Autumn", cadence_key="trade-show", by=alice.actor)
    with pytest.raises(errors.NoneCanBeFilled):
        capture.move(lead_ids=[nameless.id], campaign="Autumn", without_unfilled=True, by=alice.actor)
    with guard.scope(maria.workspace_id):
        assert (reads.lead(nameless.id).campaign, Moving.objects.count()) == ("Spring", 0)
    capture.move(lead_ids=[maria.id, nameless.id], campaign="Autumn", without_unfilled=True, by=alice.actor)
    assert (running(maria) is not None, running(nameless)) == (True, None)
    with guard.scope(maria.workspace_id):
        assert [reads.lead(one.id).campaign for one in (maria, nameless)] == ["Autumn", "Spring"]
        assert Moving.objects.count() == 1
    capture.move(lead_ids=[nameless.id], campaign="Autumn", by=alice.actor)
    assert running(nameless) is not None


def test_undo_begins_nothing_over_an_answer(alice: Someone, maria: Lead) -> None:
    cadences.start(new=cadences.Start(lead_id=maria.id, cadence="proposal-out"), by=alice.actor)
    capture.found_campaign(name="Autumn", cadence_key="trade-show", by=alice.actor)
    moving = capture.move(lead_ids=[maria.id], campaign="Autumn", by=alice.actor)
    cadences.stop(lead_id=maria.id, kind="answered", why="They have answered.", by=alice.actor)
    with guard.scope(maria.workspace_id):
        Lead.objects.filter(id=maria.id).update(last_reply_at=clock.now())
    told = capture.undo_move(moving_id=moving.id, by=alice.actor)
    assert (told.back, told.answered, told.not_resumed) == (1, 1, 0)
    assert (running(maria), due(maria)) == (None, set())
    with guard.scope(maria.workspace_id):
        lead = reads.lead(maria.id)
    assert (lead.campaign, lead.next_step_id is not None) == ("Spring", True)


def test_undo_leaves_alone_what_somebody_began_since(alice: Someone, maria: Lead) -> None:
    cadences.start(new=cadences.Start(lead_id=maria.id, cadence="proposal-out"), by=alice.actor)
    capture.found_campaign(name="Autumn", cadence_key="trade-show", by=alice.actor)
    moving = capture.move(lead_ids=[maria.id], campaign="Autumn", by=alice.actor)
    own = cadences.start(new=cadences.Start(lead_id=maria.id, cadence="reply-follow-up"), by=alice.actor)
    told = capture.undo_move(moving_id=moving.id, by=alice.actor)
    assert (told.back, told.begun_since) == (1, 1)
    assert running(maria) == own


def test_undo_says_what_was_sent_and_sends_nothing_of_before_twice(alice: Someone, maria: Lead) -> None:
    before = cadences.start(new=cadences.Start(lead_id=maria.id, cadence="reply-follow-up"), by=alice.actor)
    capture.found_campaign(name="Autumn", cadence_key="trade-show", by=alice.actor)
    moving = capture.move(lead_ids=[maria.id], campaign="Autumn", by=alice.actor)
    begun = running(maria)
    assert begun is not None
    with guard.scope(maria.workspace_id):
        # The mail of the old cadence was past recall when it was moved, and one of the new one has gone out.
        for enrolment_id in (before.id, begun.id):
            sent = Touch.objects.filter(enrolment_id=enrolment_id, place=0)
            sent.update(state="done", settled_at=clock.now(), because="")
    told = capture.undo_move(moving_id=moving.id, by=alice.actor)
    assert (told.back, told.mailed, told.not_resumed) == (1, 1, 0)
    again = running(maria)
    assert again is not None
    assert (again.cadence.key, again.place, due(maria)) == ("reply-follow-up", 1, {1})


def test_undo_counts_who_is_left_alone(alice: Someone, maria: Lead, make_lead: MakeLead) -> None:
    other = make_lead("Tom Adeyemi", campaign="Spring")
    for name in ("Autumn", "Winter"):
        capture.found_campaign(name=name, by=alice.actor)
    first = capture.move(lead_ids=[maria.id, other.id], campaign="Autumn", by=alice.actor)
    capture.move(lead_ids=[maria.id], campaign="Winter", by=alice.actor)
    told = capture.undo_move(moving_id=first.id, by=alice.actor)
    assert (told.back, told.left, told.mailed) == (1, 1, 0)


def test_a_cadence_that_may_not_begin_leaves_the_lead_to_its_owner(alice: Someone, maria: Lead) -> None:
    cadences.start(new=cadences.Start(lead_id=maria.id, cadence="proposal-out"), by=alice.actor)
    capture.found_campaign(name="Cold", cadence_key="cold-outreach", by=alice.actor)
    capture.move(lead_ids=[maria.id], campaign="Cold", by=alice.actor)
    assert running(maria) is None
    with guard.scope(maria.workspace_id):
        lead = reads.lead(maria.id)
        ended = Enrolment.objects.get(lead_id=maria.id)
        assert MovedLead.objects.get().began_cadence == ""
    assert lead.campaign == "Cold"
    assert lead.next_step_id is not None
    assert "Moved to “Cold”. " in ended.ended_why


def test_who_asks_with_a_campaign_begins_its_cadence(alice: Someone) -> None:
    capture.found_campaign(name="Leeds show", cadence_key="trade-show", by=alice.actor)
    typed = [
        {"name": "Tom", "mails": ["tom@x.example"], "phones": ["+44 113 496 0002"], "campaign": "leeds show"},
        {"name": "Eva", "mails": ["eva@y.example"]},
    ]
    incoming = [
        capture.Incoming(
            door="api", external_key=str(one["name"]), raw=json.dumps({**one, "asked": True}).encode()
        )
        for one in typed
    ]
    received = capture.receive(incoming=incoming, by=alice.actor)
    history.carry_out(as_of=clock.now())
    keys = []
    for one in received:
        assert one.lead_id
        with guard.scope(alice.actor.workspace_id):
            on = running(reads.lead(one.lead_id))
        keys.append(on.cadence.key if on else "")
    assert keys == ["trade-show", "inbound-no-phone"]


def test_a_stranger_moves_and_undoes_nothing(alice: Someone, maria: Lead, charlie: Someone) -> None:
    campaign = capture.found_campaign(name="Autumn", by=alice.actor)
    capture.found_campaign(name="Autumn", by=charlie.actor)
    with pytest.raises(LeadNotFound):
        capture.move(lead_ids=[maria.id], campaign="Autumn", by=charlie.actor)
    moving = capture.move(lead_ids=[maria.id], campaign="Autumn", by=alice.actor)
    with pytest.raises(errors.MovingNotFound):
        capture.undo_move(moving_id=moving.id, by=charlie.actor)
    with pytest.raises(errors.CampaignNotFound):
        capture.end_campaign(campaign_id=campaign.id, by=charlie.actor)
    with guard.scope(maria.workspace_id):
        assert reads.lead(maria.id).campaign == "Autumn"


@pytest.mark.parametrize(("how", "begins"), [("walk_in", "walk-in"), ("call", "walk-in"), ("", "")])
def test_who_was_here_and_is_jotted_down_begins_the_cadence_for_that(
    alice: Someone, how: str, begins: str
) -> None:
    typed = {"line": "Jan Kowalski, +44 113 496 0007, jan@kowalski.example", "how": how}
    received = jotting.jot(key=uuid.uuid4(), typed=typed, by=alice.actor)
    history.carry_out(as_of=clock.now())
    assert received.lead_id
    with guard.scope(alice.actor.workspace_id):
        lead = reads.lead(received.lead_id)
    on = running(lead)
    assert (on.cadence.key if on else "") == begins
    assert lead.next_step_id is not None


def test_who_stands_at_the_kiosk_is_sent_no_mail(alice: Someone) -> None:
    raw = json.dumps({"name": "Jan Kowalski", "mail": "jan@kowalski.example", "source": "Walk-in"}).encode()
    (received,) = capture.receive(
        incoming=[capture.Incoming(door="walk_in", external_key="kiosk:1", raw=raw)], by=alice.actor
    )
    history.carry_out(as_of=clock.now())
    assert received.lead_id
    with guard.scope(alice.actor.workspace_id):
        assert running(reads.lead(received.lead_id)) is None


def test_one_that_comes_late_from_the_phone_begins_nothing(alice: Someone) -> None:
    typed = {"line": "Jan Kowalski, jan@kowalski.example", "how": "walk_in"}
    made_at = clock.now() - dt.timedelta(days=2)
    received = jotting.jot(key=uuid.uuid4(), typed=typed, by=alice.actor, made_at=made_at)
    history.carry_out(as_of=clock.now())
    assert received.lead_id
    with guard.scope(alice.actor.workspace_id):
        assert running(reads.lead(received.lead_id)) is None
