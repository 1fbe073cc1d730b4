"""Drafts, the day's insured mail and what runs for a lead, in a real browser: axe finds nothing, nothing sticks out."""

import datetime as dt

from leadfast.followup import actions as cadences
from leadfast.followup import jobs
from leadfast.followup.models import Draft
from leadfast.foundation import clock
from leadfast.mail.models import Mailbox
from leadfast.workspaces import guard
from tests.browser.conftest import Site
from tests.browser.looking import faults
from tests.conversations.conftest import OURS, a_box
from tests.fixtures import MakeLead, Someone

THURSDAY = dt.datetime(2026, 11, 19, 10, tzinfo=dt.UTC)


def a_days_work(alice: Someone, make_lead: MakeLead) -> list[str]:
    """A draft that waits, a paused cadence, an insured mail; the addresses that show them."""
    with clock.frozen(THURSDAY):
        box = a_box(alice, OURS)
        leads = [
            make_lead(name, mail=f"{name[:3].lower()}@lopez.example")
            for name in ("Maria Lopez", "Tom Berg", "Kim Oh")
        ]
        for number, lead in enumerate(leads[:2]):
            new = cadences.Start(
                lead_id=lead.id,
                cadence="reply-follow-up",
                mailbox_id=box.id,
                thread_subject="Our offer",
                drafts=not number,
            )
            cadences.start(new=new, by=alice.actor)
        cadences.pause(lead_id=leads[1].id, why="Is the message of T. Berg their answer?", by=alice.actor)
    with clock.frozen(dt.datetime(2026, 11, 24, 9, 41, tzinfo=dt.UTC)):
        with guard.scope(box.workspace_id):
            Mailbox.objects.filter(id=box.id).update(synced_at=clock.now(), proven_at=clock.now())
        jobs.decide(clock.now())
    cadences.insure(
        seen=cadences.Seen(
            lead_id=leads[2].id, message_key="a@b.example", mailbox_id=box.id, member_id=alice.member.id,
            subject="The brochure you asked for", words="Does it fit?", sent_at=clock.now(),
        ),
        by=alice.actor,
    )  # fmt: skip
    with guard.scope(box.workspace_id):
        draft = Draft.objects.get()
    return [
        "/drafts/",
        f"/drafts/{draft.id}/",
        f"/drafts/{draft.id}/decline/",
        *(f"/leads/{lead.id}/follow-up/" for lead in leads),
        f"/leads/{leads[0].id}/follow-up/start/",
        f"/leads/{leads[0].id}/follow-up/stop/",
    ]


def test_every_screen_of_follow_up(site: Site, alice: Someone, make_lead: MakeLead) -> None:
    paths = a_days_work(alice, make_lead)
    page = site.open(alice, "/drafts/")
    wrong: list[str] = []
    for path in paths:
        answer = page.goto(site.address + path)
        assert answer is not None
        assert answer.status == 200, path
        wrong += [f"{path}: {said}" for said in faults(page, 320, 1280)]
    assert not wrong, "\n".join(wrong)
