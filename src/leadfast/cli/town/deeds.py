"""What people of the team do with a lead, and what its customer does, each at its moment."""

import datetime as dt
import json
import uuid
from typing import Final

from leadfast.capture import actions as capture
from leadfast.cli.simulate.post import SENT, Post
from leadfast.cli.town import hour, journal, letters
from leadfast.cli.town.cast import Customer
from leadfast.cli.town.days import Act, Diary
from leadfast.cli.town.team import Colleague, Team
from leadfast.conversations import actions as conversations
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads.models import GiveUp
from leadfast.leads.rules import NewStep, StepKind
from leadfast.people import actions as people
from leadfast.workspaces import actor, guard

#: Sources that send by themselves, by the door they use, and what the form asks for.
_BY_MACHINE: Final = {"website": "web_form", "trade fair Leeds": "api"}
_ASKED: Final = {
    "name": "Your name", "company": "Company", "mail": "E-mail", "phone": "Phone", "note": "What are you looking for?",
}  # fmt: skip


class Deeds:
    """One lead of the demo and everything that can be done with it. Days are business days before today."""

    def __init__(self, one: Customer, team: Team, town: Post, diary: Diary) -> None:
        self.one, self.team, self.town, self.diary = one, team, town, diary
        self.owner: Colleague = team[one.owner]
        self.lead_id: uuid.UUID | None = None
        self._last: bytes = b""
        #: When the owner first did something: for then it was planned when the lead came in.
        self._first: dt.datetime | None = None

    @property
    def _lead(self) -> uuid.UUID:
        assert self.lead_id is not None
        return self.lead_id

    def _arrives(self, days_ago: int, wall: str) -> None:
        self.diary.at(days_ago, wall, self._comes_in)

    def _comes_in(self, *, fresh: bool = False) -> None:
        """The form of the website sends the lead, the scanner at the fair does, or somebody of the team types it in."""
        one = self.one
        received = self._typed_in(fresh) if fresh or one.source not in _BY_MACHINE else self._sent_in()
        self.lead_id = received.lead_id
        if self._first is not None:
            then = NewStep("first_response", self._first, f"Call {one.label} about {one.topic}")
            leads.cancel_pending(lead_id=self._lead, why="Planned.", then=[then], by=self.owner.by)
        if received.arrival.person_id:
            people.edit_person(
                person_id=received.arrival.person_id,
                basis="asked_us",
                basis_source=one.source,
                country=hour.COUNTRY,
                by=self.owner.by,
            )

    def _typed_in(self, fresh: bool) -> capture.Received:
        one = self.one
        return capture.add_by_hand(
            typed={
                "name": one.name,
                "company": one.company,
                "mail": one.mail,
                "phone": one.phone,
                "value": str(one.value or ""),
                "source": one.source,
                "note": one.topic,
            },
            # What is typed in from a note or a list starts no clock of minutes.
            fresh=fresh,
            owner_id=self.owner.member.id,
            by=self.owner.by,
        )

    def _sent_in(self) -> capture.Received:
        """As a machine sends it. What follows is the story's own, so that nothing greets them besides."""
        one, door = self.one, _BY_MACHINE[self.one.source]
        says = {
            "name": one.name,
            "company": one.company,
            "mail": one.mail,
            "phone": one.phone,
            "note": one.topic,
        }
        raw: dict[str, object]
        if door == "web_form":
            raw = {"form": "Enquiry", "fields": [(key, _ASKED[key], text) for key, text in says.items()]}
        else:
            raw = {key: says[key] for key in ("name", "company", "note")}
            raw |= {f"{key}s": [says[key]] for key in ("mail", "phone") if says[key]}
            raw |= {"value": str(one.value)} if one.value else {}
        incoming = capture.Incoming(
            door=door,
            external_key=f"{one.source} {one.label}",
            raw=json.dumps(raw).encode(),
            fresh=False,
            source=one.source,
        )
        by = actor.system(self.owner.by.workspace_id)
        (received,) = capture.receive(incoming=[incoming], by=by, owner_id=self.owner.member.id)
        if one.value and received.lead_id and door == "web_form":
            leads.edit(lead_id=received.lead_id, value=one.value, by=self.owner.by)
        return received

    def _calls(
        self, days_ago: int, wall: str, outcome: str, words: str, call_back_at: dt.datetime | None = None
    ) -> None:
        def act() -> None:
            conversations.log_call(
                lead_id=self._lead,
                outcome=outcome,
                words=words,
                call_back_at=call_back_at,
                number=self.one.phone,
                dialled_at=clock.now() - dt.timedelta(seconds=70),
                by=self.owner.by,
            )

        self._does(days_ago, wall, act)

    def _does(self, days_ago: int, wall: str, act: Act) -> None:
        """The owner does something with the lead."""
        self._first = self._first or self.diary.moment(days_ago, wall)
        self.diary.at(days_ago, wall, act)

    def _settles(
        self, days_ago: int, wall: str, then: NewStep | None = None, kinds: tuple[str, ...] = ("decide",)
    ) -> None:
        """The owner has decided: what reminded them is taken off the list."""

        def act() -> None:
            with guard.scope(self.owner.by.workspace_id):
                leads.cancel_pending(
                    lead_id=self._lead,
                    why="Done otherwise.",
                    kinds=kinds,
                    then=[then] if then else [],
                    by=self.owner.by,
                )

        self.diary.at(days_ago, wall, act)

    def _plans(
        self, days_ago: int, wall: str, kind: StepKind, says: str, due_days_ago: int, due_wall: str
    ) -> None:
        """The owner says what comes next, instead of what was planned."""

        def act() -> None:
            step = NewStep(kind, self.diary.moment(due_days_ago, due_wall), says)
            leads.cancel_pending(lead_id=self._lead, why="Planned otherwise.", then=[step], by=self.owner.by)

        self.diary.at(days_ago, wall, act)

    def _mails(self, days_ago: int, wall: str, words: str) -> None:
        """The owner writes from their own program: the mail appears in their Sent folder."""
        self._does(days_ago, wall, lambda: self._write(words))

    def _write(self, words: str) -> None:
        me, sender = self.one.address, self.owner.address
        said = words.format(
            first=self.one.first_name,
            topic=self.one.topic,
            value=f"£{self.one.value:,.0f}" if self.one.value else "",
        )
        raw = (
            letters.answer(journal.read(self._last), sender=sender, words=said, at=clock.now())
            if self._last
            else letters.own(sender, me, subject=_subject(self.one), words=said, at=clock.now())
        )
        self.town.deliver(sender.mail, raw, folder=SENT, seen=True)
        self._last = raw

    def _answers(self, days_ago: int, wall: str, words: str) -> None:
        def act() -> None:
            said = words.format(owner=self.owner.address.name.partition(" ")[0])
            raw = letters.answer(
                journal.read(self._last), sender=self.one.address, words=said, at=clock.now()
            )
            self.town.deliver(self.owner.address.mail, raw)
            self._last = raw

        self.diary.at(days_ago, wall, act)

    def _ask_to_give_up(self) -> None:
        with guard.scope(self.owner.by.workspace_id):
            leads.ask(
                lead_id=self._lead,
                reason="no_answer" if self.one.story == "give_up" else "bought_elsewhere",
                words="Six calls and a mail in two weeks, nobody picks up."
                if self.one.story == "give_up"
                else "They bought in October. Nothing is due before spring.",
                evidence={"gate_met": self.one.story == "give_up"},
                by=self.owner.by,
            )

    def _agree_to_rest(self) -> None:
        boss = self.team["grace"].by
        with guard.scope(boss.workspace_id):
            asked = GiveUp.objects.get(lead_id=self._lead, decided_at=None)
            back = clock.now() + dt.timedelta(days=182)
            step = NewStep(
                "come_back",
                back,
                f"{self.one.label} is back from its rest: call and ask about {self.one.topic}",
            )
            leads.rest(give_up_id=asked.id, comeback=step, note="Agreed. Call in spring.", by=boss)


def _subject(one: Customer) -> str:
    return one.topic[:1].upper() + one.topic[1:]
