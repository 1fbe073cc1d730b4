"""A person can be exported and erased; the suppression survives."""

import json

import pytest
from django.db import connections

from leadfast.leads import actions as leads
from leadfast.people import personal_data, reads
from leadfast.people.errors import PersonNotFound
from leadfast.people.models import Person
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone


def everything_kept() -> str:
    """All rows of all tables, as text: what an attacker with the database could read."""
    seen = []
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" AS t')
            seen += [row[0] for row in cursor.fetchall()]
    return "\n".join(seen)


def test_export_names_everything(alice: Someone, make_lead: MakeLead) -> None:
    lead = make_lead("Maria Lopez", mail="maria@lopez.example", note="Budget in March")
    assert lead.person_id
    found = personal_data.export(workspace_id=lead.workspace_id, person_id=lead.person_id)
    text = json.dumps(found, default=str)
    assert "Maria Lopez" in text
    assert "maria@lopez.example" in text
    assert "Budget in March" in text


def test_a_stranger_cannot_export(charlie: Someone, make_lead: MakeLead) -> None:
    lead = make_lead()
    assert lead.person_id
    with pytest.raises(PersonNotFound):
        personal_data.export(workspace_id=charlie.actor.workspace_id, person_id=lead.person_id)


def test_erased_leaves_no_word_and_keeps_the_suppression(
    alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    lead = make_lead("Maria Lopez", mail="maria@lopez.example", phone="+44 20 7946 0018")
    assert lead.person_id
    request = "Letter of 20 November 2026"
    leads.erased(lead_id=lead.id, proof=request, by=bob.actor)
    personal_data.erase(person_id=lead.person_id, request=request, by=bob.actor)
    kept = everything_kept()
    for word in ("Maria", "Lopez", "maria@lopez.example", "+442079460018", "79460018"):
        assert word not in kept, word
    with guard.scope(lead.workspace_id):
        assert reads.suppressed("mail", ["maria@lopez.example"])
        assert Person.objects.get(id=lead.person_id).erased_at


def test_a_stranger_cannot_erase(charlie: Someone, make_lead: MakeLead) -> None:
    lead = make_lead("Maria Lopez", mail="maria@lopez.example")
    assert lead.person_id
    with pytest.raises(PersonNotFound):
        personal_data.erase(person_id=lead.person_id, request="x", by=charlie.actor)
    assert "maria@lopez.example" in everything_kept()


def test_a_company_goes_with_the_only_one_who_is_known_there(bob: Someone, make_lead: MakeLead) -> None:
    alone = make_lead("Maria Lopez", mail="maria@lopez.example", company="Lopez Cold Stores")
    shared = make_lead("Jan Kowalski", mail="jan@northgate.example", company="Northgate")
    make_lead("Tom Ray", mail="tom@northgate.example", company="Northgate")
    for lead in (alone, shared):
        assert lead.person_id
        leads.erased(lead_id=lead.id, proof="Letter", by=bob.actor)
        personal_data.erase(person_id=lead.person_id, request="Letter", by=bob.actor)
    kept = everything_kept()
    assert "Lopez" not in kept
    assert "Northgate" in kept
    with guard.scope(shared.workspace_id):
        assert Person.objects.get(name="Tom Ray").company == shared.company
