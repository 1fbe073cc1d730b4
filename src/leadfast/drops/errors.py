"""What can go wrong when a mailbox is searched for dropped leads, in sentences."""

from leadfast.foundation.errors import NotFound, Refusal


class SourceNotFound(NotFound):
    """There is no such file or folder."""


class SourceUnknown(Refusal):
    """This is not a mailbox Leadfast can read: give an mbox file, a Maildir, a folder of .eml or .msg
    files, a zip of those (such as a Takeout), or a CRM's export of leads as CSV."""


class SourceNeedsLibrary(Refusal):
    """Outlook data files (.pst, .ost) are read by a library that is not installed here. Export the
    mailbox as .eml or .mbox from your mail program, or point Leadfast at the mailbox by IMAP."""


class WhoAreYou(Refusal):
    """It is not clear which of these addresses is yours. Say it with --me you@company.example."""
