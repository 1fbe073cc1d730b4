"""Export everything known of a person, or erase it at their request.

The person is named by a mail address, a phone number or their id. Nothing brings back who was erased: at a terminal
their name is typed once more.
"""

import argparse
import json
import sys
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connections

from leadfast.cli import ground
from leadfast.foundation import contacts
from leadfast.foundation.errors import Refusal


class NobodyFound(Refusal):
    """Nobody is known by that address, number or id."""


class SeveralFound(Refusal):
    """Several people are known by that. Name one of them by id."""


class NotTheirName(Refusal):
    """That is not their name. Nothing was erased."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(title="what to do", metavar="ACT", dest="act", required=True)
    export = acts.add_parser("export", help="print everything known of a person as JSON")
    erase_ = acts.add_parser("erase", help="remove everything known of a person; a keyed suppression stays")
    erase_.add_argument(
        "--request", required=True, metavar="WORDS", help="when and how they asked; kept as the proof"
    )
    for act in (export, erase_):
        act.add_argument("person", help="a mail address, a phone number or an id")
        act.add_argument("--workspace", metavar="ID", help="when the same address is known in several")


def run(arguments: argparse.Namespace) -> int:
    with ground.ready():
        workspace_id, person_id = _find(arguments.person, arguments.workspace)
        if arguments.act == "export":
            from leadfast.people import personal_data

            known = personal_data.export(workspace_id=workspace_id, person_id=person_id)
            print(json.dumps(known, default=str, ensure_ascii=False, indent=1))
        else:
            if sys.stdin.isatty():
                ask_for_name(workspace_id, person_id, ask=input)
            erase(workspace_id, person_id, request=arguments.request)
            print("Erased. Their addresses are kept as hashes only, so that nobody writes to them again.")
    return 0


def ask_for_name(workspace_id: uuid.UUID, person_id: uuid.UUID, *, ask: Callable[[str], str]) -> None:
    """Say who it is and what goes with them; refused unless their name is typed."""
    [(name, about)] = _rows(
        "SELECT p.name, (SELECT count(*) FROM leads_lead l "
        "WHERE (l.workspace_id, l.person_id) = (p.workspace_id, p.id)) "
        "FROM people_person p WHERE p.workspace_id = %s AND p.id = %s",
        [workspace_id, person_id],
    )
    name = name or str(person_id)
    print(
        f"{name}: every mail, call, note and file about them is emptied, and what is open is closed "
        f"({about} {'lead' if about == 1 else 'leads'}). This cannot be undone."
    )
    if ask("Type their name to erase them: ").strip() != name:
        raise NotTheirName


def erase(workspace_id: uuid.UUID, person_id: uuid.UUID, *, request: str) -> None:
    """Close the person's leads as erased, then remove what is known of them.

    Refused, before anything, while a file that is still to come in names them.
    """
    from leadfast.capture.actions import erasing
    from leadfast.leads import actions as leads
    from leadfast.people import personal_data
    from leadfast.workspaces import actor, guard

    by = actor.system(workspace_id)
    erasing.look_through_files(person_id=person_id, by=by)
    with guard.scope(workspace_id):
        for lead_id in _open_leads(workspace_id, person_id):
            leads.erased(lead_id=lead_id, proof=request, by=by)
    personal_data.erase(person_id=person_id, request=request, by=by)


def _open_leads(workspace_id: uuid.UUID, person_id: uuid.UUID) -> list[uuid.UUID]:
    return [
        row[0]
        for row in _rows(
            "SELECT id FROM leads_lead WHERE workspace_id = %s AND person_id = %s AND closure_id IS NULL",
            [workspace_id, person_id],
        )
    ]


def _find(name: str, workspace: str | None) -> tuple[uuid.UUID, uuid.UUID]:
    """As the owner, since a person at the command line stands above the workspaces."""
    found = _by_id(name) or _by_address(name)
    found = [row for row in found if workspace in (None, str(row[0]))]
    if not found:
        raise NobodyFound
    if len(found) > 1:
        listed = "\n".join(f"  {person}  {shown}  in workspace {inside}" for inside, person, shown in found)
        raise SeveralFound(f"Several people are known by that. Name one of them by id:\n{listed}")
    return found[0][0], found[0][1]


def _by_id(name: str) -> list[tuple[uuid.UUID, uuid.UUID, str]]:
    try:
        wanted = uuid.UUID(name)
    except ValueError:
        return []
    return _rows("SELECT workspace_id, id, name FROM people_person WHERE id = %s", [wanted])


def _by_address(name: str) -> list[tuple[uuid.UUID, uuid.UUID, str]]:
    keys = [contacts.mail_key(name) or name, "".join(letter for letter in name if letter in "+0123456789")]
    return _rows(
        "SELECT DISTINCT p.workspace_id, p.id, p.name FROM people_contactpoint c "
        "JOIN people_person p ON (p.workspace_id, p.id) = (c.workspace_id, c.person_id) WHERE c.key = ANY(%s)",
        [keys],
    )


def _rows(sql: str, values: list[Any]) -> list[Any]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
