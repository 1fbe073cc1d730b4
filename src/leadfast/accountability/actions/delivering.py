"""Bringing notices to members outside the page; what does not arrive goes another way, or to another person.

A delivery is claimed in one transaction, sent outside of any, and settled in a third. A worker that dies in
between leaves a row past its lease, which is tried again: a notice may come twice, never not at all.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction

from leadfast.accountability.actions.noticing import Telling, tell
from leadfast.accountability.channels import by_mail, by_push
from leadfast.accountability.channels.undelivered import SubscriptionGone, Undelivered
from leadfast.accountability.models import Delivery, Notice, PushSubscription, VapidKey
from leadfast.accountability.rules import notices as rules
from leadfast.conversations.facts import Bounced
from leadfast.foundation import clock, secrets
from leadfast.foundation.errors import Refusal
from leadfast.history.facts import Happening
from leadfast.mail import actions as mail
from leadfast.mail import reads as mail_reads
from leadfast.mail.facts import MailNotSent, MailRefused, MailSent
from leadfast.mail.models import Outgoing
from leadfast.mail.rules.headers import Address
from leadfast.workspaces import actor, guard
from leadfast.workspaces import rules as workspace_rules
from leadfast.workspaces.models import Member

LEASE = dt.timedelta(minutes=2)
_PURPOSE = "vapid"


@dataclass(frozen=True, slots=True)
class Sending:
    """A claimed delivery with all that is needed to send it without the database."""

    id: uuid.UUID
    workspace_id: uuid.UUID
    channel: str
    sentence: str
    path: str
    to: str
    contact: str
    browsers: Sequence[tuple[uuid.UUID, by_push.Browser]] = ()


def deliver(*, delivery_id: uuid.UUID, workspace_id: uuid.UUID) -> str:
    """Deliver one notice one way. Returns what became of it; empty when it is not due or somebody has it."""
    claimed = _claim(delivery_id, workspace_id)
    if not isinstance(claimed, Sending):
        return claimed
    try:
        if claimed.channel == "push":
            _push(claimed)
        else:
            _mail(claimed)
    except Undelivered as trouble:
        return _again(claimed, trouble.sentence)
    except Refusal as never:
        return _settle(claimed.id, claimed.workspace_id, "failed", never.sentence)
    return _settle(claimed.id, claimed.workspace_id, "sent", "")


def decide_delivery(happenings: Sequence[Happening]) -> None:
    """A notice that left through a mailbox was taken, refused, stopped or came back."""
    for one in happenings:
        fact = one.fact
        if isinstance(fact, MailSent) and fact.mail_kind == "notice" and fact.about:
            _settle(fact.about, one.by.workspace_id, "sent", "")
        elif isinstance(fact, MailRefused) and fact.mail_kind == "notice" and fact.about:
            _settle(fact.about, one.by.workspace_id, "failed", f"The mail was refused: {fact.words}")
        elif isinstance(fact, MailNotSent) and fact.mail_kind == "notice" and fact.about:
            _settle(fact.about, one.by.workspace_id, "failed", fact.why)
        elif isinstance(fact, Bounced) and fact.hard and fact.outgoing_id:
            ours = Outgoing.objects.filter(id=fact.outgoing_id, kind="notice").values_list("about", flat=True)
            for about in filter(None, ours):
                _settle(about, one.by.workspace_id, "failed", f"The mail came back: {fact.reason}")


def vapid_keys() -> by_push.Keys:
    """The installation's keys: made by whoever needs them first, and the same for ever after."""
    kept = VapidKey.objects.filter(id=1).first()
    if kept is None:
        new = by_push.make_keys()
        sealed = secrets.seal(new.private, purpose=_PURPOSE)
        try:
            with transaction.atomic():
                VapidKey.objects.create(
                    id=1, public=new.public, private_sealed=sealed, created_at=clock.now()
                )
        except IntegrityError:
            # Another process was first: theirs are the keys.
            kept = VapidKey.objects.get(id=1)
        else:
            return new
    return by_push.Keys(secrets.unseal(kept.private_sealed, purpose=_PURPOSE), kept.public)


