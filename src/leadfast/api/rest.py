"""The API as a whole: its nouns, and its description as OpenAPI."""

from typing import Any, Final

import orjson
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import BaseRenderer

from leadfast.api import problems
from leadfast.api.asking import Needs
from leadfast.api.nouns import arrivals, facts, leads, people, steps, subscriptions, team, uploads
from leadfast.api.shapes import Problem

PREFIX: Final = "/api/v1"


class Plain(BaseRenderer):
    """Answers as JSON."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:  # noqa: ARG002
        """Ids and all; moments and money are strings already."""
        return orjson.dumps(data)


api = NinjaAPI(
    title="Leadfast",
    version="1",
    description="Leads, their steps and what happened, for other programs. docs/api.md says it with examples.",
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    servers=[{"url": "/"}],
    renderer=Plain(),
)
problems.teach(api)
api.add_router("/leads", leads.router)
api.add_router("/steps", steps.router)
api.add_router("/persons", people.persons)
api.add_router("/companies", people.companies)
api.add_router("/arrivals", arrivals.router)
api.add_router("/uploads", uploads.router)
api.add_router("/facts", facts.router)
api.add_router("/subscriptions", subscriptions.router)
api.add_router("", team.router)

_PROBLEMS: Final = {
    400: "The body or a header cannot be read",
    401: "No token, or one that works no longer",
    403: "The token or its member may not do that",
    404: "It is not here, or not yours to see",
    405: "The address does not take this method",
    409: "It was understood, and refused as things stand",
    413: "The body is too large",
    422: "A field is missing or not as it should be",
    429: "The token asks too often; Retry-After says how long to wait",
    503: "Leadfast cannot reach its data just now; the same again, after as long as Retry-After says",
}


class _Described(OpenAPISchema):
    """What ninja describes, with scopes, problems and idempotency keys."""

    def operation_security(self, operation: Operation) -> list[dict[str, Any]] | None:
        self.securitySchemes["token"] = {"type": "http", "scheme": "bearer"}
        marks = [one for one in operation.auth_callbacks if isinstance(one, Needs)]
        return [{"token": [one.scope]} for one in marks]

    def operation_details(self, operation: Operation) -> dict[str, Any]:
        details: dict[str, Any] = super().operation_details(operation)
        details["operationId"] = operation.view_func.__name__
        details["x-for"] = next(one.who for one in operation.auth_callbacks if isinstance(one, Needs))
        for told in details["responses"].values():
            told["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in _HEADERS}
        for status in _PROBLEMS:
            details["responses"][status] = {"$ref": f"#/components/responses/Problem{status}"}
        if "POST" in operation.methods:
            details["parameters"].append(_KEY)
        return details


_HEADERS: Final = {
    "RateLimit-Policy": {
        "description": "How often a token may ask in a minute",
        "schema": {"type": "string"},
    },
    "RateLimit": {
        "description": "How often it may still ask in this minute, and how many seconds that has left",
        "schema": {"type": "string"},
    },
}
_WAIT: Final = {"Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer"}}}
_PROBLEM: Final = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_KEY: Final = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "The same request again, within a day, gets the same answer and is done once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]{1,200}$"},
}


def described() -> bytes:
    """The API as OpenAPI 3.1, as it is kept in docs/api/openapi.json."""
    schema = _Described(api, PREFIX.lstrip("/"))
    schema["components"]["schemas"]["Problem"] = Problem.model_json_schema()
    schema["components"]["headers"] = _HEADERS
    schema["components"]["responses"] = {
        f"Problem{status}": {"description": says, "content": _PROBLEM}
        | ({"headers": _WAIT} if status in (429, 503) else {})
        for status, says in _PROBLEMS.items()
    }
    return (
        orjson.dumps(schema, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
        + b"\n"
    )
