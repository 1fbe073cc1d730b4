"""Mail that brings leads: the first writer, the answers of forms, what was taught, and what is left to a person."""

import datetime as dt
import time
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfast.capture.doors import adf, mail, vcard
from leadfast.capture.doors.colleague import read as colleague
from leadfast.capture.doors.hand import line
from leadfast.capture.doors.mail import errors, forms, forwards, read, rules
from leadfast.capture.doors.spreadsheet import cells
from leadfast.foundation.errors import Refusal
from leadfast.mail.rules import headers

SAMPLES = Path(mail.__file__).parent / "samples"
BODY = "Hello,\n\ncan you quote 40 seats?\n\nMaria Lopez"


def _mail(
    text: str, *, subject: str = "Hello", sender: str = "Alice <alice@us.example>", **more: str
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "leads@us.example", subject
    message["Date"] = "Mon, 02 Mar 2026 10:15:00 +0000"
    for name, value in more.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def _people(message: EmailMessage) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.name, one.mails) for one in read.parse(message.as_bytes(), "GB")]


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("forward-*.txt")), ids=lambda one: one.stem)
def test_the_first_writer_of_a_forwarded_mail(sample: Path) -> None:
    subject, text = sample.read_text().split("\n", 1)
    assert _people(_mail(text, subject=subject)) == [("Maria Lopez", ("maria@lopez.example",))]
    forward = forwards.unwrap(text)
    assert forward is not None
    assert "40 seats" in forward.text


def test_forwarded_twice_and_as_an_attachment() -> None:
    inner = (SAMPLES / "forward-gmail.txt").read_text().split("\n", 1)[1]
    head = "---------- Forwarded message ---------\nFrom: Bob <bob@us.example>\nDate: today\nSubject: Fwd: Seats\n\n"
    twice = head + inner
    assert _people(_mail(twice, subject="Fwd: Fwd: Seats")) == [("Maria Lopez", ("maria@lopez.example",))]
    outer = _mail("See below.", subject="Fwd: Seats")
    outer.add_attachment(_mail(BODY, subject="Seats", sender="Maria Lopez <maria@lopez.example>"))
    (found,) = read.parse(outer.as_bytes(), "GB")
    assert (found.name, found.mails) == ("Maria Lopez", ("maria@lopez.example",))
    assert "See below." in found.note


def test_the_head_of_a_forwarded_mail_is_read_whole_in_whatever_order_it_is() -> None:
    subject, text = (SAMPLES / "forward-thunderbird.txt").read_text().split("\n", 1)
    (found,) = read.parse(_mail(text, subject=subject).as_bytes(), "GB")
    assert found.said_at == dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    assert found.note == "Seats\nCan you quote 40 seats?"


_CONTACT_FORM_7 = (
    "{0}: Maria Lopez <maria@lopez.example>\n{1}: Seats\n\n{2}:\nCan you quote\n40 seats?\n\n-- \n"
    "This is a notification that a contact form was submitted on your website (us.example)."
)


@pytest.mark.parametrize(
    "labels",
    [
        ("From", "Subject", "Message Body"), ("Von", "Betreff", "Nachrichtentext"),
        ("De ", "Objet ", "Corps du message "), ("De", "Asunto", "Cuerpo del mensaje"),
        ("Da", "Oggetto", "Corpo del messaggio"),
    ],
    ids=lambda one: one[0].strip(),
)  # fmt: skip
def test_a_form_that_looks_like_the_head_of_a_mail(labels: tuple[str, str, str]) -> None:
    """As the commonest form of WordPress writes it by default, and passed on by one of us."""
    form = _CONTACT_FORM_7.format(*labels)
    direct = _mail(form, sender="WordPress <wordpress@us.example>", Reply_To="maria@lopez.example")
    head = "---------- Forwarded message ---------\nFrom: WordPress <wordpress@us.example>\n"
    head += "Date: Mon, 2 Mar 2026 at 10:00\nSubject: Seats\nTo: <alice@us.example>\n\n"
    for message in (direct, _mail(head + form, subject="Fwd: Seats")):
        (found,) = read.parse(message.as_bytes(), "GB")
        assert (found.name, found.mails) == ("Maria Lopez", ("maria@lopez.example",))
        assert found.note == "Seats\nCan you quote\n40 seats?"


@pytest.mark.parametrize(
    "text",
    [
        "Sent via form submission from Us\n*Name:* Maria Lopez\n\n*Email:* maria@lopez.example\n\n*Message:* 40 seats",
        "New!\n\nSubmitted Information:\n\nName\nMaria Lopez\n\nEmail\nmaria@lopez.example\n\nComment\n40 seats",
        "Name: Maria Lopez\n\nEmail Address: maria@lopez.example\n\nMessage: 40 seats\n\n(Sent via Us)",
        "Name\nMaria Lopez\nEmail\nmaria@lopez.example\nComment or Message\n40 seats",
        "Nom : Lopez\nPrénom : Maria\nAdresse e-mail : maria@lopez.example\nVotre message : 40 seats",
    ],
    ids=["heading above", "heading of answers", "end in brackets", "two words for one", "halves of a name"],
)
def test_what_builders_write_around_the_answers_is_none(text: str) -> None:
    (found,) = read.parse(_mail(text, sender="Site <no-reply@builder.example>").as_bytes(), "GB")
    assert (found.name, found.mails, found.note) == ("Maria Lopez", ("maria@lopez.example",), "40 seats")


