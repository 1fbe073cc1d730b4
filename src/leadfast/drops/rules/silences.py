"""Which conversations ended in silence, told by their envelopes alone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from leadfast.drops.rules.envelopes import Envelope
from leadfast.drops.rules.sides import Sides, company_of
from leadfast.drops.rules.threads import conversations, outsiders

DAY = 86400.0
# Nobody calls it silence before this: the answer may be on its way.
OURS_WAITS_DAYS = 5
THEIRS_WAITS_DAYS = 2
# A company of which we know more people than this has many matters with us: each person stands alone.
SMALL_COMPANY = 4


@dataclass(frozen=True, slots=True)
class Silence:
    """A conversation that nobody went on with, and the person it was with."""

    person: str
    name: str
    company: str
    ours_last: bool
    mails: tuple[Envelope, ...]
    theirs: int
    ours: int

    @property
    def last(self) -> Envelope:
        """The mail after which nothing came."""
        return self.mails[-1]


def silences(envelopes: Sequence[Envelope], who: Sides, *, now: float, since: float) -> list[Silence]:
    """Conversations with people outside that ended between ``since`` and now, and were not taken up again.

    Taken up again: any later mail between us and that person, or anybody of their company, in another
    conversation. Machines, lists, newsletters and talk among colleagues are left out.
    """
    taken_up = _TakenUp(envelopes, who)
    names = _names(envelopes)
    found: list[Silence] = []
    for group in conversations(envelopes, who):
        mails = tuple(one for one in group if not one.machine)
        if not mails or any(one.many for one in mails):
            continue
        last = mails[-1]
        ours_last = who.ours(last.sender)
        waits = OURS_WAITS_DAYS if ours_last else THEIRS_WAITS_DAYS
        if not since <= last.at <= now - waits * DAY:
            continue
        person = _person(mails, who)
        if person is None or taken_up.after(last, person):
            continue
        theirs = sum(not who.ours(one.sender) for one in mails)
        ours = len(mails) - theirs
        if ours_last and not _one_to_one(last, who):
            continue
        if not ours_last and (last.trashed or not any(address in who.us for address in last.to)):
            # Thrown away by a person who saw it; or written to colleagues of ours or to a list.
            continue
        found.append(
            Silence(person, names.get(person, ""), company_of(person), ours_last, mails, theirs, ours)
        )
    return found


class _TakenUp:
    """The last mail exchanged with each person, and with each small company."""

    def __init__(self, envelopes: Sequence[Envelope], who: Sides) -> None:
        self._person: dict[str, float] = defaultdict(float)
        self._company: dict[str, float] = defaultdict(float)
        people: dict[str, set[str]] = defaultdict(set)
        for one in envelopes:
            if one.machine or one.many:
                continue
            for address in outsiders(one, who):
                company = company_of(address)
                self._person[address] = max(self._person[address], one.at)
                self._company[company] = max(self._company[company], one.at)
                people[company].add(address)
        self._small = {company for company, known in people.items() if len(known) <= SMALL_COMPANY}

    def after(self, last: Envelope, person: str) -> bool:
        """Was anything exchanged with that person, or with their small company, after this mail?"""
        company = company_of(person)
        return self._person[person] > last.at or (company in self._small and self._company[company] > last.at)


def _names(envelopes: Sequence[Envelope]) -> dict[str, str]:
    """The name each address writes under, the longest it ever used."""
    names: dict[str, str] = {}
    for one in envelopes:
        if len(one.name) > len(names.get(one.sender, "")):
            names[one.sender] = one.name
    return names


def _person(mails: Sequence[Envelope], who: Sides) -> str | None:
    """The outsider the conversation is with: the last who wrote, else the first we wrote to."""
    for one in reversed(mails):
        if not who.ours(one.sender):
            return one.sender
    return next((address for address in mails[-1].to if not who.ours(address)), None)


def _one_to_one(one: Envelope, who: Sides) -> bool:
    """Written to one party: a mail to six companies is a mailing, not a conversation."""
    return 0 < len({company_of(address) for address in outsiders(one, who)}) <= 2
