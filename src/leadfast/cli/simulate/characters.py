"""The characters of simulated customers: how they answer, and what they want, one wish after the other."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Character:
    """A kind of customer.

    ``wishes`` is what they say, in order, one each time they speak, by mail or on the phone.
    ``from_mail``: at which of our mails they begin to answer (0 is the first; None: never by mail).
    ``within``: hours until an answer, shortest and longest. ``picks_up``: how likely they take a call.
    """

    name: str
    wishes: tuple[str, ...] = ()
    from_mail: int | None = 0
    within: tuple[float, float] = (1.0, 9.0)
    picks_up: float = 0.3
    away_days: int = 0
    bounces: bool = False
    colleague: bool = False
    wrong_number: bool = False


CHARACTERS: Final[dict[str, Character]] = {
    one.name: one
    for one in (
        Character("buys", ("price", "order"), within=(0.5, 5), picks_up=0.55),
        Character("asks first", ("question", "price", "thanks", "order"), picks_up=0.45),
        Character(
            "third touch", ("late_question", "price", "order"), from_mail=2, within=(2, 30), picks_up=0.1
        ),
        Character("third touch, then silent", ("late_question",), from_mail=2, within=(2, 30), picks_up=0.1),
        Character("away", ("question", "price", "elsewhere"), away_days=11, picks_up=0.15),
        Character("bounces", ("offer", "price"), from_mail=None, bounces=True, picks_up=0.4),
        Character("colleague", ("colleague", "order"), colleague=True, within=(3, 20), picks_up=0.2),
        Character("unsubscribes", ("unsubscribe",), from_mail=1, picks_up=0.1),
        Character("never", ("never",), from_mail=1, picks_up=0.15),
        Character("later", ("callback", "price", "order"), picks_up=0.4),
        Character("haggles", ("price", "cheaper", "cheaper", "order"), picks_up=0.4),
        Character("haggles in vain", ("price", "cheaper", "cheaper", "elsewhere"), picks_up=0.4),
        Character(
            "colleague, then silent", ("colleague", "cheaper"), colleague=True, within=(3, 20), picks_up=0.2
        ),
        Character("later, and then not", ("callback", "elsewhere"), picks_up=0.4),
        Character("meets", ("meeting", "price", "order"), within=(1, 12), picks_up=0.4),
        Character(
            "meets in vain", ("meeting", "price", "cheaper", "elsewhere"), within=(1, 12), picks_up=0.4
        ),
        Character("bought elsewhere", ("elsewhere",), within=(4, 40), picks_up=0.3),
        Character("not now", ("not_now",), from_mail=1, picks_up=0.3),
        # Rests, is asked again when it comes back, and buys.
        Character("not yet", ("not_yet", "price", "order"), within=(2, 20), picks_up=0.75),
        Character("only asks", ("question", "price"), within=(4, 30), picks_up=0.35),
        Character("silent", from_mail=None, picks_up=0.08),
        Character("unreachable", from_mail=None, picks_up=0.0),
        Character("wrong number", ("question",), from_mail=2, picks_up=0.0, wrong_number=True),
    )
}

#: Where leads come from, how many, and what kind of people they are: (share, {character: weight}).
SOURCES: Final[dict[str, tuple[int, dict[str, int]]]] = {
    "website": (
        40,
        {
            "buys": 4, "asks first": 5, "third touch": 4, "third touch, then silent": 8, "away": 5, "bounces": 2,
            "colleague": 3, "colleague, then silent": 3, "unsubscribes": 3, "never": 1, "later": 3,
            "later, and then not": 4, "haggles": 4, "not yet": 3, "haggles in vain": 6, "meets": 3, "meets in vain": 3,
            "bought elsewhere": 7, "not now": 5, "only asks": 8, "silent": 11, "unreachable": 4, "wrong number": 1,
        },
    ),
    "trade fair Leeds": (
        25,
        {
            "buys": 4, "asks first": 3, "third touch": 5, "third touch, then silent": 10, "away": 6, "bounces": 3,
            "colleague": 3, "colleague, then silent": 4, "unsubscribes": 3, "never": 1, "later": 3,
            "later, and then not": 5, "not yet": 4, "haggles": 3, "haggles in vain": 5, "meets": 4, "meets in vain": 4,
            "bought elsewhere": 6, "not now": 7, "only asks": 8, "silent": 13, "unreachable": 4,
        },
    ),
    "referral": (
        15,
        {
            "buys": 7, "asks first": 6, "third touch": 4, "third touch, then silent": 5, "colleague": 5,
            "colleague, then silent": 3, "later": 4, "later, and then not": 4, "haggles": 6, "not yet": 4,
            "haggles in vain": 7, "meets": 8, "meets in vain": 5, "bought elsewhere": 7, "only asks": 10, "silent": 9,
            "away": 4,
        },
    ),
    "Phone": (
        12,
        {
            "buys": 6, "asks first": 5, "third touch": 1, "later": 3, "later, and then not": 6, "haggles": 5,
            "haggles in vain": 8, "meets": 5, "meets in vain": 5, "bought elsewhere": 8, "only asks": 8,
            "silent": 14, "wrong number": 2,
        },
    ),
    "directory": (
        8,
        {
            "third touch": 3, "third touch, then silent": 9, "bounces": 6, "unsubscribes": 8, "never": 4,
            "later": 2, "later, and then not": 3, "haggles": 2, "bought elsewhere": 6, "not now": 11, "only asks": 6,
            "silent": 23, "unreachable": 8,
        },
    ),
}  # fmt: skip
