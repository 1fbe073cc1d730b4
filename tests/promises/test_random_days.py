"""Random days in the life of leads: whatever people do, in any order, the promises hold after each act."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from leadfast.foundation import clock
from leadfast.foundation.errors import Refusal
from leadfast.leads import actions as leads
from leadfast.leads.models import GiveUp, Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.workspaces import guard
from tests.fixtures import Someone

pytestmark = pytest.mark.promises

DAY = dt.timedelta(days=1)
KINDS = st.sampled_from(["call", "mail", "task", "call_back", "nurture"])
# Beyond the horizon too: what is refused must leave everything as it was.
DAYS = st.integers(min_value=-3, max_value=420)

UNTRUE = """
SELECT count(*) FROM leads_lead AS lead
LEFT JOIN LATERAL (
    SELECT id, due_at FROM leads_step
    WHERE workspace_id = lead.workspace_id AND lead_id = lead.id AND state = 'pending'
    ORDER BY due_at, id LIMIT 1) AS earliest ON true
WHERE (lead.closure_id IS NULL) = (earliest.id IS NULL)
   OR lead.next_step_id IS DISTINCT FROM earliest.id
   OR lead.next_due_at IS DISTINCT FROM earliest.due_at
   OR (lead.stage = 'resting') <> (lead.rest_id IS NOT NULL)
