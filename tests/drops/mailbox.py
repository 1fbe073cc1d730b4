"""A mailbox of Alice's with conversations that were dropped, and many that were not."""

import datetime as dt
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

US = "alice@brightline.example"
START = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)


class Mailbox:
    """Writes mails one after the other; ``save`` makes an mbox, a Maildir or a folder of them."""

    def __init__(self) -> None:
        self.mails: list[tuple[EmailMessage, dt.datetime]] = []

    def write(
        self,
        sender: str,
        to: str,
        words: str,
        *,
        day: int,
        subject: str = "Forklifts",
        answers: EmailMessage | None = None,
        **headers: str,
    ) -> EmailMessage:
        """One mail, ``day`` days after the start."""
        at = START + dt.timedelta(days=day, minutes=len(self.mails))
        mail = EmailMessage()
        mail["From"], mail["To"] = sender, to
        mail["Subject"] = f"Re: {subject}" if answers else subject
        mail["Date"] = format_datetime(at)
        mail["Message-ID"] = f"<{len(self.mails)}@mail.example>"
        if answers is not None:
            mail["In-Reply-To"] = mail["References"] = answers["Message-ID"]
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(words)
        self.mails.append((mail, at))
        return mail

    def as_mbox(self, place: Path) -> Path:
        """Save as one file."""
        with place.open("wb") as file:
            for mail, at in self.mails:
                body = mail.as_bytes().replace(b"\nFrom ", b"\n>From ")
                file.write(f"From {US} {at:%a %b %d %H:%M:%S %Y}\n".encode() + body + b"\n")
        return place

    def as_maildir(self, place: Path) -> Path:
        """Save as a Maildir."""
        for folder in ("cur", "new", "tmp"):
            (place / folder).mkdir(parents=True)
        for number, (mail, at) in enumerate(self.mails):
            (place / "cur" / f"{int(at.timestamp())}.M{number}.host:2,S").write_bytes(mail.as_bytes())
        return place

    def as_folder(self, place: Path) -> Path:
        """Save as .eml files."""
        place.mkdir()
        for number, (mail, _) in enumerate(self.mails):
            (place / f"{number}.eml").write_bytes(mail.as_bytes())
        return place


def a_year() -> Mailbox:
    """One of each: five that were dropped, and everything that must be left out."""
    box = Mailbox()
    # Dropped: she wrote last with a question, and nobody followed up.
    first = box.write("Maria Lopez <maria@lopez.example>", US, "Could you quote 12 forklifts?", day=1)
    box.write(
        US, "maria@lopez.example", "Here is the quote over $48,000. Does it suit you?", day=2, answers=first
    )
    # Dropped: she promised and nothing followed.
    asked = box.write("Tom Ray <tom@ray.example>", US, "Do you deliver to Leeds?", day=10, subject="Delivery")
    box.write(
        US, "tom@ray.example", "I will check and get back to you.", day=11, subject="Delivery", answers=asked
    )
    # Dropped: they asked and got no answer.
    sent = box.write(US, "ines@lumen.example", "Our price list is attached.", day=20, subject="Prices")
    box.write(
        "Ines <ines@lumen.example>",
        US,
        "Does the price include training?",
        day=21,
        subject="Prices",
        answers=sent,
    )
    # Dropped: wrote first, never answered.
    box.write(
        "Jo Kato <jo@kato.example>", US, "We need an offer for 3 units, please.", day=30, subject="Inquiry"
    )
    # Dropped: a date they named has passed.
    hello = box.write(US, "ana@sol.example", "Shall we talk about the contract?", day=40, subject="Contract")
    box.write(
        "Ana <ana@sol.example>", US, "Yes, the order comes after 15 April. Call me on 20 April.", day=41,
        subject="Contract", answers=hello,
    )  # fmt: skip
    # Not dropped: answered, then thanked.
    one = box.write("Sam <sam@fine.example>", US, "Could you send the manual?", day=50, subject="Manual")
    two = box.write(US, "sam@fine.example", "Attached.", day=50, subject="Manual", answers=one)
    box.write("Sam <sam@fine.example>", US, "Great, thank you!", day=51, subject="Manual", answers=two)
    # Not dropped: they said no.
    offer = box.write(US, "no@gone.example", "Shall I send an offer?", day=60, subject="Offer")
    box.write(
        "Nora <no@gone.example>",
        US,
        "We went with someone else, thanks.",
        day=61,
        subject="Offer",
        answers=offer,
    )
    # Not dropped: taken up again in another thread.
    box.write(US, "pat@again.example", "Would you like a quote?", day=70, subject="Quote")
    later = box.write(
        "Pat <pat@again.example>", US, "Let us meet about the order.", day=90, subject="Meeting"
    )
    box.write(US, "pat@again.example", "See you then!", day=90, subject="Meeting", answers=later)
    # Not dropped: colleagues, newsletters, machines, people who sell to us, private mails without a wish.
    box.write("bob@brightline.example", US, "Could you look at this?", day=100, subject="Report")
    box.write(
        "News <news@paper.example>", US, "Our prices fell! Order?", day=101, List_Id="<news.paper.example>"
    )
    box.write("noreply@shop.example", US, "Did you like your order?", day=102, subject="Your order")
    box.write(
        "Ed <ed@seo.example>",
        US,
        "I came across your website. Can we rank it on Google?",
        day=103,
        subject="SEO",
    )
    box.write("mum@family.example", US, "Thanks for the flowers.", day=104, subject="Flowers")
    # Not yet: the answer may be on its way.
    box.write(US, "new@fresh.example", "Would you like a demo?", day=199, subject="Demo")
    return box
