"""The description in the repository is the one the code has, and everything in it is asked at random."""

import re
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
    use_after_free,
)

from leadfast.api import rest
from leadfast.config.wsgi import application
from tests.api.conftest import program_of
from tests.fixtures import MakeLead, Someone

KEPT = Path(__file__).resolve().parents[2] / "docs" / "api" / "openapi.json"
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
    use_after_free,
]
# Each operation is asked every combination of edges of its fields (the phase of coverage: 1,450 requests in
# all), then so many times at random, with fit and unfit fields.
AT_RANDOM = 10
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
# The token is given below; requests without one are the check of ignored_auth.
schema.config.generation.with_security_parameters = False
# What the paths name: every second well-formed id is one that is there.
there: dict[str, str] = {}
WELL_FORMED = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{11}[02468ace]")


@schema.hook("map_path_parameters")
def _of_things_that_are_there(_context: Any, named: dict[str, Any] | None) -> dict[str, Any] | None:
    for name, value in (named or {}).items():
        if name in there and isinstance(value, str) and WELL_FORMED.fullmatch(value):
            named[name] = there[name]  # type: ignore[index]
    return named


def test_the_kept_description_is_up_to_date() -> None:
    assert KEPT.read_bytes() == rest.described(), "leadfast openapi > docs/api/openapi.json"


@pytest.fixture
def token(bob: Someone, make_lead: MakeLead, monkeypatch: pytest.MonkeyPatch) -> str:
    """Of a workspace with something of everything in it, that may ask as often as it likes."""
    monkeypatch.setenv("LEADFAST_API_PER_MINUTE", "1000000")
    monkeypatch.setenv("LEADFAST_WEBHOOKS_ANYWHERE", "1")
    lead = make_lead("Maria Lopez", mail="maria@lopez.example", company="Lopez Ltd")
    program = program_of(bob)
    arrival = program.post("/arrivals", {"items": [{"name": "Jan Kowalski"}]}).json()["items"][0]
    hook = program.post("/subscriptions", {"url": "http://127.0.0.1/hook"}).json()
    file = SimpleUploadedFile("leads.csv", b"Name\nJan\n")
    upload = program.upload("/uploads", {"file": file}).json()["items"][0]
    found = {
        "lead_id": lead.id, "step_id": lead.next_step_id, "person_id": lead.person_id,
        "company_id": lead.company_id, "arrival_id": arrival["id"], "subscription_id": hook["id"],
        "upload_id": upload["id"],
    }  # fmt: skip
    there.update({name: str(value) for name, value in found.items()})
    return program.token


@schema.parametrize()
@hypothesis.settings(
    max_examples=AT_RANDOM,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
)
def test_whatever_is_asked_gets_an_answer_as_described(case: Any, token: str) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)
