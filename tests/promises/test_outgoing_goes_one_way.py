"""Promise: a mail goes out at most once. Attacked with raw SQL, as the application's role."""

import uuid

import pytest
from django.db import IntegrityError, connection

from leadfast.foundation import clock
from leadfast.mail.errors import MailboxTaken
from leadfast.mail.models import Mailbox, Outgoing, OutgoingEvent
from leadfast.workspaces import guard
from tests.fixtures import Someone
from tests.mail.conftest import Connect, box, connect, town  # noqa: F401  # fixtures
from tests.mail.test_sending import plan, send_due, state_of

pytestmark = pytest.mark.promises


def attack(workspace_id: uuid.UUID, statement: str, *params: object) -> None:
    with guard.scope(workspace_id), connection.cursor() as cursor:
        cursor.execute(statement, params)


def test_a_sent_mail_is_never_planned_again(alice: Someone, box: Mailbox) -> None:  # noqa: F811
    row = plan(alice, box)
    send_due(box)
    for state in ("planned", "sending", "waiting", "unknown", "cancelled"):
        with pytest.raises(IntegrityError):
            attack(box.workspace_id, "UPDATE mail_outgoing SET state = %s WHERE id = %s", state, row.id)
    assert state_of(row).state == "sent"


def test_an_unknown_mail_is_never_planned_again(alice: Someone, box: Mailbox) -> None:  # noqa: F811
    row = plan(alice, box)
    attack(
        box.workspace_id,
        "UPDATE mail_outgoing SET state = 'sending', attempt = 1, fence = 1, lease_until = %s, data_at = %s,"
        " raw = 'x' WHERE id = %s",
        clock.now(),
        clock.now(),
        row.id,
    )
    attack(
        box.workspace_id,
        "UPDATE mail_outgoing SET state = 'unknown', unknown_at = %s, lease_until = NULL WHERE id = %s",
        clock.now(),
        row.id,
    )
    for state in ("planned", "sending", "waiting"):
        with pytest.raises(IntegrityError, match="cannot go"):
            attack(box.workspace_id, "UPDATE mail_outgoing SET state = %s WHERE id = %s", state, row.id)
    assert state_of(row).state == "unknown"


def test_a_mail_that_had_begun_is_not_planned_again_without_the_servers_no(
    alice: Someone,
    box: Mailbox,  # noqa: F811
) -> None:
    row = plan(alice, box)
    attack(
        box.workspace_id,
        "UPDATE mail_outgoing SET state = 'sending', attempt = 1, fence = 1, lease_until = %s, data_at = %s"
        " WHERE id = %s",
        clock.now(),
        clock.now(),
        row.id,
    )
    again = "UPDATE mail_outgoing SET state = 'planned', data_at = NULL, lease_until = NULL WHERE id = %s"
    with pytest.raises(IntegrityError, match="cannot go"):
        attack(box.workspace_id, again, row.id)
    assert state_of(row).state == "sending"


def test_the_message_id_and_the_bytes_are_fixed(alice: Someone, box: Mailbox) -> None:  # noqa: F811
    row = plan(alice, box)
    with pytest.raises(IntegrityError):
        attack(box.workspace_id, "UPDATE mail_outgoing SET message_id = 'other@x' WHERE id = %s", row.id)
    send_due(box)
    with pytest.raises(IntegrityError):
        attack(box.workspace_id, "UPDATE mail_outgoing SET raw = 'other' WHERE id = %s", row.id)
    assert state_of(row).message_id == row.message_id


def test_one_key_is_one_mail(alice: Someone, box: Mailbox) -> None:  # noqa: F811
    row = plan(alice, box)
    copy = "id", "message_id", "key"
    names = [field.column for field in Outgoing._meta.concrete_fields if field.column not in copy]
    with pytest.raises(IntegrityError, match="mail_outgoing_key_once"):
        attack(
            box.workspace_id,
            f"INSERT INTO mail_outgoing (id, message_id, key, {', '.join(names)})"
            f" SELECT %s, 'another@x', key, {', '.join(names)} FROM mail_outgoing WHERE id = %s",
            uuid.uuid4(),
            row.id,
        )
    with guard.scope(box.workspace_id):
        assert Outgoing.objects.count() == 1


def test_a_mailbox_never_sends_more_than_200_a_day_or_faster_than_once_a_minute(box: Mailbox) -> None:  # noqa: F811
    for change in ("daily_limit = 201", "gap_seconds = 59"):
        with pytest.raises(IntegrityError):
            attack(box.workspace_id, f"UPDATE mail_mailbox SET {change}")


def test_what_was_said_about_a_mail_is_not_taken_back(alice: Someone, box: Mailbox) -> None:  # noqa: F811
    plan(alice, box)
    for statement in ("UPDATE mail_outgoingevent SET says = ''", "DELETE FROM mail_outgoingevent"):
        with pytest.raises(Exception, match="permission denied"):
            attack(box.workspace_id, statement)
    with guard.scope(box.workspace_id):
        assert OutgoingEvent.objects.exclude(says="").count() == 1


def test_an_address_is_connected_once(connect: Connect, box: Mailbox) -> None:  # noqa: F811
    with pytest.raises(MailboxTaken):
        connect("Alice@Brightline.example")
    with guard.scope(box.workspace_id):
        assert Mailbox.objects.count() == 1


def test_a_stranger_sees_no_mailbox_and_no_mail(alice: Someone, charlie: Someone, box: Mailbox) -> None:  # noqa: F811
    row = plan(alice, box)
    with guard.scope(charlie.actor.workspace_id):
        assert not Mailbox.objects.exists()
        assert not Outgoing.objects.filter(id=row.id).exists()
