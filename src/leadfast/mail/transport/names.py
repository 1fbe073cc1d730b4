"""Questions to the DNS. Tests point ``servers`` to one of their own on loopback."""

from collections.abc import Sequence
from dataclasses import dataclass

import dns.exception
import dns.name
import dns.rdatatype
import dns.resolver

from leadfast.mail.errors import TimedOut

SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Names:
    """A resolver: the system's, or the given servers at the given port."""

    servers: tuple[str, ...] = ()
    port: int = 53

    def texts(self, name: str) -> list[str]:
        """The TXT records of a name, each in one piece; empty when there are none."""
        return [b"".join(one.strings).decode("utf-8", "replace") for one in self._ask(name, "TXT")]

    def exchangers(self, domain: str) -> list[str]:
        """The hosts that take a domain's mail, the preferred first."""
        found = sorted((one.preference, str(one.exchange).rstrip(".")) for one in self._ask(domain, "MX"))
        return [host for _, host in found if host]

    def services(self, name: str) -> list[tuple[str, int]]:
        """(host, port) of a service's SRV records, the preferred first."""
        found = sorted(
            (one.priority, -one.weight, str(one.target).rstrip("."), one.port)
            for one in self._ask(name, "SRV")
        )
        return [(host, port) for _, _, host, port in found if host]

    def exists(self, host: str) -> bool:
        """Whether a host has an address."""
        return bool(self._ask(host, "A") or self._ask(host, "AAAA"))

    def _ask(self, name: str, kind: str) -> Sequence:  # type: ignore[type-arg]  # records of many classes
        resolver = dns.resolver.Resolver(configure=not self.servers)
        if self.servers:
            resolver.nameservers = list(self.servers)
            resolver.port = self.port
        resolver.lifetime = SECONDS
        try:
            return list(resolver.resolve(name, kind))
        except (
            dns.resolver.NXDOMAIN,
            dns.resolver.NoAnswer,
            dns.exception.SyntaxError,
            dns.name.LabelTooLong,
        ):
            return []
        except (dns.resolver.NoNameservers, dns.exception.Timeout) as error:
            raise TimedOut(f"The DNS did not answer about {name}. Try again in a minute.") from error
        except (dns.exception.DNSException, UnicodeError):
            return []
