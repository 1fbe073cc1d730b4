"""From what sockets and servers say to one of the sentences in ``mail.errors``."""

import imaplib
import re
import smtplib
import socket
import ssl

from leadfast.mail import errors
from leadfast.mail.transport.settings import AccessToken, Credentials, Server

# Words of real servers, in the order in which they are looked for.
_WORDS: tuple[tuple[str, type[errors.MailboxTrouble]], ...] = (
    (
        r"application-specific password|app(?:lication)?[ -]password|5\.7\.9|invalidsecondfactor",
        errors.AppPasswordNeeded,
    ),
    (r"smtpclientauthentication is disabled|smtp_auth_disabled", errors.SmtpAuthDisabled),
    (
        r"basic authentication is disabled|basicauthblocked|5\.7\.30|web login required",
        errors.PasswordsRefused,
    ),
    (
        r"imap(?:4)? (?:access )?(?:is )?(?:disabled|not enabled)|not enabled for imap|enable imap",
        errors.ImapDisabled,
    ),
    (
        r"too many (?:simultaneous |concurrent )?(?:connections|login)|maximum number of connections",
        errors.TooManyConnections,
    ),
    (
        r"throttl|overquota|bandwidth limit|rate limit|command limit|suggested backoff|\[limit\]|try again later",
        errors.Throttled,
    ),
    (
        r"token.{0,40}(?:expired|revoked|invalid)|(?:expired|revoked|invalid).{0,20}token|invalid_grant",
        errors.SignInExpired,
    ),
)


def of_exception(error: BaseException, server: Server) -> errors.MailboxTrouble:
    """The trouble behind an exception of socket, ssl, smtplib or imaplib."""
    if isinstance(error, errors.MailboxTrouble):
        return error
    where = f"{server.host}:{server.port}"
    if isinstance(error, socket.gaierror | UnicodeError):
        return errors.HostUnknown(
            f"There is no mail server called “{server.host}”. Check its name for a typing error.",
            said=str(error),
        )
    if isinstance(error, ssl.SSLCertVerificationError):
        return errors.TlsFailed(
            f"The certificate of {where} is not valid: {error.verify_message}. Nothing was sent to it.",
            said=str(error),
        )
    if isinstance(error, ssl.SSLError):
        return errors.TlsFailed(
            f"No encrypted connection to {where} could be made. Most often the port and the kind of "
            "encryption do not go together.",
            said=str(error),
        )
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return errors.TimedOut(f"{where} took too long to answer. It will be tried again.", said=str(error))
    if isinstance(error, smtplib.SMTPResponseException):
        return of_words(error.smtp_code, _text(error.smtp_error), server)
    if isinstance(
        error, smtplib.SMTPServerDisconnected | imaplib.IMAP4.abort | ConnectionResetError | BrokenPipeError
    ):
        return errors.ConnectionLost(
            f"{where} ended the connection. It will be tried again.", said=str(error)
        )
    if isinstance(error, OSError):
        return errors.NotReachable(
            f"{where} did not answer. Check host and port, and whether a firewall is between.",
            said=str(error),
        )
    return of_words(0, str(error), server)


def of_words(code: int, words: str, server: Server) -> errors.MailboxTrouble:
    """The trouble behind a refusal in the server's own words."""
    shown = " ".join(words.split())[:300]
    for pattern, kind in _WORDS:
        if re.search(pattern, words, re.IGNORECASE):
            return kind(said=shown)
    return errors.ServerSaidNo(f"{server.host} refused: “{f'{code} ' if code else ''}{shown}”", said=shown)


def of_sign_in(words: str, credentials: Credentials, server: Server) -> errors.MailboxTrouble:
    """The trouble behind a refused sign-in; what the words do not tell is told by its kind."""
    found = of_words(0, words, server)
    if not isinstance(found, errors.ServerSaidNo):
        return found
    if isinstance(credentials, AccessToken):
        return errors.SignInExpired(said=found.details["said"])
    return errors.WrongPassword(
        f"{server.host} did not accept this user name and password. It said: “{found.details['said']}”",
        said=found.details["said"],
    )


def _text(raw: bytes | str) -> str:
    return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw
