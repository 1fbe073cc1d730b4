"""Who is given new leads: the rules in their order, who is here, and who would get a lead like this. Inside a scope."""

import dataclasses
import datetime as dt
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leadfast.capture.errors import NobodyHere, RuleNotFound
from leadfast.capture.models import AssignmentRule, RuleTaker
from leadfast.capture.rules import assigning as rules_of
from leadfast.capture.rules.assigning import Judged, Taker, Territory, Wish, judge, takers_for
from leadfast.conversations.understanding.language import language_of
from leadfast.foundation.contacts import name_key
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.models import Member

# Fewer words tell no language.
_ENOUGH_WORDS = 4
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its people, those who have left included."""

    kept: AssignmentRule
    members: Sequence[Member]


@dataclass(frozen=True, slots=True)
class Answer:
    """Who would get a lead, by which rule (None: by none), and what each rule before it said."""

    owner: Member
    judged: Sequence[Judged]
    rule: int | None
    among: Sequence[Member]
    language: str


def rules() -> list[Rule]:
    """Every rule, in the order in which they are asked."""
    takers: dict[uuid.UUID, list[Member]] = {}
    for taker in RuleTaker.objects.select_related("member").order_by("member__name", "member_id"):
        takers.setdefault(taker.rule_id, []).append(taker.member)
    return [Rule(one, takers.get(one.id, ())) for one in AssignmentRule.objects.order_by("rank")]


def rule(rule_id: uuid.UUID) -> Rule:
    """One rule."""
    found = next((one for one in rules() if one.kept.id == rule_id), None)
    if found is None:
        raise RuleNotFound
    return found


def members(workspace_id: uuid.UUID) -> list[Member]:
    """Everybody who could own a lead, each with the workspace."""
    found = workspaces.active_members(workspace_id)
    if not found:
        raise NobodyHere
    workspace = workspaces.workspace(workspace_id)
    for member in found:
        member.workspace = workspace
    return found


def takers(found: Sequence[Member], *, now: dt.datetime) -> dict[uuid.UUID, Taker]:
    """These members as the rules see them today."""
    workspace = found[0].workspace
    away = workspaces.away(workspace.id, on=now.astimezone(workspaces.zone_of(workspace)).date())
    return {
        member.id: Taker(
            member_id=member.id,
            capacity=member.daily_capacity,
            last_assigned_at=member.last_assigned_at,
            here=member.takes_new_leads and member.id not in away,
            away=member.id in away,
        )
        for member in found
    }


def by_owner_key(found: Sequence[Member]) -> dict[str, uuid.UUID]:
    """These members by their addresses and names, as a file may tell its owners."""
    addresses = dict(
        Member.objects.filter(id__in=[member.id for member in found], account__isnull=False).values_list(
            "id", "account__email"
        )
    )
    return rules_of.by_owner_key((member.id, member.name, addresses.get(member.id, "")) for member in found)


def territories() -> list[Territory]:
    """The rules as they are asked."""
    members_of: dict[uuid.UUID, list[uuid.UUID]] = {}
    for rule_id, member_id in RuleTaker.objects.values_list("rule_id", "member_id"):
        members_of.setdefault(rule_id, []).append(member_id)
    return [
        Territory(
            source=name_key(one.source),
            campaign=name_key(one.campaign),
            countries=frozenset(one.countries),
            postal_codes=tuple(one.postal_codes),
            language=one.language,
            members=tuple(members_of.get(one.id, ())),
        )
        for one in AssignmentRule.objects.order_by("rank")
    ]


def places(
    wishes: Sequence[Wish], asked: Sequence[Territory], known: Mapping[uuid.UUID, Taker]
) -> dict[tuple[uuid.UUID, ...], list[int]]:
    """The numbers of the wishes by who may be given them; nobody in particular where no rule decides."""
    by_language = any(one.language for one in asked)
    said: dict[Wish, tuple[uuid.UUID, ...]] = {}
    found: dict[tuple[uuid.UUID, ...], list[int]] = {}
    for number, given in enumerate(wishes):
        wish = _heard(given, by_language=by_language)
        if wish not in said:
            said[wish] = _last(_judge(asked, known, wish))
        found.setdefault(said[wish], []).append(number)
    return found


def who_would_get(wish: Wish, *, workspace_id: uuid.UUID, now: dt.datetime) -> Answer:
    """Asked as it is asked for a lead that comes in; nothing is given to anybody."""
    team = members(workspace_id)
    by_id, known = {member.id: member for member in team}, takers(team, now=now)
    heard = _heard(wish, by_language=True)
    judged = _judge(territories(), known, heard)
    only = _last(judged)
    chosen = takers_for(1, [known[one] for one in only] or list(known.values()))[0]
    among = [by_id[one] for one in only] or [member for member in team if known[member.id].takes]
    return Answer(by_id[chosen], judged, judged[-1].rule if only else None, among, heard.language)


def _heard(wish: Wish, *, by_language: bool) -> Wish:
    """The wish without its words: their language, where a rule asks for one and it was not said."""
    if not wish.says:
        return dataclasses.replace(wish, owner="") if wish.owner else wish
    tells = by_language and not wish.language and len(_WORD.findall(wish.says)) >= _ENOUGH_WORDS
    return dataclasses.replace(
        wish, says="", owner="", language=language_of(wish.says) if tells else wish.language
    )


def _judge(asked: Sequence[Territory], known: Mapping[uuid.UUID, Taker], wish: Wish) -> list[Judged]:
    return judge(
        asked, known, source=name_key(wish.source), campaign=name_key(wish.campaign), country=wish.country,
        postal_code=wish.postal_code, language=wish.language,
    )  # fmt: skip


def _last(judged: Sequence[Judged]) -> tuple[uuid.UUID, ...]:
    return judged[-1].members if judged else ()