@pytest.mark.parametrize("field", ["From", "To", "Cc", "Reply-To", "Subject"])
def test_brackets_within_brackets_stop_nobody(field: str) -> None:
    raw = f"From: Maria Lopez <maria@lopez.example>\nTo: leads@us.example\n\n{BODY}".replace(
        f"{field}: ", "X-Was: "
    )
    raw = f"{field}: {'(' * 20_000}\n{raw}"
    for door in (read, colleague):
        with suppress(Refusal):
            assert door.parse(raw.encode(), "GB")


@pytest.mark.parametrize("word", ["a", "1", "-", "a."])
def test_a_picture_in_letters_is_no_address_and_costs_nothing(word: str) -> None:
    """A file written as text is one word of a hundred thousand letters; of the processor's time, not of the clock's."""
    endless = word * 100_000
    began = time.process_time()
    assert cells.mails(f"{endless} maria@lopez.example {endless}") == ("maria@lopez.example",)
    assert forwards.writer_of(f"Maria Lopez <maria@lopez.example> {endless}")[1] == "maria@lopez.example"
    assert forwards.unwrap(f"From: {endless}\nTo: {endless}\nSubject: {endless}\n\n{endless}") is not None
    assert line.read(f"maria@lopez.example, {endless}", country="GB").mails == ("maria@lopez.example",)
    assert headers.message_ids([endless, f"{endless} <1@lopez.example>"]) == ("1@lopez.example",)
    assert time.process_time() - began < 30


def test_what_runs_on_below_an_address_is_kept() -> None:
    form = forms.read("Name: Maria Lopez\nEmail: maria@lopez.example\nWhat we sell you for\n40 seats\n")
    found = form.found()
    assert (found.mails, found.note) == (("maria@lopez.example",), "What we sell you for\n40 seats")
    # An address with words below it is still a letter, no form.
    assert not forms.read("Email: maria@lopez.example\nCan you quote?").says_who


def test_a_site_lends_nobody_its_name() -> None:
    words = "Somebody wants 40 seats."
    site, person = "WordPress <wordpress@us.example>", "Maria Lopez <maria@work.example>"
    asked = [("", site, "maria@lopez.example"), ("Maria Lopez", site, '"Maria Lopez" <maria@lopez.example>')]
    for name, sender, reply_to in [*asked, ("Maria Lopez", person, "maria@lopez.example")]:
        assert _people(_mail(words, sender=sender, Reply_To=reply_to)) == [(name, ("maria@lopez.example",))]


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("form-*.txt")), ids=lambda one: one.stem)
def test_forms_of_site_builders(sample: Path) -> None:
    message = _mail(sample.read_text(), sender="Site <no-reply@builder.example>")
    (found,) = read.parse(message.as_bytes(), "GB")
    assert (found.name, found.mails, found.phones) == (
        "Maria Lopez",
        ("maria@lopez.example",),
        ("0113 496 0117",),
    )
    assert "40" in found.note
    assert "sent from" not in found.note
    assert found.said_at == dt.datetime(2026, 3, 2, 10, 15, tzinfo=dt.UTC)


def test_a_letter_with_a_colon_in_it_is_no_form() -> None:
    assert not forms.read("Dear Alice,\n\nnote: we meet at 10:30.\nRegards: Jan").says_who
    assert _people(_mail("Can we talk: today?", sender="Jan <jan@k.example>")) == [
        ("Jan", ("jan@k.example",))
    ]


PORTAL = (SAMPLES / "portal.txt").read_text()


def test_one_example_teaches_the_next() -> None:
    marked = {
        "name": "Maria Lopez",
        "mail": "maria@lopez.example",
        "phone": "0113 496 0117",
        "note": "Volvo V60, 2021",
    }
    rule = rules.from_json(rules.as_json(rules.learn(PORTAL, marked)))  # type: ignore[arg-type]
    another = PORTAL.replace("Maria Lopez", "Jan van der Berg").replace(
        "maria@lopez.example", "jan@berg.example"
    )
    another = another.replace("0113 496 0117", "020 7946 0001").replace("Volvo V60, 2021", "Saab 900")
    assert rules.apply(rule, another) == {
        "name": "Jan van der Berg", "mail": "jan@berg.example", "phone": "020 7946 0001", "note": "Saab 900",
    }  # fmt: skip
    assert rule.fits(another)
    assert not rule.fits("Your invoice for March is ready.\nPay it soon.\nRegards, Portal")
    message = _mail(another, sender="Portal <no-reply@portal.example>")
    (found,) = read.people(message.as_bytes(), rule=rule)
    assert (found.name, found.mails) == ("Jan van der Berg", ("jan@berg.example",))


