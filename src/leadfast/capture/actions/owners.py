"""Who gets the leads that come in: never somebody who is away or has left."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence

from leadfast.capture.reads import assigning
from leadfast.capture.rules import clocks
from leadfast.capture.rules.assigning import Taker, Wish, owner_key, takers_for
from leadfast.capture.rules.found import Found
from leadfast.capture.rules.taken import Taken
from leadfast.conversations.actions import calendars
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.models import Member

# Of what somebody wrote, so much tells the language.
_SAYS = 400


def wish_of(found: Found, one: Taken) -> Wish:
    """What the rules of assignment look at."""
    return Wish(
        source=found.source or one.source,
        campaign=found.campaign or one.campaign,
        country=found.country,
        postal_code=found.postal_code,
        language=found.language,
        says="" if found.language else found.note[:_SAYS],
        owner=found.elsewhere.owner if found.elsewhere else "",
    )


def assign(
    wishes: Sequence[Wish], *, workspace_id: uuid.UUID, now: dt.datetime, wanted: uuid.UUID | None = None
) -> list[Member]:
    """An owner for each of these leads, in their order, and whose turn it is next; see :func:`share_out`."""
    chosen = share_out(wishes, workspace_id=workspace_id, now=now, wanted=wanted)
    note_assigned({member.id for member in chosen} - {wanted}, at=now)
    return chosen


def share_out(
    wishes: Sequence[Wish], *, workspace_id: uuid.UUID, now: dt.datetime, wanted: uuid.UUID | None = None
) -> list[Member]:
    """An owner for each of these leads, in their order. ``wanted`` gets them all, if that member is here.

    Else whoever had a lead where it comes from has it here. Then the first rule that fits says who takes part; among
    those, and where no rule fits among all, it goes
    round by capacity. Nobody who is away or has left is given a lead, by a rule or otherwise, while
    anybody else is here.
    """
    members = assigning.members(workspace_id)
    by_id, takers = {member.id: member for member in members}, assigning.takers(members, now=now)
    if wanted in by_id and not takers[wanted].away:
        return [by_id[wanted]] * len(wishes)
    chosen = _as_elsewhere(wishes, by_id, takers)
    left = [number for number, member in enumerate(chosen) if member is None]
    rules = assigning.territories() if left else []
    asked = [wishes[number] for number in left]
    places = assigning.places(asked, rules, takers) if rules else {(): list(range(len(left)))}
    for only, numbers in places.items():
        taking = [takers[member_id] for member_id in only] or list(takers.values())
        for number, member_id in zip(numbers, takers_for(len(numbers), taking), strict=True):
            chosen[left[number]] = by_id[member_id]
    return [member for member in chosen if member is not None]


def had_elsewhere(
    founds: Sequence[Found], assigned: Sequence[Member], *, workspace_id: uuid.UUID
) -> dict[int, str]:
    """Who had these elsewhere, in words for the note, by their numbers: where that is not whose they are here."""
    told = {n: one.elsewhere.owner for n, one in enumerate(founds) if one.elsewhere and one.elsewhere.owner}
    if not told:
        return {}
    known = assigning.by_owner_key(assigning.members(workspace_id))
    meant = {owner: known.get(owner_key(owner)) for owner in set(told.values())}
    return {n: f"Owner there: {owner}" for n, owner in told.items() if meant[owner] != assigned[n].id}


def _as_elsewhere(
    wishes: Sequence[Wish], by_id: Mapping[uuid.UUID, Member], takers: Mapping[uuid.UUID, Taker]
) -> list[Member | None]:
    """For each wish the member who had it where it comes from; None where nobody who is here is meant."""
    if not any(wish.owner for wish in wishes):
        return [None] * len(wishes)
    # A file names few people, many times each.
    meant = _meant({wish.owner for wish in wishes if wish.owner}, by_id, takers)
    return [meant.get(wish.owner) for wish in wishes]


def meant(told: Collection[str], *, workspace_id: uuid.UUID, now: dt.datetime) -> dict[str, Member]:
    """Which member who is here each of these means, as a file tells its owners; those that mean nobody are left out."""
    members = assigning.members(workspace_id)
    return _meant(told, {one.id: one for one in members}, assigning.takers(members, now=now))


def _meant(
    told: Collection[str], by_id: Mapping[uuid.UUID, Member], takers: Mapping[uuid.UUID, Taker]
) -> dict[str, Member]:
    known = assigning.by_owner_key(list(by_id.values()))
    return {
        owner: by_id[member_id]
        for owner in told
        if (member_id := known.get(owner_key(owner))) is not None and not takers[member_id].away
    }


def choose(
    count: int, *, workspace_id: uuid.UUID, now: dt.datetime, wanted: uuid.UUID | None = None
) -> list[Member]:
    """Owners for ``count`` leads about which nothing is known that a rule could look at."""
    return assign([Wish()] * count, workspace_id=workspace_id, now=now, wanted=wanted)


class Dues:
    """When leads of a batch are due: asked once for each owner and day, however many leads there are."""

    def __init__(self, workspace_id: uuid.UUID, now: dt.datetime) -> None:
        self.now = now
        self._policies = workspaces.policies(workspace_id)
        self._members = {member.id: member for member in assigning.members(workspace_id)}
        self._known: dict[tuple[uuid.UUID, int], dt.datetime] = {}
        self._listed: dict[uuid.UUID, int] = {}
        self._comebacks: dict[tuple[uuid.UUID, int], dt.datetime] = {}
        self._resting: dict[uuid.UUID, int] = {}
        self._overdue: dict[uuid.UUID, int] = {}
        self._planned: dict[tuple[uuid.UUID, dt.date], dt.datetime] = {}
        self._today: dict[uuid.UUID, dt.date] = {}

    def member(self, member_id: uuid.UUID) -> Member:
        """A member, also one who has left."""
        if member_id not in self._members:
            self._members[member_id] = Member.objects.select_related("workspace").get(id=member_id)
        return self._members[member_id]

    def due(self, owner: Member, *, incomplete: bool, fresh: bool) -> dt.datetime:
        """When the first step of a new lead of this owner is due."""
        if incomplete:
            return self._in_days(owner, int(self._policies["incomplete_follow_up_days"]))
        if fresh:
            return self.first_response(owner)
        place = self._listed.get(owner.id, 0)
        self._listed[owner.id] = place + 1
        return self._in_days(owner, clocks.spread(place, owner.daily_capacity))

    def of(self, owner: Member, found: Found, *, fresh: bool) -> dt.datetime:
        """When the first step of a lead that is made of this is due: as it stood elsewhere, else as any other."""
        there = found.elsewhere
        if there is not None and there.ending == "lost":
            return self.comeback(owner)
        if there is not None and not fresh and (on := there.planned_on(self.today(owner))) is not None:
            return self.planned(owner, on)
        return self.due(owner, incomplete=found.incomplete, fresh=fresh)

    def today(self, owner: Member) -> dt.date:
        """Which day it is where this owner works."""
        if owner.id not in self._today:
            self._today[owner.id] = calendars.today_of(owner, self.now)
        return self._today[owner.id]

    def planned(self, owner: Member, on: dt.date) -> dt.datetime:
        """On the day promised elsewhere. What is over: from the next business day on, as an old list of its own."""
        if on < self.today(owner):
            place = self._overdue.get(owner.id, 0)
            self._overdue[owner.id] = place + 1
            return self._in_days(owner, clocks.spread(place, owner.daily_capacity))
        if (owner.id, on) not in self._planned:
            self._planned[owner.id, on] = clocks.planned_due(calendars.of(owner), self.now, on)
        return self._planned[owner.id, on]

    def comeback(self, owner: Member) -> dt.datetime:
        """When somebody lost elsewhere is asked again: as after an agreed loss, and not all of them on one day."""
        place = self._resting.get(owner.id, 0)
        self._resting[owner.id] = place + 1
        later = clocks.spread(place, owner.daily_capacity) - 1
        if (owner.id, later) not in self._comebacks:
            months = int(self._policies["comeback_months_first"])
            due_at = clocks.comeback_due(calendars.of(owner), self.now, months=months, later=later)
            self._comebacks[owner.id, later] = due_at
        return self._comebacks[owner.id, later]

    def next_day(self, owner: Member) -> dt.datetime:
        """On the next business day of this owner."""
        return self._in_days(owner, 1)

    def first_response(self, owner: Member) -> dt.datetime:
        """When somebody who asks now has to be answered."""
        if (owner.id, 0) not in self._known:
            minutes = int(self._policies["first_response_minutes"])
            self._known[owner.id, 0] = clocks.first_response_due(calendars.of(owner), self.now, minutes)
        return self._known[owner.id, 0]

    def _in_days(self, owner: Member, days: int) -> dt.datetime:
        days = max(1, days)
        if (owner.id, days) not in self._known:
            self._known[owner.id, days] = clocks.looked_at_due(calendars.of(owner), self.now, days)
        return self._known[owner.id, days]


def next_after(
    member_id: uuid.UUID, *, workspace_id: uuid.UUID, now: dt.datetime, passed: Sequence[uuid.UUID] = ()
) -> Member | None:
    """The next colleague who could take over a lead of ``member_id``; None when there is nobody else."""
    workspace = workspaces.workspace(workspace_id)
    away = workspaces.away(workspace_id, on=now.astimezone(workspaces.zone_of(workspace)).date())
    others = [
        member
        for member in workspaces.active_members(workspace_id)
        if member.id != member_id and member.takes_new_leads and member.id not in away
    ]
    fresh = [member for member in others if member.id not in passed] or others
    takers = [Taker(member.id, member.daily_capacity, member.last_assigned_at) for member in fresh]
    chosen = takers_for(1, takers)
    if not chosen:
        return None
    note_assigned(set(chosen), at=now)
    return next(member for member in fresh if member.id == chosen[0])


def note_assigned(member_ids: set[uuid.UUID], *, at: dt.datetime) -> None:
    """These were given a lead just now: the next one goes to somebody else."""
    if member_ids:
        Member.objects.filter(id__in=member_ids).update(last_assigned_at=at)
