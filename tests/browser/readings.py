"""A house where people have written: every kind of reading waits for somebody."""

import datetime as dt

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
from tests.conversations.meanings import arrives_meaning, days, meaning, moment
from tests.conversations.understanding.test_invitation_answers import invitation
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
    agreed = moment(starts, words="on Thursday at two")
    arrives_meaning(
        post, meaning("meeting_agreed", when=agreed), sender="Aisha Khan <aisha@khan.example>",
        text="Thursday at two works for us, at gate 2.",
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
    _more(post, make_lead, today + dt.timedelta(days=6))
    colleague = post.we_write(maria, "maria@lopez.example", text="Gladly. One question: who decides?")
    post.arrives(
        letter(
            sender="Jo Park <jo@lopez.example>",
            References=f"<{colleague.message_id}>",
            text="I decide on this.",
        )
    )
    return post, maria


def _more(post: Post, make_lead: MakeLead, day: dt.date) -> None:
    """Letters that are read for real: who will be in touch, who orders, who bought, who invites."""
    make_lead("Eva Lind", mail="eva@lind.example", company="Lind Interiors", value=2400)
    post.arrives(
        letter(
            sender="Eva Lind <eva@lind.example>",
            text=f"Thank you for the quote. I will get back to you by {day:%d %B %Y}.\n\nEva",
        )
    )
    make_lead("Paul Berg", mail="paul@berg.example", company="Berg Lager GmbH", value=18500)
    post.arrives(
        letter(
            sender="Paul Berg <paul@berg.example>",
            text="Anbei unsere Bestellung Nr. 4500123, zwei Stück wie angeboten.\n\nViele Grüße\nPaul Berg",
        )
    )
    make_lead("Rosa Mena", mail="rosa@mena.example", company="Mena Foods")
    post.arrives(
        letter(sender="Rosa Mena <rosa@mena.example>", text="We accept your offer. Please send the contract.")
    )
    make_lead("Otto Hahn", mail="otto@hahn.example")
    post.arrives(
        letter(sender="Otto Hahn <otto@hahn.example>", text="We already bought one last month, sorry.")
    )
    make_lead("Mia Wong", mail="mia@wong.example", company="Wong Logistics", value=7000)
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(days=4)
    ask = invitation(f"DTSTART:{soon:%Y%m%dT140000Z}", f"DTEND:{soon:%Y%m%dT150000Z}")
    post.arrives(
        ask.replace(b"Maria Lopez", b"Mia Wong")
        .replace(b"maria@lopez", b"mia@wong")
        .replace(b"Maria@lopez", b"mia@wong")
    )
    for name, words in (
        ("Nils Holm", "Please take me off your list."),
        ("Zoe Marsh", "Got it, thanks!"),
        ("Kai Ito", "Tom has left the company. Please write to sales@ito.example."),
    ):
        mail = f"{name.split()[0].lower()}@{name.split()[1].lower()}.example"
        make_lead(name, mail=mail)
        post.arrives(letter(sender=f"{name} <{mail}>", text=words))
