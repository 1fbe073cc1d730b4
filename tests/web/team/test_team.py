"""The team page: changes, leave, and leaving with every lead handed over."""

import datetime as dt

from django.test import Client

from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from leadfast.workspaces.models import Leave, Member
from tests.fixtures import MakeLead, Someone


def person(**changed: str) -> dict[str, str]:
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-17:30")
    return {"phone": "", "zone": "", "daily_capacity": "20", "takes_new_leads": "on", **week, **changed}


def test_everybody_sees_the_team(client: Client, alice: Someone, bob: Someone, make_lead: MakeLead) -> None:
    make_lead()
    client.force_login(alice.account)
    shown = client.get("/team/").content.decode()
    assert "Bob" in shown
    assert "Mon to Fri 09:00-17:30" in shown
    assert "Invite somebody" not in shown


def test_one_changes_ones_own_hours_and_not_ones_role(client: Client, alice: Someone, bob: Someone) -> None:
    client.force_login(alice.account)
    sent = person(fri="9-12, 13:00-15:30", sat="", role="admin", name="Queen")
    assert client.post(f"/team/{alice.member.id}/", sent).status_code == 302
    assert client.post(f"/team/{bob.member.id}/", person()).status_code == 403
    with guard.scope(alice.member.workspace_id):
        changed = Member.objects.get(id=alice.member.id)
        assert changed.hours["fri"] == [["09:00", "12:00"], ["13:00", "15:30"]]
        assert "sat" not in changed.hours
        assert (changed.role, changed.name, changed.daily_capacity) == ("rep", "Alice", 20)


def test_hours_that_make_no_sense_are_refused(client: Client, alice: Someone) -> None:
    client.force_login(alice.account)
    for wrong in ("17:00-09:00", "nine to five", "09:00-12:00, 11:00-13:00"):
        assert client.post(f"/team/{alice.member.id}/", person(mon=wrong)).status_code == 422
    with guard.scope(alice.member.workspace_id):
        assert Member.objects.get(id=alice.member.id).hours["mon"] == [["09:00", "17:30"]]


def test_leave_is_planned_and_cancelled(client: Client, alice: Someone, bob: Someone) -> None:
    client.force_login(alice.account)
    first = clock.now().date() + dt.timedelta(days=7)
    days = {"first_day": first.isoformat(), "last_day": (first + dt.timedelta(days=4)).isoformat()}
    backwards = {"first_day": days["last_day"], "last_day": days["first_day"]}
    assert client.post(f"/team/{alice.member.id}/leave/", backwards).status_code == 422
    answer = client.post(f"/team/{alice.member.id}/leave/", {**days, "stand_in_id": str(bob.member.id)})
    assert answer.status_code == 302
    assert client.post(f"/team/{bob.member.id}/leave/", days).status_code == 403
    with guard.scope(alice.member.workspace_id):
        leave = Leave.objects.get()
        assert leave.stand_in_id == bob.member.id
    within = {"first_day": days["last_day"], "last_day": days["last_day"]}
    refused = client.post(f"/team/{alice.member.id}/leave/", within)
    assert refused.status_code == 422
    assert "in a leave that is planned already" in refused.content.decode()
    assert "Bob stands in" in client.get(f"/team/{alice.member.id}/").content.decode()
    client.post(f"/team/{alice.member.id}/leave/{leave.id}/cancel/")
    with guard.scope(alice.member.workspace_id):
        assert not Leave.objects.exists()


def test_which_days_are_over_is_told_by_the_readers_own_calendar(client: Client, alice: Someone) -> None:
    with guard.scope(alice.member.workspace_id):
        Member.objects.filter(id=alice.member.id).update(zone="Pacific/Auckland")
    client.force_login(alice.account)
    path = f"/team/{alice.member.id}/leave/"
    # The 24th has begun in Auckland, and not in Greenwich.
    with clock.frozen(dt.datetime(2026, 11, 23, 20, 0, tzinfo=dt.UTC)):
        over = client.post(path, {"first_day": "2026-11-20", "last_day": "2026-11-23"})
        assert (over.status_code, "over already" in over.content.decode()) == (422, True)
        assert client.post(path, {"first_day": "2026-11-20", "last_day": "2026-11-24"}).status_code == 302
    with guard.scope(alice.member.workspace_id):
        assert Leave.objects.get().last_day == dt.date(2026, 11, 24)


def test_whoever_leaves_hands_over_every_lead(
    client: Client, alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    lead = make_lead()
    client.force_login(bob.account)
    refused = client.post(f"/team/{alice.member.id}/leaves/", {"to_member_id": str(alice.member.id)})
    assert refused.status_code == 422
    with guard.scope(alice.member.workspace_id):
        assert Member.objects.get(id=alice.member.id).left_at is None
        assert Lead.objects.get(id=lead.id).owner_id == alice.member.id

    client.post(f"/team/{alice.member.id}/leaves/", {"to_member_id": str(bob.member.id)})
    with guard.scope(alice.member.workspace_id):
        assert Member.objects.get(id=alice.member.id).left_at is not None
        assert Lead.objects.get(id=lead.id).owner_id == bob.member.id


def test_the_last_admin_stays(client: Client, alice: Someone, bob: Someone) -> None:
    client.force_login(bob.account)
    answer = client.post(f"/team/{bob.member.id}/leaves/", {})
    assert answer.status_code == 422
    assert "make another member an admin first" in answer.content.decode()
    with guard.scope(bob.member.workspace_id):
        assert Member.objects.get(id=bob.member.id).left_at is None


def test_a_reset_link_is_shown_once(client: Client, alice: Someone, bob: Someone) -> None:
    client.force_login(bob.account)
    assert client.post(f"/team/{alice.member.id}/reset-link/")["Location"] == "/team/link/"
    assert "/sign-in/new-password/" in client.get("/team/link/").content.decode()
    client.force_login(alice.account)
    assert client.post(f"/team/{bob.member.id}/reset-link/").status_code == 403
