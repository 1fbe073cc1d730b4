"""The cadences that ship, one readable TOML file each, and the reader that turns a file into a `Cadence`."""

import tomllib
from collections.abc import Mapping
from datetime import time
from functools import cache
from importlib import resources
from typing import Any

from leadfast.followup.errors import CadenceUnreadable
from leadfast.followup.rules.cadence import (
    Cadence,
    Channel,
    Mode,
    Offset,
    Purpose,
    Step,
    Template,
    Unit,
)

# The order in which the Cadences screen lists them.
KEYS = (
    "inbound-now",
    "inbound-no-phone",
    "reply-follow-up",
    "reply-follow-up-slow",
    "proposal-out",
    "walk-in",
    "trade-show",
    "later",
    "out-of-office",
    "lost-comeback",
    "nurture-gone-quiet",
    "nurture-timing",
    "nurture-price",
    "nurture-competitor",
    "nurture-no-need",
    "nurture-bought-elsewhere",
    "cold-outreach",
    "nurture-quarterly",
)


@cache
def library() -> Mapping[str, Cadence]:
    """Every shipped cadence by its key."""
    return {key: _shipped(key) for key in KEYS}


def read(source: str, *, shared: Mapping[str, Mapping[str, str]] | None = None) -> Cadence:
    """A cadence from the text of a TOML file; `shared` are mails that a step may name instead of its own."""
    try:
        written = tomllib.loads(source)
        return Cadence(
            key=written["key"],
            name=written["name"],
            purpose=Purpose(written["purpose"]),
            description=written.get("description", ""),
            mode=Mode(written.get("mode", "automatic")),
            on_by_default=written.get("on_by_default", True),
            first_touch_within_business_days=written.get("first_touch_within_business_days"),
            steps=tuple(
                _step(place, {**(shared or {})[step["shared"]], **step} if "shared" in step else step)
                for place, step in enumerate(written["step"], start=1)
            ),
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError) as error:
        raise CadenceUnreadable(f"This cadence file cannot be read: {error}.") from error


def offset(words: str, at: str = "") -> Offset:
    """An offset as people write it: "at once", "5 minutes", "same day", "3 business days", "6 months"."""
    wall = time.fromisoformat(at) if at else None
    if words == "at once":
        return Offset(0, Unit.MINUTES)
    if words == "same day":
        return Offset(0, Unit.BUSINESS_DAYS, wall)
    amount, _, unit = words.partition(" ")
    plural = unit.replace(" ", "_").removesuffix("s") + "s"
    return Offset(int(amount), Unit(plural), wall)


def _shipped(key: str) -> Cadence:
    return read(_file(f"{key}.toml"), shared=tomllib.loads(_file("nurture-shared.toml")))


def _file(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")


def _step(place: int, written: Mapping[str, Any]) -> Step:
    channel = Channel(written["channel"])
    return Step(
        key=written.get("key", f"s{place}"),
        channel=channel,
        after=offset(written["after"], written.get("at", "")),
        title=written["title"],
        template=Template(text=written["text"], subject=written.get("subject", ""))
        if channel is Channel.MAIL
        else None,
        then=written.get("then", ""),
        acknowledgement=written.get("acknowledgement", False),
        note=written.get("note", ""),
    )
