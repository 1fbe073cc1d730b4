"""The rules by which new leads find their owner: written, changed, put in order, removed."""

import dataclasses
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from leadfast.capture import facts
from leadfast.capture.errors import NobodyOfThisRule, RuleNotFound
from leadfast.capture.models import AssignmentRule, RuleTaker
from leadfast.foundation import clock
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Member

# Ranks are moved out of the way first: two rules never share one, not even for a statement.
_ASIDE = 100_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which leads, and whose they become. Blank fits everything."""

    member_ids: Sequence[uuid.UUID]
    source: str = ""
    campaign: str = ""
    countries: Sequence[str] = ()
    postal_codes: Sequence[str] = ()
    language: str = ""


def add_rule(*, wanted: Wanted, by: Actor, at_rank: int | None = None) -> AssignmentRule:
    """One more rule, asked last (or at ``at_rank``, counted from 0)."""
    now = clock.now()
    with guard.writing(by):
        others = list(AssignmentRule.objects.select_for_update(no_key=True).order_by("rank"))
        rule = AssignmentRule(
            id=uuid7(now),
            workspace_id=by.workspace_id,
            rank=max((one.rank for one in others), default=0) + 1,
            created_at=now,
            created_by_id=by.member_id,
        )
        _write(rule, wanted, by=by, new=True)
        if at_rank is not None:
            others.insert(at_rank, rule)
            _renumber(others)
        history.record(facts.AssignmentChanged(rule.id, "added"), by=by, at=now)
    return rule


def change_rule(*, rule_id: uuid.UUID, wanted: Wanted, by: Actor) -> AssignmentRule:
    """Leads that come from now on are given by what it says now; those that are here stay where they are."""
    with guard.writing(by):
        rule = _locked(rule_id)
        RuleTaker.objects.filter(rule_id=rule.id).delete()
        _write(rule, wanted, by=by, new=False)
        history.record(facts.AssignmentChanged(rule.id, "changed"), by=by, at=clock.now())
    return rule


def put_before(*, rule_id: uuid.UUID, by: Actor, earlier: bool) -> AssignmentRule:
    """Asked one place earlier, or one later; the first and the last stay where they are."""
    with guard.writing(by):
        order = list(AssignmentRule.objects.select_for_update(no_key=True).order_by("rank"))
        place = next((n for n, one in enumerate(order) if one.id == rule_id), None)
        if place is None:
            raise RuleNotFound
        rule = order.pop(place)
        order.insert(max(0, place - 1) if earlier else place + 1, rule)
        _renumber(order)
        history.record(facts.AssignmentChanged(rule.id, "moved"), by=by, at=clock.now())
    return rule


def remove_rule(*, rule_id: uuid.UUID, by: Actor) -> tuple[Wanted, int]:
    """Gives back what it said and where it stood, so that it can be put back."""
    with guard.writing(by):
        rule = _locked(rule_id)
        members = list(RuleTaker.objects.filter(rule_id=rule.id).values_list("member_id", flat=True))
        place = AssignmentRule.objects.filter(rank__lt=rule.rank).count()
        RuleTaker.objects.filter(rule_id=rule.id).delete()
        AssignmentRule.objects.filter(id=rule.id).delete()
        history.record(facts.AssignmentChanged(rule.id, "removed"), by=by, at=clock.now())
    said = Wanted(members, rule.source, rule.campaign, rule.countries, rule.postal_codes, rule.language)
    return said, place


def _write(rule: AssignmentRule, wanted: Wanted, *, by: Actor, new: bool) -> None:
    here = Member.objects.filter(id__in=wanted.member_ids, left_at=None).values_list("id", flat=True)
    if not here:
        raise NobodyOfThisRule
    rule.source = clean_line(wanted.source, limit=120)
    rule.campaign = clean_line(wanted.campaign, limit=120)
    rule.countries = sorted({code.upper() for code in wanted.countries})
    rule.postal_codes = sorted(
        {code for one in wanted.postal_codes if (code := one.replace(" ", "").upper()[:12])}
    )
    rule.language = wanted.language.lower()[:8]
    rule.save(force_insert=new)
    RuleTaker.objects.bulk_create(
        [RuleTaker(workspace_id=by.workspace_id, rule=rule, member_id=member_id) for member_id in here]
    )


def _renumber(order: Sequence[AssignmentRule]) -> None:
    for aside in (_ASIDE, 0):
        for place, rule in enumerate(order):
            AssignmentRule.objects.filter(id=rule.id).update(rank=aside + place + 1)


def _locked(rule_id: uuid.UUID) -> AssignmentRule:
    rule = AssignmentRule.objects.select_for_update(no_key=True).filter(id=rule_id).first()
    if rule is None:
        raise RuleNotFound
    return rule


def as_json(wanted: Wanted) -> dict[str, object]:
    """For keeping it in an address."""
    return {**dataclasses.asdict(wanted), "member_ids": [str(one) for one in wanted.member_ids]}
