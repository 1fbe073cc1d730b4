"""What goes wrong in the town, on request. Each fault is asked about one recipient's mail."""

from collections.abc import Callable
from dataclasses import dataclass


def _never(_: str) -> None:
    return None


def _no(_: str) -> bool:
    return False


def _at_once(_: str) -> float:
    return 0.0


@dataclass
class Faults:
    """Nothing goes wrong until a field is replaced."""

    refuse_recipient: Callable[[str], str | None] = _never
    refuse_message: Callable[[str], str | None] = _never
    drop_inside_message: Callable[[str], bool] = _no
    drop_after_message: Callable[[str], bool] = _no
    stall_after_message: Callable[[str], float] = _at_once
    closed: bool = False
    """The post office takes no connections."""
