"""The customers of the demo: who they are, what they asked for, and how they behave from now on."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources

from leadfast.cli.simulate.making import Customer as Neighbour
from leadfast.cli.town import characters
from leadfast.cli.town.characters import Character
from leadfast.cli.town.letters import Address
from leadfast.cli.town.square import Resident

#: What a visitor watches first: Maria is silent until the assistant's follow-up, then a colleague
#: of hers answers from another address.
JOANNE = Address("Joanne Pike", "joanne.pike@northgate-group.example")


@dataclass(frozen=True, slots=True)
class Customer:
    """One line of leads.csv."""

    name: str
    company: str
    mail: str
    phone: str
    topic: str
    value: Decimal | None
    source: str
    owner: str
    story: str

    @property
    def label(self) -> str:
        return self.name or self.company

    @property
    def first_name(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def address(self) -> Address:
        return Address(self.name, self.mail)


def customers() -> list[Customer]:
    """Everybody, in the order of the file."""
    source = resources.files("leadfast.cli.town").joinpath("leads.csv").read_text()
    return [
        Customer(**{**row, "value": Decimal(row["value"]) if row["value"] else None})  # type: ignore[arg-type]
        for row in csv.DictReader(source.splitlines())
    ]


def residents(everybody: list[Customer]) -> list[Resident]:
    """The customers as people of the town, as they behave once the demo runs."""
    return [Resident(one.address, _character(one)) for one in everybody if one.mail]


def neighbours(everybody: list[Neighbour]) -> list[Resident]:
    """Customers of the ninety days, as they go on: who never answered goes on not answering."""
    return [Resident(Address(one.name, one.mail), _goes_on(one)) for one in everybody if one.mail]


def _goes_on(one: Neighbour) -> Character:
    if one.character.bounces:
        return characters.gone()
    if one.character.from_mail is None:
        return characters.silent
    return characters.answers(
        "Thank you for your mail. What would be the delivery time at the moment?", after=60
    )


def _character(one: Customer) -> Character:
    """Each story has a character of its own; everybody else answers a person's second mail."""
    match one.story:
        case "star":
            return characters.colleague_answers(
                JOANNE,
                "Hello,\n\nMaria forwarded your mails to me, I look after purchasing for the northern sites. "
                "We do need both trucks before Easter. Could you send the price with charger included, and "
                "tell me the delivery time?\n\nRegards",
                # Long enough for a visitor to sign in and see the follow-up stand there first.
                after=75,
            )
        case "quick":
            return characters.answers(
                "Sorry for the silence, last week was stocktaking. Yes, I am still interested. Please call me.",
                "Perfect, thank you. I will talk to my brother and come back to you.",
                after=15,
            )
        case "question":
            return characters.answers(
                "Thanks for following up. One question: do the trucks start at minus 28 degrees, and "
                "for how long can they stay in the store?",
                "That answers it. Please send the offer.",
                after=30,
            )
        case "later":
            return characters.answers(
                "Not before the new hall is finished. Could you call me in March?", "Noted, thanks.", after=40
            )
        case "unsubscribes":
            return characters.answers("Please take me off your list and do not write to me again.", after=20)
        case "holiday":
            return characters.on_holiday()
        case "bounces":
            return characters.gone()
        case "silent":
            return characters.silent
        case _:
            return characters.answers(
                "Thank you, I have your mail. I need until tomorrow to look at it properly.", after=45
            )
