"""Slips in mail domains are asked about, and what is right is left in peace; countries and postal codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfast.capture.rules import found, places, typos
from leadfast.capture.rules.found import Found
from leadfast.conversations.rules.free_mail import FREE_MAIL


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("maria@gmial.com", "maria@gmail.com"),
        ("maria@gmal.com", "maria@gmail.com"),
        ("maria@gmaill.com", "maria@gmail.com"),
        ("maria@gmail.con", "maria@gmail.com"),
        ("maria@gmail.co", "maria@gmail.com"),
        ("Maria.L@GMAIL.CMO", "Maria.L@gmail.com"),
        ("jo@mgail.com", "jo@gmail.com"),
        ("jo@hotmial.com", "jo@hotmail.com"),
        ("jo@hotmail.co.ku", "jo@hotmail.co.uk"),
        ("jo@outlok.com", "jo@outlook.com"),
        ("jo@yaho.com", "jo@yahoo.com"),
        ("jo@iclod.com", "jo@icloud.com"),
        ("jo@t-onlin.de", "jo@t-online.de"),
    ],
)
def test_a_slip_is_asked_about(typed: str, meant: str) -> None:
    assert typos.meant(typed) == meant


@pytest.mark.parametrize(
    "right",
    [
        "a@mail.com", "a@email.com", "a@ymail.com", "a@gmx.de", "a@live.com", "a@love.com", "a@me.com",
        "a@yahoo.co.jp", "a@yahoo.com.br", "a@orange.com", "a@google.com", "a@mailbox.org", "a@example.com",
        "a@outlook.it", "a@gmail-consulting.example", "a@hotel.com", "a@global.com", "a@cloud.com", "nobody", "@", "",
    ],
)  # fmt: skip
def test_what_is_right_is_left_in_peace(right: str) -> None:
    assert typos.meant(right) == ""


def test_no_large_domain_is_asked_about() -> None:
    assert [domain for domain in FREE_MAIL if typos.meant_domain(domain)] == []


@given(st.text(max_size=40))
def test_whatever_it_is_it_answers_the_same_twice(text: str) -> None:
    assert typos.meant(text) == typos.meant(text)
    better = typos.meant(text)
    assert not better or typos.meant(better) == ""


@pytest.mark.parametrize(
    ("text", "country", "shown"),
    [
        ("ls11aa", "GB", "LS1 1AA"), ("ec1a1bb", "GB", "EC1A 1BB"), ("1012ab", "NL", "1012 AB"),
        ("k1a0b1", "CA", "K1A 0B1"), ("00950", "PL", "00-950"), ("4000123", "PT", "4000-123"),
        ("1067", "DE", "01067"), ("D-10115", "DE", "10115"), ("CH-8000", "CH", "8000"),
        ("94043 1351", "US", "94043-1351"),
        ("11455", "SE", "114 55"), ("  ab  12 ", "", "AB 12"), ("BT", "GB", "BT"),
        ("10115 Berlin", "DE", "10115 BERLIN"),
    ],
)  # fmt: skip
def test_postal_codes(text: str, country: str, shown: str) -> None:
    assert places.postal_code(text, country=country) == shown


@given(st.text(max_size=20), st.sampled_from(["", "GB", "DE", "NL", "PL", "US", "CH"]))
def test_a_code_in_order_stays_in_order(text: str, country: str) -> None:
    once = places.postal_code(text, country=country)
    assert places.postal_code(once, country=country) == once


def test_a_country_by_name_and_one_that_nobody_knows() -> None:
    told = Found(name="Jan", phones=("030 1234567",), country="Deutschland", postal_code="1067")
    tidy = found.tidy(told, country="GB")
    assert (tidy.country, tidy.postal_code, tidy.phones) == ("DE", "01067", ("+49301234567",))
    odd = found.tidy(Found(name="Jo", address="1 High Street", country="Narnia"), country="GB")
    assert (odd.country, odd.address) == ("", "1 High Street, Narnia")
