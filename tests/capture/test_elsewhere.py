"""A file exported from another program: who bought is not rung, who was lost comes back, owners stay owners."""

import datetime as dt
import random

import pytest

from leadfast.capture import actions as capture
from leadfast.capture import jobs, reads
from leadfast.capture.models import Arrival, Upload
from leadfast.capture.reads.uploads import FileRow
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.people import actions as people
from leadfast.people import personal_data
from leadfast.people.models import Suppression
from leadfast.workspaces import guard
from leadfast.workspaces.models import Leave, Member
from tests.capture import test_lanes as lanes
from tests.capture.test_uploads import balanced, leads_now, outcomes, upload
from tests.fixtures import MakeLead, Someone
from tests.people.test_personal_data import everything_kept

HEADER = b"Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Contact owner,Create Date,Last Activity Date\n"


def _export(*rows: str) -> bytes:
    return HEADER + "".join(f"{number},{row}\n" for number, row in enumerate(rows, start=1)).encode()


def _row(name: str, status: str = "", owner: str = "", last: str = "", *, phone: str = "") -> str:
    first, _, family = name.partition(" ")
    return f"{first},{family},{first.lower()}@{family.lower()}.example,{phone},{status},{owner},2026-01-08,{last}"


def _come_in(someone: Someone, *rows: str, **how: object) -> Upload:
    begun = upload(someone, _export(*rows), **how)  # type: ignore[arg-type]
    jobs.uploads(as_of=clock.now())
    return begun


def _rows(someone: Someone, one: Upload) -> list[FileRow]:
    with guard.scope(someone.actor.workspace_id):
        return reads.rows(one.id)


def _lead(someone: Someone, label: str) -> Lead:
    with guard.scope(someone.actor.workspace_id):
        return Lead.objects.select_related("next_step", "owner", "person").get(label=label)


def _step(someone: Someone, label: str) -> Step:
    found: Step | None = _lead(someone, label).next_step
    assert found is not None
    return found


def test_who_bought_there_is_left_out_with_the_reason_and_nobody_is_lost(alice: Someone) -> None:
    content = _export(_row("Maria Lopez", "CUSTOMER"), _row("Tom Adeyemi", "OPEN"))
    begun = upload(alice, content, start=False)
    seen = capture.preview(upload_id=begun.id, by=alice.actor)
    assert [one.outcome for one in seen.verdicts] == ["no_lead", "created"]
    assert (seen.elsewhere.program, seen.elsewhere.left_out) == ("HubSpot", 1)
    assert leads_now(alice) == 0
    capture.start(upload_id=begun.id, by=alice.actor)
    jobs.uploads(as_of=clock.now())
    first, second = _rows(alice, begun)
    assert (first.outcome, first.why) == ("no_lead", "Already a customer in HubSpot: CUSTOMER.")
    assert (second.outcome, leads_now(alice)) == ("created", 1)
    assert first.cells[1:3] == ["Maria", "Lopez"]
    assert balanced(alice)
    with guard.scope(alice.actor.workspace_id):
        progress = reads.progress(reads.upload(begun.id))
    assert (progress.no_lead, progress.left, progress.difference) == (1, 0, 0)


def test_a_stage_speaks_where_there_is_no_status(alice: Someone) -> None:
    begun = upload(
        alice,
        b"Record ID,Name,Email,Lifecycle Stage,Lead Status,Contact owner\n"
        b"1,Maria Lopez,maria@lopez.example,Customer,,\n"
        b"2,Tom Adeyemi,tom@adeyemi.example,Customer,OPEN,\n"
        b"3,Ida Berg,ida@berg.example,Lead,UNQUALIFIED,\n",
    )
    jobs.uploads(as_of=clock.now())
    first, second, third = _rows(alice, begun)
    assert (first.outcome, first.why) == ("no_lead", "Already a customer in HubSpot: Customer.")
    assert (second.outcome, third.outcome) == ("created", "created")
    assert _step(alice, "Ida Berg").says == "Ask Ida Berg again: lost in HubSpot (UNQUALIFIED)"


def test_who_bought_is_not_greeted_though_the_whole_file_asked_just_now(alice: Someone) -> None:
    begun = _come_in(alice, _row("Maria Lopez", "Closed Won"), _row("Tom Adeyemi", "NEW"), fresh=True)
    assert outcomes(alice, begun.id) == ["no_lead", "created"]
    assert _step(alice, "Tom Adeyemi").kind == "first_response"


