"""Whether receivers can believe mail of a domain: SPF, DKIM and DMARC, in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from leadfast.mail.transport.names import Names

Verdict = Literal["good", "weak", "missing", "broken"]

# Selectors of providers that many people have; a mail of the domain itself names the right one.
SELECTORS = (
    "google",
    "selector1",
    "selector2",
    "default",
    "dkim",
    "mail",
    "k1",
    "s1",
    "s2",
    "fm1",
    "zoho",
    "sig1",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One of the three, with what to do about it."""

    name: str
    verdict: Verdict
    says: str


def check(domain: str, *, names: Names, selectors: Sequence[str] = ()) -> tuple[Finding, Finding, Finding]:
    """(SPF, DKIM, DMARC) of a sender's domain."""
    return _spf(domain, names), _dkim(domain, names, selectors), _dmarc(domain, names)


def _spf(domain: str, names: Names) -> Finding:
    records = [one for one in names.texts(domain) if one.lower().startswith("v=spf1")]
    if not records:
        return Finding(
            "SPF", "missing", f"{domain} does not say which servers may send its mail. Publish an SPF record."
        )
    if len(records) > 1:
        return Finding(
            "SPF",
            "broken",
            f"{domain} has {len(records)} SPF records; receivers then believe none. Keep one.",
        )
    last = records[0].lower().split()[-1]
    if last in ("+all", "all"):
        return Finding("SPF", "broken", f"{domain} lets every server in the world send its mail (+all).")
    if last in ("?all",) or not (last.endswith("all") or last.startswith("redirect=")):
        return Finding(
            "SPF", "weak", f"{domain} has an SPF record that decides nothing. End it with ~all or -all."
        )
    return Finding("SPF", "good", f"{domain} says which servers may send its mail.")


def _dkim(domain: str, names: Names, selectors: Sequence[str]) -> Finding:
    for selector in dict.fromkeys((*selectors, *SELECTORS)):
        for record in names.texts(f"{selector}._domainkey.{domain}"):
            tags = _tags(record)
            if "p" not in tags:
                continue
            if not tags["p"]:
                return Finding(
                    "DKIM", "broken", f"The DKIM key “{selector}” of {domain} was withdrawn (empty)."
                )
            return Finding("DKIM", "good", f"Mail of {domain} can be signed (key “{selector}”).")
    return Finding(
        "DKIM", "missing", f"No DKIM key of {domain} was found. Switch on DKIM signing at your mail provider."
    )


def _dmarc(domain: str, names: Names) -> Finding:
    labels = domain.split(".")
    for start in range(max(len(labels) - 1, 1)):
        place = ".".join(labels[start:])
        records = [one for one in names.texts(f"_dmarc.{place}") if one.lower().startswith("v=dmarc1")]
        if len(records) == 1:
            policy = _tags(records[0]).get("p", "none" if start == 0 else "")
            if policy == "none":
                return Finding("DMARC", "weak", f"{place} watches forged mail but lets it pass (p=none).")
            return Finding("DMARC", "good", f"{place} tells receivers to stop forged mail (p={policy}).")
        if len(records) > 1:
            return Finding(
                "DMARC", "broken", f"{place} has {len(records)} DMARC records; receivers then use none."
            )
    return Finding(
        "DMARC", "missing", f"{domain} has no DMARC record. Gmail and Yahoo ask for one. Start with p=none."
    )


def _tags(record: str) -> dict[str, str]:
    pairs = (part.split("=", 1) for part in record.split(";") if "=" in part)
    return {name.strip().lower(): value.strip().replace(" ", "") for name, value in pairs}
