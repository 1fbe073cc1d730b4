"""Two weeks in the life of the team, lead by lead, through the verbs that people use."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from leadfast.cli.town.cast import Customer
from leadfast.cli.town.deeds import Deeds
from leadfast.leads import actions as leads
from leadfast.leads.rules import NewStep

OFFER = (
    "Hello {first},\n\nthank you for the call. Attached to this mail you would find the usual brochure, but I "
    "would rather know first: which of the two options for {topic} is closer to what you need, the one from "
    "stock or the one built to order? The price differs by about a fifth.\n\nCould you tell me by the end of the week?"
)
PROPOSAL = (
    "Hello {first},\n\nhere is our proposal for {topic}: {value} including delivery and the first service. "
    "The price holds for 30 days. Shall we go through it on the phone tomorrow?"
)
FIRST = "Hello,\n\nwe are looking for {topic}. What would you suggest, and when could you deliver?"
ANSWER = (
    "Hello {owner},\n\nthank you, the second option sounds right. Two things before we go on: is delivery to the "
    "rear gate possible, and do you take our old equipment back?"
)


class Story(Deeds):
    """What happened to one lead."""

    def tell(self) -> None:
        """Write what happened into the diary."""
        tale: Callable[[], None] = getattr(self, f"_{_TALES.get(self.one.story, 'followed_up')}")
        tale()

    # What happened to whom. Days are business days before today.

    def _followed_up(self) -> None:
        """Mailed three business days ago and silent since: today the assistant follows up."""
        self._arrives(6, "10:12")
        self._calls(5, "11:30", "voicemail", "Left a message on the site phone.")
        self._calls(4, "15:40", "reached", "Between two meetings; asked for it by mail.")
        # The star's mail is the first one, so that its follow-up is.
        first = ("09:05", "09:10") if self.one.story == "star" else ("14:05", "15:50")
        self._mails(3, _spread(self.one, *first), OFFER)
        self._settles(2, "09:10")

    def _answered(self) -> None:
        self._arrives(8, "14:20")
        self._mails(5, "10:40", OFFER)
        self._answers(1, _spread(self.one, "14:10", "16:30"), ANSWER)

    def _mailed(self) -> None:
        self._arrives(4, "11:05")
        self._calls(3, "15:15", "reached", "Wants it in writing first.")
        self._mails(1, _spread(self.one, "10:00", "15:30"), OFFER)
        self._settles(0, "08:50")

    def _proposal(self) -> None:
        self._arrives(9, "09:40")
        self._calls(8, "10:30", "reached", "Visit agreed for Thursday.")
        writes = NewStep("task", self.diary.moment(4, "13:00"), f"Write to {self.one.label}")
        self._settles(7, "16:00", writes, kinds=("decide", "call"))
        self._mails(4, "13:20", OFFER)
        self._settles(3, "08:55", kinds=("task", "call"))
        self._answers(3, "09:20", ANSWER)
        self._mails(2, "15:10", PROPOSAL)
        self.diary.at(
            2, "15:12", lambda: leads.reach_stage(lead_id=self._lead, stage="proposal", by=self.owner.by)
        )

    def _call_late(self) -> None:
        self._arrives(5, "12:00")
        self._calls(4, "09:35", "no_answer", "")
        self._plans(4, "09:36", "call", f"Call {self.one.label} about {self.one.topic}", 2, "11:00")

    def _call_today(self) -> None:
        self._arrives(3, "15:40")
        self._calls(2, "16:05", "voicemail", "Voicemail, number left twice.")
        self._plans(
            2,
            "16:06",
            "call",
            f"Call {self.one.label} about {self.one.topic}",
            0,
            _spread(self.one, "10:30", "16:00"),
        )

    def _call_back(self) -> None:
        self._arrives(6, "10:50")
        when = self.diary.moment(0, _spread(self.one, "11:00", "15:00"))
        self._calls(5, "14:30", "call_back", "In a meeting, asked for a call today.", call_back_at=when)

    def _tomorrow(self) -> None:
        self._arrives(2, "13:30")
        self._calls(1, "11:20", "reached", "Sends measurements this week.")
        self._plans(
            1,
            "11:22",
            "call",
            f"Call {self.one.label}: have the measurements come?",
            -1,
            _spread(self.one, "09:30", "16:30"),
        )

    def _next_week(self) -> None:
        self._arrives(9, "16:10")
        self._calls(7, "10:10", "reached", "Budget meeting next week.")
        self._plans(7, "10:12", "call", f"Ask {self.one.label} what the budget meeting decided", -5, "10:15")

    def _give_up(self) -> None:
        self._arrives(10, "09:20")
        for days_ago, wall in (
            (10, "09:50"),
            (9, "17:10"),
            (8, "12:40"),
            (6, "10:05"),
            (4, "16:50"),
            (2, "11:35"),
        ):
            self._calls(days_ago, wall, "no_answer", "")
        self._mails(7, "09:15", OFFER)
        self._plans(2, "11:36", "decide", f"Decide how to go on with {self.one.label}", 0, "12:00")
        self.diary.at(0, "09:25", self._ask_to_give_up)

    def _resting(self) -> None:
        self._arrives(10, "11:45")
        self._calls(9, "10:20", "reached", "Bought elsewhere in autumn; the next one is due in spring.")
        self._plans(9, "10:21", "decide", f"Decide how to go on with {self.one.label}", 5, "10:00")
        self.diary.at(6, "15:00", self._ask_to_give_up)
        self.diary.at(5, "09:10", self._agree_to_rest)

    def _won(self) -> None:
        self._arrives(10, "10:05")
        self._calls(9, "11:00", "reached", "Knows us from the Hull depot.")
        self._mails(7, "10:30", PROPOSAL)
        self._answers(5, "15:20", "Agreed. Please send the order form to our accounts department.")
        value = self.one.value or Decimal(0)
        self.diary.at(
            4,
            "16:20",
            lambda: leads.win(
                lead_id=self._lead, value=value, order_reference=f"BH-{int(value)}", by=self.owner.by
            ),
        )

    def _new(self) -> None:
        self.diary.write(self.diary.now - dt.timedelta(minutes=2), self._just_now)

    def _new_late(self) -> None:
        self.diary.write(self.diary.now - dt.timedelta(minutes=17), self._just_now)

    def _just_now(self) -> None:
        self._comes_in(fresh=True)

    def _incomplete(self) -> None:
        self._arrives(1, "17:05")


_TALES = {
    "answered": "answered",
    "mailed": "mailed",
    "proposal": "proposal",
    "call_late": "call_late",
    "call_today": "call_today",
    "call_back": "call_back",
    "tomorrow": "tomorrow",
    "next_week": "next_week",
    "give_up": "give_up",
    "resting": "resting",
    "won": "won",
    "new": "new",
    "new_mail": "new",
    "new_late": "new_late",
    "incomplete": "incomplete",
}


def _spread(one: Customer, first: str, last: str) -> str:
    """A time between the two, the same for a customer every time."""
    start, end = (dt.datetime.combine(dt.date.min, dt.time.fromisoformat(wall)) for wall in (first, last))
    part = sum(one.label.encode()) % 17 / 17
    return f"{start + (end - start) * part:%H:%M}"
