"""Mail made to break a reader: nothing is raised, and nobody waits for it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadfast.conversations.understanding.reading import read

PAGE = b"Content-Type: text/html\n\n"
DAEMON = b"From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n"
HOSTILE = {
    "nested page": PAGE + b"<div>" * 50_000 + b"x",
    "nested parts": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(2000)
    ),
    "big page": PAGE + b"<p>hello <b>x</b><br>" * 100_000,
    "many quotes": PAGE + b"<blockquote>x</blockquote>" * 20_000,
    "many lines": b"\n\n" + b"hello there friend\n" * 100_000,
    "one long line": b"\n\n" + b"on 3 may " * 200_000,
    "many addresses": DAEMON + b"<a@b.example>: 550 no such user\n" * 20_000,
    "dots": DAEMON + b"a." * 200_000,
    "quote marks": b"\n\nHi\n" + b">" * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nobody_waits_for_a_hostile_mail(name: str) -> None:
    began = time.process_time()
    read(HOSTILE[name])
    # A second or two here; what takes its time with such a mail takes minutes.
    assert time.process_time() - began < 20


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=2000),
    st.sampled_from([b"", PAGE, DAEMON, b"Content-Type: multipart/report; boundary=b\n\n--b\n"]),
)
def test_no_bytes_raise(body: bytes, head: bytes) -> None:
    assert read(head + body).verdict.reason


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.one_of(st.just("\n"), st.characters(exclude_categories=("Cc", "Cf", "Cs", "Z"))), max_size=600)
)
def test_no_text_raises_and_what_is_not_a_quote_is_kept(text: str) -> None:
    said = read(b"From: a@b.example\n\n" + text.encode("utf-8", "replace")).words
    assert said.words or said.quoted or said.signature or not text.strip()
