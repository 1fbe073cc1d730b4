"""A workspace in which leads come in by rules, campaigns, files and addresses."""

import datetime as dt

from leadfast.capture import actions as capture
from leadfast.capture.actions import assigning, mail_in
from leadfast.capture.actions.assigning import Wanted
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.workspaces import actions as workspaces
from tests.conversations.conftest import OURS, a_box
from tests.fixtures import MakeLead, Someone
from tests.web.lead_mail.test_lead_mail import taught


def furnish_ways(alice: Someone, bob: Someone, make_lead: MakeLead) -> dict[str, str]:
    """The addresses of these screens, by a word."""
    maria = make_lead(
        "Maria Lopez", company="Brightline Logistics", mail="maria@lopez.example", source="Leeds show"
    )
    return {**_rules(alice, bob), **_campaigns(bob, maria), **_mail(alice, bob)}


def _mail(alice: Someone, bob: Someone) -> dict[str, str]:
    box = a_box(alice, OURS)
    mail_in.open_address(mailbox_id=box.id, source="Auto portal", by=bob.actor)
    mail_in.open_address(mailbox_id=box.id, member_id=alice.member.id, by=bob.actor)
    taught(bob)
    for door in ("hand", "mail", "calls"):
        capture.probe(door=door, by=bob.actor)
    return {"lead-mail": "/settings/lead-mail/", "sources": "/sources/"}


def _campaigns(bob: Someone, maria: Lead) -> dict[str, str]:
    by = bob.actor
    capture.found_campaign(name="Leeds show 2026", cadence_key="trade-show", by=by)
    capture.found_campaign(name="Warm again", by=by)
    capture.move(lead_ids=[maria.id], campaign="Leeds show 2026", why="She was at our stand.", by=by)
    return {
        "campaigns": "/campaigns/",
        "campaign-add": "/campaigns/add/",
        "campaign-move": f"/leads/many/?act=campaign&lead={maria.id}",
        "lead": f"/leads/{maria.id}/",
        "leads": "/leads/?campaign=Leeds+show+2026",
    }


def _rules(alice: Someone, bob: Someone) -> dict[str, str]:
    by = bob.actor
    wanted = Wanted([alice.member.id], source="Leeds show", countries=["DE", "AT", "CH"], language="de")
    rule = assigning.add_rule(wanted=wanted, by=by)
    assigning.add_rule(
        wanted=Wanted([alice.member.id, bob.member.id], postal_codes=["LS", "BD", "HX1"]), by=by
    )
    workspaces.plan_leave(member_id=alice.member.id, first_day=_today(), last_day=_today(), by=by)
    return {
        "settings": "/settings/",
        "assignment": "/settings/assignment/",
        "assignment-tried": "/settings/assignment/?source=Leeds+show&country=AT&says=Guten+Tag+wir+haben",
        "assignment-rule": f"/settings/assignment/{rule.id}/",
    }


def _today() -> dt.date:
    return clock.now().date()
