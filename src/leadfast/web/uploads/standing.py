"""What is said of the rows of a file before they come in, by how they stand in the program they come from."""

from leadfast.capture.actions import Standings
from leadfast.web.words import listed, noun, plural


def said(told: Standings, *, told_by: list[str], months: int) -> list[tuple[str, str]]:
    """What they are, and what becomes of them. ``told_by``: the titles of the columns that say how they stand."""
    there = f" in {told.program}" if told.program else ""
    column = f"{noun(len(told_by), 'the column', 'the columns')} {listed(told_by)}"
    found = []
    if told.left_out:
        becomes = f"Left out, with the reason; to bring them in all the same, set {column} to “Not used”."
        found.append((f"Won, converted or a customer{there}", f"{plural(told.left_out, 'row')}. {becomes}"))
    if told.lost:
        becomes = f"To be asked again after {plural(months, 'month')}, and not greeted before."
        found.append((f"Lost or closed{there}", f"{plural(told.lost, 'row')}. {becomes}"))
    if told.never:
        becomes = "No mail and no call goes to them; whoever owns the lead decides with a colleague."
        found.append(("Not to be contacted", f"{plural(told.never, 'row')}. {becomes}"))
    if told.planned:
        becomes = "The first step is due on that day, or on the next working day if it is over, and says so."
        found.append((f"Planned{there}", f"{plural(told.planned, 'row')}. {becomes}"))
    if told.owners:
        names = "names" if told.ours == 1 else "name"
        others = (
            " The others are shared out, and their notes say who had them." if told.ours < told.owners else ""
        )
        says = f"{told.ours:,} of {plural(told.owners, 'row')} {names} somebody of your team.{others}"
        found.append((f"Owner{there}", says))
    return found
