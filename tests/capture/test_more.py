"""Expected leads, events, silence, campaigns, duplicates, probes, and what was joined in error."""

import datetime as dt
import json

import pytest
from django.db import connections

from leadfast.accountability.models import Notice
from leadfast.capture import actions as capture
from leadfast.capture import errors, jobs
from leadfast.capture.actions import deciding
from leadfast.capture.models import AssignmentRule, Expected, Joining, RuleTaker, Source
from leadfast.foundation import clock
from leadfast.history import jobs as history
from leadfast.history.models import RecordedFact
from leadfast.leads import reads as lead_reads
from leadfast.leads.models import Lead, Participant
from leadfast.people import reads as people_reads
from leadfast.people.models import ContactPoint, Likeness, Person
from leadfast.workspaces import guard
from tests.fixtures import Someone

MORNING = dt.datetime(2026, 11, 18, 10, 0, tzinfo=dt.UTC)


def add(someone: Someone, **typed: str) -> capture.Received:
    return capture.add_by_hand(typed=typed, by=someone.actor)


def told(someone: Someone, kind: str) -> list[dict[str, object]]:
    with guard.scope(someone.actor.workspace_id):
        return [fact.body for fact in RecordedFact.objects.filter(kind=kind).order_by("at", "id")]


def test_an_expected_lead_is_chased_until_it_is_here(alice: Someone) -> None:
    with clock.frozen(MORNING):
        expected = capture.expect(
            typed={"name": "Maria Lopez", "company": "Lopez Ltd"}, promised_by="Jane", by=alice.actor
        )
    assert expected.chase_at is not None
    assert jobs.expected(as_of=expected.chase_at - dt.timedelta(minutes=1)).done == 0
    for _ in range(2):
        jobs.expected(as_of=expected.chase_at)
    assert [fact["times"] for fact in told(alice, "expected_chased")] == [1]
    received = add(alice, name="Maria Lopez", company="Lopez Ltd", mail="maria@lopez.example")
    with guard.scope(alice.actor.workspace_id):
        row = Expected.objects.get()
    assert (row.lead_id, row.chase_at) == (received.lead_id, None)
    assert len(told(alice, "expected_arrived")) == 1
    with pytest.raises(errors.ExpectedNotFound):
        capture.drop(expected_id=expected.id, why="Never came", by=alice.actor)


def test_asked_for_three_times_in_vain_a_manager_hears_of_it_once_and_it_is_asked_weekly(
    alice: Someone, bob: Someone
) -> None:
    with clock.frozen(MORNING):
        expected = capture.expect(typed={"name": "Maria Lopez"}, promised_by="Jane", by=alice.actor)
    due, days = expected.chase_at, []
    for _ in range(5):
        assert due is not None
        with clock.frozen(due):
            jobs.expected(as_of=due)
            history.carry_out(as_of=due)
        before = due
        with guard.scope(alice.actor.workspace_id):
            due = Expected.objects.get().chase_at
        assert due is not None
        days.append((due.date() - before.date()).days)
    # From a Friday: Tuesday, Thursday, and then each Thursday.
    assert days == [4, 2, 7, 7, 7]
    with guard.scope(alice.actor.workspace_id):
        said = Notice.objects.filter(kind="expected")
        assert said.filter(member_id=alice.member.id).count() == 5
        [heard] = said.filter(member_id=bob.member.id)
    assert heard.sentence.startswith(
        "Alice has asked for Maria Lopez 3 times and it is not here. Jane promised it."
    )


