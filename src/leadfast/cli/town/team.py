"""The team of the demo: a dealer in forklifts and warehouse equipment in Leeds."""

from dataclasses import dataclass

from leadfast.cli.town import hour
from leadfast.cli.town.letters import Address
from leadfast.cli.town.square import PASSWORD, Town
from leadfast.mail import actions as mail
from leadfast.mail.actions import Server
from leadfast.mail.models import Mailbox
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import actor
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Account, Member, Workspace

DOMAIN = "brightline.example"

#: Key, name, role, phone; whoever has a phone line of their own also has a mailbox here.
PEOPLE = (
    ("hannah", "Hannah Reed", "rep", "+44 113 496 0011"),
    ("tom", "Tom Barker", "rep", "+44 113 496 0012"),
    ("priya", "Priya Nair", "rep", "+44 113 496 0013"),
    ("grace", "Grace Whitfield", "manager", "+44 113 496 0010"),
    ("leo", "Leo Grant", "front_desk", ""),
    ("owen", "Owen Clarke", "admin", ""),
)
REPS = ("hannah", "tom", "priya")


@dataclass(frozen=True)
class Colleague:
    """Somebody of the team, ready to act, with the mailbox if there is one."""

    member: Member
    by: Actor
    address: Address
    mailbox: Mailbox | None


@dataclass(frozen=True)
class Team:
    """The workspace and its people by key."""

    workspace: Workspace
    people: dict[str, Colleague]

    def __getitem__(self, key: str) -> Colleague:
        return self.people[key]


def found(town: Town) -> Team:
    """Found the workspace and connect the mailboxes to the town; run under the clock of that day."""
    workspace = workspaces.found(
        name="Brightline Handling",
        zone=hour.ZONE,
        country=hour.COUNTRY,
        currency="GBP",
        postal_address="Brightline Handling Ltd\n14 Canal Wharf\nLeeds LS11 5PS\nUnited Kingdom",
    )
    people = {key: _join(workspace, town, key, name, role, phone) for key, name, role, phone in PEOPLE}
    return Team(workspace, people)


def address(key: str, name: str) -> Address:
    return Address(name, f"{key}@{DOMAIN}")


def _join(workspace: Workspace, town: Town, key: str, name: str, role: str, phone: str) -> Colleague:
    me = address(key, name)
    # No password: in the demo one signs in with a tap.
    account = Account.objects.create_user(me.mail, None, name=name)
    member = workspaces.add_member(workspace_id=workspace.id, account=account, name=name, role=role, by=None)
    by = actor.person(workspace.id, member.id)
    if phone:
        member = workspaces.change_member(member_id=member.id, by=by, phone=phone)
    mailbox = _connect(town, member, me, by) if phone else None
    return Colleague(member, by, me, mailbox)


def _connect(town: Town, member: Member, me: Address, by: Actor) -> Mailbox:
    town.open_mailbox(me.mail)
    box = mail.connect_mailbox(
        new=mail.NewMailbox(
            owner_id=member.id,
            address=me.mail,
            display_name=me.name,
            imap=Server("127.0.0.1", town.imap_port, "plain"),
            smtp=Server("127.0.0.1", town.smtp_port, "plain"),
            secret=PASSWORD,
            drafts_first=False,
        ),
        by=by,
    )
    first = me.name.partition(" ")[0]
    signature = f"{me.name}\nBrightline Handling · {member.phone}"
    return mail.configure(
        mailbox_id=box.id, by=by, signature=signature, display_name=f"{first} at Brightline"
    )
