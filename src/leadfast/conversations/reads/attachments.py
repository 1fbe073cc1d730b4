"""The bytes of an attachment, read from the raw mail when somebody asks for them."""

import uuid

from leadfast.conversations.errors import AttachmentNotFound
from leadfast.conversations.models import Attachment
from leadfast.mail.models import FetchedMessage, Outgoing
from leadfast.mail.rules import reading


def content(attachment_id: uuid.UUID) -> tuple[Attachment, bytes]:
    """An attachment of a message that belongs to a lead, and what is in it."""
    row = (
        Attachment.objects.select_related("message")
        .filter(id=attachment_id, message__lead__isnull=False)
        .first()
    )
    if row is None:
        raise AttachmentNotFound
    raw = _raw(row.message.fetched_id, row.message.outgoing_id)
    files = reading.read(raw).attachments if raw else ()
    if row.position >= len(files):
        raise AttachmentNotFound
    return row, files[row.position].content


def _raw(fetched_id: uuid.UUID | None, outgoing_id: uuid.UUID | None) -> bytes:
    found: bytes | memoryview | None = None
    if fetched_id:
        found = FetchedMessage.objects.filter(id=fetched_id).values_list("raw", flat=True).first()
    elif outgoing_id:
        found = Outgoing.objects.filter(id=outgoing_id).values_list("raw", flat=True).first()
    return bytes(found) if found else b""
