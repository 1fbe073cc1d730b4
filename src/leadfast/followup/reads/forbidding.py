"""Everything that could forbid a due mail, and the mail itself, read under the lead's lock."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from leadfast.conversations.reads import known
from leadfast.followup.errors import TemplateBroken, TemplateIncomplete
from leadfast.followup.models import SenderChange, Touch
from leadfast.followup.reads import letters, reaching
from leadfast.followup.reads.standing import Standing
from leadfast.followup.rules import sending, templates
from leadfast.followup.rules.cadence import Limits, Template
from leadfast.followup.rules.templates import Letter
from leadfast.leads.models import Lead
from leadfast.mail import reads as mail
from leadfast.mail.models import Mailbox
from leadfast.mail.rules import composing
from leadfast.people import reads as people
from leadfast.people.models import ContactPoint
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.models import Member

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Ready:
    """The facts about a due mail, and the mail as it would go out (none when it cannot be written)."""

    facts: sending.Facts
    letter: Letter | None
    mailbox: Mailbox | None
    address: str


def of(at: Standing, touch: Touch, now: dt.datetime) -> Ready:
    """Read it all. The caller holds the lock of the lead."""
    box = (
        Mailbox.objects.select_related("owner").filter(id=at.enrolment.mailbox_id).first()
        if at.enrolment.mailbox_id
        else None
    )
    changes = list(
        SenderChange.objects.filter(enrolment_id=at.enrolment.id).values_list("from_mailbox_id", "seen_at")
    )
    boxes = _of_the_thread(box, [one for one, _ in changes])
    sender = box.owner if box else at.owner
    point = people.best(at.person.id, "mail") if at.person else None
    letter, missing = _letter(at, touch, sender)
    permission = mail.may_send(box, at=now) if box else mail.Permission(False)
    facts = sending.Facts(
        step_title=touch.title,
        cadence_name=at.course.name,
        drafts=at.enrolment.mode == "drafts",
        acknowledgement=touch.acknowledgement,
        purpose=at.course.purpose,
        limits=_limits(at),
        window=at.where.lead,
        subject=at.subject,
        lead_open=at.lead.is_open,
        enrolment_live=at.enrolment.is_live,
        paused_because=at.enrolment.paused_why or at.lead.paused_why,
        replied_after_anchor=_replied(at),
        suppressed_because=_suppressed(point),
        address=point.value if point else _bounced_address(at),
        address_bounced=point is None and bool(_bounced_address(at)),
        postal_address=at.workspace.postal_address,
        sender_name=sender.name,
        sender_gone=box is None or box.disconnected_at is not None or sender.left_at is not None,
        sender_change_seen=all(seen_at for _, seen_at in changes),
        mailbox_proven_at=box.proven_at if box else None,
        mailbox_synced_at=_synced_at(boxes),
        unread=_unread(at, boxes),
        mailbox_stopped_because="" if permission.allowed or _unproven(box, now) else permission.why,
        last_automated_to_lead=_last_automated(at, touch),
        automated_to_company=_automated_to_company(at, touch, now),
        missing_value=missing,
        cycle=touch.cycle,
    )
    return Ready(facts, letter, box, point.value if point else "")


def template_of(at: Standing, touch: Touch) -> Template | None:
    """The text of a touch, in the version its enrolment runs by."""
    steps = at.course.steps
    return steps[touch.place].template if touch.place < len(steps) else None


def _letter(at: Standing, touch: Touch, sender: Member) -> tuple[Letter | None, str]:
    template = template_of(at, touch)
    if template is None:
        return None, "The text of this step is gone."
    values = letters.values_of(at.lead, at.person, sender, at.workspace, **reaching.wish(at.person))
    thread = at.enrolment.thread_subject
    try:
        return templates.render(
            template, values, subject=composing.answered_subject(thread) if thread else ""
        ), ""
    except (TemplateIncomplete, TemplateBroken) as refused:
        return None, refused.sentence


def _limits(at: Standing) -> Limits:
    policies = workspaces.policies(at.workspace.id)
    # The limit of a mailbox's day and the gap between its mails are kept by mail itself.
    return Limits(per_company_week=int(policies["mails_per_company_week"]), per_mailbox_day=200)


def _replied(at: Standing) -> bool:
    since = min(at.enrolment.anchor_at, at.enrolment.started_at)
    return at.lead.last_reply_at is not None and at.lead.last_reply_at > since


def _suppressed(point: ContactPoint | None) -> str:
    if point is not None and people.suppressed("mail", [point.key]):
        return f"{point.value} must not be written to any more."
    return ""


def _bounced_address(at: Standing) -> str:
    if at.person is None:
        return ""
    known = [point for point in people.contact_points(at.person.id) if point.kind == "mail"]
    return known[0].value if known else ""


def _unproven(box: Mailbox | None, now: dt.datetime) -> bool:
    return box is not None and (box.proven_at is None or now - box.proven_at > sending.FRESH_CANARY)


def _of_the_thread(box: Mailbox | None, before: Sequence[uuid.UUID]) -> list[Mailbox]:
    """The mailboxes that the thread was written from: an answer could lie in any of them."""
    if box is None:
        return []
    return [box, *(Mailbox.objects.filter(id__in=before, disconnected_at=None) if before else ())]


def _synced_at(boxes: Sequence[Mailbox]) -> dt.datetime | None:
    """The oldest reading among the mailboxes of the thread."""
    known = [one.synced_at for one in boxes if one.synced_at is not None]
    return min(known) if known and len(known) == len(boxes) else None


def _unread(at: Standing, boxes: Sequence[Mailbox]) -> bool:
    """Whether something was fetched that nobody has understood yet and that may be their answer.

    What could not be understood holds up those alone whom its head names, not the whole mailbox.
    """
    ids = [box.id for box in boxes]
    if not ids:
        return False
    if mail.waits_to_be_read(ids):
        return True
    hard = mail.hard_to_read(ids)
    if not hard:
        return False
    index = known.known(
        mail_ids=(),
        references={one for row in hard for one in row.head.ancestors},
        outgoing_ids={row.outgoing_id for row in hard if row.outgoing_id},
        addresses={key for row in hard for one in row.head.senders if (key := one.key)},
    )
    return any(
        at.lead.id
        in (
            index.lead_of_outgoing(row.outgoing_id),
            index.lead_of_thread(reversed(row.head.ancestors)),
            *index.leads_of(key for one in row.head.senders if (key := one.key)),
        )
        for row in hard
    )


def _mails(touch: Touch) -> Q:
    return Q(by_machine=True, channel="mail", acknowledgement=False) & ~Q(id=touch.id)


def _last_automated(at: Standing, touch: Touch) -> dt.datetime | None:
    found = Touch.objects.filter(_mails(touch), lead_id=at.lead.id, state__in=("done", "sending"), code="due")
    return found.order_by("-decided_at").values_list("decided_at", flat=True).first()


def _automated_to_company(at: Standing, touch: Touch, now: dt.datetime) -> tuple[dt.datetime, ...]:
    company_id = at.lead.company_id or (at.person.company_id if at.person else None)
    if company_id is None:
        return ()
    _hold_company(company_id)
    # Through the leads of the company, so that each step of the way has its index.
    of_company = Lead.objects.filter(company_id=company_id).values("id")
    of_its_people = Lead.objects.filter(person__company_id=company_id).values("id")
    found = Touch.objects.filter(
        _mails(touch),
        lead_id__in=of_company.union(of_its_people),
        state__in=("done", "sending"),
        code="due",
        decided_at__gt=now - WEEK,
    )
    return tuple(at for at in found.values_list("decided_at", flat=True) if at is not None)


def _hold_company(company_id: uuid.UUID) -> None:
    """One decision about a company at a time: the limit of the week counts over several leads."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [company_id.int % (1 << 63)])
