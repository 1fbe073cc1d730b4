"""Looking things up for a mailbox: its servers, and how its domain is protected."""

import os
from dataclasses import asdict

from leadfast.foundation import clock, contacts
from leadfast.mail import reads
from leadfast.mail.models import Mailbox
from leadfast.mail.transport import discovery, domain, oauth
from leadfast.mail.transport.names import Names
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

Found = discovery.Found
Invitation = oauth.Invitation


def discover(*, address: str) -> Found | None:
    """The servers of an address; None when a person has to enter them."""
    return discovery.discover(address, names=names())


def check_domain(*, mailbox: Mailbox, by: Actor, resolver: Names | None = None) -> Mailbox:
    """Ask the DNS about SPF, DKIM and DMARC of the mailbox's domain, and keep the answer."""
    found = domain.check(contacts.domain_of(mailbox.address_key), names=resolver or names())
    with guard.scope(by.workspace_id):
        box = reads.mailbox(mailbox.id)
        box.domain_check = {one.name.lower(): asdict(one) for one in found}
        box.domain_checked_at = clock.now()
        box.save(update_fields=["domain_check", "domain_checked_at"])
    return box


def names() -> Names:
    """The resolver: the system's, or the one named by LEADFAST_DNS (``127.0.0.1:5353``)."""
    host, _, port = os.environ.get("LEADFAST_DNS", "").partition(":")
    return Names((host,), int(port or 53)) if host else Names()
