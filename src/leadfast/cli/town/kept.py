"""The ninety days that were played once and are kept: where they lie, and how far they have been played."""

import datetime as dt
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from leadfast.foundation import clock

#: Older ones are played anew: a demo should not look as if nobody had used it for a month.
FRESH: Final = dt.timedelta(days=30)
KEPT, PLAYING = "history.json", "history-playing.json"


@dataclass(frozen=True)
class Kept:
    """A history that can be opened. ``ends`` is the moment it leads up to."""

    migrations: str
    ends: str
    days: int
    seed: int
    customers: int
    smtp_port: int
    imap_port: int

    @property
    def moment(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.ends)

    @property
    def database(self) -> str:
        return f"demo_history_{self.migrations}"


@dataclass(frozen=True)
class Played:
    """How far a history has been played: ``day`` of ``of``; it is ready when they are equal."""

    day: int
    of: int
    ready: bool


def read(home: Path) -> Kept | None:
    """The history that is kept there, if it is whole and not too old."""
    try:
        found = Kept(**json.loads((home / KEPT).read_text()))
        age = clock.now() - found.moment
    except (OSError, ValueError, TypeError):
        return None
    return found if -dt.timedelta(days=1) < age < FRESH else None


def write(home: Path, kept: Kept) -> None:
    _replace(home / KEPT, asdict(kept))


def forget(home: Path) -> None:
    """Nothing is kept, and nothing is being played."""
    for name in (KEPT, PLAYING):
        (home / name).unlink(missing_ok=True)


def opened(home: Path) -> None:
    """The kept history is what is shown: nothing is being played."""
    (home / PLAYING).unlink(missing_ok=True)


def progress(home: Path) -> Played | None:
    """How far the history is that is being played now; None when none is."""
    try:
        return Played(**json.loads((home / PLAYING).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def tell(home: Path, played: Played) -> None:
    _replace(home / PLAYING, asdict(played))


def _replace(file: Path, said: dict[str, object]) -> None:
    # Another process reads it at any moment: whole, or not at all.
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(said))
    fresh.replace(file)
