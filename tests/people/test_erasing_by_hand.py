"""`leadfast person`: who is meant, what goes, and that a slip of the hand erases nobody."""

import pytest

from leadfast.cli import person
from leadfast.people.models import Person
from leadfast.workspaces import guard
from tests.fixtures import MakeLead


def test_the_name_is_typed_and_nothing_else_erases(
    make_lead: MakeLead, capsys: pytest.CaptureFixture[str]
) -> None:
    lead = make_lead("Maria Lopez", mail="maria@lopez.example")
    assert lead.person_id
    for typed in ("", "maria", "y"):
        with pytest.raises(person.NotTheirName):
            person.ask_for_name(lead.workspace_id, lead.person_id, ask=lambda _, typed=typed: typed)
    with guard.scope(lead.workspace_id):
        assert Person.objects.get(id=lead.person_id).erased_at is None
    person.ask_for_name(lead.workspace_id, lead.person_id, ask=lambda _: " Maria Lopez ")
    said = capsys.readouterr().out
    assert "Maria Lopez: every mail, call, note and file about them is emptied" in said
    assert "(1 lead). This cannot be undone." in said


def test_what_is_open_is_closed_and_the_person_is_gone(make_lead: MakeLead) -> None:
    lead = make_lead("Maria Lopez", mail="maria@lopez.example")
    assert lead.person_id
    person.erase(lead.workspace_id, lead.person_id, request="By mail on 23 November 2026")
    with guard.scope(lead.workspace_id):
        assert Person.objects.get(id=lead.person_id).name == "Erased person"
        lead.refresh_from_db()
        assert lead.closure is not None
        assert lead.closure.kind == "erased"