def test_who_was_lost_there_comes_back_in_months_and_is_not_greeted(alice: Someone) -> None:
    begun = _come_in(alice, _row("Maria Lopez", "UNQUALIFIED", phone="+34955550117"), fresh=True)
    assert outcomes(alice, begun.id) == ["created"]
    lead, step = _lead(alice, "Maria Lopez"), _step(alice, "Maria Lopez")
    assert step.says == "Ask Maria Lopez again: lost in HubSpot (UNQUALIFIED)"
    # A comeback step is taken up by the sweep of resting leads alone; this one is raised as any other.
    assert (step.kind, lead.stage, lead.comebacks) == ("call", "new", 0)
    assert dt.timedelta(days=180) < step.due_at - clock.now() < dt.timedelta(days=190)
    assert lead.first_response_due_at is None
    assert balanced(alice)


def test_many_that_were_lost_do_not_all_come_back_on_one_day(alice: Someone) -> None:
    with guard.writing(alice.actor):
        Member.objects.filter(left_at=None).update(daily_capacity=4)
    begun = _come_in(
        alice, *[_row(f"Person X{n}", "UNQUALIFIED") for n in range(6)], owner_id=alice.member.id
    )
    with guard.scope(alice.actor.workspace_id):
        dues = set(Lead.objects.filter(upload_id=begun.id).values_list("next_due_at__date", flat=True))
    assert len(dues) == 3


def test_never_contact_there_is_suppressed_and_decided_by_two(alice: Someone) -> None:
    _come_in(alice, _row("Maria Lopez", "Do not contact", phone="+34955550117"), fresh=True)
    lead, step = _lead(alice, "Maria Lopez"), _step(alice, "Maria Lopez")
    assert (step.kind, lead.is_open, lead.first_response_due_at) == ("decide", True, None)
    assert (
        step.says
        == "Decide with a colleague whether Maria Lopez is never contacted: Do not contact in HubSpot"
    )
    with guard.scope(alice.actor.workspace_id):
        kinds = set(Suppression.objects.values_list("kind", flat=True))
    assert kinds == {"mail", "phone"}


@pytest.mark.parametrize(("status", "kind"), [("Unsubscribed", "mail"), ("Do not call", "phone")])
def test_one_channel_that_is_closed_there_is_closed_here(alice: Someone, status: str, kind: str) -> None:
    _come_in(alice, _row("Maria Lopez", status, phone="+34955550117"))
    with guard.scope(alice.actor.workspace_id):
        assert set(Suppression.objects.values_list("kind", flat=True)) == {kind}
    assert _step(alice, "Maria Lopez").kind == ("call" if kind == "mail" else "mail")


def test_the_owner_there_is_the_owner_here(alice: Someone, bob: Someone) -> None:
    _come_in(
        alice,
        _row("Maria Lopez", owner=bob.member.name),
        _row("Tom Adeyemi", owner=bob.member.name.upper()),
        _row("Ida Berg", owner=" ".join(reversed(bob.member.name.split()))),
        _row("Jan Weber", owner=bob.account.email),
    )
    with guard.scope(alice.actor.workspace_id):
        found = set(Lead.objects.values_list("owner_id", "note"))
    assert found == {(bob.member.id, "")}


def test_whom_the_form_names_gets_all_and_who_had_them_is_noted(alice: Someone, bob: Someone) -> None:
    _come_in(alice, _row("Maria Lopez", owner=bob.member.name), owner_id=alice.member.id)
    lead = _lead(alice, "Maria Lopez")
    assert (lead.owner_id, lead.note) == (alice.member.id, f"Owner there: {bob.member.name}")


def test_an_owner_who_left_is_a_note_and_the_round_decides(alice: Someone) -> None:
    _come_in(alice, _row("Maria Lopez", owner="Priya Nair"))
    lead = _lead(alice, "Maria Lopez")
    assert lead.note == "Owner there: Priya Nair"
    assert lead.owner.left_at is None


def test_an_owner_who_is_away_is_passed_over(alice: Someone, bob: Someone) -> None:
    with guard.writing(alice.actor):
        today = clock.now().date()
        Leave.objects.create(
            workspace_id=alice.actor.workspace_id, member_id=bob.member.id,
            first_day=today - dt.timedelta(days=2), last_day=today + dt.timedelta(days=2),
        )  # fmt: skip
    _come_in(alice, _row("Maria Lopez", owner=bob.member.name))
    lead = _lead(alice, "Maria Lopez")
    assert (lead.owner_id, lead.note) == (alice.member.id, f"Owner there: {bob.member.name}")


