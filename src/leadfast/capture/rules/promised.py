"""How often a promised lead is asked for: every other business day at first, weekly once that has not helped."""

from typing import Final

#: Asked for so often in vain: a manager is told, once, and from then on it is asked for weekly.
IN_VAIN: Final = 3


def weekly(asked: int) -> bool:
    """Is it asked for only once a week by now?"""
    return asked >= IN_VAIN