def _claim(delivery_id: uuid.UUID, workspace_id: uuid.UUID) -> Sending | str:
    now = clock.now()
    by = actor.system(workspace_id)
    with guard.writing(by):
        row = (
            Delivery.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
            .select_related("notice", "member", "member__account")
            .filter(id=delivery_id, state__in=("waiting", "sending"), due_at__lte=now)
            .first()
        )
        if row is None:
            return ""
        if row.notice.read_at is not None:
            return _end(row, "dropped", "Read in the page.", now=now)
        if row.member.left_at is not None:
            return _end(row, "dropped", f"{row.member.name} has left.", now=now)
        if now > row.deadline_at:
            return _end(row, "failed", row.why or "It did not arrive in time.", now=now)
        row.state, row.attempts, row.due_at = "sending", row.attempts + 1, now + LEASE
        if row.channel == "mail" and by_mail.server() is None:
            return _through_a_mailbox(row, now=now)
        row.save(update_fields=["state", "attempts", "due_at"])
        return Sending(
            id=row.id,
            workspace_id=workspace_id,
            channel=row.channel,
            sentence=row.notice.sentence,
            path=_path(row.notice),
            to=row.member.account.email if row.member.account else "",
            contact=_contact(workspace_id) or "leadfast@localhost",
            browsers=_browsers(row.member_id) if row.channel == "push" else (),
        )


def _through_a_mailbox(row: Delivery, *, now: dt.datetime) -> str:
    """Plan it as a mail of the workspace's own; what becomes of it comes back as a fact."""
    boxes = [
        box for box in mail_reads.mailboxes(row.workspace_id) if mail_reads.may_send(box, at=now).allowed
    ]
    # Somebody's own mailbox last: mail to oneself is easily overlooked.
    boxes.sort(key=lambda box: box.owner_id == row.member_id)
    if not boxes or row.member.account is None:
        return _end(row, "failed", "No mailbox can send, and no system mailer is set.", now=now)
    planned = mail.NewMail(
        key=f"notice:{row.id}",
        mailbox_id=boxes[0].id,
        to=(Address(row.member.name, row.member.account.email),),
        subject=f"Leadfast: {row.notice.sentence}"[:180],
        text=_text(row.notice.sentence, _path(row.notice)),
        kind="notice",
        about=row.id,
    )
    mail.plan(mails=[planned], by=actor.system(row.workspace_id))
    # Its outcome is told by the mail; past the deadline it has failed.
    row.due_at = row.deadline_at
    row.save(update_fields=["state", "attempts", "due_at"])
    return "planned"


def _push(claimed: Sending) -> None:
    keys = vapid_keys()
    reached, gone, trouble = 0, [], ""
    for subscription_id, browser in claimed.browsers:
        try:
            by_push.send(
                browser=browser, title="Leadfast", sentence=claimed.sentence, path=claimed.path, keys=keys,
                contact=claimed.contact,
            )  # fmt: skip
            reached += 1
        except SubscriptionGone:
            gone.append(subscription_id)
        except Refusal as refusal:
            trouble = refusal.sentence
    if gone:
        with guard.writing(actor.system(claimed.workspace_id)):
            PushSubscription.objects.filter(id__in=gone).update(ended_at=clock.now())
    if not reached:
        raise Undelivered(trouble) if trouble else SubscriptionGone


def _mail(claimed: Sending) -> None:
    through = by_mail.server()
    if through is None:
        raise Undelivered
    by_mail.send(
        to=claimed.to,
        subject=f"Leadfast: {claimed.sentence}",
        text=_text(claimed.sentence, claimed.path),
        message_id=f"<notice-{claimed.id}@{through.sender.rpartition('@')[2]}>",
        at=clock.now(),
        through=through,
    )


