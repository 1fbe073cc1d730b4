"""Raw SQL against the ledger and what stands beside it: expected leads, joinings, likeness, probes."""

import pytest
from django.db import IntegrityError, connection

from leadfast.capture import actions as capture
from leadfast.people.models import Likeness
from leadfast.workspaces import guard
from tests.fixtures import Someone

pytestmark = pytest.mark.promises


def attacked(someone: Someone, statement: str, says: str) -> None:
    with (
        pytest.raises(IntegrityError, match=says),
        guard.scope(someone.actor.workspace_id),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        "chase_at = NULL",
        "dropped_at = created_at, chase_at = NULL",
        "arrived_at = created_at",
        "dropped_at = created_at, dropped_by_id = owner_id, chase_at = NULL",
    ],
)
def test_an_expected_lead_is_chased_here_or_let_be_by_somebody(alice: Someone, change: str) -> None:
    capture.expect(typed={"name": "Jo"}, promised_by="Jane", by=alice.actor)
    attacked(alice, f"UPDATE capture_expected SET {change}", "expected_lead_is_chased")


def test_two_are_one_only_if_a_person_said_so(alice: Someone) -> None:
    for name, mail in (("Maria Lopez", "maria@lopez.example"), ("Maria Lopes", "maria@lopez-group.example")):
        capture.add_by_hand(typed={"name": name, "company": "Lopez Ltd", "mail": mail}, by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        assert Likeness.objects.count() == 1
    attacked(alice, "UPDATE people_likeness SET verdict = 'same'", "likeness_decided_by_a_person")
    attacked(alice, "UPDATE people_likeness SET other_id = one_id", "likeness_of_two")


def test_what_joined_is_parted_by_a_person(alice: Someone) -> None:
    for note in ("first", "second"):
        capture.add_by_hand(typed={"name": "Tom", "mail": "tom@n.example", "note": note}, by=alice.actor)
    attacked(alice, "UPDATE capture_joining SET undone_at = joined_at", "joining_undone_by_a_person")


def test_a_probe_comes_back_or_fails(alice: Someone) -> None:
    capture.probe(door="hand", by=alice.actor)
    attacked(alice, "UPDATE capture_probe SET failed_at = sent_at", "probe_has_one_end")
