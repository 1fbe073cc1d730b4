"""The people of every test: Alice owns the lead, Bob is her colleague, Charlie is a stranger."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.leads.rules import NewStep
from leadfast.people import actions as people
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor, person
from leadfast.workspaces.models import Account, Member, Workspace


@dataclass(frozen=True)
class Someone:
    """A member with an account, ready to act."""

    account: Account
    member: Member
    actor: Actor


def someone(workspace: Workspace, name: str, role: str) -> Someone:
    """A new member of a workspace."""
    account = Account.objects.create_user(f"{name.lower()}@{workspace.name.lower()}.example", "correct horse")
    with guard.scope(workspace.id):
        member = workspaces.add_member(
            workspace_id=workspace.id, account=account, name=name, role=role, by=None
        )
    return Someone(account, member, person(workspace.id, member.id))


@pytest.fixture
def workspace(db: None) -> Workspace:
    """Alice's and Bob's workspace: London, GBP, postal address set."""
    return workspaces.found(
        name="Brightline",
        zone="Europe/London",
        country="GB",
        currency="GBP",
        postal_address="1 High Street, Leeds LS1 1AA, United Kingdom",
    )


@pytest.fixture
def alice(workspace: Workspace) -> Someone:
    """A rep, owner of the lead."""
    return someone(workspace, "Alice", "rep")


@pytest.fixture
def bob(workspace: Workspace) -> Someone:
    """Her colleague, a manager and admin of the workspace."""
    return someone(workspace, "Bob", "admin")


@pytest.fixture
def charlie(db: None) -> Someone:
    """Admin of another workspace: a stranger here."""
    other = workspaces.found(name="Otherwise", zone="UTC", country="US", currency="USD", postal_address="")
    return someone(other, "Charlie", "admin")


MakeLead = Callable[..., Lead]


@pytest.fixture
def make_lead(alice: Someone) -> MakeLead:
    """Opens a lead of Alice's: ``make_lead("Maria Lopez", mail="maria@lopez.example", due_in=…)``."""

    def make(
        name: str = "Maria Lopez",
        *,
        mail: str = "",
        phone: str = "",
        company: str = "",
        due_in: dt.timedelta = dt.timedelta(days=1),
        kind: str = "call",
        **fields: object,
    ) -> Lead:
        by = alice.actor
        with guard.scope(by.workspace_id):
            someone_new = people.meet(
                name=name, mails=[mail] if mail else [], phones=[phone] if phone else [],
                company_name=company, by=by,
            )  # fmt: skip
            return leads.open_lead(
                new=leads.NewLead(
                    label=name,
                    owner_id=alice.member.id,
                    person_id=someone_new.id,
                    company_id=someone_new.company_id,
                    step=NewStep(kind=kind, due_at=clock.now() + due_in, says=f"Call {name}"),  # type: ignore[arg-type]
                    **fields,  # type: ignore[arg-type]
                ),
                by=by,
            )

    return make
