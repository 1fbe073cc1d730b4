"""Invented customers: names, companies and what they look for, drawn from one seeded source."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from leadfast.cli.simulate.characters import CHARACTERS, SOURCES, Character

GIVEN: Final = (
    "Alan", "Bella", "Carl", "Dora", "Edwin", "Fiona", "Gareth", "Holly", "Ivan", "Jane", "Keith", "Laura",
    "Martin", "Nadia", "Oscar", "Paula", "Quentin", "Rosa", "Simon", "Tessa", "Umar", "Vera", "Walter", "Yara",
    "Zoe", "Andre", "Beatrix", "Conor", "Delia", "Emeka", "Farah", "Gordon", "Hana", "Imran", "Jodie",
)  # fmt: skip
FAMILY: Final = (
    "Abbott", "Barlow", "Castle", "Dawson", "Eastwood", "Farrell", "Goddard", "Hargreaves", "Ibbotson", "Jarvis",
    "Kershaw", "Lockwood", "Marsden", "Naylor", "Oldroyd", "Pickles", "Quinn", "Rowntree", "Sugden", "Thackray",
    "Upton", "Verity", "Womersley", "Yates", "Armitage", "Broadbent", "Crossley", "Dyson", "Ellis", "Firth",
    "Greenwood", "Holroyd", "Illingworth", "Jagger", "Kaye", "Lumb", "Midgley", "Nutter", "Ogden", "Priestley",
)  # fmt: skip
TRADES: Final = (
    "Timber", "Bakery", "Dairy", "Plastics", "Textiles", "Logistics", "Brewing", "Ceramics", "Packaging", "Foods",
    "Steel", "Paper", "Furniture", "Chemicals", "Builders", "Nurseries", "Seafood", "Printing", "Tyres", "Glass",
)  # fmt: skip
#: What is wanted, and what it is worth (from, to, in steps of a hundred).
TOPICS: Final = (
    ("an electric forklift", 180, 420), ("a reach truck", 240, 520), ("two pallet trucks", 18, 60),
    ("pallet racking for a new hall", 90, 700), ("an order picker", 160, 380), ("a used counterbalance truck", 60, 180),
    ("service for four trucks", 30, 90), ("seasonal hire", 40, 150), ("a mezzanine floor", 200, 900),
    ("a narrow aisle system", 500, 1600), ("battery conversion", 80, 240), ("a tow tractor", 120, 300),
)  # fmt: skip
PLACES: Final = ("Wakefield", "Huddersfield", "Goole", "Harrogate", "Barnsley", "Skipton", "Selby")


@dataclass(slots=True)
class Customer:
    """Somebody who may buy, with a character; what has happened to them so far is kept here too."""

    number: int
    name: str
    company: str
    mail: str
    phone: str
    topic: str
    value: Decimal
    source: str
    place: str
    character: Character
    heard: int = 0
    said: int = 0
    wish: str = ""
    "What they said last, as anybody who reads it understands it; empty when it was dealt with."

    @property
    def first_name(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def next_wish(self) -> str:
        """What they would say now; empty when they have said everything."""
        wishes = self.character.wishes
        return wishes[self.said] if self.said < len(wishes) else ""

    def speak(self) -> str:
        """They say it."""
        self.wish = self.next_wish
        self.said += 1
        return self.wish


def customers(rng: random.Random) -> Iterator[Customer]:
    """Ever new ones."""
    number = 0
    while True:
        number += 1
        given, family, trade = rng.choice(GIVEN), rng.choice(FAMILY), rng.choice(TRADES)
        domain = f"{family}-{trade}{number}".lower() + ".example"
        topic, low, high = rng.choice(TOPICS)
        source = rng.choices(list(SOURCES), [share for share, _ in SOURCES.values()])[0]
        weights = SOURCES[source][1]
        character = CHARACTERS[rng.choices(list(weights), list(weights.values()))[0]]
        yield Customer(
            number=number,
            name=f"{given} {family}",
            company=f"{family} {trade}",
            # Whoever never reads mail left a number only, now and then.
            mail="" if source == "phone" and rng.random() < 0.25 else f"{given.lower()}@{domain}",
            phone="" if source == "website" and rng.random() < 0.15 else f"+44 113 497 {number % 10000:04}",
            topic=topic,
            value=Decimal(rng.randrange(low, high) * 100),
            source=source,
            place=rng.choice(PLACES),
            character=character,
        )
