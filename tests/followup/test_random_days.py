"""Random days of follow-up: they answer, bounce, go away, workers die. The promises hold after each act."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

import leadfast.followup
from leadfast.conversations import facts as said
from leadfast.followup import actions as cadences
from leadfast.followup import defaults, jobs
from leadfast.followup.models import Draft, Touch
from leadfast.foundation.errors import Refusal
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.history.facts import Fact
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.mail import actions as mail
from leadfast.mail import jobs as mail_jobs
from leadfast.mail.rules import reading
from leadfast.workspaces import actor, guard
from tests.fixtures import MakeLead
from tests.followup.conftest import THURSDAY, Play

pytestmark = pytest.mark.promises

AUDITS = sorted((Path(leadfast.followup.__file__).parent / "audit").glob("*.sql"))
NEXT_STEPS = """
SELECT count(*) FROM leads_lead AS lead
WHERE (lead.closure_id IS NULL) <> EXISTS (
    SELECT 1 FROM leads_step AS step
    WHERE step.workspace_id = lead.workspace_id AND step.lead_id = lead.id AND step.state = 'pending')
"""
PICK = st.integers(0, 9)
KEYS = st.sampled_from([key for key in defaults.KEYS if defaults.library()[key].on_by_default])


class Killed(Exception):
    """The worker died here; its transaction is rolled back by the server."""


class Days(RuleBasedStateMachine):
    """Alice, the assistant and three customers. A refusal is allowed; a broken promise is not."""

    play: Play
    make_lead: MakeLead

    @initialize()
    def three_leads(self) -> None:
        self.now = THURSDAY
        self.play.at(self.now)
        self.play.town.deliveries.clear()
        self.leads = [
            self.make_lead(name, mail=f"{name.lower()}@{n}.example", company=company)
            for n, (name, company) in enumerate([("Maria", "North"), ("Jo", "North"), ("Kim", "")])
        ]
        self.key = 0

    @rule(pick=PICK, cadence=KEYS, drafts=st.booleans())
    def start(self, pick: int, cadence: str, drafts: bool) -> None:
        self.try_to(lambda: self.play.start(self.lead(pick), cadence, drafts=drafts, thread_subject="Offer"))

    @rule(pick=PICK)
    def write_by_hand(self, pick: int) -> None:
        self.key += 1
        reply = cadences.Reply(
            lead_id=self.lead(pick).id, subject="Offer", text="Does it fit?", key=f"form-{self.key}"
        )
        self.try_to(lambda: cadences.send_reply(reply=reply, by=self.play.alice.actor))

    @rule(pick=PICK)
    def they_answer(self, pick: int) -> None:
        lead = self.lead(pick)
        answer = said.ReplyReceived(uuid7(self.now), None, "somebody@else.example", "Yes", "thread")

        def act() -> None:
            leads.note_reply(lead_id=lead.id, at=self.now, by=actor.system(self.play.workspace_id))
            self.tell(lead, answer)

        self.try_to(act)

    @rule(pick=PICK, days=st.sampled_from([None, -5, 0, 3, 20, 200]))
    def they_are_away(self, pick: int, days: int | None) -> None:
        today = self.now.date()
        back = today + dt.timedelta(days=days) if days is not None else None
        away = said.AutoReplyReceived(uuid7(self.now), "absence", "maria@0.example", back, today)
        self.try_to(lambda: self.tell(self.lead(pick), away))

    @rule(pick=PICK, hard=st.booleans())
    def it_bounces(self, pick: int, hard: bool) -> None:
        bounced = said.Bounced(None, "maria@0.example", hard, "user_unknown", "550")
        self.try_to(lambda: self.tell(self.lead(pick), bounced))

    @rule(pick=PICK)
    def there_is_a_doubt(self, pick: int) -> None:
        doubt = said.DoubtRaised(uuid7(self.now), "who@else.example", "Perhaps about this.")
        self.try_to(lambda: self.tell(self.lead(pick), doubt))

    @rule(pick=PICK)
    def look_and_resume(self, pick: int) -> None:
        self.try_to(lambda: cadences.resume(lead_id=self.lead(pick).id, by=self.play.alice.actor))

    @rule(pick=PICK, outcome=st.sampled_from(["reached", "no_answer", "voicemail"]))
    def log_a_call(self, pick: int, outcome: str) -> None:
        call = said.CallLogged(uuid7(self.now), outcome, "witnessed", False, "")
        self.try_to(lambda: self.tell(self.lead(pick), call))

    @rule(pick=PICK)
    def do_the_next_step(self, pick: int) -> None:
        def act() -> None:
            lead = self.lead(pick)
            step = Step.objects.filter(lead_id=lead.id, state="pending").earliest("due_at")
            later = NewStep(kind="call", due_at=self.now + dt.timedelta(days=9), says="Call again")
            leads.complete(step_id=step.id, done=leads.Done("Done"), then=[later], by=self.play.alice.actor)

        self.try_to(act)

    @rule(send=st.booleans())
    def look_at_a_draft(self, send: bool) -> None:
        with guard.scope(self.play.workspace_id):
            draft = Draft.objects.filter(decided_at=None).order_by("made_at").first()
        if draft is not None and send:
            self.try_to(lambda: cadences.approve_draft(draft_id=draft.id, by=self.play.alice.actor))
        elif draft is not None:
            self.try_to(
                lambda: cadences.decline_draft(draft_id=draft.id, why="No.", by=self.play.alice.actor)
            )

    @rule(pick=PICK)
    def win_and_reopen(self, pick: int) -> None:
        def act() -> None:
            lead = self.lead(pick)
            leads.win(lead_id=lead.id, order_reference="A-1", by=self.play.alice.actor)
            again = NewStep(kind="call", due_at=self.now + dt.timedelta(days=1), says="Call about the next")
            leads.reopen(lead_id=lead.id, then=again, why="A second order", by=self.play.alice.actor)

        self.try_to(act)

    @rule(hours=st.sampled_from([1, 5, 24, 72, 24 * 7, 24 * 40]))
    def time_passes(self, hours: int) -> None:
        self.now += dt.timedelta(hours=hours)
        self.play.at(self.now)

    @rule()
    def what_is_due_goes_out(self) -> None:
        with guard.scope(self.play.workspace_id):
            due = Touch.objects.filter(state="due", by_machine=True).order_by("due_at").first()
        if due is None:
            return
        self.now = max(self.now, due.due_at + dt.timedelta(seconds=1))
        for _ in range(3):
            self.play.at(self.now)
            jobs.send(self.now)
            self.now += dt.timedelta(minutes=2)

    @rule(minutes=st.sampled_from([0, 2, 10]), stale=st.booleans())
    def the_sweep_runs(self, minutes: int, stale: bool) -> None:
        self.now += dt.timedelta(minutes=minutes)
        self.play.at(self.now)
        if stale:
            self.play.healthy(synced_at=self.now - dt.timedelta(minutes=9))
        jobs.send(self.now)

    @rule()
    def the_worker_dies_while_deciding(self) -> None:
        def die() -> None:
            with guard.scope(self.play.workspace_id):
                for touch in Touch.objects.filter(state="due", by_machine=True, due_at__lte=self.now):
                    cadences.decide(touch_id=touch.id, by=actor.system(self.play.workspace_id))
                raise Killed

        with pytest.raises(Killed):
            die()

    @rule()
    def the_worker_dies_after_claiming(self) -> None:
        by = actor.system(self.play.workspace_id)

        def act() -> None:
            with mail.sender(by=by, mailbox_id=self.play.box.id, holder="dying") as held:
                mail.claim(held=held, as_of=self.now)

        self.try_to(act)

    @rule()
    def the_watchdog_looks(self) -> None:
        mail_jobs.expire(as_of=self.now)

    @invariant()
    def the_promises_hold(self) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute(NEXT_STEPS)
            assert cursor.fetchone() == (0,), "an open lead without a next step, or a closed one with"
            for audit in AUDITS:
                cursor.execute(audit.read_text())
                assert cursor.fetchall() == [], audit.stem
        ids = Counter(reading.read(delivery.raw).message_id for delivery in self.play.town.deliveries)
        assert not [one for one, times in ids.items() if times > 1], "a mail went out twice"

    def lead(self, pick: int) -> Lead:
        return self.leads[pick % len(self.leads)]

    def tell(self, lead: Lead, fact: Fact) -> None:
        by = actor.system(self.play.workspace_id)
        with guard.writing(by):
            history.record(fact, by=by, at=self.now, lead_id=lead.id, person_id=lead.person_id)

    def try_to(self, act: Callable[[], object]) -> None:
        try:
            with guard.scope(self.play.workspace_id):
                act()
        except (Refusal, Step.DoesNotExist):
            return


@pytest.mark.usefixtures("db")
def test_the_promises_hold_on_any_day(play: Play, make_lead: MakeLead) -> None:
    Days.play, Days.make_lead = play, staticmethod(make_lead)  # type: ignore[assignment]
    run_state_machine_as_test(
        Days,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],
        ),
    )
