"""Whether this process has been asked to stop: long loops look here between two rows."""

import multiprocessing
import os
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


def end_with_parent() -> None:
    """The first thing that a process of a pool does: when whoever started it is killed, it ends as well.

    Otherwise it would wait for work for ever, with all that it has loaded.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(0)

    threading.Thread(target=watch, name="parent", daemon=True).start()