def test_adf_and_cards_beside_a_mail() -> None:
    message = _mail("See enclosed.", sender="Portal <leads@portal.example>")
    lead = (Path(adf.__file__).parent / "samples" / "portal.xml").read_bytes()
    message.add_attachment(lead, maintype="application", subtype="xml", filename="lead.xml")
    assert _people(message) == [("Maria Lopez", ("maria@lopez.example",))]
    assert _people(_mail(lead.decode())) == [("Maria Lopez", ("maria@lopez.example",))]
    passed_on = _mail("Call them, please.")
    cards = (Path(vcard.__file__).parent / "samples" / "phone.vcf").read_bytes()
    passed_on.add_attachment(cards, maintype="text", subtype="vcard", filename="c.vcf")
    assert [name for name, _ in _people(passed_on)] == ["Dr. Paula Öhler", "Jan Kowalski", "Maria Lopez"]


@pytest.mark.parametrize(
    "message",
    [
        _mail(
            "Our news of March.",
            List_Unsubscribe="<https://n.example/u>",
            List_Id="<n.n.example>",
            Precedence="bulk",
        ),
        _mail("I am away until Monday.", subject="Automatic reply: Hello", Auto_Submitted="auto-replied"),
    ],
    ids=["newsletter", "absence"],
)
def test_newsletters_and_machines_wait_for_a_person(message: EmailMessage) -> None:
    with pytest.raises(errors.NotFromAPerson):
        read.parse(message.as_bytes(), "GB")


def test_who_answers_elsewhere_is_the_lead() -> None:
    (found,) = read.parse(
        _mail("Hi, 40 seats?", sender="Site <web@us.example>", Reply_To="maria@lopez.example").as_bytes(),
        "GB",
    )
    assert found.mails == ("maria@lopez.example",)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        assert read.parse(content, "GB")
    except Refusal:
        return


_SENT_ON = """{above}

From: {writer}
Sent: Monday, 2 March 2026 09:00
To: Pat <pat@partner.example>
Subject: Seats

Hello,

can you quote 40 seats?

Maria Lopez
"""
_MARIA = "Maria Lopez <maria@lopez.example>"


def _sent_on(above: str, *, writer: str = _MARIA, subject: str = "Seats") -> EmailMessage:
    text = _SENT_ON.format(above=above, writer=writer)
    return _mail(text, subject=subject, sender="Pat <pat@partner.example>")


def test_a_mail_that_was_passed_on_and_does_not_say_so() -> None:
    (found,) = read.parse(_sent_on("Please call her.").as_bytes(), "GB")
    assert (found.name, found.mails) == ("Maria Lopez", ("maria@lopez.example",))
    assert "Forwarded by pat@partner.example: Please call her." in found.note
    assert "40 seats" in found.note


@pytest.mark.parametrize(
    ("subject", "writer"),
    [
        ("Re: Seats", _MARIA),
        ("AW: Seats", _MARIA),
        ("Seats", "Alice <alice@us.example>"),
        ("Seats", "Leads <leads@us.example>"),
        ("Seats", "Bo <bo@partner.example>"),
    ],
)
def test_whoever_answers_is_the_lead_and_not_whom_they_quote(subject: str, writer: str) -> None:
    message = _sent_on("Yes, please.", subject=subject, writer=writer)
    assert _people(message) == [("Pat", ("pat@partner.example",))]


def test_whoever_answers_below_an_original_message_is_the_lead() -> None:
    above = "Yes, please.\n\n-----Original Message-----"
    message = _sent_on(above, subject="RE: Seats", writer="Alice <alice@us.example>")
    assert _people(message) == [("Pat", ("pat@partner.example",))]


def test_between_two_who_may_be_meant_a_person_decides_and_is_told_both() -> None:
    message = _sent_on("We would like a quote for our own house as well, for the hall and the stairs. " * 6)
    with pytest.raises(errors.WhoIsMeant) as raised:
        read.parse(message.as_bytes(), "GB")
    for one in ("Pat", "pat@partner.example", "Maria Lopez", "maria@lopez.example"):
        assert one in raised.value.sentence


@pytest.mark.parametrize("above", ["For you.", "She was at the fair and asked for a quote. " * 20])
def test_what_one_of_us_passes_on_without_saying_so(above: str) -> None:
    message = _sent_on(above)
    message.replace_header("From", "Alice <alice@us.example>")
    (found,) = colleague.parse(message.as_bytes(), "GB")
    assert (found.name, found.mails) == ("Maria Lopez", ("maria@lopez.example",))