def test_a_name_that_two_have_means_neither(alice: Someone, bob: Someone) -> None:
    with guard.writing(alice.actor):
        Member.objects.filter(id__in=[alice.member.id, bob.member.id]).update(name="Sam Hill")
    begun = upload(alice, _export(_row("Maria Lopez", owner="Sam Hill")), start=False)
    seen = capture.preview(upload_id=begun.id, by=alice.actor).elsewhere
    assert (seen.owners, seen.ours) == (1, 0)
    capture.start(upload_id=begun.id, by=alice.actor)
    jobs.uploads(as_of=clock.now())
    assert _lead(alice, "Maria Lopez").note == "Owner there: Sam Hill"


def test_who_was_in_touch_there_is_not_greeted_and_the_step_says_since_when(alice: Someone) -> None:
    _come_in(
        alice, _row("Maria Lopez", "OPEN", last="2026-01-20 12:00"), _row("Tom Adeyemi", "OPEN", last="2999-01-01"),
        fresh=True,
    )  # fmt: skip
    assert (
        _step(alice, "Maria Lopez").says
        == "Write to Maria Lopez: last in touch in HubSpot on 20 January 2026"
    )
    assert _lead(alice, "Maria Lopez").first_response_due_at is None
    # What lies after the day of the file is a slip of the pen.
    assert _step(alice, "Tom Adeyemi").says == "Write to Tom Adeyemi"


def test_a_won_row_about_an_open_lead_asks_its_owner_and_closes_nothing(
    alice: Someone, make_lead: MakeLead
) -> None:
    capture.add_by_hand(typed={"name": "Maria Lopez", "mail": "maria@lopez.example"}, by=alice.actor)
    before = _lead(alice, "Maria Lopez")
    begun = _come_in(alice, _row("Maria Lopez", "Closed Won"))
    assert outcomes(alice, begun.id) == ["joined"]
    lead = _lead(alice, "Maria Lopez")
    assert (lead.closure_id, lead.stage, lead.owner_id) == (None, before.stage, before.owner_id)
    with guard.scope(alice.actor.workspace_id):
        pending = list(Step.objects.filter(lead_id=lead.id, state="pending").order_by("due_at"))
    assert len(pending) == 2
    asked = next(step for step in pending if step.kind == "decide")
    assert asked.says.startswith("Maria Lopez: Closed Won in HubSpot. Close it as won")
    # The next export says it once more: the owner is not asked twice.
    _come_in(alice, _row("Maria Lopez", "Closed Won", last="2026-02-02"))
    with guard.scope(alice.actor.workspace_id):
        assert Step.objects.filter(lead_id=lead.id, state="pending").count() == 2
    assert balanced(alice)


def test_two_deals_of_one_file_are_one_open_lead_wherever_they_stand_in_it(alice: Someone) -> None:
    rows = _row("Maria Lopez", "OPEN"), _row("Maria Lopez", "Closed Won"), _row("Maria Lopez", "CUSTOMER")
    begun = upload(alice, _export(*rows))
    while capture.go_on(upload_id=begun.id, by=alice.actor, size=1):
        continue
    assert outcomes(alice, begun.id) == ["created", "no_lead", "no_lead"]
    with guard.scope(alice.actor.workspace_id):
        assert Step.objects.filter(state="pending").count() == 1


def test_a_won_row_about_a_lead_that_is_closed_is_left_out(alice: Someone) -> None:
    capture.add_by_hand(typed={"name": "Maria Lopez", "mail": "maria@lopez.example"}, by=alice.actor)
    lead = _lead(alice, "Maria Lopez")
    leads.invalid(lead_id=lead.id, proof="A test of ours.", by=alice.actor)
    begun = _come_in(alice, _row("Maria Lopez", "Closed Won"))
    assert outcomes(alice, begun.id) == ["no_lead"]
    assert not _lead(alice, "Maria Lopez").is_open


def test_a_lost_row_about_an_open_lead_changes_none_of_its_steps(alice: Someone) -> None:
    capture.add_by_hand(typed={"name": "Maria Lopez", "mail": "maria@lopez.example"}, by=alice.actor)
    before = _step(alice, "Maria Lopez")
    begun = _come_in(alice, _row("Maria Lopez", "Closed Lost"))
    assert outcomes(alice, begun.id) == ["joined"]
    after = _step(alice, "Maria Lopez")
    assert (after.id, after.due_at) == (before.id, before.due_at)


