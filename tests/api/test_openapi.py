"""The description in the repository is the one the code has, and everything in it is asked at random."""

from pathlib import Path

import hypothesis
import pytest
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
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
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
    use_after_free,
]
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


def test_the_kept_description_is_up_to_date() -> None:
    assert KEPT.read_bytes() == rest.described(), "leadfast openapi > docs/api/openapi.json"


@pytest.fixture
def token(bob: Someone, make_lead: MakeLead, monkeypatch: pytest.MonkeyPatch) -> str:
    """Of a workspace with something in it, that may ask as often as it likes."""
    monkeypatch.setenv("LEADFAST_API_PER_MINUTE", "1000000")
    make_lead("Maria Lopez", mail="maria@lopez.example", company="Lopez Ltd")
    return program_of(bob).token


@schema.parametrize()
@hypothesis.settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(hypothesis.HealthCheck),
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
)
def test_whatever_is_asked_gets_an_answer_as_described(case: schemathesis.Case, token: str) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)
