"""Only so many exports at once; and whatever becomes of one, its turn is given back."""

from collections.abc import Callable, Iterator

import pytest
from django.http import StreamingHttpResponse

from leadfast.web import exports

# An answer that ends gives its connection back, here as in the server.
pytestmark = pytest.mark.usefixtures("database")


def read_to_the_end(answer: StreamingHttpResponse) -> None:
    assert b"".join(answer) == b"a\r\nb\r\n"  # type: ignore[arg-type]


def hang_up_in_the_middle(answer: StreamingHttpResponse) -> None:
    next(iter(answer))
    answer.close()


def never_read(answer: StreamingHttpResponse) -> None:
    answer.close()


def dropped_without_a_word(answer: StreamingHttpResponse) -> None:
    del answer


@pytest.mark.parametrize("end", [read_to_the_end, hang_up_in_the_middle, never_read, dropped_without_a_word])
def test_a_turn_is_given_back_however_it_ends(end: Callable[[StreamingHttpResponse], None]) -> None:
    # More often than there are turns.
    for _ in range(2 * exports.AT_ONCE + 1):
        end(an_export())
    under_way = [an_export() for _ in range(exports.AT_ONCE)]
    with pytest.raises(exports.ExportsUnderWay):
        an_export()
    for one in under_way:
        one.close()


def test_one_that_fails_gives_back_its_turn_and_says_so() -> None:
    for _ in range(2 * exports.AT_ONCE + 1):
        with pytest.raises(ZeroDivisionError):
            exports.csv(broken(), name="broken.csv")
    assert an_export()["Content-Length"] == "6"


def an_export() -> StreamingHttpResponse:
    return exports.csv(iter(("a\r\n", "b\r\n")), name="ab.csv")


def broken() -> Iterator[str]:
    yield "a\r\n"
    raise ZeroDivisionError