@pytest.mark.parametrize("order", [0, 1])
def test_lost_once_and_open_now_is_open_also_in_another_chunk(alice: Someone, order: int) -> None:
    rows = [_row("Maria Lopez", "Lost"), _row("Maria Lopez", "OPEN", last="2026-01-20")]
    begun = upload(alice, _export(*(rows if order else reversed(rows))))
    while capture.go_on(upload_id=begun.id, by=alice.actor, size=1):
        continue
    assert outcomes(alice, begun.id) == ["created", "joined"]
    step = _step(alice, "Maria Lopez")
    assert step.says == "Write to Maria Lopez: last in touch in HubSpot on 20 January 2026"
    assert step.due_at - clock.now() < dt.timedelta(days=10)
    # The next export says it once more: nothing is planned twice.
    _come_in(alice, _row("Maria Lopez", "OPEN", last="2026-02-02"))
    with guard.scope(alice.actor.workspace_id):
        assert Step.objects.filter(state="pending").count() == 1 + order


@pytest.mark.parametrize("order", [0, 1])
def test_lost_once_and_open_now_is_open(alice: Someone, order: int) -> None:
    rows = [_row("Maria Lopez", "Closed Lost"), _row("Maria Lopez", "OPEN", last="2026-01-20")]
    _come_in(alice, *(rows if order else reversed(rows)))
    assert _step(alice, "Maria Lopez").due_at - clock.now() < dt.timedelta(days=10)


def test_taken_back_such_a_file_leaves_nothing_and_comes_in_again(alice: Someone) -> None:
    rows = _row("Maria Lopez", "Closed Won"), _row("Tom Adeyemi", "Closed Lost"), _row("Ida Berg", "OPEN")
    begun = _come_in(alice, *rows)
    capture.undo(upload_id=begun.id, by=alice.actor)
    jobs.uploads(as_of=clock.now())
    assert outcomes(alice, begun.id) == ["no_lead", "taken_back", "taken_back"]
    assert balanced(alice)
    again = _come_in(alice, *rows)
    assert outcomes(alice, again.id) == ["no_lead", "created", "created"]
    assert balanced(alice)


def test_a_row_that_waited_is_mended_as_it_stood_there(alice: Someone) -> None:
    begun = upload(alice, HEADER + b"1,Maria,Lopez,at lopez,,UNQUALIFIED,,2026-01-08,\n", fresh=True)
    jobs.uploads(as_of=clock.now())
    assert outcomes(alice, begun.id) == ["waiting"]
    with guard.scope(alice.actor.workspace_id):
        waiting = Arrival.objects.get()
    capture.repair(
        arrival_id=waiting.id, typed={"name": "Maria Lopez", "mail": "maria@lopez.example"}, by=alice.actor
    )
    assert _step(alice, "Maria Lopez").says == "Ask Maria Lopez again: lost in HubSpot (UNQUALIFIED)"
    assert _lead(alice, "Maria Lopez").first_response_due_at is None


def test_a_column_that_is_said_not_to_be_used_says_nothing(alice: Someone) -> None:
    begun = upload(alice, _export(_row("Maria Lopez", "CUSTOMER")), start=False)
    mapping = {**{int(n): name for n, name in begun.mapping.items()}, 5: "ignore"}
    capture.start(upload_id=begun.id, by=alice.actor, mapping=mapping)
    jobs.uploads(as_of=clock.now())
    assert outcomes(alice, begun.id) == ["created"]


def test_what_comes_of_it_is_the_same_in_two_lanes(alice: Someone, charlie: Someone) -> None:
    chance = random.Random(5)
    said = ("OPEN", "OPEN", "Closed Won", "UNQUALIFIED", "Do not contact", "")
    header, *lines = lanes.made_up(4, rows=60).decode().splitlines()
    rows = "\n".join(f"{line},{chance.choice(said)}" for line in lines)
    content = f"{header},Lead Status\n{rows}\n".encode()
    one, two = lanes.begun(charlie, content), lanes.begun(alice, content)
    lanes.in_one(charlie, one.id)
    lanes.in_lanes(alice, two.id)
    capture.run(upload_id=two.id, by=alice.actor)
    came = lanes.what_came(charlie, one.id)
    assert {"created", "joined", "no_lead"} <= {outcome for _, outcome, _, _ in came["rows"]}
    assert lanes.what_came(alice, two.id) == came