"""


class Days(RuleBasedStateMachine):
    """Alice and Bob at work. A refusal is allowed; a broken promise is not."""

    alice: Someone
    bob: Someone

    @initialize()
    def open_a_lead(self) -> None:
        self.now = dt.datetime(2026, 3, 20, 9, tzinfo=dt.UTC)
        self.ids: list[uuid.UUID] = []
        self.come_in("Maria Lopez", 1)

    @rule(label=st.sampled_from(["Maria Lopez", "دانا", "x" * 300, " "]), days=DAYS)
    def come_in(self, label: str, days: int) -> None:
        def act() -> None:
            step = NewStep(kind="call", due_at=self.now + days * DAY, says=f"Call {label}")
            new = leads.NewLead(label=label, owner_id=self.alice.member.id, step=step)
            self.ids.append(leads.open_lead(new=new, by=self.alice.actor).id)

        self.try_to(act)

    @rule(pick=st.integers(0, 50), kind=KINDS, days=DAYS)
    def plan(self, pick: int, kind: str, days: int) -> None:
        step = NewStep(kind=kind, due_at=self.now + days * DAY, says="Do it")  # type: ignore[arg-type]
        self.try_to(lambda: leads.schedule(lead_id=self.lead(pick), step=step, by=self.alice.actor))

    @rule(pick=st.integers(0, 50), then=st.booleans(), days=DAYS)
    def do_the_next(self, pick: int, then: bool, days: int) -> None:
        following = [NewStep(kind="call", due_at=self.now + days * DAY, says="Again")] if then else []
        self.try_to(
            lambda: leads.complete(
                step_id=self.step(pick),
                done=leads.Done("Reached", "proven"),
                then=following,
                by=self.bob.actor,
            )
        )

    @rule(pick=st.integers(0, 50), days=DAYS, why=st.sampled_from(["", "They asked"]))
    def move(self, pick: int, days: int, why: str) -> None:
        self.try_to(
            lambda: leads.move(
                step_id=self.step(pick), to=self.now + days * DAY, why=why, by=self.alice.actor
            )
        )

    @rule(pick=st.integers(0, 50), then=st.booleans())
    def take_back(self, pick: int, then: bool) -> None:
        following = [NewStep(kind="task", due_at=self.now + DAY, says="Look again")] if then else []
        self.try_to(
            lambda: leads.cancel_pending(
                lead_id=self.lead(pick), why="Plans changed", then=following, by=self.alice.actor
            )
        )

    @rule(pick=st.integers(0, 50))
    def win(self, pick: int) -> None:
        self.try_to(lambda: leads.win(lead_id=self.lead(pick), value=Decimal(5), by=self.alice.actor))

    @rule(pick=st.integers(0, 50), other=st.integers(0, 50))
    def merge(self, pick: int, other: int) -> None:
        self.try_to(lambda: leads.merge(lead_id=self.lead(pick), into_id=self.lead(other), by=self.bob.actor))

    @rule(pick=st.integers(0, 50), days=DAYS)
    def reopen(self, pick: int, days: int) -> None:
        step = NewStep(kind="call", due_at=self.now + days * DAY, says="They wrote again")
        self.try_to(lambda: leads.reopen(lead_id=self.lead(pick), then=step, why="wrote", by=self.bob.actor))

    @rule(pick=st.integers(0, 50), to_bob=st.booleans())
    def hand_over(self, pick: int, to_bob: bool) -> None:
        to = self.bob if to_bob else self.alice
        self.try_to(
            lambda: leads.hand_over(
                lead_ids=[self.lead(pick)], to_member_id=to.member.id, why="leave", by=self.bob.actor
            )
        )

    @rule(pick=st.integers(0, 50))
    def ask(self, pick: int) -> None:
        self.try_to(
            lambda: leads.ask(
                lead_id=self.lead(pick), reason="silent", words="Silent", evidence={}, by=self.alice.actor
            )
        )

    @rule(agree=st.booleans(), himself=st.booleans(), days=DAYS)
    def decide(self, agree: bool, himself: bool, days: int) -> None:
        by = self.alice.actor if himself else self.bob.actor
        step = NewStep(kind="come_back", due_at=self.now + days * DAY, says="Look again")
        with guard.scope(by.workspace_id):
            asked = GiveUp.objects.filter(lead_id__in=self.ids, decided_at=None).first()
        if asked is None:
            return
        if agree:
            self.try_to(lambda: leads.rest(give_up_id=asked.id, comeback=step, by=by))
        else:
            self.try_to(lambda: leads.send_back(give_up_id=asked.id, note="Go on", by=by, then=step))

    @rule(hours=st.integers(1, 24 * 90))
    def time_passes(self, hours: int) -> None:
        self.now += dt.timedelta(hours=hours)

    @invariant()
    def every_promise_holds(self) -> None:
        if not hasattr(self, "now"):
            return
        with guard.scope(self.alice.actor.workspace_id), connection.cursor() as cursor:
            cursor.execute(UNTRUE)
            assert cursor.fetchone() == (0,)

    def lead(self, pick: int) -> uuid.UUID:
        return self.ids[pick % len(self.ids)]

    def step(self, pick: int) -> uuid.UUID:
        with guard.scope(self.alice.actor.workspace_id):
            next_id = Lead.objects.get(id=self.lead(pick)).next_step_id
            return next_id or Step.objects.filter(lead_id=self.lead(pick)).values_list("id", flat=True)[0]

    def try_to(self, act: object) -> None:
        """A refused act must leave everything as it was."""
        before = self.picture()
        try:
            with clock.frozen(self.now):
                act()  # type: ignore[operator]
        except Refusal:
            assert self.picture() == before

    def picture(self) -> list[object]:
        with guard.scope(self.alice.actor.workspace_id):
            return [
                *Lead.objects.filter(id__in=self.ids)
                .order_by("id")
                .values_list(
                    "id", "owner_id", "stage", "turn", "next_step_id", "closure_id", "rest_id", "comebacks"
                ),
                *Step.objects.filter(lead_id__in=self.ids)
                .order_by("id")
                .values_list("id", "state", "due_at", "owner_id"),
                GiveUp.objects.filter(lead_id__in=self.ids, decided_at=None).count(),
            ]


def test_random_days(alice: Someone, bob: Someone) -> None:
    Days.alice, Days.bob = alice, bob
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Days,
        settings=settings(
            max_examples=20,
            stateful_step_count=20,
            deadline=None,
            database=None,
            # A failing run is printed as it was found: shrinking against a real database takes minutes.
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
