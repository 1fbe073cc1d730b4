"""The result as a page, a table and an object."""

import csv
import html
import json
from dataclasses import dataclass, field
from typing import TextIO

from leadfast.drops.rules import grouping
from leadfast.drops.rules.dropping import Finding
from leadfast.foundation.spreadsheets import harmless_cell


@dataclass
class Result:
    """What was read, what was found, and what it took."""

    findings: list[Finding]
    read: int = 0
    what: str = "mails"
    unreadable: int = 0
    silences: int = 0
    us: tuple[str, ...] = ()
    seconds: float = 0.0
    peak_mb: float = 0.0
    adopted: dict[str, int] | None = field(default=None)


def headline(found: Result) -> str:
    """The result as one sentence."""
    count = len(found.findings)
    if not count:
        return f"Nothing dropped in {found.read:,} {found.what}. Well done."
    return (
        f"{count:,} {'people were' if count > 1 else 'person was'} dropped, in {found.read:,} {found.what}."
    )


def write_csv(findings: list[Finding], file: TextIO) -> None:
    """All findings as a table; cells that a spreadsheet would run are written as text."""
    table = csv.writer(file)
    table.writerow(
        ["worth", "what", "name", "address", "phone", "company", "since", "subject", "last words", "why"]
    )
    for one in findings:
        row = (
            one.worth, one.says, one.name, one.person, one.phone, one.company_name or one.company,
            f"{one.at:%Y-%m-%d}", one.subject, one.quote, one.because,
        )  # fmt: skip
        table.writerow([harmless_cell(str(cell)) for cell in row])


def page(found: Result) -> str:
    """All findings as one page that needs nothing else."""
    rows = "\n".join(_section(company) for company in grouping.by_company(found.findings))
    took = f"{found.read:,} {found.what} in {found.seconds:.0f} s, {found.peak_mb:.0f} MB of memory at most."
    if found.us:
        took = f"Read as {', '.join(found.us[:4])}. {took}"
    page = _PAGE.replace("{title}", html.escape(headline(found))).replace("{took}", html.escape(took))
    return page.replace("{rows}", rows)


def as_json(found: Result) -> str:
    """One object with everything."""
    told = {
        found.what: found.read,
        "unreadable": found.unreadable,
        "silences": found.silences,
        "seconds": round(found.seconds, 2),
        "peak_mb": round(found.peak_mb, 1),
        "us": found.us,
        "findings": [_plain(one) for one in found.findings],
        **({"adopted": found.adopted} if found.adopted is not None else {}),
    }
    return json.dumps(told, ensure_ascii=False)


def _section(company: grouping.Company) -> str:
    alone = len(company.findings) == 1
    people = "\n".join(_person(one, level="h2" if alone else "h3") for one in company.findings)
    return (
        people if alone else f"<section><h2 class=company>{html.escape(company.name)}</h2>{people}</section>"
    )


def _person(one: Finding, *, level: str) -> str:
    ways = " · ".join(way for way in (one.person if one.name else "", one.phone) if way)
    return (
        f"<article><{level}>{html.escape(one.name or one.person)} <small>{html.escape(ways)}</small></{level}>"
        f"<p><strong>{html.escape(one.says)}</strong> <time>{one.at:%-d %B %Y}</time></p>"
        + (f"<blockquote>{html.escape(one.quote)}</blockquote>" if one.quote else "")
        + f"<p class=why>{html.escape(one.subject or 'No subject')}. Likely worth {one.worth:.0f} of 100: "
        f"{html.escape(one.because)}.</p></article>"
    )


def _plain(one: Finding) -> dict[str, object]:
    return {
        "kind": one.kind.value,
        "says": one.says,
        "name": one.name,
        "address": one.person,
        "phone": one.phone,
        "company": one.company,
        "at": one.at.isoformat(),
        "subject": one.subject,
        "quote": one.quote,
        "mails": one.mails,
        "worth": one.worth,
        "because": one.because,
        "named_date": one.named_date.isoformat() if one.named_date else None,
        "message_id": one.exchanged[-1].mail_id if one.exchanged else "",
        "external_id": one.external_id,
    }


_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;
background:light-dark(#fbfaf7,#16181c);color:light-dark(#1c1e24,#e9e7e1)}
h1{font-size:26px;line-height:1.2;letter-spacing:-.02em}h2,h3{font-size:17px;margin:0}small{font-weight:400}
h2.company{font-size:15px;margin:2rem 0 .5rem;color:light-dark(#0f6b63,#4fb3a8)}
h2,h3,p,blockquote{overflow-wrap:anywhere}time{white-space:nowrap}
article{border-top:1px solid light-dark(#e6e3dc,#33363d);padding:1rem 0}
blockquote{margin:.5rem 0;padding-left:1rem;border-left:3px solid light-dark(#0f6b63,#4fb3a8)}
small,time,.why{color:light-dark(#4f5462,#a9adb8)}
</style><h1>{title}</h1><p class="why">{took}</p>
{rows}</html>
"""
