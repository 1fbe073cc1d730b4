"""Invented customers: names, companies and what they look for, drawn from one seeded source."""

import datetime as dt
import random
from collections.abc import Callable, Iterator
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
#: What companies are called after when not after whoever founded them.
NAMED_AFTER: Final = (
    "Aire", "Calder", "Pennine", "Ridings", "Wharfedale", "Kirkstall", "Holme Valley", "Northern", "White Rose",
    "Humber", "Ouse", "Headrow", "Moorside", "Beacon", "Hollin", "Cragg", "Summit", "Brook Street", "Three Bridges",
    "Old Mill", "Castlegate", "Harbour", "Unity", "Albion", "Sovereign", "Meridian",
)  # fmt: skip
#: For how many days nothing more is to be heard of them after they have said so.
PAUSES: Final = {"callback": 28, "not_yet": 28}
ENDINGS: Final = ("Ltd", "& Sons", "Group", "UK", "Co.", "Works", "Holdings", "Partners")


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
    #: Before this day they have nothing more to say: they named a month, or wait for their budget.
    quiet_until: dt.date = dt.date.min

    @property
    def first_name(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def next_wish(self) -> str:
        """What they would say now; empty when they have said everything."""
        wishes = self.character.wishes
        return wishes[self.said] if self.said < len(wishes) else ""

    def speak(self, today: dt.date) -> str:
        """They say it."""
        self.wish = self.next_wish
        self.said += 1
        if self.wish in PAUSES:
            self.quiet_until = today + dt.timedelta(days=PAUSES[self.wish])
        return self.wish


def customers(rng: random.Random) -> Iterator[Customer]:
    """Ever new ones; no two of one name, nor of one company."""
    number = 0
    names, companies, domains = set[str](), set[str](), set[str]()
    while True:
        number += 1
        name = _fresh(names, lambda: f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}", number)
        company = _fresh(companies, lambda: _company(rng), number)
        slug = "".join(one for one in company.lower() if one.isalnum())
        domain = f"{_fresh(domains, lambda slug=slug: slug, number)}.example"  # type: ignore[misc]
        topic, low, high = rng.choice(TOPICS)
        source = rng.choices(list(SOURCES), [share for share, _ in SOURCES.values()])[0]
        weights = SOURCES[source][1]
        character = CHARACTERS[rng.choices(list(weights), list(weights.values()))[0]]
        given, _, family = name.lower().partition(" ")
        local = rng.choice((given, f"{given}.{family}", f"{given[0]}.{family}"))
        yield Customer(
            number=number,
            name=name,
            company=company,
            # Whoever never reads mail left a number only, now and then.
            mail="" if source == "Phone" and rng.random() < 0.25 else f"{local}@{domain}".replace(" ", ""),
            phone="" if source == "website" and rng.random() < 0.15 else f"+44 113 497 {number % 10000:04}",
            topic=topic,
            value=Decimal(rng.randrange(low, high) * 100),
            source=source,
            place=rng.choice(PLACES),
            character=character,
        )


def _company(rng: random.Random) -> str:
    first = rng.choice(FAMILY if rng.random() < 0.35 else NAMED_AFTER)
    return f"{first} {rng.choice(TRADES)}" + (f" {rng.choice(ENDINGS)}" if rng.random() < 0.3 else "")


def _fresh(taken: set[str], draw: Callable[[], str], number: int) -> str:
    """One that nobody has yet; after some tries with a number behind it."""
    for _ in range(40):
        found = draw()
        if found not in taken:
            break
    else:
        found = f"{found}{number}"
    taken.add(found)
    return found