def test_an_expected_lead_is_let_be_by_a_person_who_says_why(alice: Someone) -> None:
    expected = capture.expect(typed={"name": "Jo"}, promised_by="", by=alice.actor)
    with pytest.raises(errors.ReasonMissing):
        capture.drop(expected_id=expected.id, why=" ", by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        assert Expected.objects.get().chase_at is not None
    capture.drop(expected_id=expected.id, why="Jane was mistaken", by=alice.actor)
    assert jobs.expected(as_of=clock.now() + dt.timedelta(days=30)).done == 0


def test_a_source_that_usually_sends_and_stops_is_noticed_once(alice: Someone) -> None:
    for day in range(6):
        with clock.frozen(MORNING + dt.timedelta(days=day)):
            add(alice, name=f"Lead {day}", mail=f"l{day}@x.example", source="Portal")
    last = MORNING + dt.timedelta(days=5)
    assert jobs.silence(as_of=last + dt.timedelta(hours=30)).done == 0
    for _ in range(2):
        jobs.silence(as_of=last + dt.timedelta(hours=40))
    assert [fact["name"] for fact in told(alice, "source_fell_silent")] == ["Portal"]
    with clock.frozen(last + dt.timedelta(hours=41)):
        add(alice, name="Late", mail="late@x.example", source="Portal")
    with guard.scope(alice.actor.workspace_id):
        source = Source.objects.get()
    assert source.silent_since is None
    assert source.watched_until is not None


def test_territories_before_the_round_and_never_somebody_away(alice: Someone, bob: Someone) -> None:
    with guard.scope(alice.actor.workspace_id):
        rule = AssignmentRule.objects.create(
            workspace_id=alice.actor.workspace_id, rank=1, source="Portal", countries=["DE"]
        )
        RuleTaker.objects.create(workspace_id=alice.actor.workspace_id, rule=rule, member=bob.member)
    incoming = [
        capture.Incoming(
            door="hand",
            external_key=f"t{n}",
            raw=json.dumps({"name": f"L{n}", "country": country, "source": "portal"}).encode(),
        )
        for n, country in enumerate(["DE", "DE", "DE", "GB"])
    ]
    received = capture.receive(incoming=incoming, by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        owners = [lead_reads.lead(one.lead_id).owner_id for one in received if one.lead_id]
    assert owners[:3] == [bob.member.id] * 3


def test_likely_duplicates_are_proposed_decided_and_undone(alice: Someone) -> None:
    one = add(alice, name="Maria Lopez", company="Lopez Ltd", mail="maria@lopez.example")
    two = add(alice, name="Maria Lopes", company="Lopez Ltd", mail="maria@lopez-group.example")
    assert one.lead_id != two.lead_id
    with guard.scope(alice.actor.workspace_id):
        pair = Likeness.objects.get()
        assert "name" in pair.reason
    deciding.same(likeness_id=pair.id, by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        kept, gone = lead_reads.lead(one.lead_id), lead_reads.lead(two.lead_id)
        assert (kept.is_open, gone.is_open) == (True, False)
        assert ContactPoint.objects.filter(person_id=pair.one_id).count() == 2
        assert len(lead_reads.pending(kept.id)) == 2
        assert Participant.objects.filter(lead_id=kept.id).count() == 2
    deciding.undo_verdict(likeness_id=pair.id, by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        assert lead_reads.lead(two.lead_id).is_open
        assert ContactPoint.objects.filter(person_id=pair.one_id).count() == 1
        # What came with the other one's lead has left as well.
        assert len(lead_reads.pending(kept.id)) == 1
        assert [one.person_id for one in Participant.objects.filter(lead_id=kept.id)] == [pair.one_id]
    deciding.different(likeness_id=pair.id, by=alice.actor)
    with pytest.raises(errors.LikenessNotFound):
        deciding.same(likeness_id=pair.id, by=alice.actor)


def test_what_joined_in_error_is_parted(alice: Someone) -> None:
    one = add(alice, name="Maria Lopez", phone="0113 496 0000")
    two = add(
        alice, name="Maria", phone="0113 496 0000", mail="m@other.example", note="wants ten", job_title="CEO"
    )
    assert one.lead_id == two.lead_id
    with guard.scope(alice.actor.workspace_id):
        joining = Joining.objects.get()
    deciding.part(joining_id=joining.id, by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        joining.refresh_from_db()
        first = lead_reads.lead(one.lead_id)
        assert first.note == ""
        assert first.person is not None
        assert first.person.job_title == ""
        assert not ContactPoint.objects.filter(person_id=first.person_id, kind="mail").exists()
        assert joining.new_lead_id != one.lead_id
        assert Person.objects.count() == 2
    with pytest.raises(errors.AlreadyUndone):
        deciding.part(joining_id=joining.id, by=alice.actor)


def test_who_is_parted_is_left_alone_as_it_is_read_now(alice: Someone) -> None:
    said = {"name": "Maria", "mails": ["m@other.example"], "phones": ["+441134960000"]}
    add(alice, name="Maria Lopez", phone="0113 496 0000")
    incoming = capture.Incoming(door="api", external_key="one", raw=json.dumps(said).encode())
    capture.receive(incoming=[incoming], by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        joining = Joining.objects.get()
        # As if its door had not known that field when it came in.
        wish = json.dumps({**said, "no_mail": True}).encode()
        with connections["owner"].cursor() as cursor:
            cursor.execute("UPDATE capture_arrival SET raw = %s WHERE id = %s", [wish, joining.arrival_id])
        assert people_reads.suppressed("mail", ["m@other.example"]) == set()
    deciding.part(joining_id=joining.id, by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        assert people_reads.suppressed("mail", ["m@other.example"]) == {"m@other.example"}
        assert people_reads.suppressed("phone", ["+441134960000"]) == set()


def test_leads_move_to_another_campaign_and_back(alice: Someone) -> None:
    received = add(alice, name="Maria Lopez", mail="maria@lopez.example", campaign="Spring")
    capture.found_campaign(name="Autumn", by=alice.actor)
    moving = capture.move(lead_ids=[received.lead_id], campaign="autumn", by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        assert lead_reads.lead(received.lead_id).campaign == "Autumn"
    capture.undo_move(moving_id=moving.id, by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        lead = lead_reads.lead(received.lead_id)
    assert lead.campaign == "Spring"
    assert lead.next_step_id is not None
    with pytest.raises(errors.CampaignUnknown):
        capture.move(lead_ids=[received.lead_id], campaign="Nowhere", by=alice.actor)


def test_what_lay_unread_is_an_alarm_and_is_read(alice: Someone, bob: Someone) -> None:
    capture.keep(
        incoming=[capture.Incoming(door="hand", external_key="c", raw=b'{"name": "Tom"}')], by=alice.actor
    )
    for _ in range(2):
        jobs.unread(as_of=clock.now() + dt.timedelta(minutes=6))
    assert len(told(alice, "arrival_left_unread")) == 1
    with guard.scope(alice.actor.workspace_id):
        assert Lead.objects.count() == 1
