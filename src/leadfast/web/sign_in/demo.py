"""The people of the demo, who sign in with one tap. Only where LEADFAST_DEMO is on."""

import uuid
from dataclasses import dataclass

from allauth.account.models import Login
from django.conf import settings

from leadfast.foundation.errors import NotFound
from leadfast.workspaces import guard, reads, rules
from leadfast.workspaces.models import Account


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to be."""

    account_id: uuid.UUID
    name: str
    role: str
    workspace: str


def people() -> list[Person]:
    """Everybody with an account, in the order they joined; nobody outside the demo."""
    if not settings.DEMO:
        return []
    found = []
    for account in Account.objects.filter(is_active=True).order_by("created_at")[:12]:
        with guard.as_account(account.id):
            for member in reads.memberships(account.id)[:1]:
                role = rules.ROLES[member.role]  # type: ignore[index]
                found.append(Person(account.id, member.name, role, member.workspace.name))
    return found


def login_of(account_id: uuid.UUID) -> Login:
    """What allauth wants to know to let this person in without a password."""
    account = Account.objects.filter(id=account_id, is_active=True).first()
    if account is None or not settings.DEMO:
        raise NotFound
    return Login(user=account)
