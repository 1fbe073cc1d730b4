"""The SMTP conversation itself: encryption, deadlines, and an exact answer to "was it sent?"."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from leadfast.mail.errors import (
    AppPasswordNeeded,
    ConnectionLost,
    HostUnknown,
    ImapDisabled,
    NotReachable,
    PasswordsRefused,
    SmtpAuthDisabled,
    TimedOut,
    TlsFailed,
    TlsMissing,
    WrongPassword,
)
from leadfast.mail.transport import smtp, troubles
from leadfast.mail.transport.settings import AccessToken, Password, Server
from tests.mail import dovecot, loopback

ALICE = "alice@brightline.example"
RAW = b"Subject: hi\r\n\r\nHello\r\n"
Script = Callable[[socket.socket], None]


@contextlib.contextmanager
def scripted(script: Script, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server that does exactly what the script does, once for each connection."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                plain, _ = listening.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), plain:
                script(context.wrap_socket(plain, server_side=True) if context else plain)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()


def polite(link: socket.socket, *, until: bytes = b"", then: Script | None = None) -> None:
    """Answers 250 to everything until a line begins with ``until``, then hands over."""
    lines = link.makefile("rb")
    link.sendall(b"220 here\r\n")
    for line in lines:
        if until and line.upper().startswith(until):
            assert then is not None
            return then(link)
        if line.upper().startswith(b"QUIT"):
            return None
        link.sendall(b"250 ok\r\n")
    return None


def send(port: int, *, seconds: float = 2.0, sender: str = ALICE, to: str = "m@x.example") -> smtp.Outcome:
    place = Server("127.0.0.1", port, "plain")
    with smtp.Connection(place, conversation_seconds=seconds) as link:
        return link.transmit(RAW, sender=sender, recipients=[to])


def drip(link: socket.socket) -> None:
    """One byte now and then: never silent for long, never done."""
    for byte in b"250-" + b"x" * 1000:
        link.sendall(bytes([byte]))
        time.sleep(0.2)


def test_a_server_that_drips_does_not_outlive_the_lease() -> None:
    def after_message(link: socket.socket) -> None:
        link.sendall(b"354 go on\r\n")
        while not link.recv(4096).endswith(b"\r\n.\r\n"):
            pass
        drip(link)

    with scripted(lambda link: polite(link, until=b"DATA", then=after_message)) as port:
        began = time.monotonic()
        outcome = send(port, seconds=3)
    assert outcome.kind == "unknown"
    # It drips for minutes.
    assert time.monotonic() - began < 30


def test_a_server_that_stalls_before_data_has_not_got_it() -> None:
    with scripted(lambda link: polite(link, until=b"RCPT", then=drip)) as port:
        assert send(port, seconds=1.0).kind == "deferred"


def test_an_answer_that_is_none_after_the_message_is_unknown() -> None:
    def nonsense(link: socket.socket) -> None:
        link.sendall(b"354 go on\r\n")
        while not link.recv(4096).endswith(b"\r\n.\r\n"):
            pass
        link.sendall(b"what?\r\n")

    with scripted(lambda link: polite(link, until=b"DATA", then=nonsense)) as port:
        assert send(port).kind == "unknown"


def test_a_silent_server_is_timed_out() -> None:
    with scripted(lambda _: time.sleep(60)) as port, pytest.raises(TimedOut):
        smtp.Connection(Server("127.0.0.1", port, "plain"), connect_seconds=0.5).open()


def test_a_server_that_hangs_up_is_named() -> None:
    with scripted(lambda link: link.close()) as port, pytest.raises(ConnectionLost) as lost:
        smtp.Connection(Server("127.0.0.1", port, "plain")).open()
    assert lost.value.sentence == f"127.0.0.1:{port} ended the connection. It will be tried again."


def test_line_ends_cannot_be_used_to_smuggle_a_second_mail() -> None:
    heard = bytearray()

    def keep(link: socket.socket) -> None:
        link.sendall(b"354 go on\r\n")
        while not heard.endswith(b"\r\n.\r\n"):
            heard.extend(link.recv(4096))
        link.sendall(b"250 ok\r\n")

    place_of_attack = b"Subject: a\n\nfirst\n.\nMAIL FROM:<x@y>\r.\r\n.\r\nlast\r"
    with (
        scripted(lambda link: polite(link, until=b"DATA", then=keep)) as port,
        smtp.Connection(Server("127.0.0.1", port, "plain")) as link,
    ):
        link.transmit(place_of_attack, sender=ALICE, recipients=["m@x.example"])
    body = bytes(heard)
    assert body.count(b"\r\n.\r\n") == 1
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert b"\r" not in body.replace(b"\r\n", b"")


def test_an_address_in_another_script_needs_a_server_that_takes_it() -> None:
    with scripted(polite) as port:
        outcome = send(port, to="jörg@x.example")
    assert (outcome.kind, outcome.code) == ("refused", 0)
    assert "SMTPUTF8" in outcome.words
    with loopback.running() as town:
        assert send(town.smtp_port, to="jörg@x.example").kind == "accepted"


def test_one_recipient_turned_down_does_not_stop_the_other() -> None:
    with loopback.running() as town:
        town.faults.reply_to_rcpt = lambda to: "550 5.1.1 Unknown" if to.startswith("gone") else None
        with smtp.Connection(Server("127.0.0.1", town.smtp_port, "plain")) as link:
            outcome = link.transmit(RAW, sender=ALICE, recipients=["gone@x.example", "there@x.example"])
            # The connection is as good as before.
            again = link.transmit(RAW, sender=ALICE, recipients=["gone@x.example"])
    assert (outcome.kind, outcome.refused) == ("accepted", (("gone@x.example", 550, "5.1.1 Unknown"),))
    assert (again.kind, again.code) == ("refused", 550)
    assert len(town.deliveries) == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_encryption(tmp_path: Path, security: str) -> None:
    dovecot.certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    seen: list[str] = []

    def encrypted(link: socket.socket) -> None:
        seen.append(link.version() or "")  # type: ignore[attr-defined]
        polite(link)

    def upgraded(link: socket.socket) -> None:
        link.sendall(b"220 here\r\n")
        for line in link.makefile("rb"):
            if line.upper().startswith(b"STARTTLS"):
                link.sendall(b"220 go on\r\n")
                with context.wrap_socket(link, server_side=True) as inner:
                    seen.append(inner.version() or "")
                    for _ in inner.makefile("rb"):
                        inner.sendall(b"250 ok\r\n")
                return
            link.sendall(b"250-here\r\n250 STARTTLS\r\n")

    trusted = str(tmp_path / "cert.pem")
    script = encrypted if security == "tls" else upgraded
    with scripted(script, context if security == "tls" else None) as port:
        place = Server("127.0.0.1", port, security, trusted)  # type: ignore[arg-type]
        with smtp.Connection(place):
            pass
        with pytest.raises(TlsFailed, match="certificate"):
            smtp.Connection(Server("127.0.0.1", port, security)).open()  # type: ignore[arg-type]
    assert seen[0].startswith("TLSv1.")


def test_the_password_never_travels_unencrypted() -> None:
    with scripted(polite) as port, pytest.raises(TlsMissing):
        smtp.Connection(Server("127.0.0.1", port, "starttls"), Password(ALICE, "secret")).open()
    # 192.0.2.1 is reserved for documentation: the check comes before any connection.
    assert not Server("192.0.2.1", 25, "plain").on_loopback


def test_nobody_there() -> None:
    with pytest.raises(HostUnknown, match="There is no mail server called"):
        smtp.Connection(Server("smtp.does-not-exist.invalid", 465)).open()
    # Kept while it is asked, or another program may begin to listen there.
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        nobody = Server("127.0.0.1", deaf.getsockname()[1], "plain")
        with pytest.raises(NotReachable, match="did not answer"):
            smtp.Connection(nobody).open()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (
            "534 5.7.9 Application-specific password required. Learn more at https://support…",
            AppPasswordNeeded,
        ),
        ("[ALERT] Application-specific password required", AppPasswordNeeded),
        (
            "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.",
            SmtpAuthDisabled,
        ),
        ("535 5.7.139 Authentication unsuccessful, basic authentication is disabled.", PasswordsRefused),
        (
            "[ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page",
            ImapDisabled,
        ),
        ("535 5.7.8 Username and Password not accepted.", WrongPassword),
    ],
)
def test_what_servers_say_becomes_a_sentence_that_helps(words: str, kind: type[Exception]) -> None:
    place = Server("mail.example", 465)
    told = troubles.of_sign_in(words, Password(ALICE, "x"), place)
    assert type(told) is kind
    assert told.needs_person
    assert "x" not in repr(Password(ALICE, "x")).replace(ALICE, "").replace("example", "")
    assert "tok" not in repr(AccessToken(ALICE, "tok"))
