"""What can go wrong when a mailbox is searched for dropped leads, in sentences."""

from leadfast.foundation.errors import NotFound, Refusal


class SourceNotFound(NotFound):
    """There is no such file or folder."""


class SourceUnknown(Refusal):
    """This is not a mailbox Leadfast can read: give an mbox file, a Maildir, a folder of .eml or .msg
    files, a zip of those (such as a Takeout), a CRM's export of leads as CSV or XLSX, or the address of
    a mailbox (imaps://you@company.example@imap.company.example)."""


class SourceNeedsLibrary(Refusal):
    """Outlook data files (.pst, .ost) are not read here. Turn the file into a folder of mails, with
    readpst -e FILE (Debian: pst-utils) or by export from your mail program, and search that folder; or
    point Leadfast at the mailbox itself by IMAP."""


class WhoAreYou(Refusal):
    """It is not clear which of these addresses is yours. Say it with --me you@company.example."""


class NoneIsYours(Refusal):
    """None of these mails is from or to the address that was given as yours. Say it with --me you@company.example."""


class NotLeads(Refusal):
    """This table has no column by which a lead could be told: a name, a company, a mail address."""


class NoPassword(Refusal):
    """A mailbox on its server needs a password: put it into LEADFAST_RESCUE_PASSWORD, or run the command
    in a terminal and type it."""


class RescueNotFound(NotFound):
    """There is no such search, or it is not yours to see."""


class FileTooLarge(Refusal):
    """A file of more than 2 GB is searched on the server itself: leadfast rescue FILE --adopt you@company.example."""


class NothingToSearch(Refusal):
    """Choose a mailbox of yours or a file."""


class NotYourMailbox(Refusal):
    """A mailbox is searched by its owner only."""


class NobodyToAdoptFor(Refusal):
    """Nobody here signs in with this address. Say whose leads they become: --adopt you@company.example."""
