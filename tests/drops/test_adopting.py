"""What was found becomes a lead with a next step and a draft in its old thread, once."""

import datetime as dt
import json
from pathlib import Path

import pytest

from leadfast.capture.models import Arrival
from leadfast.conversations.models import Message
from leadfast.drops import actions, jobs
from leadfast.drops.errors import NotYourMailbox, RescueNotFound
from leadfast.drops.models import Rescue, RescuedFinding, RescuePart
from leadfast.drops.reads import kept
from leadfast.followup.models import Draft, Enrolment
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.mail.models import Mailbox
from leadfast.people import actions as people
from leadfast.people import personal_data
from leadfast.workspaces import guard
from tests.drops.mailbox import US, a_year
from tests.fixtures import Someone

SIX = {
    "maria@lopez.example",
    "tom@ray.example",
    "ines@lumen.example",
    "jo@kato.example",
    "ana@sol.example",
    "new@fresh.example",
}


def searched(alice: Someone, tmp_path: Path, *, parts: int = 3) -> Rescue:
    """A search of the year, brought in pieces and worked to its end by the sweep."""
    content = a_year().as_mbox(tmp_path / "all.mbox").read_bytes()
    rescue = actions.begin_file(name="all.mbox", us=[US], months=24, by=alice.actor)
    size = len(content) // parts + 1
    for start in range(0, len(content), size):
        piece, last = content[start : start + size], start + size >= len(content)
        actions.bring(rescue_id=rescue.id, content=piece, last=last, by=alice.actor)
    while jobs.rescues(as_of=clock.now()).done:
        continue
    with guard.scope(alice.actor.workspace_id):
        return Rescue.objects.get(id=rescue.id)


def found(rescue: Rescue) -> dict[str, RescuedFinding]:
    with guard.scope(rescue.workspace_id):
        return {row.person: row for row in kept.findings(rescue)}


def test_a_file_is_searched_by_the_worker_and_nothing_of_it_is_kept(alice: Someone, tmp_path: Path) -> None:
    rescue = searched(alice, tmp_path)
    assert (rescue.state, rescue.mails) == ("done", len(a_year().mails))
    assert found(rescue).keys() == SIX
    with guard.scope(rescue.workspace_id):
        assert not RescuePart.objects.exists()


def test_adopting_twice_gives_one_lead_with_a_step_and_a_draft_in_the_thread(
    alice: Someone, box: Mailbox, tmp_path: Path
) -> None:
    maria = found(searched(alice, tmp_path))["maria@lopez.example"]
    first = actions.adopt(finding_ids=[maria.id], by=alice.actor)
    again = actions.adopt(finding_ids=[maria.id], by=alice.actor)
    other = found(searched(alice, tmp_path))["maria@lopez.example"]
    actions.adopt(finding_ids=[other.id], by=alice.actor)
    assert (first.created, again.created) == (1, 0)
    with guard.scope(alice.actor.workspace_id):
        lead = Lead.objects.select_related("next_step").get()
        assert (lead.label, lead.owner_id, lead.source) == ("Maria Lopez", alice.member.id, "Rescue")
        assert lead.next_step is not None
        assert lead.next_step.kind == "glance"
        draft = Draft.objects.get()
        assert draft.subject == "Re: Forklifts"
        assert draft.text.startswith("Hi Maria,")
        running = Enrolment.objects.get()
        last = Message.objects.get(direction="out")
        assert running.thread_id == last.mail_id == "1@mail.example"
        assert running.thread_above == ["0@mail.example"]
        assert running.mode == "drafts"
        assert Message.objects.filter(lead=lead).count() == 2
        assert Arrival.objects.filter(door="rescue").count() == 1


def test_without_a_mailbox_the_step_says_what_to_do(alice: Someone, tmp_path: Path) -> None:
    rows = found(searched(alice, tmp_path))
    adopted = actions.adopt(finding_ids=[row.id for row in rows.values()], by=alice.actor)
    assert adopted.created == 6
    with guard.scope(alice.actor.workspace_id):
        says = {
            lead.label: lead.next_step.says
            for lead in Lead.objects.select_related("next_step")
            if lead.next_step
        }
        assert says["Tom Ray"].startswith("Keep your promise to Tom Ray")
        assert says["Jo Kato"].startswith("Answer Jo Kato, who wrote first")
        waiting = Message.objects.filter(direction="in", answered_at=None).values_list("sender", flat=True)
        assert set(waiting) == {"ines@lumen.example", "jo@kato.example", "ana@sol.example"}


