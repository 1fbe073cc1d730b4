"""One rep and one customer: calls, mails, visits, and what comes of them."""

import calendar as months
import datetime as dt
import random
import uuid
from decimal import Decimal

from leadfast.accountability import actions as accountability
from leadfast.accountability.reads import dossiers
from leadfast.cli.simulate.clockwork import Clockwork
from leadfast.cli.simulate.making import Customer
from leadfast.cli.simulate.post import SENT, Post, meeting_at
from leadfast.cli.simulate.words import NO, NOTED, OURS, TRIED, WHY
from leadfast.cli.town import hour, journal, letters
from leadfast.cli.town.team import Colleague, Team
from leadfast.conversations import actions as conversations
from leadfast.conversations.models import Message, Proposal, Unmatched
from leadfast.followup import actions as cadences
from leadfast.followup.models import Draft
from leadfast.foundation import business_time, business_time_zones, clock
from leadfast.foundation.business_time import Calendar
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.people import actions as people
from leadfast.workspaces import guard

PLACE = Calendar(zone=hour.ZONE, country=hour.COUNTRY)
GATE_ATTEMPTS = 6


class Talk:
    """The verbs of a conversation, as a rep would use them after reading what the customer said."""

    def __init__(
        self,
        team: Team,
        clockwork: Clockwork,
        post: Post,
        rng: random.Random,
        by_lead: dict[uuid.UUID, Customer],
    ) -> None:
        self.team, self.clockwork, self.post, self.rng, self.by_lead = team, clockwork, post, rng, by_lead
        self._written = 0

    # On the phone.

    def call(self, one: Colleague, step: Step, customer: Customer) -> None:
        """Dial; what follows is what they say, or that nobody is there."""
        if not customer.phone:
            self.write(one, step, customer)
            return
        who = customer.character
        if who.wrong_number:
            outcome = "wrong_number"
        elif self.rng.random() < who.picks_up or (step.kind == "call_back" and self.rng.random() < 0.7):
            outcome = "reached"
        else:
            outcome = "voicemail" if self.rng.random() < 0.4 else "no_answer"
        wish = self._hears(customer) if outcome == "reached" else outcome
        back_at = self._later(customer) if wish == "callback" else None
        conversations.log_call(
            lead_id=step.lead_id,
            step_id=step.id,
            outcome="call_back" if back_at else outcome,
            words=self._noted(wish, customer),
            call_back_at=back_at,
            number=customer.phone,
            dialled_at=clock.now() - dt.timedelta(seconds=self.rng.randrange(40, 400)),
            then=self._after_call(wish, customer),
            by=one.by,
        )
        if outcome == "reached" and not back_at:
            self._follows(one, step.lead_id, customer, wish)

    def _hears(self, customer: Customer) -> str:
        """What they say on the phone: the first time mostly that they want it in writing."""
        if customer.mail and not customer.said and customer.heard == 0:
            return "offer"
        wish = customer.next_wish if clock.now().date() >= customer.quiet_until else ""
        if wish in ("", "meeting", "unsubscribe", "colleague", "late_question", "thanks"):
            return "offer" if customer.heard == 0 and customer.mail else "talk"
        return customer.speak(clock.now().date())

    def _after_call(self, wish: str, customer: Customer) -> NewStep | None:
        if wish in ("offer", "question", "price", "cheaper"):
            due = self._in_days(1, dt.time(10, 30))
            return NewStep("mail", due, f"Write to {customer.name}, as promised on the phone")
        if wish in NO:
            says = f"Decide how to go on with {customer.name}: {NO[wish]}"
            return NewStep("decide", self._in_days(1), says)
        if wish == "talk":
            days = self.rng.choice((3, 5, 8))
            return NewStep("call", self._in_days(days), f"Call {customer.name}: have they decided?")
        return None

    def _follows(self, one: Colleague, lead_id: uuid.UUID, customer: Customer, wish: str) -> None:
        """What a rep does within the hour after a call."""
        match wish:
            case "order":
                self._win(one, lead_id, customer)
            case "offer" | "question" | "price" | "cheaper" if customer.mail:
                wait = dt.timedelta(minutes=self.rng.randrange(8, 50))
                self.clockwork.after(wait, lambda: self._later_today(one, lead_id, customer, wish))
            case "elsewhere" | "never" | "not_now" | "not_yet":
                self._ask_to_give_up(one, lead_id, customer, wish)

    def _later_today(self, one: Colleague, lead_id: uuid.UUID, customer: Customer, wish: str) -> None:
        with guard.scope(one.by.workspace_id):
            lead = Lead.objects.filter(id=lead_id, closure=None).select_related("owner").first()
            owner = self._colleague(lead.owner_id) if lead else None
            if lead is None or owner is None or lead.stage == "resting":
                return
            step = Step.objects.filter(lead_id=lead_id, state="pending", kind="mail").first()
            if step is not None:
                self._mail(owner, lead_id, customer, wish)

    # In writing.

    def write(self, one: Colleague, step: Step, customer: Customer) -> None:
        """They cannot be phoned, or a mail was promised."""
        if not customer.mail:
            self._again(one, step, customer)
            return
        said = (
            customer.wish if customer.wish in OURS else "hello" if step.kind == "first_response" else "offer"
        )
        self._mail(one, step.lead_id, customer, said)
        self._done(one, step, "Written.")

    def answer(self, one: Colleague, step: Step, customer: Customer) -> None:
        """They wrote; what they want decides."""
        wish, customer.wish = customer.wish, ""
        match wish:
            case "order":
                self._mail(one, step.lead_id, customer, "thanks", promise="")
                self._win(one, step.lead_id, customer)
            case "never":
                message = self._last_words(step.lead_id)
                if message is None:
                    self._ask_to_give_up(one, step.lead_id, customer, wish)
                    return
                leads.never(
                    lead_id=step.lead_id, words=message.new_words[:500], message_id=message.id, by=one.by
                )
            case "unsubscribe":
                self._no_more_mail(one, step, customer)
            case "callback":
                at = self._later(customer)
                self._mail(one, step.lead_id, customer, wish, promise="")
                asked = NewStep("call_back", at, f"Call {customer.name} back, as they asked")
                self._instead(one, step.lead_id, asked)
            case "meeting" if self._accepts(one, step.lead_id):
                self._mail(one, step.lead_id, customer, wish, promise="")
            case "meeting":
                self._mail(one, step.lead_id, customer, wish, promise="")
                at = self._in_days(6, dt.time(10))
                says = f"Meet {customer.name} at {customer.company}"
                self._instead(one, step.lead_id, NewStep("meeting", at, says))
                self._stage(one, step.lead_id, "appointment")
            case "elsewhere" | "not_now" | "not_yet":
                said = "elsewhere" if wish == "elsewhere" else "not_now"
                self._mail(one, step.lead_id, customer, said, promise="")
                self._ask_to_give_up(one, step.lead_id, customer, wish)
            case "price" | "colleague" | "cheaper":
                self._mail(one, step.lead_id, customer, "price" if wish == "colleague" else wish)
                self._stage(one, step.lead_id, "proposal")
            case "question" | "late_question":
                self._mail(one, step.lead_id, customer, "question")
            case _:
                self._done(one, step, "Read; nothing to answer.", self._call_in(5, customer))
        self._done(one, step, "Answered.")

    def _mail(
        self,
        one: Colleague,
        lead_id: uuid.UUID,
        customer: Customer,
        wish: str,
        *,
        promise: str = cadences.Reply.promise,
    ) -> None:
        """Write, mostly here with the promise bar, now and then from one's own program."""
        if customer.wish == wish:
            customer.wish = ""
        now = clock.now()
        words = self.rng.choice(OURS[wish]).format(
            first=customer.first_name,
            topic=customer.topic,
            value=f"£{customer.value:,.0f}",
            less=f"£{customer.value * Decimal('0.95'):,.0f}",
            day=f"{meeting_at(now):%A}",
            hour="10 o'clock",
        )
        theirs = self.post.sent.get(customer.mail)
        if promise and self.rng.random() < 0.3:
            self._from_own_program(one, customer, words)
            return
        self._written += 1
        subject = str(theirs["Subject"]) if theirs else customer.topic[:1].upper() + customer.topic[1:]
        cadences.send_reply(
            reply=cadences.Reply(
                lead_id=lead_id,
                subject=subject,
                text=words,
                key=f"simulated-{self._written}",
                address=customer.mail,
                mailbox_id=one.mailbox.id if one.mailbox else None,
                in_reply_to=journal.message_id(theirs) if theirs else "",
                promise=promise,
                declined="" if promise else "Nothing to follow up: it is settled.",
            ),
            by=one.by,
        )

    def _from_own_program(self, one: Colleague, customer: Customer, words: str) -> None:
        theirs, now = self.post.sent.get(customer.mail), clock.now()
        unique = f"<{self.rng.getrandbits(96):024x}@{one.address.mail.rpartition('@')[2]}>"
        subject = customer.topic[:1].upper() + customer.topic[1:]
        to = letters.Address(customer.name, customer.mail)
        raw = (
            letters.answer(theirs, sender=one.address, words=words, at=now, message_id=unique)
            if theirs
            else letters.own(one.address, to, subject=subject, words=words, at=now, message_id=unique)
        )
        self.post.deliver(one.address.mail, raw, folder=SENT, seen=True)
        self.post.reaches(customer, journal.read(raw))

    # What comes of it.

    def decide(self, one: Colleague, step: Step, customer: Customer) -> None:
        """Enough was tried, or once more; anybody who has said no is asked about with a second person."""
        now = clock.now()
        dossier = dossiers.dossier(step.lead_id, now=now)
        if dossier.gate.met or dossier.effort.attempts >= GATE_ATTEMPTS or self.rng.random() < 0.15:
            reason = "no_answer" if not customer.said else customer.character.wishes[customer.said - 1]
            self._ask_to_give_up(one, step.lead_id, customer, reason)
            return
        days = self.rng.choice((2, 4, 7))
        self._done(one, step, "Once more.", self._call_in(days, customer))

    def meet(self, one: Colleague, step: Step, customer: Customer) -> None:
        """The appointment: they were there, and want a proposal."""
        due = self._in_days(1, dt.time(11))
        then = NewStep("mail", due, f"Write the proposal for {customer.name}")
        conversations.log_visit(
            lead_id=step.lead_id, kind="visit", words=self._noted("meeting", customer), then=then, by=one.by
        )
        self._done(one, step, "Met.")
        customer.wish = "price"

    def find_another_way(self, one: Colleague, step: Step, customer: Customer) -> None:
        """The switchboard helps, or the trade register."""
        person_id = Lead.objects.values_list("person_id", flat=True).get(id=step.lead_id)
        if person_id and customer.character.bounces and self.rng.random() < 0.5:
            mail = f"office@{customer.mail.partition('@')[2]}"
            people.add_contact_point(person_id=person_id, kind="mail", value=mail, by=one.by)
            conversations.add_note(lead_id=step.lead_id, words=f"The switchboard gave me {mail}.", by=one.by)
        self._done(one, step, "Asked the switchboard.", self._call_in(1, customer))

    def look(self, one: Colleague, step: Step, customer: Customer) -> None:
        """A mail that the assistant has written waits to be looked at: mostly it may go."""
        draft = Draft.objects.filter(lead_id=step.lead_id, decided_at=None).order_by("made_at").first()
        if draft is None:
            self.tick_off(one, step, customer)
        elif self.rng.random() < 0.85:
            cadences.approve_draft(draft_id=draft.id, by=one.by)
        else:
            cadences.decline_draft(draft_id=draft.id, why="I would rather call.", by=one.by)

    def tick_off(self, one: Colleague, step: Step, customer: Customer) -> None:
        """Done, and a call comes next if nothing else does."""
        self._done(one, step, "Done.", self._call_in(3, customer))

    def doubts(self, one: Colleague) -> list[tuple[uuid.UUID, uuid.UUID | None]]:
        """What waits in this member's inbox of the unmatched, with the lead it is most likely about."""
        with guard.scope(one.by.workspace_id):
            rows = Unmatched.objects.filter(owner_id=one.member.id, settled_at=None).order_by(
                "arrived_at", "id"
            )
            return [(row.id, row.suggested[0] if row.suggested else None) for row in rows[:3]]

    def settle(self, one: Colleague, unmatched_id: uuid.UUID, lead_id: uuid.UUID | None) -> None:
        """Attach it where it belongs; of what belongs nowhere a new lead is made, or it is junk."""
        with guard.scope(one.by.workspace_id):
            is_open = Lead.objects.filter(id=lead_id, closure=None).exists() if lead_id else False
        if lead_id and is_open:
            conversations.attach(unmatched_id=unmatched_id, lead_id=lead_id, by=one.by)
        else:
            conversations.junk(unmatched_id=unmatched_id, by=one.by)

    def _win(self, one: Colleague, lead_id: uuid.UUID, customer: Customer) -> None:
        if not Lead.objects.filter(id=lead_id, closure=None).exists():
            return
        reference = f"{customer.company[:2].upper()}-{4000 + customer.number}"
        leads.win(lead_id=lead_id, value=customer.value, order_reference=reference, by=one.by)

    def _ask_to_give_up(self, one: Colleague, lead_id: uuid.UUID, customer: Customer, wish: str) -> None:
        reason, words = WHY.get(wish, ("no_answer", ""))
        words = words or self.rng.choice(TRIED).format(
            mails=f"{customer.heard} mail" + ("" if customer.heard == 1 else "s"), first=customer.first_name
        )
        accountability.ask(lead_id=lead_id, reason=reason, words=words, by=one.by)

    def _no_more_mail(self, one: Colleague, step: Step, customer: Customer) -> None:
        person_id = Lead.objects.values_list("person_id", flat=True).get(id=step.lead_id)
        if person_id is not None:
            words = "Please take me off your list."
            people.suppress_person(
                person_id=person_id, reason="unsubscribed", words=words, kinds=("mail",), by=one.by
            )
        self._done(one, step, "Taken off the list.", self._call_in(10, customer))

    def _done(self, one: Colleague, step: Step, outcome: str, then: NewStep | None = None) -> None:
        """End the step if what was done has not ended it already."""
        pending = Step.objects.filter(lead_id=step.lead_id, state="pending")
        if not pending.filter(id=step.id).exists():
            return
        others = pending.exclude(id=step.id).exists()
        follows = [] if then is None and others else [then or self._call_in(3, self.by_lead[step.lead_id])]
        leads.complete(step_id=step.id, done=leads.Done(outcome, "witnessed"), then=follows, by=one.by)

    def _again(self, one: Colleague, step: Step, customer: Customer) -> None:
        self._done(one, step, "No way to reach them yet.", self._call_in(2, customer))

    def _instead(self, one: Colleague, lead_id: uuid.UUID, step: NewStep) -> None:
        leads.cancel_pending(lead_id=lead_id, why="Agreed otherwise.", then=[step], by=one.by)

    def _stage(self, one: Colleague, lead_id: uuid.UUID, stage: str) -> None:
        lead = Lead.objects.filter(id=lead_id, closure=None).first()
        if lead is not None and lead.stage in ("new", "reached", "appointment") and lead.stage != stage:
            leads.reach_stage(lead_id=lead_id, stage=stage, by=one.by)

    def _accepts(self, one: Colleague, lead_id: uuid.UUID) -> bool:
        """Their invitation is accepted with one tap, where it was understood as one."""
        asked = (
            Proposal.objects.filter(lead_id=lead_id, kind="meeting", state="waiting")
            .order_by("made_at")
            .last()
        )
        if asked is None:
            return False
        conversations.accept(message_id=asked.message_id, by=one.by)
        return True

    def _last_words(self, lead_id: uuid.UUID) -> Message | None:
        said = Message.objects.filter(lead_id=lead_id, direction="in", inbound="person")
        return said.exclude(new_words="").order_by("-received_at").first()

    def _colleague(self, member_id: uuid.UUID) -> Colleague | None:
        found = (one for one in self.team.people.values() if one.member.id == member_id)
        return next((one for one in found if one.mailbox is not None), None)

    def _call_in(self, days: int, customer: Customer) -> NewStep:
        return NewStep("call", self._in_days(days), f"Call {customer.name} about {customer.topic}")

    def _in_days(self, days: int, at: dt.time | None = None) -> dt.datetime:
        wall = at or dt.time(9 + self.rng.randrange(8), self.rng.randrange(0, 60, 5))
        return business_time.add_business_days(PLACE, clock.now(), days, at=wall)

    def _later(self, customer: Customer) -> dt.datetime:  # noqa: ARG002  # every customer names their month alike
        day = (clock.now() + dt.timedelta(days=60)).date().replace(day=1)
        first = business_time.first_business_day(PLACE, day.year, day.month)
        return business_time_zones.instant(first, dt.time(10), PLACE.zone)

    def _noted(self, wish: str, customer: Customer) -> str:
        month = months.month_name[(clock.now() + dt.timedelta(days=60)).month]
        words = self.rng.choice(NOTED.get(wish, ("",)))
        return words.format(month=month, order=f"{customer.company[:2].upper()}-{4000 + customer.number}")
