"""Can a lead fall out of this cadence? Dead ends, unknown successors, loops that no person ever sees."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from leadfast.followup.rules.cadence import (
    ASK_THE_OWNER,
    CADENCE_PREFIX,
    STEP_PREFIX,
    Cadence,
    Channel,
    Step,
    Unit,
)
from leadfast.followup.rules.verdict import Verdict

# The horizon of a lead's next step: nothing may be planned further away than this.
HORIZON_DAYS = 400
# Each unit at its longest, in days: a business day across week-ends and holidays, a month of 31 days.
_LONGEST = {Unit.MINUTES: 1 / 1440, Unit.BUSINESS_DAYS: 1.9, Unit.DAYS: 1, Unit.MONTHS: 31}


def check(cadence: Cadence, library: Mapping[str, Cadence]) -> Iterator[Verdict]:
    """Every structural fault. `library` holds the cadences that successors may name."""
    if not cadence.steps:
        yield Verdict(0, "no_steps", "This cadence has no step: add one.")
        return
    yield from _keys(cadence)
    for place, step in enumerate(cadence.steps, start=1):
        yield from _step(place, step)
        yield from _successor(cadence, place, library)
    yield from _order(cadence)
    yield from _unreached(cadence)
    yield from _loops(cadence, library)


def _keys(cadence: Cadence) -> Iterator[Verdict]:
    seen: dict[str, int] = {}
    for place, step in enumerate(cadence.steps, start=1):
        if step.key in seen:
            yield Verdict(
                place, "same_key", f"Step {place} has the same name as step {seen[step.key]}: rename it."
            )
        seen.setdefault(step.key, place)


def _step(place: int, step: Step) -> Iterator[Verdict]:
    if step.channel is Channel.MAIL and step.template is None:
        yield Verdict(place, "no_template", f"Step {place} is a mail without a text: write one.")
    if step.acknowledgement and step.channel is not Channel.MAIL:
        yield Verdict(
            place, "odd_acknowledgement", f"Step {place} is no mail, so it cannot be an acknowledgement."
        )
    if step.after.amount < 0:
        yield Verdict(place, "before_start", f"Step {place} lies before the start: choose a later time.")
    if not step.title.strip():
        yield Verdict(place, "no_title", f"Step {place} does not say what to do: give it a title.")


def _successor(cadence: Cadence, place: int, library: Mapping[str, Cadence]) -> Iterator[Verdict]:
    then = cadence.successor_of(place - 1)
    if not then:
        yield Verdict(place, "no_successor", f"Step {place} has no successor: choose one.")
    elif then.startswith(STEP_PREFIX):
        if then.removeprefix(STEP_PREFIX) not in {step.key for step in cadence.steps}:
            yield Verdict(
                place, "unknown_step", f"Step {place} leads to a step that is not here: choose another."
            )
    elif then.startswith(CADENCE_PREFIX):
        key = then.removeprefix(CADENCE_PREFIX)
        if key != cadence.key and key not in library:
            yield Verdict(
                place,
                "unknown_cadence",
                f"Step {place} leads to “{key}”, which does not exist: choose another.",
            )
    elif then != ASK_THE_OWNER:
        yield Verdict(
            place, "odd_successor", f"Step {place} leads to “{then}”, which is neither step nor cadence."
        )


def _order(cadence: Cadence) -> Iterator[Verdict]:
    for place, (one, two) in enumerate(pairwise(cadence.steps), start=2):
        # Offsets of different units are put in order by their real dates; this only catches plain slips.
        if one.after.unit is two.after.unit and two.after.amount < one.after.amount:
            yield Verdict(
                place, "out_of_order", f"Step {place} is due before step {place - 1}: put them in order."
            )
        if _days(two) - _days(one) > HORIZON_DAYS:
            yield Verdict(
                place,
                "long_silence",
                f"Step {place} comes more than {HORIZON_DAYS} days after the one before it: add one between.",
            )
    if _days(cadence.steps[0]) > HORIZON_DAYS:
        yield Verdict(1, "long_silence", f"Step 1 comes more than {HORIZON_DAYS} days after the start.")


def _days(step: Step) -> float:
    return step.after.amount * _LONGEST[step.after.unit]


def _unreached(cadence: Cadence) -> Iterator[Verdict]:
    here, reached = cadence.steps[0].key, set[str]()
    keys = {step.key: place for place, step in enumerate(cadence.steps)}
    while here in keys and here not in reached:
        reached.add(here)
        here = cadence.successor_of(keys[here]).removeprefix(STEP_PREFIX)
    for place, step in enumerate(cadence.steps, start=1):
        if step.key not in reached:
            yield Verdict(place, "never_reached", f"Step {place} is never reached: no step leads to it.")


def _loops(cadence: Cadence, library: Mapping[str, Cadence]) -> Iterator[Verdict]:
    """Follows the only road there is until it closes; a closed road must pass a person."""
    known = {**library, cadence.key: cadence}
    road: list[tuple[str, str]] = []
    at = (cadence.key, cadence.steps[0].key)
    while at not in road:
        course = known.get(at[0])
        places = {step.key: place for place, step in enumerate(course.steps)} if course else {}
        if course is None or at[1] not in places:
            return
        road.append(at)
        then = course.successor_of(places[at[1]])
        if then.startswith(STEP_PREFIX):
            at = (course.key, then.removeprefix(STEP_PREFIX))
        elif then.startswith(CADENCE_PREFIX):
            follower = known.get(then.removeprefix(CADENCE_PREFIX))
            if follower is None or not follower.steps:
                return
            at = (follower.key, follower.steps[0].key)
        else:
            return
    loop = road[road.index(at) :]
    if not any(_step_at(known, place).by_person for place in loop):
        where = sorted({known[key].name for key, _ in loop})
        yield Verdict(
            0,
            "loop_without_person",
            f"The mails of {' and '.join(f'“{name}”' for name in where)} would go round for "
            "ever and no person "
            "would ever look: add a call or a task.",
        )
    inner = [key for key, _ in loop]
    if len(set(inner)) == 1 and at != (inner[0], known[inner[0]].steps[0].key):
        yield Verdict(
            0,
            "loop_inside",
            f"“{known[inner[0]].name}” goes back to one of its own steps; let it start again "
            "as a whole instead.",
        )


def _step_at(known: Mapping[str, Cadence], at: tuple[str, str]) -> Step:
    course = known[at[0]]
    return course.steps[course.position(at[1])]
