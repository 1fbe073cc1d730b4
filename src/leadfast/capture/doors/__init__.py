"""One folder a door. A door turns what came in into who it is about, and can touch no database.

To add a door, add a folder here; nothing else has to be told of it:

``read.py``      ``parse(raw: bytes, country: str) -> Sequence[Found]``: the bytes of one arrival, exactly
                 as they were kept, and the country of the workspace. One :class:`Found` for everybody it
                 is about; the first is the arrival itself, every further one gets an arrival of its own (a
                 *part*), so that the ledger counts each. Nothing found: return ``()``, or raise a
                 ``Refusal`` whose sentence says why; the arrival then waits for a person. Whatever else it
                 raises makes the arrival wait as well, and no other. It may neither write, nor ask the
                 clock, nor use the network, and gives the same answer every time it is asked.
``file.py``      Only where whole files come in by *Upload*: ``is_mine(name: str, content: bytes) -> bool``
                 and ``table(content: bytes) -> Table``; each row of the table is then an arrival.
``probe.py``     ``synthetic(token: str) -> tuple[bytes, str]``: a lead that is nobody, as it would come in, and its
                 media type; sent through the door now and then to prove that it works.
``samples/``     What really came in, as it came.

Besides the folder: ``docs/doors/<door>.md`` and ``tests/capture/doors/test_<door>.py``.

Whoever stands at the door (a view, a sweep, a command) hands over what came in and nothing else::

    capture.receive(
        incoming=[
            capture.Incoming(
                door="web_form",            # the name of the folder
                external_key="…",           # what makes the same thing twice one thing
                raw=request.body,
                media_type="application/json",
                original_at=said_at,        # when it happened out there, if that is known
                fresh=True,                 # False: an old list; nothing may greet it as new
                source="Pricing page",
                campaign="",
                event_id=None,              # a trade show
                is_synthetic=False,         # True: a test of ours; no report counts it
            )
        ],
        by=actor,
    )

It is kept raw and committed first (unless the caller holds a transaction), then read and settled. The same
key again changes nothing and gives back what became of it then.
"""

import importlib
import importlib.util
import pkgutil
from collections.abc import Callable, Sequence
from functools import cache
from typing import cast

from leadfast.capture.errors import DoorUnknown, NotATable
from leadfast.capture.rules.found import Found
from leadfast.capture.rules.table import Table

Parse = Callable[[bytes, str], Sequence[Found]]


def parse(door: str, raw: bytes, *, country: str) -> Sequence[Found]:
    """Whoever an arrival is about. Raises when it cannot be read; the arrival then waits for a person."""
    return _parser(door)(raw, country)


def table(name: str, content: bytes) -> Table:
    """A file as a table, by the door that knows its form; text in columns when none does."""
    for door in names():
        found = _file(door)
        if found is not None and found[0](name, content):
            return found[1](content)
    raise NotATable


@cache
def names() -> tuple[str, ...]:
    """Every door there is. Spreadsheets come last: they take whatever no other door knows."""
    folders = [found.name for found in pkgutil.iter_modules(__path__) if found.ispkg]
    return tuple(sorted(folders, key=lambda name: (name == "spreadsheet", name)))


@cache
def _parser(door: str) -> Parse:
    if door not in names():
        raise DoorUnknown
    return cast("Parse", importlib.import_module(f"{__name__}.{door}.read").parse)


@cache
def _file(door: str) -> tuple[Callable[[str, bytes], bool], Callable[[bytes], Table]] | None:
    name = f"{__name__}.{door}.file"
    if importlib.util.find_spec(name) is None:
        return None
    module = importlib.import_module(name)
    return module.is_mine, module.table
