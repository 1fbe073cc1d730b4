"""A workspace with something on every screen."""

import datetime as dt
from dataclasses import dataclass

from leadfast.capture import actions as capture
from leadfast.leads import actions as leads
from leadfast.leads.models import GiveUp, Lead
from leadfast.workspaces import guard
from tests.conversations.conftest import OURS, Post, a_box, letter
from tests.fixtures import MakeLead, Someone


@dataclass(frozen=True)
class House:
    """What the screens are about."""

    maria: Lead
    tom: Lead
    asked: GiveUp


def furnish(alice: Someone, make_lead: MakeLead) -> House:
    """Late and early leads, an incomplete one, a closed one, one in doubt, a request to give up."""
    hour = dt.timedelta(hours=1)
    post = Post(a_box(alice, OURS), alice.actor)
    maria = make_lead(
        "Maria Lopez", company="Brightline Logistics", mail="maria@lopez.example", phone="+44 20 7946 0018",
        kind="call_back", due_in=-3 * hour, value=14000, source="Leeds show",
    )  # fmt: skip
    tom = make_lead(
        "Tom Adeyemi",
        company="Northgate Clinics",
        mail="tom@northgate.example",
        kind="answer",
        due_in=hour / 2,
    )
    # Not so soon that it is late, and first of all, by the time a slow machine has opened the page.
    make_lead("J. Okafor", kind="first_response", due_in=hour / 3, source="pricing page")
    make_lead("Beacon Dental", kind="complete_lead", due_in=-hour / 2, is_incomplete=True)
    for number in range(4):
        make_lead(f"Peter Voss {number}", kind="nurture", due_in=-number * hour)
    won = make_lead("Ruth Bell", company="Northgate Clinics")
    ines = make_lead("Ines Carvalho")
    with guard.scope(maria.workspace_id):
        leads.win(lead_id=won.id, value=900, order_reference="PO 7", by=alice.actor)  # type: ignore[arg-type]
        leads.give_turn(
            lead_id=ines.id, until=ines.next_due_at + hour, why="the offer is out", by=alice.actor
        )  # type: ignore[operator]
        asked = leads.ask(lead_id=ines.id, reason="price", words="Too dear.", evidence={}, by=alice.actor)
    post.we_write(tom, "tom@northgate.example", subject="Proposal for 40 seats")
    post.arrives(
        letter(sender="Tom <tom@northgate.example>", text="Is onboarding included?\n\n> Shall we talk?\n")
    )
    post.arrives(
        letter(
            sender="Jo <jo@northgate.example>", subject="Proposal for 40 seats", text="And ten more seats?"
        )
    )
    capture.add_by_hand(typed={"line": "Kowalski, big bakery in Leeds"}, by=alice.actor)
    return House(maria, tom, asked)
