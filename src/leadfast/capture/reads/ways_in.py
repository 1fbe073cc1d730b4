"""The ways in for strangers: forms, other systems, addresses for mail, and what was taught. All inside a scope."""

import uuid

from leadfast.capture.errors import FormNotFound
from leadfast.capture.models import Inlet, LeadAddress, MailRule, WebForm
from leadfast.mail.models import Mailbox


def forms() -> list[WebForm]:
    """Open ones first, by name."""
    return sorted(WebForm.objects.order_by("name", "id"), key=lambda one: one.closed_at is not None)


def form(form_id: uuid.UUID) -> WebForm:
    """One form, open or closed."""
    found = WebForm.objects.filter(id=form_id).first()
    if found is None:
        raise FormNotFound
    return found


def inlets() -> list[Inlet]:
    """Systems that may post, by name."""
    return list(Inlet.objects.filter(revoked_at=None).order_by("name", "id"))


def addresses() -> list[LeadAddress]:
    """Addresses whose mails bring leads."""
    rows = LeadAddress.objects.filter(closed_at=None).select_related("mailbox", "member")
    return list(rows.order_by("mailbox__address", "kind", "source", "tag"))


def rules() -> list[MailRule]:
    """What was taught, by sender."""
    rows = MailRule.objects.filter(forgotten_at=None).select_related("taught_by", "example__lead")
    return list(rows.defer("example__raw").order_by("sender", "id"))


def boxes() -> list[Mailbox]:
    """Mailboxes that an address for leads can be opened in."""
    return list(Mailbox.objects.filter(disconnected_at=None).select_related("owner").order_by("address"))
