"""Who is told when something did not come in, or not as it should. Each is named in config/reactions.py."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence

from leadfast.accountability.actions.noticing import Telling, tell
from leadfast.capture.facts import (
    ArrivalLeftUnread,
    ArrivalOverdue,
    ArrivalWaits,
    CallOverdue,
    ExpectedArrived,
    ExpectedChased,
    ProbeFailed,
    SourceFellSilent,
)
from leadfast.capture.models import Arrival
from leadfast.capture.rules import promised
from leadfast.history.facts import Happening
from leadfast.workspaces import actor, rules
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.models import Member

Says = Callable[[Happening], "tuple[str, str, str] | None"]


def unread(happenings: Sequence[Happening]) -> None:
    """The admins: something lay unread for minutes, so something of ours does not work."""
    _tell_all(
        happenings,
        rules.ADMINISTERS,
        lambda one: (
            (
                "capture_trouble",
                f"Something came in ({_door(one.fact.door)}) and lay unread for five minutes. It is kept.",
                f"unread:{one.fact.arrival_id}",
            )
            if isinstance(one.fact, ArrivalLeftUnread)
            else None
        ),
    )


def waits(happenings: Sequence[Happening]) -> None:
    """Whoever has to say what it is: once a day, however much waits for them."""
    ids = [one.fact.arrival_id for one in happenings if isinstance(one.fact, ArrivalWaits)]
    rows = Arrival.objects.filter(id__in=ids, settlement="waiting", waits_for__isnull=False)
    day = happenings[0].at.date().isoformat()
    tellings = [
        Telling(
            member_id,
            "triage",
            f"Something that came in ({_door(door)}) waits in Triage for you to say what it is.",
            f"waits:{member_id}:{day}",
        )
        for member_id, door in sorted(set(rows.values_list("waits_for_id", "door")), key=str)
    ]
    _tell_each_once(tellings, happenings)


def late(happenings: Sequence[Happening]) -> None:
    """Nobody has said in time what it is: whoever was asked, and whoever decides now; once a day."""
    tellings = []
    for one in happenings:
        fact = one.fact
        if not isinstance(fact, ArrivalOverdue | CallOverdue):
            continue
        day = one.at.date().isoformat()
        what = "A call to nobody we know"
        if isinstance(fact, ArrivalOverdue):
            what = f"Something that came in ({_door(fact.door)})"
        says = f"{what} has waited in Triage for too long."
        now_theirs = f"{says} Nobody has said what it is; it is yours now."
        tellings.append(Telling(fact.to_member_id, "triage", now_theirs, f"late:{fact.to_member_id}:{day}"))
        if fact.from_member_id and fact.from_member_id != fact.to_member_id:
            told = f"{says} A manager has been asked to say what it is."
            key = f"late:{fact.from_member_id}:{day}"
            tellings.append(Telling(fact.from_member_id, "triage", told, key))
    _tell_each_once(tellings, happenings)


def expected(happenings: Sequence[Happening]) -> None:
    """The owner of a lead that was promised: ask for it, or it is here. Asked in vain, once those who decide."""
    tellings = []
    for one in happenings:
        fact = one.fact
        if isinstance(fact, ExpectedChased):
            whom = f"Ask {fact.promised_by}" if fact.promised_by else "Ask for it"
            sentence = f"{fact.label} was promised and is not here. {whom}."
            key = f"expected:{fact.expected_id}:{fact.times}"
            tellings.append(Telling(fact.owner_id, "expected", sentence, key))
            if fact.times == promised.IN_VAIN:
                tellings += _in_vain(fact, one.by.workspace_id)
        elif isinstance(fact, ExpectedArrived):
            sentence = f"{fact.label}, whom you expected, is here."
            tellings.append(
                Telling(fact.owner_id, "expected", sentence, f"arrived:{fact.expected_id}", one.lead_id)
            )
    if tellings:
        tell(tellings=tellings, by=actor.system(happenings[0].by.workspace_id))


def _in_vain(fact: ExpectedChased, workspace_id: uuid.UUID) -> list[Telling]:
    """Those who decide hear of it once; from now on it is asked for weekly."""
    owner = Member.objects.values_list("name", flat=True).get(id=fact.owner_id)
    promised_by = f" {fact.promised_by} promised it." if fact.promised_by else ""
    sentence = (
        f"{owner} has asked for {fact.label} {fact.times} times and it is not here.{promised_by} "
        "It is asked for weekly now; ask yourself, or let it be."
    )
    key = f"expected-in-vain:{fact.expected_id}"
    return [
        Telling(member_id, "expected", sentence, key)
        for member_id in _with_roles(workspace_id, rules.DECIDES)
        if member_id != fact.owner_id
    ]


def silent(happenings: Sequence[Happening]) -> None:
    """Those who decide: a source that usually sends has stopped."""
    _tell_all(
        happenings,
        rules.DECIDES | {"marketing"},
        lambda one: (
            (
                "source_silent",
                f"{one.fact.name} usually sends leads; the last came on {_day(one, one.fact.last_at)}. Look at it.",
                f"silent:{one.fact.source_id}:{one.fact.last_at.isoformat()}",
            )
            if isinstance(one.fact, SourceFellSilent)
            else None
        ),
    )


def _day(one: Happening, at: dt.datetime) -> str:
    """As it was where the team is."""
    zone = workspaces.zone_of(workspaces.workspace(one.by.workspace_id))
    return f"{at.astimezone(zone):%a %-d %B}"


def probes(happenings: Sequence[Happening]) -> None:
    """The admins: a synthetic lead did not come through."""
    _tell_all(
        happenings,
        rules.ADMINISTERS,
        lambda one: (
            (
                "capture_trouble",
                f"A synthetic lead did not come through the door {one.fact.door}: {one.fact.why}",
                f"probe:{one.fact.probe_id}",
            )
            if isinstance(one.fact, ProbeFailed)
            else None
        ),
    )


def _tell_each_once(tellings: Sequence[Telling], happenings: Sequence[Happening]) -> None:
    once = {telling.key: telling for telling in reversed(tellings)}
    if once:
        tell(tellings=list(once.values()), by=actor.system(happenings[0].by.workspace_id))


def _door(door: str) -> str:
    return door.replace("_", " ")


def _tell_all(happenings: Sequence[Happening], roles: frozenset[str], says: Says) -> None:
    members = _with_roles(happenings[0].by.workspace_id, roles)
    tellings = [
        Telling(member_id, *said)
        for one in happenings
        if (said := says(one)) is not None
        for member_id in members
    ]
    if tellings:
        tell(tellings=tellings, by=actor.system(happenings[0].by.workspace_id))


def _with_roles(workspace_id: uuid.UUID, roles: frozenset[str]) -> list[uuid.UUID]:
    rows = Member.objects.filter(workspace_id=workspace_id, left_at=None, role__in=roles)
    return list(rows.order_by("id").values_list("id", flat=True))
