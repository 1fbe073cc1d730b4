"""What passes by itself is told from mistakes of ours: a database that is away, a disk that is full."""

import errno
import logging
import socket

import psycopg
import pytest
from psycopg import errors

from leadfast.config.logs import Passing
from leadfast.foundation.postgres import outage
from leadfast.foundation.postgres.outage import DatabaseAway, DiskFull, Outage


def wrapped(cause: BaseException) -> BaseException:
    """As Django and whoever stands above it pass an error on."""
    try:
        try:
            raise cause
        except BaseException as error:
            raise RuntimeError("A view failed") from error
    except RuntimeError as error:
        return error


def refused() -> BaseException:
    """A server that refuses: nobody listens at this port any more."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(psycopg.OperationalError) as error:
        psycopg.connect(host="127.0.0.1", port=port, connect_timeout=5)
    return error.value


def test_a_server_that_refuses_is_away() -> None:
    assert isinstance(outage.of(wrapped(refused())), DatabaseAway)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (errors.AdminShutdown(), DatabaseAway),
        (errors.CannotConnectNow(), DatabaseAway),
        (errors.TooManyConnections(), DatabaseAway),
        (errors.ConnectionFailure(), DatabaseAway),
        (psycopg.InterfaceError("the connection is closed"), DatabaseAway),
        (errors.DiskFull(), DiskFull),
        (OSError(errno.ENOSPC, "No space left on device"), DiskFull),
    ],
)
def test_what_passes_by_itself(error: BaseException, told: type[Outage]) -> None:
    assert type(outage.of(wrapped(error))) is told


@pytest.mark.parametrize(
    "error",
    [
        errors.DeadlockDetected(),
        errors.QueryCanceled(),
        errors.UniqueViolation(),
        OSError(errno.ENOENT, "No such file"),
        ValueError("ours"),
        None,
    ],
)
def test_what_does_not_is_no_outage(error: BaseException | None) -> None:
    assert outage.of(wrapped(error) if error else None) is None


def logged(error: BaseException) -> logging.LogRecord:
    about = (type(error), error, error.__traceback__)
    record = logging.LogRecord("leadfast", logging.ERROR, "x.py", 1, "The sweep %s failed", ("mail",), about)
    assert Passing().filter(record)
    return record


def test_the_log_says_it_in_one_line_and_keeps_the_way_of_other_errors() -> None:
    passing, ours = logged(errors.AdminShutdown("terminating connection\nLINE 1")), logged(ValueError("ours"))
    assert passing.getMessage() == "The sweep mail failed: terminating connection"
    assert passing.exc_info is None
    assert ours.getMessage() == "The sweep mail failed"
    assert ours.exc_info is not None
