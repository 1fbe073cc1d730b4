"""What the crash test works on: a team with many mailboxes, customers, and leads that keep coming."""

import random
import uuid
from dataclasses import dataclass, field
from importlib import resources

from django.db import Error, connections

from leadfast.cli.town import characters
from leadfast.cli.town.letters import Address
from leadfast.cli.town.square import PASSWORD, Resident, Town
from leadfast.followup import actions as cadences
from leadfast.followup import defaults
from leadfast.foundation import clock
from leadfast.foundation.errors import Refusal
from leadfast.leads import actions as leads
from leadfast.leads.rules import NewStep
from leadfast.mail import actions as mail
from leadfast.mail.actions import Server
from leadfast.people import actions as people
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import actor, guard
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Member

CADENCE = "crash-test"
DOMAIN = "team.example"


@dataclass
class World:
    """The workspace, its members, and what was promised to stay: leads whose opening was committed."""

    workspace_id: uuid.UUID
    members: list[Member]
    town: Town
    chance: random.Random
    opened: list[uuid.UUID] = field(default_factory=list)
    _count: int = 0

    def open_lead(self) -> bool:
        """Somebody asks: a lead with its cadence, in one transaction. False when the database was away."""
        self._count += 1
        mail_address = f"customer{self._count}@c{self._count}.example"
        owner = self.chance.choice(self.members)
        by = actor.system(self.workspace_id)
        self.town.settle(Resident(Address(f"Customer {self._count}", mail_address), self._character()))
        try:
            with guard.writing(by):
                lead_id = self._opened(f"Customer {self._count}", mail_address, owner, by)
        except (Error, Refusal):
            # Refused or cut off: nothing was promised. The next one gets a new connection.
            connections.close_all()
            return False
        self.opened.append(lead_id)
        return True

    def _opened(self, name: str, address: str, owner: Member, by: Actor) -> uuid.UUID:
        person = people.meet(name=name, mails=[address], basis="asked_us", basis_source="form", by=by)
        lead = leads.open_lead(
            new=leads.NewLead(
                label=name,
                owner_id=owner.id,
                person_id=person.id,
                source="form",
                fresh=False,
                step=NewStep("first_response", clock.now(), f"Answer {name}"),
            ),
            by=by,
        )
        cadences.start(new=cadences.Start(lead_id=lead.id, cadence=CADENCE), by=by)
        return lead.id

    def _character(self) -> characters.Character:
        behaves = [
            characters.silent,
            characters.answers("Yes, please call me.", after=self.chance.uniform(0.1, 3)),
            characters.answers("Yes, please call me.", after=self.chance.uniform(0.1, 3), from_mail=1),
            characters.colleague_answers(
                Address("A colleague", f"someone{self._count}@elsewhere.example"),
                "I take this over from my colleague.",
                after=self.chance.uniform(0.1, 3),
                from_mail=self.chance.choice((0, 1)),
            ),
            characters.gone(after=self.chance.uniform(0.1, 1)),
        ]
        return self.chance.choices(behaves, weights=(46, 20, 17, 16, 1))[0]


def found(town: Town, chance: random.Random, *, mailboxes: int) -> World:
    """The team, its mailboxes in the town, and a cadence that sends on every business day."""
    workspace = workspaces.found(
        name="Crash test",
        zone="Europe/London",
        country="GB",
        currency="GBP",
        postal_address="1 High Street, Leeds LS1 1AA, United Kingdom",
    )
    members = [_member(workspace.id, town, n) for n in range(mailboxes)]
    source = resources.files("leadfast.cli.bench.crash").joinpath("cadence.toml").read_text()
    cadences.write(cadence=defaults.read(source), by=actor.person(workspace.id, members[0].id))
    return World(workspace.id, members, town, chance)


def _member(workspace_id: uuid.UUID, town: Town, number: int) -> Member:
    role = "rep" if number else "admin"
    member = workspaces.add_member(
        workspace_id=workspace_id, account=None, name=f"Member {number}", role=role, by=None
    )
    address = f"member{number}@{DOMAIN}"
    town.open_mailbox(address)
    mail.connect_mailbox(
        new=mail.NewMailbox(
            owner_id=member.id,
            address=address,
            display_name=f"Member {number}",
            imap=Server("127.0.0.1", town.imap_port, "plain"),
            smtp=Server("127.0.0.1", town.smtp_port, "plain"),
            secret=PASSWORD,
            drafts_first=False,
        ),
        by=actor.person(workspace_id, member.id),
    )
    return member
