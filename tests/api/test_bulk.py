"""Many items at once, some of them in a form that was not agreed: each gets a result of its own."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadfast.capture.actions import repairing
from leadfast.capture.models import Arrival
from leadfast.capture.reads import arrivals as reads
from leadfast.capture.reads import triage
from leadfast.capture.reads.ledger import difference, ledger
from leadfast.leads.models import Lead
from leadfast.people.reads import suppressed
from leadfast.workspaces import guard
from tests.api.conftest import Program
from tests.api.test_keys import at_once, counted
from tests.fixtures import Someone

GOOD = {"external_key": "g-1", "name": "Maria Lopez", "mails": ["maria@lopez.example"]}
TEXT_FOR_LIST = {
    "external_key": "m-1",
    "name": "Jan Kowalski",
    "mails": "jan@kowalski.example",
    "no_mail": "yes",
}


@pytest.fixture(autouse=True)
def _as_often_as_it_likes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADFAST_API_PER_MINUTE", "100000")


def sent(program: Program, *items: Any, key: str = "") -> Any:
    answer = program.post("/arrivals", {"items": list(items)}, key=key)
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert [one["number"] for one in told["items"]] == list(range(len(items)))
    assert sum(told["counts"].values()) == len(items)
    return told


def test_one_malformed_item_stops_no_other(alice: Someone, program: Program) -> None:
    told = sent(program, GOOD, TEXT_FOR_LIST, {"name": "Ola", "phones": ["020 7946 0018"]}, None, {})
    assert [one["result"] for one in told["items"]] == ["kept", "waiting", "kept", "refused", "refused"]
    assert told["counts"] == {"created": 2, "joined": 0, "waiting": 1, "seen_before": 0, "refused": 2}
    _, waits, _, refused, empty = told["items"]
    assert "mails and no_mail" in waits["why"]
    assert {one["where"] for one in waits["problem"]["errors"]} == {"mails", "no_mail"}
    assert (waits["problem"]["code"], waits["problem"]["status"]) == ("fields_unfit", 422)
    assert refused["problem"]["code"] == empty["problem"]["code"] == "item_says_nothing"
    assert (refused["id"], refused["settlement"]) == (None, "")
    with guard.scope(alice.actor.workspace_id):
        kept = Arrival.objects.get(id=waits["id"])
        assert json.loads(bytes(kept.raw)) == TEXT_FOR_LIST
        assert kept.waits_for_id == alice.member.id
        assert kept.due_at is not None
        assert Arrival.objects.count() == 3


def test_what_waits_is_mended_by_a_person_and_its_wishes_hold(alice: Someone, program: Program) -> None:
    [one] = sent(program, TEXT_FOR_LIST)["items"]
    with guard.scope(alice.actor.workspace_id):
        [waiting] = triage.page("people", country="GB", size=5)
    assert (waiting.found.name, waiting.found.mails) == ("Jan Kowalski", ("jan@kowalski.example",))
    typed = {"name": "Jan Kowalski", "mail": "jan@kowalski.example"}
    repairing.repair(arrival_id=uuid.UUID(one["id"]), typed=typed, by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        assert Lead.objects.get().label == "Jan Kowalski"
        assert suppressed("mail", ["jan@kowalski.example"]), "a wish to be left alone is read in any form"


def test_the_same_malformed_item_again_is_known_and_mended_by_its_program_it_is_a_lead(
    alice: Someone, program: Program
) -> None:
    [first] = sent(program, TEXT_FOR_LIST)["items"]
    [again] = sent(program, TEXT_FOR_LIST)["items"]
    assert (again["result"], again["id"], again["settlement"]) == ("known", first["id"], "waiting")
    assert again["problem"]["code"] == "fields_unfit"
    mended = {**TEXT_FOR_LIST, "mails": ["jan@kowalski.example"], "no_mail": True}
    [kept] = sent(program, mended)["items"]
    assert (kept["result"], kept["settlement"]) == ("kept", "created")
    with guard.scope(alice.actor.workspace_id):
        first_one = Arrival.objects.get(id=first["id"])
        assert (first_one.settlement, str(first_one.lead_id)) == ("joined", kept["lead_id"])
        assert triage.counts(alice.actor.workspace_id).people == 0
    # The same key of another item is another item.
    other = {"external_key": "m-10", "name": "Other", "mails": 5}
    sent(program, other)
    sent(program, {**mended, "external_key": "m-1"})
    with guard.scope(alice.actor.workspace_id):
        assert triage.counts(alice.actor.workspace_id).people == 1


def test_a_request_with_malformed_items_is_one_deed_under_its_key(alice: Someone, program: Program) -> None:
    items = [GOOD, TEXT_FOR_LIST, 7, None]
    first = program.post("/arrivals", {"items": items}, key="b-1")
    again = program.post("/arrivals", {"items": items}, key="b-1")
    assert again["Idempotency-Replayed"] == "true"
    assert again.json() == first.json()
    other = program.post("/arrivals", {"items": [GOOD]}, key="b-1")
    assert other.status_code == 422
    assert counted(alice, Arrival) == 3


def test_what_is_no_list_of_items_is_refused_whole(alice: Someone, program: Program) -> None:
    for body in (
        {"items": []},
        {"items": {"name": "Jan"}},
        {"items": [GOOD] * 1001},
        [GOOD],
        {},
        {"items": [GOOD], "x": 1},
    ):
        assert program.post("/arrivals", body).status_code == 422, str(body)[:80]
    client = Client()
    headers = {"Authorization": f"Bearer {program.token}"}
    for raw in (b"", b"{", b"\xff\xfe", b'{"items": ' + b"[" * 50_000 + b"]" * 50_000 + b"}"):
        answer = client.post("/api/v1/arrivals", raw, content_type="application/json", headers=headers)
        assert answer.status_code in (400, 422), raw[:20]
        assert answer["Content-Type"] == "application/problem+json"
    assert counted(alice, Arrival) == 0


ODD = [
    "Maria Lopez, 020 7946 0018", 7, -1.5, {"name": "مريم العلي", "phones": {"mobile": "+44 20 7946 0018"}},
    {"name": "שרה כהן‏", "mails": [None, "sara@cohen.example"]}, {"name": "\ud800", "mails": 1},
    {"external_key": "a\u0000b", "name": "Nul"}, {"external_key": 5, "name": "A number as a key"},
    {"name": "x" * 5000}, {"note": "n" * 50_000, "name": "Long"}, {"fields": [1, 2]}, {"fields": "x", "name": "Fields"},
    {"name": "NaN", "value": float("nan")}, {"name": "Inf", "value": float("inf")}, {"original_at": "yesterday"},
    {"original_at": 1_790_000_000, "name": 5}, {"name": ["Maria"], "company": {"name": "Lopez Ltd"}},
    {"Maria Lopez": None}, {"suspect": ["x"], "form": 3}, {"name": "A", "country": "Great Britain"},
]  # fmt: skip


# What has no word in it.
SILENT = [
    True,
    False,
    [],
    [[]],
    {"mails": {"name": [None]}},
    ["", " "],
    {"name": ""},
    {"": ""},
    None,
    {},
    {"asked": True},
]


def test_odd_items_are_each_answered_and_can_be_looked_at(alice: Someone, program: Program) -> None:
    told = sent(program, *ODD)
    assert {json.dumps(item): one["result"] for item, one in zip(ODD, told["items"], strict=True)} == {
        json.dumps(item): "waiting" for item in ODD
    }
    with guard.scope(alice.actor.workspace_id):
        for waiting in triage.page("people", country="GB", size=100):
            json.dumps(reads.raw_shown(waiting.arrival), ensure_ascii=False).encode()
            assert waiting.arrival.why
    assert sent(program, *ODD)["counts"]["seen_before"] == len(ODD)
    assert sent(program, *SILENT)["counts"]["refused"] == len(SILENT)
    assert counted(alice, Arrival) == len(ODD)


def test_eight_at_once_keep_each_item_once(alice: Someone, program: Program) -> None:
    items = [*ODD, GOOD, *({"external_key": f"k-{n}", "name": f"Lead {n}", "tags": n} for n in range(20))]

    def ask() -> Any:
        return Program(program.token).post("/arrivals", {"items": items})

    answers = at_once(*[ask] * 8)
    assert {one.status_code for one in answers} == {200}
    new = [
        one for answer in answers for one in answer.json()["items"] if one["result"] in ("kept", "waiting")
    ]
    assert len(new) == len({one["id"] for one in new}) == counted(alice, Arrival)
    assert balances(alice)


def balances(someone: Someone) -> bool:
    with guard.scope(someone.actor.workspace_id):
        return difference(ledger()) == 0


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False)
    | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["name", "mails", "phones", "value", "external_key", "original_at", "tags", "no_mail", "odd"]
            )
            | st.text(max_size=8),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@settings(
    max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(items=st.lists(JSON, min_size=1, max_size=6))
def test_whatever_the_items_are_each_has_a_result_and_the_ledger_balances(
    items: list[Any], alice: Someone, program: Program
) -> None:
    told = sent(Program(program.token), *items)
    with guard.scope(alice.actor.workspace_id):
        for one in told["items"]:
            assert (one["id"] is None) == (one["result"] == "refused")
            assert one["result"] != "waiting" or one["why"]
            if one["id"]:
                assert Arrival.objects.filter(id=one["id"], settlement=one["settlement"]).exists()
    assert balances(alice)
