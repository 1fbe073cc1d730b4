"""What the manager decides, who is away, and the mailboxes that had to stop."""

import datetime as dt
from typing import Final

from leadfast.accountability import actions as accountability
from leadfast.cli.simulate.office import Office
from leadfast.cli.town.team import Colleague
from leadfast.conversations import actions as conversations
from leadfast.foundation import business_time, business_time_zones
from leadfast.foundation.errors import Refusal
from leadfast.leads import actions as leads
from leadfast.leads.models import GiveUp, Lead
from leadfast.leads.rules import NewStep
from leadfast.mail import actions as mail
from leadfast.mail import reads as mailboxes
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import guard

#: At most so many decisions a day: the others wait until tomorrow, as they do.
DECISIONS: Final = 6
AWAY_DAYS: Final = 5
BACK: Final = (
    "Not yet: nobody has tried in the morning.",
    "Try the switchboard first, and ask who looks after the warehouse.",
    "One more call, please, before we let it go.",
)
NOTES: Final = ("Agreed. Ask again in half a year.", "Agreed, with regret.", "Agreed: enough was tried.")


class Boss:
    """The manager of the team."""

    def __init__(self, office: Office) -> None:
        self.office = office
        deciders = [one for one in office.team.people.values() if one.member.decides]
        self.me: Colleague = deciders[0]
        #: Decides what the manager asks for; a company with one of them has nobody.
        self._other: Colleague | None = next(iter(deciders[1:]), None)
        self._away_until: dt.date = office.clockwork.now.date()
        self._turn = 0
        #: From this day on nobody goes away any more.
        self.no_leave_from = dt.date.max

    def plan_day(self, on: dt.date) -> None:
        calendar = self.office.calendar(self.me)
        if not business_time.is_business_day(calendar, on):
            return
        for wall, act in (
            (dt.time(8, 20), self.look_at_the_mailboxes),
            (dt.time(8, 30), lambda: self.grant_leave(on)),
            (dt.time(16, 50), self.decide),
        ):
            self.office.clockwork.at(business_time_zones.instant(on, wall, calendar.zone), act)

    def decide(self) -> None:
        """The requests to give up, the oldest first."""
        with guard.scope(self.me.by.workspace_id):
            waiting = GiveUp.objects.filter(
                decided_at=None, withdrawn_at=None, lead_id__in=list(self.office.by_lead)
            )
            asked = list(waiting.order_by("asked_at", "id")[:DECISIONS])
        for one in asked:
            # Some want to be slept on.
            decider = self._other if one.asked_by_id == self.me.member.id else self.me
            if decider is not None and self.office.rng.random() < 0.75:
                self._decide(one, decider)

    def _decide(self, asked: GiveUp, decider: Colleague) -> None:
        rng, now = self.office.rng, self.office.clockwork.now
        customer = self.office.by_lead.get(asked.lead_id)
        name = customer.name if customer else "them"
        after = business_time.add_business_days(
            self.office.calendar(self.me), now, rng.randrange(1, 4), at=dt.time(10, 30)
        )
        then = NewStep("call", after, f"Call {name} once more, in the morning")
        try:
            if asked.reason == "never":
                accountability.agree_never(give_up_id=asked.id, by=decider.by)
            elif asked.reason == "not_interested":
                again = business_time.add_business_days(
                    self.office.calendar(decider), now, rng.randrange(20, 27), at=dt.time(10)
                )
                note = "Agreed. Ask again when their quarter is over."
                accountability.let_rest(give_up_id=asked.id, comeback_at=again, note=note, by=decider.by)
            elif asked.evidence.get("gate_met") or asked.reason != "no_answer" or rng.random() < 0.6:
                accountability.let_rest(give_up_id=asked.id, note=rng.choice(NOTES), by=decider.by)
            elif rng.random() < 0.7 or decider.mailbox is None:
                note = rng.choice(BACK)
                accountability.send_back(give_up_id=asked.id, note=note, then=then, by=decider.by)
            else:
                accountability.take_over(give_up_id=asked.id, note="I know them.", then=then, by=decider.by)
        except Refusal as refusal:
            self.office.refused[f"decide: {refusal.sentence}"] += 1

    def look_at_the_mailboxes(self) -> None:
        """A mailbox that stopped because mails came back may send again once somebody has looked."""
        with guard.scope(self.me.by.workspace_id):
            stopped = [one.id for one in mailboxes.mailboxes(self.me.by.workspace_id) if one.stopped_at]
        for mailbox_id in stopped:
            mail.resume(mailbox_id=mailbox_id, by=self.me.by)

    def grant_leave(self, on: dt.date) -> None:
        """Every other week somebody is away for a week, and a colleague stands in."""
        office = self.office
        if on < self._away_until + dt.timedelta(days=9) or len(office.reps) < 2 or on >= self.no_leave_from:
            return
        leaves = office.reps[self._turn % len(office.reps)]
        stands_in = office.reps[(self._turn + 1) % len(office.reps)]
        self._turn += 1
        first, last = on + dt.timedelta(days=3), on + dt.timedelta(days=2 + AWAY_DAYS)
        workspaces.plan_leave(
            member_id=leaves.member.id,
            first_day=first,
            last_day=last,
            stand_in_id=stands_in.member.id,
            by=self.me.by,
        )
        key = next(key for key, one in office.team.people.items() if one is leaves)
        office.away[key] = (first, last)
        self._away_until = last

    def hand_over_some(self) -> None:
        """Now and then a lead fits a colleague better."""
        office = self.office
        giver, taker = office.rng.sample(office.reps, 2)
        with guard.scope(giver.by.workspace_id):
            lead = Lead.objects.filter(owner_id=giver.member.id, closure=None).order_by("-arrived_at").first()
            if lead is None or lead.id not in office.by_lead:
                return
            leads.hand_over(
                lead_ids=[lead.id], to_member_id=taker.member.id, why="Knows the trade better.", by=giver.by
            )
            words = f"Handed to {taker.member.name}, who knows the trade better."
            conversations.add_note(lead_id=lead.id, words=words, by=giver.by)
