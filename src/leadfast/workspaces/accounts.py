"""Accounts: the first one, changing one, and the links that a person copies for another.

There need be no mail server: who founds a workspace gets a link in the terminal, who is invited or has
forgotten a password gets one from an admin.
"""

import uuid

from django.contrib.auth.tokens import default_token_generator
from django.db import connection, transaction

from leadfast.foundation import secrets
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.errors import NotFound, Refusal
from leadfast.workspaces import guard
from leadfast.workspaces.models import Account, Member

FIRST_RUN = "first run"
# One number for one lock: two founders at the same moment are one founder and one refusal.
_FOUNDING_LOCK = 7_311_001


class AlreadyFounded(NotFound):
    """This link was used: somebody has set up Leadfast here already. Sign in, or ask them to invite you."""


class AddressTaken(Refusal):
    """Another account signs in with this address already."""


class WorksElsewhere(Refusal):
    """They work in another workspace too; their link can be made on the server only, by
    leadfast reset-link ADDRESS."""


def first_run_path() -> str | None:
    """The one-time address that `leadfast up` prints; None as soon as there is an account."""
    if Account.objects.exists():
        return None
    return f"/first-run/{secrets.sign('founder', purpose=FIRST_RUN)}/"


def check_first_run(token: str) -> None:
    """Raises unless this is the link that was printed and nobody has used it."""
    secrets.verify(token, purpose=FIRST_RUN)
    if Account.objects.exists():
        raise AlreadyFounded


def found_account(*, token: str, email: str, name: str, password: str) -> Account:
    """The first account of the installation; the link is used up by it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_FOUNDING_LOCK])
        check_first_run(token)
        return Account.objects.create_user(email, password, name=clean_line(name))


def new_account(*, email: str, name: str, password: str) -> Account:
    """An account for somebody who was invited."""
    with transaction.atomic():
        if Account.objects.filter(email=email.lower()).exists():
            raise AddressTaken
        return Account.objects.create_user(email, password, name=clean_line(name))


def rename(*, account: Account, name: str, email: str) -> Account:
    """Another name, or another address to sign in with."""
    with transaction.atomic():
        address = email.strip().lower()
        if Account.objects.exclude(id=account.id).filter(email=address).exists():
            raise AddressTaken
        account.name, account.email = clean_line(name), address
        account.save(update_fields=["name", "email"])
    return account


def set_password(*, account: Account, password: str) -> Account:
    """Hashed anew, with new salt: every session that was open elsewhere ends."""
    account.set_password(password)
    account.save(update_fields=["password"])
    return account


def reset_path(account: Account) -> str:
    """The address where this account chooses a new password; good until used, or for three days."""
    key = default_token_generator.make_token(account)
    return f"/sign-in/new-password/{account.id.hex}-{key}/"


def reset_path_for_member(member: Member) -> str:
    """The same for a colleague, unless they work elsewhere too: an admin here is nobody there."""
    account = member.account
    if account is None:
        raise NotFound
    if _workspaces_of(account.id) != {member.workspace_id}:
        raise WorksElsewhere
    return reset_path(account)


def account_of(email: str) -> Account | None:
    """Who signs in with this address."""
    return Account.objects.filter(email=email.strip().lower(), is_active=True).first()


def nobody_works_here_yet() -> bool:
    """Between the first account and its workspace: the first run was left half-way."""
    return Account.objects.count() == 1 and not _workspaces_of(
        Account.objects.values_list("id", flat=True)[0]
    )


def _workspaces_of(account_id: uuid.UUID) -> set[uuid.UUID]:
    with guard.as_account(account_id):
        rows = Member.objects.filter(account_id=account_id, left_at=None)
        found = set(rows.values_list("workspace_id", flat=True))
        # Set for this transaction only, but a request may go on in it.
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('leadfast.account', '', true)")
    return found
