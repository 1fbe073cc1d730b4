"""Addresses, numbers and names in the one form in which they are compared."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfast.foundation import contacts


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Maria@Lopez.Example", "maria@lopez.example"),
        ("  <maria@lopez.example> ", "maria@lopez.example"),
        ("mailto:maria@lopez.example", "maria@lopez.example"),
        ("info@müller.example", "info@xn--mller-kva.example"),
        ("o'brien+leads@mail.example.", "o'brien+leads@mail.example"),
        ("nobody", None),
        ("a@b", None),
        ("two@at@signs.example", None),
        ("with space@mail.example", None),
        ("", None),
        ("x" * 300 + "@mail.example", None),
    ],
)
def test_mail_key(written: str, key: str | None) -> None:
    assert contacts.mail_key(written) == key


@pytest.mark.parametrize(
    ("written", "country", "key"),
    [
        ("020 7946 0018", "GB", "+442079460018"),
        ("+44 (0)20 7946 0018", "US", "+442079460018"),
        ("(415) 555-0142", "US", "+14155550142"),
        ("0171 1234567", "DE", "+491711234567"),
        ("1800 six-flags", "US", "+180074935247"),
        ("(1800) 7493.5247", "US", "+180074935247"),
        ("+1 415 555 01422", "US", None),
        ("call me", "GB", None),
        ("12", "GB", None),
        ("", "GB", None),
    ],
)
def test_phone_key(written: str, country: str, key: str | None) -> None:
    assert contacts.phone_key(written, country=country) == key


@given(st.text())
def test_no_text_breaks_them(text: str) -> None:
    key = contacts.mail_key(text)
    assert key is None or contacts.mail_key(key) == key
    contacts.phone_key(text, country="GB")
    line = contacts.clean_line(text)
    assert "\n" not in line
    assert contacts.clean_line(line) == line


def test_right_to_left_and_composed_names_compare_equal() -> None:
    assert contacts.name_key("José  GARCÍA") == contacts.name_key("José garcía")
    assert contacts.name_key("دانا الحسيني") == "دانا الحسيني"


@given(st.text(st.sampled_from(" \t\n\x00\x1f\x7fabÄ\u00a0\ud800"), max_size=20), st.integers(0, 12))
def test_a_line_is_clean_however_it_was_written(text: str, limit: int) -> None:
    said = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text)
    assert contacts.clean_line(text, limit=limit) == " ".join(said.split())[:limit]


def test_a_line_that_is_cut_ends_after_a_word_and_says_so() -> None:
    assert contacts.shown_line("Do you take our old\n equipment back?", limit=40) == (
        "Do you take our old equipment back?"
    )
    assert contacts.shown_line("Do you take our old equipment back?", limit=28) == "Do you take our old…"
    assert contacts.shown_line("Well, well, we shall see", limit=12) == "Well, well…"
    assert contacts.shown_line("Donaudampfschifffahrt", limit=10) == "Donaudamp…"
    assert contacts.shown_line("exactly ten", limit=11) == "exactly ten"