def _again(claimed: Sending, why: str) -> str:
    now = clock.now()
    with guard.writing(actor.system(claimed.workspace_id)):
        row = Delivery.objects.select_for_update(no_key=True).get(id=claimed.id)
        if row.attempts > len(rules.RETRIES):
            return _end(row, "failed", why, now=now)
        row.state, row.why, row.due_at = "waiting", why[:500], now + rules.RETRIES[row.attempts - 1]
        row.save(update_fields=["state", "why", "due_at"])
    return "waiting"


def _settle(delivery_id: uuid.UUID, workspace_id: uuid.UUID, state: str, why: str) -> str:
    now = clock.now()
    with guard.writing(actor.system(workspace_id)):
        row = (
            Delivery.objects.select_for_update(no_key=True, of=("self",))
            .select_related("notice", "member")
            .filter(id=delivery_id)
            .exclude(state__in=("failed", "dropped"))
            .first()
        )
        return _end(row, state, why, now=now) if row else ""


def _end(row: Delivery, state: str, why: str, *, now: dt.datetime) -> str:
    row.state, row.why = state, why[:500]
    if state == "sent":
        row.sent_at = now
    row.save(update_fields=["state", "why", "sent_at", "attempts", "due_at"])
    if state == "failed":
        _another_way(row, now=now)
    return state


def _another_way(row: Delivery, *, now: dt.datetime) -> None:
    """Another channel first; when none is left, another person. Notices are never switched off."""
    tried = set(Delivery.objects.filter(notice_id=row.notice_id).values_list("channel", flat=True))
    other = "push" if row.channel == "mail" else "mail"
    browsers = PushSubscription.objects.filter(member_id=row.member_id, ended_at=None)
    possible = browsers.exists() if other == "push" else row.member.account_id is not None
    if other not in tried and possible:
        Delivery.objects.create(
            workspace_id=row.workspace_id,
            notice_id=row.notice_id,
            member_id=row.member_id,
            channel=other,
            due_at=now,
            deadline_at=now + rules.DEADLINE,
        )
        return
    others = Delivery.objects.filter(notice_id=row.notice_id).exclude(id=row.id)
    if others.filter(state__in=("waiting", "sending", "sent")).exists():
        return
    root = (
        row.notice.key.removeprefix("undelivered:")
        if row.notice.kind == "undelivered"
        else str(row.notice_id)
    )
    sentence = (
        f"{row.member.name} cannot be reached ({row.why.rstrip('.')}). Tell them: {row.notice.sentence}"
    )
    for member_id in _deciders(row.workspace_id, but=row.member_id):
        telling = Telling(member_id, "undelivered", sentence, f"undelivered:{root}", row.notice.lead_id)
        if tell(tellings=[telling], by=actor.system(row.workspace_id)):
            return


def _deciders(workspace_id: uuid.UUID, *, but: uuid.UUID) -> list[uuid.UUID]:
    rows = Member.objects.filter(workspace_id=workspace_id, left_at=None, role__in=workspace_rules.DECIDES)
    return list(rows.exclude(id=but).order_by("role", "id").values_list("id", flat=True))


def _browsers(member_id: uuid.UUID) -> list[tuple[uuid.UUID, by_push.Browser]]:
    rows = PushSubscription.objects.filter(member_id=member_id, ended_at=None).order_by("created_at")[:10]
    return [(row.id, by_push.Browser(row.endpoint, row.p256dh, row.auth)) for row in rows]


def _contact(workspace_id: uuid.UUID) -> str:
    admins = Member.objects.filter(
        workspace_id=workspace_id, role="admin", left_at=None, account__isnull=False
    )
    return admins.order_by("joined_at").values_list("account__email", flat=True).first() or ""


def _text(sentence: str, path: str) -> str:
    where = f"{settings.BASE_URL}{path}" if settings.BASE_URL else "Open Leadfast to act on it."
    return f"{sentence}\n\n{where}\n\nWhat you read there within five minutes is not mailed to you.\n"


def _path(notice: Notice) -> str:
    return f"/leads/{notice.lead_id}/" if notice.lead_id else "/notices/"
