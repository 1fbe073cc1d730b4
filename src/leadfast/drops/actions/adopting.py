"""Adopting what was found: a lead with a next step, and a draft in the old thread that a person sends."""

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from leadfast.capture.actions.arriving import Incoming
from leadfast.capture.actions.receiving import Received, receive
from leadfast.conversations.actions.recalling import Recalled, recall
from leadfast.drops.actions.picking_up import pick_up
from leadfast.drops.errors import RescueNotFound
from leadfast.drops.facts import FindingAdopted
from leadfast.drops.models import RescuedFinding
from leadfast.drops.reads import kept
from leadfast.drops.rules.dropping import Finding
from leadfast.foundation import clock
from leadfast.foundation.secrets import keyed_hash
from leadfast.history import actions as history
from leadfast.leads.models import Lead
from leadfast.people import reads as people
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

DOOR = "rescue"
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Adopted:
    """How many became leads, joined one, were adopted before, wait in Arrivals, must not be contacted any more."""

    created: int = 0
    joined: int = 0
    before: int = 0
    waiting: int = 0
    refused: int = 0


def adopt(*, finding_ids: Sequence[uuid.UUID], by: Actor) -> Adopted:
    """Adopt findings of one's own; twice is once. What was adopted or dismissed before is left as it is."""
    now = clock.now()
    with guard.writing(by):
        rows = list(
            RescuedFinding.objects.select_for_update(no_key=True)
            .filter(id__in=finding_ids, member_id=by.as_member())
            .order_by("-worth", "id")
        )
        if len(rows) < len(set(finding_ids)):
            raise RescueNotFound
        rows = [row for row in rows if row.adopted_at is None and row.dismissed_at is None]
        told = [kept.finding_of(row) for row in rows]
        received = _take_in(told, by=by)
        for row, finding, one in zip(rows, told, received, strict=True):
            if one is None:
                row.dismissed_at = now
            else:
                row.adopted_at, row.lead_id = now, one.lead_id
                fact = FindingAdopted(row.id, finding.says)
                history.record(fact, by=by, at=now, lead_id=one.lead_id)
            row.save(update_fields=["adopted_at", "dismissed_at", "lead"])
    return _counted(received)


def adopt_told(findings: Sequence[Finding], *, by: Actor) -> Adopted:
    """Adopt findings that no search here keeps, such as those of the command line."""
    return _counted(_take_in(findings, by=by))


def _counted(received: Sequence[Received | None]) -> Adopted:
    settled = [one.arrival.settlement if one.is_new else "before" for one in received if one is not None]
    return Adopted(
        **{name: settled.count(name) for name in ("created", "joined", "before", "waiting")},
        refused=len(received) - len(settled),
    )


def _take_in(findings: Sequence[Finding], *, by: Actor) -> list[Received | None]:
    """Findings as leads of whoever adopts them: received like everything that comes in, then taken up.

    None for somebody who must never be contacted again.
    """
    with guard.writing(by):
        silent = people.suppressed("mail", [one.person for one in findings if "@" in one.person])
        wanted = [one for one in findings if one.person not in silent]
        received = receive(incoming=[_incoming(one) for one in wanted], by=by, owner_id=by.member_id)
        for finding, one in zip(wanted, received, strict=True):
            if one.is_new and one.lead_id is not None:
                lead = Lead.objects.get(id=one.lead_id)
                _remember(finding, lead, by=by)
                if lead.is_open:
                    pick_up(finding, lead, created=one.arrival.settlement == "created", by=by)
    came = iter(received)
    return [None if one.person in silent else next(came) for one in findings]


def dismiss(*, finding_id: uuid.UUID, by: Actor) -> RescuedFinding:
    """Not a lead. It can be taken back until it is forgotten."""
    return _dismissed(finding_id, clock.now(), by=by)


def take_back(*, finding_id: uuid.UUID, by: Actor) -> RescuedFinding:
    """A finding that was dismissed stands in the list again."""
    return _dismissed(finding_id, None, by=by)


def _dismissed(finding_id: uuid.UUID, at: dt.datetime | None, *, by: Actor) -> RescuedFinding:
    with guard.writing(by):
        row = (
            RescuedFinding.objects.select_for_update(no_key=True)
            .filter(id=finding_id, member_id=by.as_member())
            .first()
        )
        if row is None:
            raise RescueNotFound
        if row.adopted_at is None:
            row.dismissed_at = at
            row.save(update_fields=["dismissed_at"])
    return row


def _incoming(one: Finding) -> Incoming:
    told = {
        "name": one.name,
        "company": one.company_name,
        "mail": one.person if "@" in one.person else "",
        "phone": one.phone,
        "value": f"{one.value:.2f}" if one.value else "",
        "note": f"{one.says} {one.at:%-d %b %Y}{f': “{one.quote}”' if one.quote else ''}",
    }
    return Incoming(
        door=DOOR,
        external_key=keyed_hash(one.key, purpose="adopted-finding").hex(),
        raw=json.dumps(told, ensure_ascii=False).encode(),
        original_at=one.at,
        fresh=False,
        source="Rescue",
    )


def _remember(finding: Finding, lead: Lead, *, by: Actor) -> None:
    last_of_ours = max((one.at for one in finding.exchanged if one.ours), default=None)
    recall(
        lead_id=lead.id,
        person_id=lead.person_id,
        mailbox_id=None,
        mails=[
            Recalled(
                ours=one.ours,
                at=one.at,
                sender=one.sender,
                to=one.to,
                mail_id=one.mail_id,
                references=one.references,
                subject=one.subject,
                words=one.words,
                answered_at=last_of_ours if last_of_ours and last_of_ours > one.at else None,
            )
            for one in finding.exchanged
        ],
        by=by,
    )
