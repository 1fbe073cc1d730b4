"""The database connection of a request goes back to the pool when its answer stands.

Django gives it back when the server closes the answer. A server does not do that for somebody who hung up in
between, and a thread that ends then takes the connection with it: after ten of them nobody is answered any more.
"""

from collections.abc import Callable, Iterator
from typing import cast

from django.db import connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase


def given_back(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """The outermost middleware."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        try:
            response = get_response(request)
        except BaseException:
            give_back()
            raise
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = _then_given_back(cast("Iterator[bytes]", response.streaming_content))
        elif isinstance(response, HttpResponse):
            give_back()
        return response

    return middleware


def give_back() -> None:
    """Return what this thread holds of a pool. One in the middle of a transaction is somebody else's to end."""
    for connection in connections.all(initialized_only=True):
        if connection.settings_dict["OPTIONS"].get("pool") and not connection.in_atomic_block:
            connection.close()


def _then_given_back(content: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from content
    finally:
        give_back()
