"""What makes a filled-in form look like the work of a machine, in sentences for whoever looks at it. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# Nobody reads a form, and types two answers, faster than this.
FASTEST_SECONDS: Final = 3
MOST_LINKS: Final = 3
LOOK: Final = "Look before you throw it away."
_LINK: Final = re.compile(r"https?://|\bwww\.|\[url|<a\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known about how a form was sent."""

    answers: Sequence[str]
    # What stood in the field that people cannot see.
    trap: str = ""
    # Between drawing and sending; None when it was not drawn by us.
    seconds: float | None = None
    # The site that sent it, where the browser says; and whether it may.
    origin: str = ""
    origin_known: bool = False
    # Others from the same address within ten minutes.
    others: int = 0
    most_others: int = 5


def suspicions(signs: Signs) -> list[str]:
    """Why a person should look first; empty when nothing is odd."""
    found: list[str] = []
    if signs.trap.strip():
        found.append("A field that people cannot see was filled in.")
    if signs.seconds is not None and signs.seconds < FASTEST_SECONDS:
        found.append(f"It was filled in within {max(1, round(signs.seconds))} s.")
    if signs.origin and not signs.origin_known:
        found.append(f"It was sent from {signs.origin[:120]}, which is not a site of this form.")
    if signs.seconds is None and not signs.origin_known:
        found.append("It was sent without opening the form.")
    links = sum(len(_LINK.findall(answer)) for answer in signs.answers)
    if links > MOST_LINKS:
        found.append(f"It holds {links} links.")
    if signs.others >= signs.most_others:
        found.append(f"{signs.others} others came from the same address within ten minutes.")
    return [*found, LOOK] if found else []
