"""Which servers belong to an address: a table, who takes the domain's mail, what the domain says of
itself (autoconfig, SRV), and at last the names most servers have."""

import http.client
import re
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from leadfast.mail.rules import composing, providers
from leadfast.mail.transport.names import Names
from leadfast.mail.transport.settings import Security, Server

SECONDS = 5
LARGEST = 200_000
Fetch = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Found:
    """Servers for an address, where they were found, and what a person should know."""

    imap: Server
    smtp: Server
    how: str
    user_name: str
    provider: str = ""
    sign_in: str = ""
    says: str = ""
    files_sent_itself: bool | None = None


def fetch(url: str) -> str:
    """A page by HTTPS; empty when there is none."""
    if urllib.parse.urlsplit(url).scheme != "https":
        return ""
    try:
        with urllib.request.urlopen(url, timeout=SECONDS) as answer:  # noqa: S310  # HTTPS only, see above
            return str(answer.read(LARGEST).decode("utf-8", "replace"))
    except (OSError, ValueError, http.client.HTTPException):
        return ""


def discover(address: str, *, names: Names, fetch: Fetch = fetch) -> Found | None:
    """The servers of an address; None when a person has to enter them."""
    whole = composing.envelope_address(address)
    domain = whole.rpartition("@")[2].lower()
    known = providers.by_domain(domain)
    if known:
        return _of(known, whole, how="table")
    exchangers = names.exchangers(domain)
    hosted = providers.by_exchangers(exchangers)
    if hosted:
        return _of(hosted, whole, how="mail exchanger")
    return (
        _autoconfig(whole, domain, fetch) or _services(whole, domain, names) or _guess(whole, domain, names)
    )


def _of(provider: providers.Provider, address: str, *, how: str) -> Found:
    return Found(
        imap=Server(*provider.imap),
        smtp=Server(*provider.smtp),
        how=how,
        user_name=address,
        provider=provider.name,
        sign_in=provider.sign_in,
        says=provider.says,
        files_sent_itself=provider.files_sent_itself,
    )


def _autoconfig(address: str, domain: str, fetch: Fetch) -> Found | None:
    # Thunderbird's format, which most hosting firms publish.
    query = urllib.parse.urlencode({"emailaddress": address})
    for url in (
        f"https://autoconfig.{domain}/mail/config-v1.1.xml?{query}",
        f"https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml?{query}",
    ):
        page = fetch(url)
        imap, smtp = (
            _server(page, "incomingserver", "imap", address),
            _server(page, "outgoingserver", "smtp", address),
        )
        if imap and smtp:
            return Found(imap[0], smtp[0], how="autoconfig", user_name=imap[1])
    return None


def _server(page: str, tag: str, kind: str, address: str) -> tuple[Server, str] | None:
    if not page:
        return None
    for node in LexborHTMLParser(page).css(f"{tag}[type={kind}]"):

        def text(name: str, node: object = node) -> str:
            child = node.css_first(name)  # type: ignore[attr-defined]
            return child.text().strip() if child else ""

        security = {"ssl": "tls", "starttls": "starttls"}.get(text("sockettype").lower())
        host, port = text("hostname"), text("port")
        if security and port.isdigit() and re.fullmatch(r"[A-Za-z0-9.-]+", host):
            local, _, domain = address.rpartition("@")
            user = (text("username") or "%EMAILADDRESS%").replace("%EMAILADDRESS%", address)
            user = user.replace("%EMAILLOCALPART%", local).replace("%EMAILDOMAIN%", domain)
            return Server(host, int(port), _security(security)), user
    return None


def _services(address: str, domain: str, names: Names) -> Found | None:
    # RFC 6186 and RFC 8314.
    imap = names.services(f"_imaps._tcp.{domain}")
    smtp = names.services(f"_submissions._tcp.{domain}")
    later = names.services(f"_submission._tcp.{domain}") if not smtp else []
    if not imap or not (smtp or later):
        return None
    outgoing = Server(*smtp[0], "tls") if smtp else Server(*later[0], "starttls")
    return Found(Server(*imap[0], "tls"), outgoing, how="service records", user_name=address)


def _guess(address: str, domain: str, names: Names) -> Found | None:
    for imap, smtp in ((f"imap.{domain}", f"smtp.{domain}"), (f"mail.{domain}", f"mail.{domain}")):
        if names.exists(imap) and names.exists(smtp):
            return Found(
                Server(imap, 993, "tls"),
                Server(smtp, 465, "tls"),
                how="guess",
                user_name=address,
                says="These names exist; the connection test will tell whether they are right.",
            )
    return None


def _security(name: str) -> Security:
    return "tls" if name == "tls" else "starttls"
