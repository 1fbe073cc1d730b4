"""A program with a token of Alice's, and one of a stranger's."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from leadfast.workspaces import rules, tokens
from tests.fixtures import Someone

Ask = Callable[..., Any]


class Program:
    """Asks the API with one token: ``program.get("/leads")``, ``program.post("/arrivals", {...})``."""

    def __init__(self, token: str) -> None:
        self.token = token
        self._client = Client()

    def get(self, path: str, **query: Any) -> Any:
        return self._client.get(f"/api/v1{path}", query, headers=self._headers())

    def post(self, path: str, body: Any, *, key: str = "", method: str = "post") -> Any:
        send = getattr(self._client, method)
        return send(f"/api/v1{path}", body, content_type="application/json", headers=self._headers(key))

    def patch(self, path: str, body: Any) -> Any:
        return self.post(path, body, method="patch")

    def delete(self, path: str) -> Any:
        return self._client.delete(f"/api/v1{path}", headers=self._headers())

    def upload(self, path: str, files: dict[str, Any], *, key: str = "") -> Any:
        return self._client.post(f"/api/v1{path}", files, headers=self._headers(key))

    def _headers(self, key: str = "") -> dict[str, str]:
        named = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {**named, **({"Idempotency-Key": key} if key else {})}


@pytest.fixture(autouse=True)
def _no_counts(db: None) -> None:
    cache.clear()


def program_of(someone: Someone, scopes: Sequence[str] = tuple(rules.SCOPES)) -> Program:
    """A program that acts as somebody."""
    if someone.member.role != "admin":
        scopes = [scope for scope in scopes if scope != "admin"]
    _, text = tokens.make(name="Test", member_id=someone.member.id, scopes=scopes, by=someone.actor)
    return Program(text)


@pytest.fixture
def program(alice: Someone) -> Program:
    """Acts as Alice, with every scope a rep may have."""
    return program_of(alice)


@pytest.fixture
def admins(bob: Someone) -> Program:
    """Acts as Bob, with every scope."""
    return program_of(bob)


@pytest.fixture
def strangers(charlie: Someone) -> Program:
    """Acts in another workspace."""
    return program_of(charlie)
