"""A run from its first day to its last, with its findings."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db import connections

from leadfast.cli.simulate import MARK, HoldsAnEarlierRun, HoldsRealWork, chronicle, tally
from leadfast.cli.simulate.tally import Tally
from leadfast.cli.simulate.world import Plan, World
from leadfast.cli.town import team
from leadfast.worker import auditing
from leadfast.worker.auditing import Finding

#: A Monday in winter; whoever plays again in another year plays the same run.
BEGINS: Final = dt.datetime(2026, 1, 12, 7, 0, tzinfo=dt.UTC)
#: Where the first people work when the team is simulated: one clock is not enough to find mistakes with.
ZONES: Final = ("", "Europe/Berlin", "America/New_York", "")


@dataclass
class Said:
    """What a run came to."""

    seed: int
    days: int
    begins: dt.datetime
    tally: Tally
    facts: int
    journal: str
    lines: Sequence[str]
    findings: list[Finding]
    #: Promises that were found broken, with the day on which they were.
    broken: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)

    @property
    def kept(self) -> bool:
        return not self.broken and not self.troubles


def play(
    *,
    days: int,
    seed: int,
    people: int = len(team.PEOPLE),
    leads_per_day: float = 4.0,
    daily: bool = False,
    begins: dt.datetime = BEGINS,
    tell: Callable[[str], None] | None = None,
) -> Said:
    """Play a run in the database that is configured, and audit it."""
    plan = Plan(
        seed=seed,
        leads_per_day=leads_per_day,
        people=_people(people),
        zones=ZONES,
        name=f"{MARK}: {team.NAME}, seed {seed}",
    )
    broken: list[str] = []
    world = World(plan, begins)
    with world.standing():

        def each_evening(on: dt.date) -> None:
            if daily:
                with world.now():
                    broken.extend(f"{on}: {line}" for line in _broken(auditing.audit()))
            if tell is not None:
                tell(f"{on:%a %d %b}: {len(world.customers)} leads, {world.post.taken} mails")

        world.live(begins + dt.timedelta(days=days), told=each_evening)
        with world.now():
            findings = auditing.audit()
        broken.extend(f"at the end: {line}" for line in _broken(findings))
        workspace_id = world.team.workspace.id
        told = chronicle.lines(workspace_id)
        facts, digest = chronicle.digest(workspace_id)
        return Said(
            seed=seed,
            days=days,
            begins=begins,
            tally=tally.count(workspace_id, world.clockwork.now),
            facts=facts,
            journal=digest,
            lines=told,
            findings=findings,
            broken=broken,
            troubles=world.clockwork.troubles,
            refused=dict(world.office.refused),
        )


def refuse_real_work() -> None:
    """A simulation shares its database with nobody."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT name FROM workspaces_workspace")
        names = [row[0] for row in cursor.fetchall()]
    if any(not name.startswith(MARK) for name in names):
        raise HoldsRealWork
    if names:
        raise HoldsAnEarlierRun


def _broken(findings: Sequence[Finding]) -> list[str]:
    return [
        f"{one.name}: {one.error or one.promise} {one.rows[:3]}"
        for one in findings
        if one.broken or one.error
    ]


def _people(count: int) -> list[tuple[str, str, str, str]]:
    """The team of the demo; smaller ones keep a rep and a manager, larger ones get more reps."""
    order = ("hannah", "grace", "tom", "priya", "leo", "owen")
    known = {one[0]: one for one in team.PEOPLE}
    chosen = [known[key] for key in order[: max(2, count)]]
    more = [(f"rep{n}", f"Rep Number {n}", "rep", f"+44 113 498 {n:04}") for n in range(7, count + 1)]
    # In the order of the demo's list, so that the same people work in the same zones.
    return [*(one for one in team.PEOPLE if one in chosen), *more]
