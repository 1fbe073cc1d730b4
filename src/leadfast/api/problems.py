"""The one place where a refusal meets an HTTP status: RFC 9457 problem details."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from leadfast.api import errors
from leadfast.api.keys import AnsweredBefore
from leadfast.capture.errors import FileTooLarge
from leadfast.foundation.errors import NotAllowed, NotFound, Refusal
from leadfast.foundation.postgres import outage
from leadfast.workspaces.actor import OnlyPeople
from leadfast.workspaces.errors import AnsweredDifferently, TokenUnknown

log = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
# The first that fits. Whatever is not here was understood and refused as things stand: 409.
_STATUS: Final[tuple[tuple[type[Refusal], int], ...]] = (
    (errors.TokenMissing, 401),
    (TokenUnknown, 401),
    (NotAllowed, 403),
    (OnlyPeople, 403),
    (NotFound, 404),
    (errors.MethodUnknown, 405),
    (errors.BodyTooLarge, 413),
    (FileTooLarge, 413),
    (errors.FieldsUnfit, 422),
    (AnsweredDifferently, 422),
    (errors.CursorUnreadable, 422),
    (errors.KeyUnreadable, 400),
    (errors.BodyUnreadable, 400),
    (errors.TooManyRequests, 429),
    (errors.OurFault, 500),
    (outage.Outage, 503),
)


def of(refusal: Refusal, *, unfit: Sequence[dict[str, str]] = ()) -> HttpResponse:
    """A refusal as a problem."""
    said = told(refusal, unfit=unfit)
    status = said["status"]
    answer = HttpResponse(orjson.dumps(said), status=status, content_type=MEDIA_TYPE)
    if status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="Leadfast"'
    if isinstance(refusal, outage.Outage):
        answer["Retry-After"] = str(refusal.retry_after_s)
    return answer


def told(refusal: Refusal, *, unfit: Sequence[dict[str, str]] = ()) -> dict[str, Any]:
    """The same as it stands in an answer: of a whole request, or of one item in it."""
    status = next((status for kind, status in _STATUS if isinstance(refusal, kind)), 409)
    said: dict[str, Any] = {
        "type": f"urn:leadfast:problem:{refusal.code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": refusal.sentence,
        "code": refusal.code,
    }
    return {**said, "errors": list(unfit)} if unfit else said


def method(taken: HttpResponse) -> HttpResponse:
    """The same answer of 405, as a problem."""
    answer = of(errors.MethodUnknown())
    answer["Allow"] = taken["Allow"]
    return answer


def where_unfit(found: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What does not fit, field by field, as the description's types say it."""
    return [
        {"where": ".".join(str(part) for part in one["loc"])[:300], "says": str(one["msg"])[:300]}
        for one in found[:100]
    ]


def teach(api: NinjaAPI) -> None:
    """Every error that an operation can end with."""
    api.add_exception_handler(Refusal, _refused)
    api.add_exception_handler(AnsweredBefore, _answered_before)
    api.add_exception_handler(ValidationError, _unfit)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(RecursionError, _too_deep)
    api.add_exception_handler(RequestDataTooBig, _too_large)
    api.add_exception_handler(Exception, _broken)


def _refused(_request: HttpRequest, error: Any) -> HttpResponse:
    return of(error)


def _answered_before(_request: HttpRequest, before: Any) -> HttpResponse:
    answer: HttpResponse = before.answer
    return answer


def _unfit(_request: HttpRequest, error: Any) -> HttpResponse:
    return of(errors.FieldsUnfit(), unfit=where_unfit(error.errors))


def _unreadable(_request: HttpRequest, error: Any) -> HttpResponse:
    return of(errors.TokenMissing() if error.status_code == 401 else errors.BodyUnreadable())


def _too_deep(_request: HttpRequest, _error: Any) -> HttpResponse:
    """Lists within lists within lists: nothing that anybody means."""
    return of(errors.BodyUnreadable())


def _too_large(_request: HttpRequest, _error: Any) -> HttpResponse:
    return of(errors.BodyTooLarge())


def _broken(request: HttpRequest, error: Any) -> HttpResponse:
    log.error("A request of a program failed", exc_info=error, extra={"path": request.path})
    return of(outage.of(error) or errors.OurFault())
