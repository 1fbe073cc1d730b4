"""What a cadence would come to on many leads, told before it begins on any."""

from dataclasses import replace

import pytest

from leadfast.followup import actions as cadences
from leadfast.followup import defaults
from leadfast.followup.reads import beforehand
from leadfast.followup.rules.cadence import Template
from leadfast.foundation.errors import Refusal
from leadfast.leads.models import Lead
from leadfast.people import actions as people
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone


@pytest.fixture
def maria(make_lead: MakeLead) -> Lead:
    return make_lead("Maria Lopez", mail="maria@lopez.example")


def told(leads: list[Lead], cadence: str = "trade-show", event: str = "") -> list[beforehand.Outlook]:
    with guard.scope(leads[0].workspace_id):
        return beforehand.outlooks([lead.id for lead in leads], cadence, event=event)


def bare(bob: Someone, text: str, subject: str = "Hello") -> None:
    """The shipped trade-show cadence, its first mail with these words."""
    shipped = defaults.library()["trade-show"]
    first = replace(shipped.steps[0], template=Template(text, subject))
    cadences.write(cadence=replace(shipped, steps=(first, *shipped.steps[1:])), by=bob.actor)


def test_mails_without_a_word_for_what_is_missing_are_named_by_lead(
    bob: Someone, maria: Lead, make_lead: MakeLead
) -> None:
    nameless = make_lead("info@x.example", mail="info@x.example")
    bare(bob, "Hi {{ person.first_name }},\n\nhello.")
    first, second = told([nameless, maria])
    assert (first.lead.id, first.unfilled) == (maria.id, ())
    [unfilled] = second.unfilled
    assert second.lead.id == nameless.id
    assert unfilled.titles == (defaults.library()["trade-show"].steps[0].title,)
    assert "first name" in unfilled.because


def test_the_campaign_they_move_to_is_their_event_by_then(bob: Someone, maria: Lead) -> None:
    bare(bob, "See you after {{ event.name }}.")
    [without] = told([maria])
    [within] = told([maria], event="Leeds show")
    assert (bool(without.unfilled), within.unfilled) == (True, ())


def test_where_the_first_mail_lacks_its_subject_those_behind_it_are_not_blamed(
    bob: Someone, maria: Lead
) -> None:
    bare(bob, "How are you?", subject="{{ company.name }}")
    [one] = told([maria])
    assert [unfilled.titles for unfilled in one.unfilled] == [
        (defaults.library()["trade-show"].steps[0].title,)
    ]


def test_who_has_no_address_or_wants_no_mail_is_told_of_with_every_mail(
    alice: Someone, maria: Lead, make_lead: MakeLead
) -> None:
    silent = make_lead("Tom Adeyemi", phone="+44 113 496 0002")
    with guard.scope(maria.workspace_id):
        people.suppress(kind="mail", keys=["maria@lopez.example"], reason="unsubscribed", by=alice.actor)
    wants_none, has_none = told([maria, silent])
    assert wants_none.unfilled[0].because == "maria@lopez.example must not be written to any more."
    assert has_none.unfilled[0].because == "There is no mail address that works."
    mails = [step for step in defaults.library()["trade-show"].steps if step.template]
    assert len(has_none.unfilled[0].titles) == len(mails)


def test_why_it_may_not_begin_is_said_in_the_words_of_the_refusal(alice: Someone, maria: Lead) -> None:
    [cold] = told([maria], "cold-outreach")
    with pytest.raises(Refusal) as refused:
        cadences.start(new=cadences.Start(lead_id=maria.id, cadence="cold-outreach"), by=alice.actor)
    assert (cold.refused, cold.unfilled) == (refused.value.sentence, ())


def test_a_lead_of_a_company_alone_has_nobody_to_write_to(maria: Lead) -> None:
    with guard.scope(maria.workspace_id):
        Lead.objects.filter(id=maria.id).update(person_id=None)
    assert told([maria])[0].refused == "There is nobody to write to yet."


def test_a_person_of_two_leads_is_followed_up_on_the_first_or_where_it_runs(
    alice: Someone, maria: Lead, make_lead: MakeLead
) -> None:
    twin = make_lead("Maria Lopez", mail="maria2@lopez.example")
    with guard.scope(maria.workspace_id):
        Lead.objects.filter(id=twin.id).update(person_id=maria.person_id)
    both = [maria, twin]
    assert [bool(one.refused) for one in told(both)] == [False, True]
    cadences.start(new=cadences.Start(lead_id=twin.id, cadence="trade-show"), by=alice.actor)
    assert [bool(one.refused) for one in told(both)] == [True, False]
