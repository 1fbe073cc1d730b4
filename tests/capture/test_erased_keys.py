"""What the other side knows a thing by may be an address: erased, it is a digest, and the same comes in only once."""

import datetime as dt
import json

from django.test import Client

from leadfast.capture.actions import inlets
from leadfast.capture.models import Arrival, CallRecord, CallState
from leadfast.cli import person
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.people import erased
from leadfast.people.models import Person
from leadfast.workspaces import guard
from tests.api.conftest import program_of
from tests.capture.test_call_records import THEIRS, a_row, take
from tests.capture.test_call_states import BEGAN, Switch, form
from tests.fixtures import Someone
from tests.people.test_personal_data import everything_kept
from tests.web.inbound.test_posted import SECRET

MAIL = "maria@lopez.example"


def erase(someone: Someone, name: str = "Maria Lopez") -> None:
    with guard.scope(someone.actor.workspace_id):
        one = Person.objects.get(name=name)
    person.erase(one.workspace_id, one.id, request="By mail")


def counted(someone: Someone) -> tuple[int, int, int]:
    with guard.scope(someone.actor.workspace_id):
        return (
            Lead.objects.count(),
            Arrival.objects.count(),
            CallRecord.objects.exclude(outcome="ignored").count(),
        )


def test_an_item_of_a_program_is_known_by_a_digest(alice: Someone) -> None:
    program = program_of(alice)
    one = {"external_key": MAIL, "name": "Maria Lopez", "mails": [MAIL]}
    other = {"external_key": "other", "name": "Tom Ray", "mails": ["tom@ray.example"]}
    assert program.post("/arrivals", {"items": [one, other]}).status_code == 200
    erase(alice)
    assert MAIL not in everything_kept()
    with guard.scope(alice.actor.workspace_id):
        assert set(Arrival.objects.values_list("external_key", flat=True)) == {erased.key(MAIL), "other"}
    before = counted(alice)
    told = program.post("/arrivals", {"items": [one, one, other]}).json()
    assert [row["result"] for row in told["items"]] == ["known"] * 3
    assert counted(alice) == before
    assert MAIL not in everything_kept()


def test_a_post_of_another_system_is_known_by_a_digest(alice: Someone, bob: Someone) -> None:
    _, token, _ = inlets.make_inlet(name="Lead ads", kind="bearer", secret=SECRET, by=bob.actor)
    headers = {"authorization": f"Bearer {SECRET}", "x-event-id": MAIL}

    def post() -> bool:
        body = json.dumps({"name": "Maria Lopez", "email": MAIL})
        answer = Client().post(f"/in/{token}/", body, content_type="application/json", headers=headers)
        return bool(answer.json()["new"])

    assert post()
    erase(alice)
    assert MAIL not in everything_kept()
    assert not post()
    assert MAIL not in everything_kept()


def test_a_call_is_known_by_a_digest_and_the_calls_of_others_stay(alice: Someone) -> None:
    rows = a_row(key=f"{THEIRS}-1") + a_row(caller="+442079460118", key="2")
    take(rows, alice)
    with guard.scope(alice.actor.workspace_id):
        lead = Lead.objects.get(person__contact_points__key=THEIRS)
    person.erase(lead.workspace_id, lead.person_id, request="By mail")  # type: ignore[arg-type]
    assert THEIRS not in everything_kept()
    before = counted(alice)
    # Another file with the same calls: it is read anew, and adds none.
    again = take(rows + "\n", alice)
    assert (again.seen_before, counted(alice)) == (2, before)
    with guard.scope(alice.actor.workspace_id):
        assert CallRecord.objects.get(theirs="+442079460118").external_key.startswith("table:2")


def test_a_call_that_was_told_of_while_it_went_on_does_not_come_back(alice: Someone, bob: Someone) -> None:
    with clock.frozen(BEGAN + dt.timedelta(minutes=3)):
        switch = Switch(bob)
        for state, after in (("ringing", 2), ("completed", 129)):
            assert switch.tell(state, after, sid=THEIRS) == 200
        with guard.scope(alice.actor.workspace_id):
            lead = Lead.objects.get()
        person.erase(lead.workspace_id, lead.person_id, request="By mail")  # type: ignore[arg-type]
        assert THEIRS not in everything_kept()
        before = counted(alice)
        # Told once more, in other words.
        assert switch.post(form("completed", 129, sid=THEIRS, Price="1")) == 200
        with guard.scope(alice.actor.workspace_id):
            assert not CallState.objects.filter(external_key__contains=THEIRS).exists()
    assert counted(alice) == before