def test_who_must_not_be_contacted_is_not_adopted(alice: Someone, tmp_path: Path) -> None:
    rows = found(searched(alice, tmp_path))
    with guard.scope(alice.actor.workspace_id):
        people.suppress(
            kind="mail", keys=["jo@kato.example"], reason="unsubscribed", words="", by=alice.actor
        )
    adopted = actions.adopt(finding_ids=[rows["jo@kato.example"].id], by=alice.actor)
    assert (adopted.created, adopted.refused) == (0, 1)
    with guard.scope(alice.actor.workspace_id):
        assert not Lead.objects.exists()


def test_findings_are_their_members_alone(alice: Someone, bob: Someone, box: Mailbox, tmp_path: Path) -> None:
    rescue = searched(alice, tmp_path)
    row = found(rescue)["maria@lopez.example"]
    with guard.scope(bob.actor.workspace_id), pytest.raises(RescueNotFound):
        kept.one(rescue.id, member_id=bob.member.id)
    for verb in (
        lambda: actions.adopt(finding_ids=[row.id], by=bob.actor),
        lambda: actions.dismiss(finding_id=row.id, by=bob.actor),
        lambda: actions.pause(rescue_id=rescue.id, by=bob.actor),
        lambda: actions.forget(rescue_id=rescue.id, by=bob.actor),
    ):
        with pytest.raises(RescueNotFound):
            verb()
    with pytest.raises(NotYourMailbox):
        actions.begin_mailbox(mailbox_id=box.id, months=24, by=bob.actor)
    with guard.scope(bob.actor.workspace_id):
        assert not Lead.objects.exists()
        assert Rescue.objects.count() == 1


def test_a_dismissed_finding_is_gone_from_the_list_and_comes_back(alice: Someone, tmp_path: Path) -> None:
    rescue = searched(alice, tmp_path)
    row = found(rescue)["tom@ray.example"]
    actions.dismiss(finding_id=row.id, by=alice.actor)
    assert "tom@ray.example" not in found(rescue)
    assert actions.adopt(finding_ids=[row.id], by=alice.actor).created == 0
    actions.take_back(finding_id=row.id, by=alice.actor)
    assert "tom@ray.example" in found(rescue)


def test_what_nobody_adopted_is_forgotten_and_leads_stay(alice: Someone, tmp_path: Path) -> None:
    rescue = searched(alice, tmp_path)
    actions.adopt(finding_ids=[found(rescue)["maria@lopez.example"].id], by=alice.actor)
    jobs.forget(as_of=clock.now())
    with guard.scope(rescue.workspace_id):
        assert Rescue.objects.count() == 1
        Rescue.objects.update(forget_at=clock.now() - dt.timedelta(minutes=1))
    jobs.forget(as_of=clock.now())
    jobs.forget(as_of=clock.now())
    with guard.scope(rescue.workspace_id):
        assert not Rescue.objects.exists()
        assert not RescuedFinding.objects.exists()
        assert Lead.objects.count() == 1


def test_an_erased_person_leaves_nothing_with_the_searches(
    alice: Someone, bob: Someone, tmp_path: Path
) -> None:
    rescue = searched(alice, tmp_path)
    actions.adopt(finding_ids=[found(rescue)["maria@lopez.example"].id], by=alice.actor)
    searched(alice, tmp_path)  # found once more, and not adopted
    with guard.scope(rescue.workspace_id):
        lead = Lead.objects.get()
    assert lead.person_id
    exported = personal_data.export(workspace_id=rescue.workspace_id, person_id=lead.person_id)
    assert "Here is the quote over $48,000" in json.dumps(exported, default=str)
    leads.erased(lead_id=lead.id, proof="Letter of 20 November 2026", by=bob.actor)
    personal_data.erase(person_id=lead.person_id, request="Letter", by=bob.actor)
    with guard.scope(rescue.workspace_id):
        assert not RescuedFinding.objects.filter(person="maria@lopez.example").exists()
        assert RescuedFinding.objects.exists()
