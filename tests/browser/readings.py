"""A house where people have written: every kind of reading waits for somebody."""

import datetime as dt

from leadfast.conversations.understanding.invitations import Invitation, Method
from leadfast.conversations.understanding.meaning import (
    Bucket,
    ContactDetails,
    Promise,
    Purpose,
    Referral,
    Side,
    StandIn,
)
from leadfast.leads.models import Lead
from tests.conversations.conftest import OURS, Post, a_box, letter
from tests.conversations.meanings import arrives_meaning, days, meaning
from tests.fixtures import MakeLead, Someone


def furnish(alice: Someone, make_lead: MakeLead) -> tuple[Post, Lead]:
    """Letters to Alice with readings made by hand; returns the first of the leads too."""
    post = Post(a_box(alice, OURS), alice.actor)
    today = dt.datetime.now(dt.UTC).date()
    spring = days(today + dt.timedelta(days=70), today + dt.timedelta(days=99), words="in the new year")
    signed = ContactDetails(
        "Maria Lopez", "Head of Logistics", "Lopez Cold Stores", (), ("+442079460999",), ()
    )
    friday = days(today + dt.timedelta(days=4), kind=Purpose.DEADLINE)
    thanks = Promise(Side.THEM, "send you the floor plan", friday)
    maria = make_lead(
        "Maria Lopez", mail="maria@lopez.example", phone="+442079460100", company="Lopez", value=14000
    )
    post.we_write(maria, "maria@lopez.example")
    arrives_meaning(
        post,
        meaning("not_now", when=spring, contact=signed, promises=(thanks,)),
        text="We have to get through the stocktaking first. Try me again in the new year.\n\nMaria",
    )
    make_lead("Jan Novak", mail="jan@novak.example", company="Novak Freight", value=9000)
    other = Referral("Petra Dvorak", "petra.dvorak@novak.example", "+420 224 555 010", "purchasing")
    arrives_meaning(
        post, meaning("referral", confidence=0.8, referral=other), sender="Jan Novak <jan@novak.example>",
        text="That is not mine any more. Petra Dvorak in purchasing decides, petra.dvorak@novak.example.",
    )  # fmt: skip
    make_lead("Aisha Khan", mail="aisha@khan.example", company="Khan Foods")
    starts = dt.datetime.now(dt.UTC).replace(hour=14, minute=0, second=0, microsecond=0) + dt.timedelta(
        days=3
    )
    invite = Invitation(
        "meet-7@khan.example", Method.REQUEST, 0, starts, starts + dt.timedelta(hours=1), whole_day=False,
        summary="Forklifts for Leeds", location="Khan Foods, gate 2", organizer="aisha@khan.example", attendees=(),
    )  # fmt: skip
    arrives_meaning(
        post, meaning("meeting_agreed", invitation=invite), sender="Aisha Khan <aisha@khan.example>",
        text="Thursday works, the invitation is attached.",
    )  # fmt: skip
    make_lead("Tom Baker", mail="tom@baker.example", company="Baker & Sons", value=3200)
    arrives_meaning(
        post, meaning("price_objection", confidence=0.7, bucket=Bucket.PRICE), sender="Tom Baker <tom@baker.example>",
        text="Honestly, a third cheaper elsewhere.",
    )  # fmt: skip
    make_lead("Ines Costa", mail="ines@costa.example")
    arrives_meaning(
        post, meaning("question", confidence=0.3), sender="Ines Costa <ines@costa.example>",
        text="Well. You know how it is with my cousin and the ramp.",
    )  # fmt: skip
    away = make_lead("Lea Roth", mail="lea@roth.example", company="Roth Bau")
    post.we_write(away, "lea@roth.example")
    arrives_meaning(
        post, meaning("out_of_office", stand_ins=(StandIn("Udo Kern", "udo.kern@roth.example", ""),)),
        sender="Lea Roth <lea@roth.example>", subject="Automatic reply: Your forklifts",
        text="I am away. Udo Kern stands in: udo.kern@roth.example", Auto_Submitted="auto-replied",
    )  # fmt: skip
    colleague = post.we_write(maria, "maria@lopez.example", text="Gladly. One question: who decides?")
    post.arrives(
        letter(
            sender="Jo Park <jo@lopez.example>",
            References=f"<{colleague.message_id}>",
            text="I decide on this.",
        )
    )
    return post, maria
