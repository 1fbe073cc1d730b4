"""No query without its workspace, no verb that ends with a broken promise.

The workspace is set with ``set_config(…, true)``: for this transaction only. A session setting
would show the next request on a pooled connection another tenant's rows.
"""

import contextlib
import uuid
from collections.abc import Iterator

from django.db import IntegrityError, connection, transaction

from leadfast.foundation.errors import BrokenPromise, Refusal, for_constraint
from leadfast.workspaces.actor import Actor


class MixedWorkspaces(Refusal):
    """One action belongs to one workspace; this one reached into a second."""


@contextlib.contextmanager
def scope(workspace_id: uuid.UUID) -> Iterator[None]:
    """A transaction that sees one workspace. Nested scopes of the same workspace are savepoints."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            # One round trip, since every verb pays it: columns are worked out from left to right, so
            # the first says what was set before. Raising undoes the second.
            cursor.execute(
                "SELECT nullif(current_setting('leadfast.workspace', true), ''),"
                " set_config('leadfast.workspace', %s, true)",
                [str(workspace_id)],
            )
            row = cursor.fetchone()
        if row and row[0] and uuid.UUID(row[0]) != workspace_id:
            raise MixedWorkspaces
        yield


@contextlib.contextmanager
def as_account(account_id: uuid.UUID) -> Iterator[None]:
    """A transaction that sees an account's own memberships, in every workspace."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('leadfast.account', %s, true)", [str(account_id)])
        yield


@contextlib.contextmanager
def writing(by: Actor) -> Iterator[None]:
    """What every verb wraps itself in: scope, deferred checks at the end, violations as sentences.

    Deferred constraints speak only at COMMIT, after the verb has returned; here they are asked
    before it returns, so that the refusal reaches whoever acted.
    """
    try:
        with scope(by.workspace_id):
            yield
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        raise _as_refusal(error) from error


def current_workspace() -> uuid.UUID | None:
    """The workspace of the open transaction, if one is set."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nullif(current_setting('leadfast.workspace', true), '')")
        row = cursor.fetchone()
    return uuid.UUID(row[0]) if row and row[0] else None


def _as_refusal(error: IntegrityError) -> Refusal:
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    speaks = for_constraint(name)
    return speaks(constraint=name) if speaks else BrokenPromise(constraint=name)
