"""Who is on our side of a mailbox, and who is outside."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from leadfast.conversations.rules import free_mail
from leadfast.drops.rules.envelopes import Envelope
from leadfast.foundation.contacts import domain_of


@dataclass(frozen=True, slots=True)
class Sides:
    """Our own addresses, and the domains of our company."""

    us: frozenset[str]
    domains: frozenset[str]

    def ours(self, address: str) -> bool:
        """Is this address ours or a colleague's?"""
        if address in self.us:
            return True
        domain = domain_of(address)
        return any(domain == own or domain.endswith("." + own) for own in self.domains)


def sides(envelopes: Sequence[Envelope], *, told: Collection[str] = ()) -> Sides | None:
    """Whose mailbox this is: as told, else by its Sent folder, by what servers noted, by who is on most mails."""
    us = (
        {address.lower() for address in told}
        or _by_sent(envelopes)
        or _by_delivery(envelopes)
        or _by_presence(envelopes)
    )
    if not us:
        return None
    domains = {domain_of(address) for address in us} - free_mail.FREE_MAIL
    return Sides(frozenset(us), frozenset(domains))


def company_of(address: str) -> str:
    """The domain of a company; the whole address when it is at a provider for everybody."""
    domain = domain_of(address)
    return address if domain in free_mail.FREE_MAIL else domain


def _by_sent(envelopes: Iterable[Envelope]) -> set[str]:
    senders = Counter(one.sender for one in envelopes if one.sent_folder)
    total = senders.total()
    return {address for address, count in senders.items() if count >= max(2, total // 20)}


def _by_delivery(envelopes: Iterable[Envelope]) -> set[str]:
    told = Counter(one.delivered for one in envelopes if one.delivered)
    return {address for address, count in told.items() if count * 5 >= told.total()}


def _by_presence(envelopes: Sequence[Envelope]) -> set[str]:
    present: Counter[str] = Counter()
    sending: Counter[str] = Counter()
    for one in envelopes:
        if not one.machine and not one.many:
            present.update(set(one.correspondents))
        sending[one.sender] += 1
    for address, count in present.most_common(5):
        # A list is on every mail too, but never writes one.
        if sending[address] and count >= present.total() * 0.12:
            return {address}
    return set()
