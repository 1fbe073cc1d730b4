"""What happens when nobody does a step: told as the sweeps will do it, not as it was once planned."""

import datetime as dt
from dataclasses import dataclass

from leadfast.accountability.actions import escalating
from leadfast.accountability.models import Escalation
from leadfast.accountability.rules import ladders
from leadfast.leads.models import Lead, Step
from leadfast.web import words
from leadfast.web.place import Place
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.models import Member


@dataclass(frozen=True, slots=True)
class PlanB:
    """The sentence, and the last mark of the thread line."""

    says: str
    mark: str


_BY_ITSELF = PlanB("The assistant does this by itself; any answer stops it.", "")


def of(lead: Lead, step: Step, place: Place, *, reader: Member) -> PlanB:
    """Who steps in when nobody does this step, and when. Reminding its owner is no plan B."""
    if step.by_assistant:
        return _BY_ITSELF
    team = workspaces.active_members(step.workspace_id)
    owner = next((one for one in team if one.id == step.owner_id), None) or Member.objects.select_related(
        "workspace"
    ).get(id=step.owner_id)
    act, at = _rung(lead, step, owner)
    when = words.moment(max(at, place.now), place.now, place.zone)
    deciders = {one.id for one in team if one.decides and one.id != owner.id}
    if act == "move" and any(one.takes_new_leads and one.id != owner.id for one in team):
        return PlanB(f"If nothing happens: a colleague takes it over, {when}.", "else: a colleague")
    if not deciders:
        who = "you are" if reader.id == owner.id else f"{owner.name} is"
        return PlanB(f"If nothing happens: {who} reminded again, {when}.", "else: again")
    who = (
        "you are" if reader.id in deciders else "your manager is" if reader.id == owner.id else "a manager is"
    )
    return PlanB(f"If nothing happens: {who} told, {when}.", "else: manager")


def _rung(lead: Lead, step: Step, owner: Member) -> tuple[ladders.Act, dt.datetime]:
    """The next rung on which somebody else hears of the step."""
    policies = workspaces.policies(step.workspace_id)
    kind = ladders.kind_of(step.kind, responded=lead.first_responded_at is not None)
    since = ladders.began(kind, due_at=step.due_at, created_at=step.created_at, policies=policies)
    level, next_at = 0, None
    watched = Escalation.objects.filter(step_id=step.id, ended_at=None, kind=kind).first()
    # One that was moved to another day since begins anew when that day has come.
    if watched is not None and since <= watched.since:
        level, since, next_at = watched.level, watched.since, watched.next_at
    ladder = ladders.ladder(kind, policies)
    first = level
    while ladder.act(level) == "nudge":
        level += 1
    if next_at is None or level > first:
        at = escalating.rung_at(kind, level, since=since, owner=owner, policies=policies)
        next_at = at if next_at is None else max(at, next_at + ladder.gap)
    return ladder.act(level), next_at
