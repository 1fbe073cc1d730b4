"""What can go wrong with mail, in sentences that say what to do."""

from typing import ClassVar

from leadfast.foundation.errors import NotFound, Refusal


class HeaderRefused(Refusal):
    """A subject, name or address must be one line without control characters."""


class AddressRefused(Refusal):
    """This is not an address that mail can be sent to."""


class NoRecipient(Refusal):
    """This mail has nobody to go to."""


class TooLarge(Refusal):
    """This mail is larger than mail servers accept. Put the files in the library and link to them."""


class MailboxTrouble(Refusal):
    """The mail server could not be used."""

    permanent: ClassVar[bool] = False
    needs_person: ClassVar[bool] = False


class HostUnknown(MailboxTrouble):
    """This mail server does not exist. Check its name for a typing error."""

    needs_person = True


class NotReachable(MailboxTrouble):
    """The mail server did not answer at this port. Check host and port, and whether a firewall is between."""


class TimedOut(MailboxTrouble):
    """The mail server took too long to answer. It will be tried again."""


class TlsFailed(MailboxTrouble):
    """No encrypted connection could be made: wrong port, wrong kind of encryption, or a certificate
    that is not valid for this host."""

    needs_person = True


class TlsMissing(MailboxTrouble):
    """This mail server offers no encryption at this port, so the password was not sent. Choose
    another port."""

    needs_person = True


class WrongPassword(MailboxTrouble):
    """The mail server did not accept this user name and password."""

    needs_person = True


class AppPasswordNeeded(MailboxTrouble):
    """This provider does not take your normal password here. Create an app password in your
    account's security settings and enter that."""

    needs_person = True


class PasswordsRefused(MailboxTrouble):
    """This provider no longer takes passwords from programs. Connect the mailbox by signing in
    instead."""

    needs_person = True


class ImapDisabled(MailboxTrouble):
    """IMAP is switched off for this account. Switch it on in the provider's settings, then test
    again."""

    needs_person = True


class SmtpAuthDisabled(MailboxTrouble):
    """Sending by SMTP is switched off for this account. The provider's admin can switch on
    authenticated SMTP for it."""

    needs_person = True


class SignInExpired(MailboxTrouble):
    """The permission to use this mailbox has expired or was withdrawn. Sign in again."""

    needs_person = True


class SecretLost(MailboxTrouble):
    """The stored password cannot be read with this installation's key. Enter it again."""

    needs_person = True


class TooManyConnections(MailboxTrouble):
    """The mail server allows no further connection right now. It will be tried again."""


class Throttled(MailboxTrouble):
    """The mail server asks us to slow down. It goes on by itself after a while."""


class ConnectionLost(MailboxTrouble):
    """The mail server ended the connection. It will be tried again."""


class ServerSaidNo(MailboxTrouble):
    """The mail server refused this request."""


class FolderMissing(MailboxTrouble):
    """This folder does not exist on the mail server."""

    needs_person = True


class SignInPending(MailboxTrouble):
    """The sign-in has not been confirmed yet. Open the page shown and enter the code."""


class SignInDeclined(MailboxTrouble):
    """The sign-in was declined or its code has run out. Start again."""

    needs_person = True


class ProviderConfused(MailboxTrouble):
    """The provider's answer could not be understood. It will be tried again."""


class MailboxNotFound(NotFound):
    """This mailbox is not here, or it is not yours to see."""


class MailboxTaken(Refusal):
    """This address is connected already."""

    constraint = "mail_mailbox_address_once"


class MailboxMayNotSend(Refusal):
    """This mailbox may not send now."""

    permanent = False


class AlreadyPlanned(Refusal):
    """This mail is planned already. It was not planned twice."""

    constraint = "mail_outgoing_key_once"


class LeaseLost(Refusal):
    """Another worker has taken over this mailbox. Nothing was sent."""

    permanent = False


class Withheld(Refusal):
    """Something happened that forbids this mail. It was not sent."""


class NotWaiting(Refusal):
    """This mail is no longer waiting, so nothing was changed."""
