"""Whether this process has been asked to stop: long loops look here between two rows."""

import threading

_asked = threading.Event()


def ask() -> None:
    """Called by the signal handler."""
    _asked.set()


def asked() -> bool:
    return _asked.is_set()


def wait(seconds: float) -> bool:
    """Sleep, but wake up early when the process is asked to stop; says whether it was."""
    return _asked.wait(seconds)
