"""What we write can be read by everybody, and nothing can be smuggled into it."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfast.mail.errors import AddressRefused, HeaderRefused, NoRecipient
from leadfast.mail.rules import composing, folders, ids, reading
from leadfast.mail.rules.headers import Address

KEY = b"k" * 32
WHEN = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
ROW = uuid.UUID("018f3c1e-0000-7000-8000-000000000001")
OURS = ids.message_id(ROW, domain="firm.example", key=KEY)

DRAFT = composing.Draft(
    message_id=OURS,
    token=ids.token(ROW, key=KEY),
    sender=Address("Alice Ade", "alice@firm.example"),
    to=(Address("Maria Lopez", "maria@lopez.example"),),
    subject="Our offer",
    text="Hello Maria,\n\nhere is https://firm.example/offer?a=1&b=2.",
    date=WHEN,
)


def sent(**changes: object) -> reading.Incoming:
    return reading.read(composing.compose(replace(DRAFT, **changes)))  # type: ignore[arg-type]


def test_text_and_html_say_the_same() -> None:
    got = sent(signature="Alice\nSales")
    assert got.text.splitlines()[0] == "Hello Maria,"
    assert got.text.rstrip().endswith("-- \nAlice\nSales")
    assert '<a href="https://firm.example/offer?a=1&amp;b=2">' in got.html
    assert (got.message_id, got.date, got.header("x-leadfast-id")) == (OURS, WHEN, DRAFT.token)


def test_the_thread_is_kept_together() -> None:
    above = tuple(f"{number}@lopez.example" for number in range(40))
    got = sent(references=above, in_reply_to="last@lopez.example")
    assert len(got.references) == 32
    assert got.references[-2:] == ("last@lopez.example", OURS)
    assert got.in_reply_to == ("last@lopez.example",)
    assert ids.first_of_ours(got.references, key=KEY) == ROW


def test_a_forged_id_is_not_ours() -> None:
    forged = OURS.replace(ROW.hex, uuid.uuid4().hex)
    assert ids.outgoing_id(forged, key=KEY) is None
    assert ids.outgoing_id(OURS, key=b"x" * 32) is None
    assert ids.outgoing_id(f"In-Reply-To: <{OURS}>", key=KEY) == ROW


def test_ids_longer_than_a_line_stay_whole() -> None:
    long = "x" * 300 + "@lopez.example"
    assert sent(references=(long,)).references == (long, OURS)


@pytest.mark.parametrize("smuggled", ["a\r\nBcc: all@x.example", "a\nb", "a\x00b", "a\u2028b"])
def test_a_line_break_in_a_header_is_refused(smuggled: str) -> None:
    for change in (
        {"subject": smuggled},
        {"sender": Address(smuggled, "alice@firm.example")},
        {"to": (Address(smuggled, "maria@lopez.example"),)},
        {"enclosures": (composing.Enclosure(smuggled, b"x"),)},
    ):
        with pytest.raises(HeaderRefused):
            sent(**change)
    with pytest.raises((HeaderRefused, AddressRefused)):
        sent(to=(Address("", f"maria@lopez.example{smuggled}"),))


def test_an_id_of_others_cannot_smuggle_either() -> None:
    got = sent(references=("ok@x.example", "bad@x\r\nBcc: y@z.example"), in_reply_to="worse@x\r\n")
    assert got.references == ("ok@x.example", OURS)
    assert got.in_reply_to == ()


def test_nobody_to_write_to() -> None:
    with pytest.raises(NoRecipient):
        sent(to=())
    with pytest.raises(AddressRefused):
        sent(to=(Address("", "not an address"),))


def test_domains_in_other_scripts() -> None:
    got = sent(to=(Address("Jörg", "joerg@müller.example"),))
    assert got.to == (Address("Jörg", "joerg@xn--mller-kva.example"),)


def test_writing_from_right_to_left() -> None:
    got = sent(subject="הצעה חדשה", text="שלום מריה", to=(Address("מריה", "maria@lopez.example"),))
    assert (got.subject, got.text.strip(), got.to[0].name) == ("הצעה חדשה", "שלום מריה", "מריה")
    assert '<p dir="auto">שלום מריה</p>' in got.html


def test_the_machines_mail_says_where_it_comes_from_and_how_to_stop_it() -> None:
    way = composing.Unsubscribe("alice@firm.example", "tok en", "https://leads.firm.example/u/abc")
    got = sent(automated=True, postal_address="1 High Street\nLeeds", unsubscribe=way)
    assert "1 High Street · Leeds" in got.text
    assert "https://leads.firm.example/u/abc" in got.text
    assert got.header("list-unsubscribe-post") == "List-Unsubscribe=One-Click"
    assert got.header("list-unsubscribe") == (
        "<https://leads.firm.example/u/abc>, <mailto:alice@firm.example?subject=unsubscribe%20tok%20en>"
    )


def test_without_https_there_is_no_one_click() -> None:
    way = composing.Unsubscribe("alice@firm.example", "token", "http://127.0.0.1:8000/u/abc")
    got = sent(automated=True, unsubscribe=way)
    assert got.header("list-unsubscribe") == "<mailto:alice@firm.example?subject=unsubscribe%20token>"
    assert got.header("list-unsubscribe-post") == ""


def test_a_persons_mail_has_no_footer() -> None:
    assert "High Street" not in sent(postal_address="1 High Street").text


def test_files_keep_name_and_content() -> None:
    got = sent(
        enclosures=(composing.Enclosure("prïce list.pdf", b"%PDF"), composing.Enclosure("x.eml", b"a"))
    )
    assert [(one.name, one.media_type, one.content) for one in got.attachments] == [
        ("prïce list.pdf", "application/pdf", b"%PDF"),
        ("x.eml", "application/octet-stream", b"a"),
    ]


def test_one_re_is_enough() -> None:
    assert composing.answered_subject("RE: Re[2]: AW: Offer") == "Re: Offer"
    assert composing.answered_subject("Regarding") == "Re: Regarding"


NAMES = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), max_size=60)


@given(
    name=NAMES, subject=NAMES, text=st.text(st.characters(blacklist_categories=("Cc", "Cs")), max_size=400)
)
def test_whatever_is_written_is_read_back(name: str, subject: str, text: str) -> None:
    got = sent(sender=Address(name, "a@firm.example"), subject=subject, text=text)
    assert got.sender is not None
    assert got.sender.email == "a@firm.example"
    assert got.subject.split() == subject.split()
    assert got.text.split() == text.split()
    assert set(composing.compose(DRAFT).split(b"\r\n")) >= {b"MIME-Version: 1.0"}


@pytest.mark.parametrize(
    ("name", "flags", "delimiter", "role"),
    [
        ("INBOX", (), "/", "inbox"),
        ("[Gmail]/Sent Mail", ("\\Sent",), "/", "sent"),
        ("INBOX.Gesendet", (), ".", "sent"),
        ("Éléments envoyés", (), "/", "sent"),
        ("Отправленные", (), "/", "sent"),
        ("送信済みアイテム", (), "/", "sent"),
        ("Whatever", ("\\HasNoChildren", "\\Sent"), "/", "sent"),
        ("Junk E-mail", (), "/", "junk"),
        ("Clients/Sentinel", (), "/", ""),
    ],
)
def test_folders_are_known_in_every_language(
    name: str, flags: tuple[str, ...], delimiter: str, role: str
) -> None:
    assert folders.role(name, flags, delimiter) == role