@pytest.mark.parametrize("typed", [{"mail": "maria@lopez.example"}, {"phone": "+34955550117"}])
def test_who_was_left_out_is_exported_and_erased_like_anybody(alice: Someone, typed: dict[str, str]) -> None:
    begun = _come_in(
        alice,
        _row("Maria Lopez", "Closed Won", phone="0034 955 550 117"),
        _row("Tom Adeyemi", "Closed Won", phone="0034 955 550 118"),
    )
    capture.add_by_hand(typed={"name": "Maria Lopez", **typed}, by=alice.actor)
    lead = _lead(alice, "Maria Lopez")
    assert lead.person_id is not None
    exported = personal_data.export(workspace_id=lead.workspace_id, person_id=lead.person_id)
    assert "Already a customer in HubSpot: Closed Won." in str(exported)
    leads.erased(lead_id=lead.id, proof="Letter of today", by=alice.actor)
    personal_data.erase(person_id=lead.person_id, request="Letter of today", by=alice.actor)
    kept = everything_kept()
    assert "Lopez" not in kept
    assert "955 550 117" not in kept
    first, second = _rows(alice, begun)
    assert (first.outcome, first.cells, second.cells[1]) == ("no_lead", [], "Tom")
    assert balanced(alice)


def test_an_address_that_ends_like_theirs_is_somebody_elses(alice: Someone) -> None:
    begun = _come_in(alice, _row("Maria Lopez", "Closed Won"), _row("Annamaria Lopez", "Closed Won"))
    capture.add_by_hand(typed={"name": "Maria Lopez", "mail": "maria@lopez.example"}, by=alice.actor)
    lead = _lead(alice, "Maria Lopez")
    assert lead.person_id is not None
    leads.erased(lead_id=lead.id, proof="Letter of today", by=alice.actor)
    personal_data.erase(person_id=lead.person_id, request="Letter of today", by=alice.actor)
    first, second = _rows(alice, begun)
    assert (first.cells, second.cells[1]) == ([], "Annamaria")


def test_a_company_that_bought_elsewhere_is_decided_about_where_it_has_an_open_lead(alice: Someone) -> None:
    rows = b"Record ID,Name,Company,Lead Status,Contact owner\n7,,Lopez Cold Stores,%s,\n"
    upload(alice, rows % b"OPEN")
    jobs.uploads(as_of=clock.now())
    begun = upload(alice, rows % b"CUSTOMER", start=False)
    seen = capture.preview(upload_id=begun.id, by=alice.actor)
    assert (seen.elsewhere.left_out, seen.counts.get("no_lead", 0)) == (0, 0)
    capture.start(upload_id=begun.id, by=alice.actor)
    jobs.uploads(as_of=clock.now())
    assert outcomes(alice, begun.id) == ["joined"]
    with guard.scope(alice.actor.workspace_id):
        says = set(Step.objects.filter(state="pending", kind="decide").values_list("says", flat=True))
    assert says == {
        "Lopez Cold Stores: CUSTOMER in HubSpot. Close it as won with its value or order, or say why it goes on"
    }
    # Another company that bought, of which nothing is known here, is left out as ever.
    other = upload(alice, rows.replace(b"Lopez", b"Adeyemi") % b"CUSTOMER")
    jobs.uploads(as_of=clock.now())
    assert outcomes(alice, other.id) == ["no_lead"]


def test_who_asked_for_no_calls_before_is_not_rung_by_a_later_file(alice: Someone) -> None:
    asked, other = "+34955550117", "+34955550118"
    people.suppress(kind="phone", keys=[asked], reason="imported", by=alice.actor)
    _come_in(alice, _row("Maria Lopez", phone=asked), _row("Tom Adeyemi", phone=other), _row("Ann Cole"))
    told = {
        label: (_step(alice, label).kind, _step(alice, label).says)
        for label in ("Maria Lopez", "Tom Adeyemi")
    }
    assert told == {
        "Maria Lopez": ("mail", "Write to Maria Lopez: they asked for no calls"),
        "Tom Adeyemi": ("call", "Call Tom Adeyemi"),
    }
    with guard.scope(alice.actor.workspace_id):
        assert Suppression.objects.count() == 1
