"""Reading what others wrote: it never raises, and what can be read is."""

import email.message

from hypothesis import given
from hypothesis import strategies as st

from leadfast.mail.rules import envelopes, reading, threads
from leadfast.mail.rules.headers import Address


@given(st.binary(max_size=2000))
def test_any_bytes_are_a_message(raw: bytes) -> None:
    read = reading.read(raw)
    assert "\0" not in read.text + read.subject
    (read.text + read.subject + read.html).encode("utf-8")
    assert envelopes.fingerprint(raw, read)


@given(
    head=st.text(max_size=300),
    charset=st.sampled_from(["utf-8", "iso-2022-jp", "x-unknown", "base64", "utf-7", "", "ks_c_5601-1987"]),
    cte=st.sampled_from(["base64", "quoted-printable", "8bit", "uuencode", "x-nonsense"]),
    body=st.binary(max_size=400),
)
def test_any_declared_charset_and_encoding(head: str, charset: str, cte: str, body: bytes) -> None:
    raw = (
        b"Subject: " + head.encode("utf-8", "replace") + b"\r\n"
        b"Content-Type: text/plain; charset=" + charset.encode() + b"\r\n"
        b"Content-Transfer-Encoding: " + cte.encode() + b"\r\n\r\n" + body
    )
    reading.read(raw).text.encode("utf-8")


def test_a_message_nested_without_end_is_read() -> None:
    raw = b"Subject: deep\r\n"
    for level in range(3000):
        raw += b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (level, level)
    read = reading.read(raw + b"\r\nbottom")
    assert read.subject == "deep"


def test_raw_and_encoded_words() -> None:
    raw = (
        b"From: =?utf-8?Q?J=C3=B6rg_?= =?utf-8?Q?M=C3=BCller?= <j@x.example>\r\n"
        b"To: Caf\xe9 <c@x.example>, undisclosed-recipients:;\r\n"
        b"Subject: =?utf-8?B?w6?= =?utf-8?B?ROs=?= Gr\xc3\xbc\xc3\x9fe\r\n\r\nText\r\n"
    )
    read = reading.read(raw)
    assert read.sender == Address("Jörg Müller", "j@x.example")
    assert read.to[0] == Address("Café", "c@x.example")
    assert read.subject.endswith("Grüße")


def test_winmail_dat_and_forwarded_mails_are_kept_as_files() -> None:
    message = email.message.EmailMessage()
    message["Subject"] = "Files"
    message.set_content("See the files.")
    message.add_attachment(b"TNEF", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    inner = email.message.EmailMessage()
    inner["Subject"] = "Inner"
    inner.set_content("inside")
    message.add_attachment(inner)
    read = reading.read(message.as_bytes())
    assert [one.name for one in read.attachments] == ["winmail.dat", "Inner.eml"]
    assert b"inside" in read.attachments[1].content
    assert read.text == "See the files."


def test_html_alone_becomes_text() -> None:
    raw = b"Content-Type: text/html\r\n\r\n<style>x{}</style><p>Hello<br>Maria</p><ul><li>One<li>Two</ul>"
    assert reading.read(raw).text.split() == ["Hello", "Maria", "One", "Two"]


def test_threads_as_a_server_answers_them() -> None:
    letters = [
        threads.Letter(1, "a@x"),
        threads.Letter(2, "b@x", ("a@x",)),
        threads.Letter(3, "c@x", ("a@x", "b@x")),
        threads.Letter(4, "b@x", ("a@x",)),
        threads.Letter(5, "", ("gone@x",)),
        threads.Letter(6, "", ("gone@x",)),
    ]
    assert threads.answer(threads.forest(letters)) == "(1 (2 3)(4))((5)(6))"
    assert threads.together(letters) == [(1, 2, 3, 4), (5, 6)]


def test_ids_that_point_in_a_circle() -> None:
    letters = [threads.Letter(1, "a@x", ("b@x",)), threads.Letter(2, "b@x", ("a@x",))]
    assert threads.answer(threads.forest(letters)) == "(2 1)"
    assert threads.together(letters) == [(1, 2)]
