"""Telling members something: once, in the page at once, and outside of it by the ways they chose."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from leadfast.accountability.errors import NoticeNotFound, SubscriptionUnreadable
from leadfast.accountability.models import Delivery, Notice, NoticePreference, PushSubscription
from leadfast.accountability.rules import notices as rules
from leadfast.foundation import clock, wake
from leadfast.foundation.ids import uuid7
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Member

SWEEP = "accountability.deliver"


@dataclass(frozen=True, slots=True)
class Telling:
    """A sentence for a member. ``key`` is what it is about: the same is told once."""

    member_id: uuid.UUID
    kind: str
    sentence: str
    key: str
    lead_id: uuid.UUID | None = None


def tell(*, tellings: Sequence[Telling], by: Actor) -> list[Notice]:
    """Tell members, and plan the ways by which it reaches them when they are not in the page.

    Whoever has left is told nothing. Returns the notices that are new.
    """
    now = clock.now()
    with guard.writing(by):
        members = {
            member.id: member
            for member in Member.objects.select_related("workspace", "account").filter(
                id__in={telling.member_id for telling in tellings}, left_at=None
            )
        }
        rows = [
            Notice(
                id=uuid7(now),
                workspace_id=by.workspace_id,
                member_id=telling.member_id,
                kind=telling.kind,
                lead_id=telling.lead_id,
                sentence=telling.sentence[:400],
                key=telling.key[:200],
                created_at=now,
            )
            for telling in tellings
            if telling.member_id in members
        ]
        Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
        mine = set(Notice.objects.filter(id__in=[row.id for row in rows]).values_list("id", flat=True))
        new = [row for row in rows if row.id in mine]
        Delivery.objects.bulk_create(_deliveries(new, members, now=now), batch_size=500)
        if new:
            wake.up(SWEEP)
    return new


def read_notice(*, notice_id: uuid.UUID, member_id: uuid.UUID, by: Actor) -> Notice:
    """Its member has read it: what still waits to be mailed is not."""
    now = clock.now()
    with guard.writing(by):
        notice = Notice.objects.select_for_update().filter(id=notice_id, member_id=member_id).first()
        if notice is None:
            raise NoticeNotFound
        if notice.read_at is None:
            notice.read_at = now
            notice.save(update_fields=["read_at"])
    return notice


def read_all(*, member_id: uuid.UUID, by: Actor) -> int:
    """Everything told so far has been read."""
    with guard.writing(by):
        return Notice.objects.filter(member_id=member_id, read_at=None).update(read_at=clock.now())


def prefer(
    *,
    member_id: uuid.UUID,
    by_mail: bool,
    by_push: bool,
    quiet_from: dt.time | None,
    quiet_to: dt.time | None,
    by: Actor,
) -> NoticePreference:
    """The ways a member wants to be told, and the hours in which to be left in peace."""
    with guard.writing(by):
        preference, _ = NoticePreference.objects.update_or_create(
            workspace_id=by.workspace_id,
            member_id=member_id,
            defaults={
                "by_mail": by_mail,
                "by_push": by_push,
                "quiet_from": quiet_from,
                "quiet_to": quiet_to,
            },
        )
    return preference


def subscribe(
    *, member_id: uuid.UUID, endpoint: str, p256dh: str, auth: str, by: Actor, browser: str = ""
) -> PushSubscription:
    """A browser may show this member's notices; the same browser again renews its keys."""
    if urlsplit(endpoint).scheme not in ("https", "http") or not p256dh or not auth:
        raise SubscriptionUnreadable
    with guard.writing(by):
        subscription, _ = PushSubscription.objects.update_or_create(
            workspace_id=by.workspace_id,
            endpoint=endpoint[:1000],
            defaults={
                "member_id": member_id,
                "p256dh": p256dh[:200],
                "auth": auth[:100],
                "browser": browser[:200],
                "ended_at": None,
            },
        )
    return subscription


def unsubscribe(*, member_id: uuid.UUID, endpoint: str, by: Actor) -> int:
    """This browser shows no notices any more."""
    with guard.writing(by):
        rows = PushSubscription.objects.filter(member_id=member_id, endpoint=endpoint, ended_at=None)
        return rows.update(ended_at=clock.now())


def _deliveries(
    new: Sequence[Notice], members: dict[uuid.UUID, Member], *, now: dt.datetime
) -> list[Delivery]:
    leaving_the_page = [notice for notice in new if rules.KINDS.get(notice.kind, False)]
    chosen = {
        preference.member_id: preference
        for preference in NoticePreference.objects.filter(member_id__in=members)
    }
    with_push = set(
        PushSubscription.objects.filter(member_id__in=members, ended_at=None).values_list(
            "member_id", flat=True
        )
    )
    rows: list[Delivery] = []
    for notice in leaving_the_page:
        member, preference = members[notice.member_id], chosen.get(notice.member_id)
        at = rules.after_quiet_hours(
            now,
            quiet_from=preference.quiet_from if preference else None,
            quiet_to=preference.quiet_to if preference else None,
            zone=workspaces.zone_of(member),
        )
        if member.id in with_push and (preference is None or preference.by_push):
            rows.append(_delivery(notice, "push", at))
        if member.account_id and (preference is None or preference.by_mail):
            rows.append(_delivery(notice, "mail", at + rules.MAILED_AFTER))
    return rows


def _delivery(notice: Notice, channel: str, at: dt.datetime) -> Delivery:
    return Delivery(
        workspace_id=notice.workspace_id,
        notice_id=notice.id,
        member_id=notice.member_id,
        channel=channel,
        due_at=at,
        deadline_at=at + rules.DEADLINE,
    )
