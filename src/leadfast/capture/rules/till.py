"""The sums of a till count. Pure."""


def gap(*, counted: int, logged: int, explained: int) -> int:
    """How many came and are neither in here nor explained."""
    return max(0, counted - logged - explained)


def capture_rate(*, counted: int, logged: int, explained: int = 0) -> float | None:
    """The share of those who came that is in here, between 0 and 1; None when nobody came.

    Who turned out to be nobody's lead (a supplier, a child) is taken from what was counted.
    """
    came = counted - explained
    if came <= 0:
        return None
    return min(1.0, logged / came)
