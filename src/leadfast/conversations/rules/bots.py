"""Did a person open this, or a machine? The verdict is a guess with a version, recomputed at will.

Scanners follow every link seconds after delivery, image proxies fetch for everybody; agents as in the public
list of crawlers. A verdict is shown; it never moves a lead.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

VERSION = 1
SOON = dt.timedelta(seconds=20)
_PROXY = re.compile(
    r"googleimageproxy|ggpht|yahoomailproxy|ymail|outlook-ios.*prefetch|mimecast|apple.?mail.?proxy",
    re.IGNORECASE,
)
_BOT = re.compile(
    r"bot\b|bot/|crawl|spider|scan|preview|monitor|fetch|slurp|headless|phantom|python|curl|wget|"
    r"java/|go-http|libwww|httpclient|okhttp|"
    r"axios|node-fetch|urllib|barracuda|proofpoint|mimecast|symantec|trendmicro|forcepoint|sophos|"
    r"fireeye|zscaler|checkpoint|safelinks|"
    r"facebookexternalhit|whatsapp|telegram|slack|skypeuri|linkedin|embedly|validator|lighthouse|"
    r"pingdom|uptime|ahrefs|semrush",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Judged:
    """Who we think it was, and why."""

    verdict: str
    why: str


def judge(
    *,
    what: str,
    agent: str,
    since_sent: dt.timedelta | None,
    same_second: int = 0,
    from_same_machine: int = 0,
) -> Judged:
    """Judge one request. ``same_second``: other events of this mail at the same moment;
    ``from_same_machine``: other mails of ours that the same machine opened within the hour."""
    if not agent.strip():
        return Judged("bot", "It does not say what program it is.")
    if _PROXY.search(agent):
        return Judged("proxy", "A mail provider's image proxy fetched it.")
    if _BOT.search(agent) or not re.search(
        r"mozilla|applewebkit|outlook|thunderbird|mail", agent, re.IGNORECASE
    ):
        return Judged("bot", "Its program is a scanner or a crawler.")
    if since_sent is not None and since_sent < SOON:
        return Judged("bot", "It came within seconds of sending.")
    if what == "click" and same_second >= 2:
        return Judged("bot", "It followed several links in the same second.")
    if from_same_machine >= 10:
        return Judged("bot", "The same machine opened many mails within the hour.")
    return Judged("person", "It looks like a person's mail program.")
