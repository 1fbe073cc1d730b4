"""Who is told when something did not come in, or not as it should. Each is named in config/reactions.py."""

import uuid
from collections.abc import Callable, Sequence

from leadfast.accountability.actions.noticing import Telling, tell
from leadfast.capture.facts import (
    ArrivalLeftUnread,
    ExpectedArrived,
    ExpectedChased,
    ProbeFailed,
    SourceFellSilent,
)
from leadfast.history.facts import Happening
from leadfast.workspaces import actor, rules
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
                f"Something that came in ({one.fact.door}) lay unread for five minutes. It is kept, and being read.",
                f"unread:{one.fact.arrival_id}",
            )
            if isinstance(one.fact, ArrivalLeftUnread)
            else None
        ),
    )


def expected(happenings: Sequence[Happening]) -> None:
    """The owner of a lead that was promised: ask for it, or it is here."""
    tellings = []
    for one in happenings:
        fact = one.fact
        if isinstance(fact, ExpectedChased):
            whom = f"Ask {fact.promised_by}" if fact.promised_by else "Ask for it"
            sentence = f"{fact.label} was promised and is not here. {whom}."
            key = f"expected:{fact.expected_id}:{fact.times}"
            tellings.append(Telling(fact.owner_id, "expected", sentence, key))
        elif isinstance(fact, ExpectedArrived):
            sentence = f"{fact.label}, whom you expected, is here."
            tellings.append(
                Telling(fact.owner_id, "expected", sentence, f"arrived:{fact.expected_id}", one.lead_id)
            )
    if tellings:
        tell(tellings=tellings, by=actor.system(happenings[0].by.workspace_id))


def silent(happenings: Sequence[Happening]) -> None:
    """Those who decide: a source that usually sends has stopped."""
    _tell_all(
        happenings,
        rules.DECIDES | {"marketing"},
        lambda one: (
            (
                "source_silent",
                f"{one.fact.name} usually sends leads; the last came on {one.fact.last_at:%a %d %B}. Look at it.",
                f"silent:{one.fact.source_id}:{one.fact.last_at.isoformat()}",
            )
            if isinstance(one.fact, SourceFellSilent)
            else None
        ),
    )


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
