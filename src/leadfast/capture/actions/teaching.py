"""What a person teaches about the mails of one sender, and how it reads the next ones and those that wait."""

import uuid
from collections.abc import Mapping, Sequence

from django.db.models import F

from leadfast.capture.doors.mail import read as door
from leadfast.capture.doors.mail import rules
from leadfast.capture.errors import (
    ArrivalNotFound,
    MailRuleNotFound,
    MarkedWordsMissing,
    NotAMail,
    NothingMarked,
)
from leadfast.capture.models import Arrival, MailRule
from leadfast.capture.rules.found import Found
from leadfast.conversations.understanding.letter import Letter
from leadfast.foundation import clock
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.ids import uuid7
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

WHO = frozenset({"name", "mail", "phone", "company"})


def read(raw: bytes) -> Sequence[Found] | None:
    """A mail by what was taught about its sender; None where nothing was, or nothing fits. Inside a scope.

    The rule that fits has read one more.
    """
    letter = Letter(raw)
    if not letter.sender[1]:
        return None
    text = door.body_of(letter)
    kept = MailRule.objects.filter(sender=letter.sender[1][:320], forgotten_at=None).order_by("-taught_at")
    for one in kept:
        rule = rules.from_json(one.rule)
        if rule.fits(text) and WHO & rules.apply(rule, text).keys():
            MailRule.objects.filter(id=one.id).update(read_times=F("read_times") + 1, read_at=clock.now())
            return door.people(raw, rule=rule)
    return None


def teach(
    *, arrival_id: uuid.UUID, marked: Mapping[str, str], by: Actor, source: str = ""
) -> tuple[MailRule, list[uuid.UUID]]:
    """A rule from one mail and the words marked in it; gives it back with the mails that wait and are like it."""
    now = clock.now()
    with guard.writing(by):
        arrival = Arrival.objects.filter(id=arrival_id).first()
        if arrival is None:
            raise ArrivalNotFound
        if arrival.door != "mail":
            raise NotAMail
        letter = Letter(bytes(arrival.raw))
        text = door.body_of(letter)
        answers = {field: said.strip() for field, said in marked.items() if said.strip()}
        if not WHO & answers.keys() or not letter.sender[1]:
            raise NothingMarked
        rule = rules.learn(text, answers)
        if {one.field for one in rule.anchors} != answers.keys():
            raise MarkedWordsMissing
        kept = MailRule.objects.create(
            id=uuid7(now),
            workspace_id=by.workspace_id,
            sender=letter.sender[1][:320],
            rule=rules.as_json(rule),
            source=clean_line(source, limit=120),
            example_id=arrival.id,
            taught_at=now,
            taught_by_id=by.as_member(),
        )
        waiting = Arrival.objects.filter(door="mail", settlement="waiting").order_by("arrived_at", "id")[:500]
        like = [one.id for one in waiting if Letter(bytes(one.raw)).sender[1] == letter.sender[1]]
    return kept, like


def forget(*, rule_id: uuid.UUID, by: Actor) -> MailRule:
    """The next mails are read as if it had not been taught. Leads that were read by it stay."""
    with guard.writing(by):
        kept = MailRule.objects.select_for_update(no_key=True).filter(id=rule_id, forgotten_at=None).first()
        if kept is None:
            raise MailRuleNotFound
        kept.forgotten_at, kept.forgotten_by_id = clock.now(), by.as_member()
        kept.save(update_fields=["forgotten_at", "forgotten_by"])
    return kept
