"""The team of the demo: a dealer in forklifts and warehouse equipment in Leeds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from leadfast.cli.town import PASSWORD, hour
from leadfast.cli.town.letters import Address
from leadfast.mail import actions as mail
from leadfast.mail.actions import Server
from leadfast.mail.models import Mailbox
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import actor
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Account, Member, Workspace

DOMAIN = "brightline.example"
NAME = "Brightline Handling"

#: Key, name, role, phone; whoever has a phone line of their own also has a mailbox here.
PEOPLE: Final = (
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


@dataclass(frozen=True)
class Servers:
    """Where the mailboxes of the team lie."""

    imap: Server
    smtp: Server
    #: Gives somebody of the team a mailbox there.
    open_mailbox: Callable[[str], None]


def found(
    servers: Servers,
    *,
    name: str = NAME,
    people: Sequence[tuple[str, str, str, str]] = PEOPLE,
    zones: Sequence[str] = (),
) -> Team:
    """Found the workspace and connect the mailboxes; run under the clock of that day.

    ``zones``: where the members work, in the order of ``people``; "" and everybody else: at home.
    """
    workspace = workspaces.found(
        name=name,
        zone=hour.ZONE,
        country=hour.COUNTRY,
        currency="GBP",
        postal_address=f"{NAME} Ltd\n14 Canal Wharf\nLeeds LS11 5PS\nUnited Kingdom",
    )
    places = dict(zip((one[0] for one in people), zones, strict=False))
    return Team(
        workspace, {one[0]: _join(workspace, servers, *one, places.get(one[0], "")) for one in people}
    )


def address(key: str, name: str) -> Address:
    return Address(name, f"{key}@{DOMAIN}")


def _join(
    workspace: Workspace, servers: Servers, key: str, name: str, role: str, phone: str, zone: str
) -> Colleague:
    me = address(key, name)
    # No password: in the demo one signs in with a tap.
    account = Account.objects.create_user(me.mail, None, name=name)
    member = workspaces.add_member(workspace_id=workspace.id, account=account, name=name, role=role, by=None)
    by = actor.person(workspace.id, member.id)
    if phone:
        member = workspaces.change_member(member_id=member.id, by=by, phone=phone, zone=zone)
    if role not in ("rep", "front_desk"):
        # They lead; what comes in goes to the reps, unless nobody of them answers.
        member = workspaces.change_member(member_id=member.id, by=by, takes_new_leads=False)
    mailbox = _connect(servers, member, me, by) if phone else None
    return Colleague(member, by, me, mailbox)


def _connect(servers: Servers, member: Member, me: Address, by: Actor) -> Mailbox:
    servers.open_mailbox(me.mail)
    box = mail.connect_mailbox(
        new=mail.NewMailbox(
            owner_id=member.id,
            address=me.mail,
            display_name=me.name,
            imap=servers.imap,
            smtp=servers.smtp,
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
