"""A call that cannot be made, because they asked for none or no number is known: what a person does instead."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from leadfast.followup.rules import compiler
from leadfast.followup.rules.cadence import Cadence, Channel, Step
from leadfast.leads.rules import NO_CALLS


@dataclass(frozen=True)
class Reach:
    """By which ways the people of a lead can be reached by a person."""

    rings: bool = True
    silent: bool = False
    """They asked for no calls, and there is no other number to ring."""
    writes: bool = True
    searched: bool = False
    """Somebody has the step already to find another way to them."""


def instead(step: Step, reach: Reach) -> Step:
    """The step as it can be taken: a call that cannot be made becomes a task."""
    if step.channel is not Channel.CALL or (reach.rings and not reach.silent):
        return step
    turned = compiler.as_task(step)
    return turned if reach.silent else replace(turned, title=f"Find a number: {step.title}")


def says(step: Step, who: str, reach: Reach) -> str:
    """What the person reads who has the task instead of the call."""
    if not reach.silent:
        return f"Find a number for {who}, or another way to reach them: {step.title}"
    verb = "Write to" if reach.writes else "Find another way to"
    return f"{verb} {who} instead of “{step.title}”: {NO_CALLS}"


def is_left_out(course: Cadence, place: int, reach: Reach, *, begins: bool = False) -> bool:
    """Whether nothing takes the place of this call: the call before it had its task, or somebody searches already.

    One task stands for calls that follow one another, so that nobody writes three times on a day. Where a cadence
    ``begins``, it begins with something to do.
    """
    step = course.steps[place]
    if step.channel is not Channel.CALL or (reach.rings and not reach.silent) or begins:
        return False
    after_a_call = place > 0 and course.steps[place - 1].channel is Channel.CALL
    return after_a_call or (reach.searched and not reach.silent)


def walk(course: Cadence, reach: Reach) -> Iterator[tuple[int, Step]]:
    """The steps that somebody who is reached like this gets, each with its place."""
    for place, step in enumerate(course.steps):
        if not is_left_out(course, place, reach, begins=place == 0):
            yield place, instead(step, reach)
