"""Opens and clicks, by the workspace's choice: signed links out, raw events in, nothing moved."""

import datetime as dt
import re
import uuid

from leadfast.conversations.models import Message, TrackingEvent
from leadfast.conversations.rules import bots
from leadfast.foundation import clock, secrets
from leadfast.foundation.ids import uuid7
from leadfast.mail.models import Outgoing
from leadfast.workspaces import guard

PURPOSE = "tracking"
_LINK = re.compile(r"(<a\b[^>]*\bhref=[\"'])(https?://[^\"']+)([\"'])", re.IGNORECASE)


def tracked(html: str, *, workspace_id: uuid.UUID, outgoing_id: uuid.UUID, base_url: str) -> str:
    """The HTML of a mail with its links and a pixel signed. Only for workspaces that chose to track."""

    def through(match: re.Match[str]) -> str:
        if "unsubscribe" in match[2] or match[2].startswith(base_url):
            return match[0]  # leaving must never pass through anything of ours that counts
        return f"{match[1]}{link(workspace_id, outgoing_id, match[2], base_url)}{match[3]}"

    pixel = (
        f'<img src="{base_url}/o/{_token(workspace_id, outgoing_id, "")}.gif" width="1" height="1" alt="">'
    )
    shown = _LINK.sub(through, html)
    return shown.replace("</body>", f"{pixel}</body>") if "</body>" in shown else shown + pixel


def link(workspace_id: uuid.UUID, outgoing_id: uuid.UUID, url: str, base_url: str) -> str:
    """A link that leads to ``url`` and can be made by nobody else."""
    return f"{base_url}/c/{_token(workspace_id, outgoing_id, url)}"


def target_of(token: str) -> tuple[uuid.UUID, uuid.UUID, str]:
    """Workspace, mail and address behind a token; raises for one that we did not sign (no open redirect)."""
    workspace, outgoing, url = secrets.verify(token, purpose=PURPOSE).split("~", 2)
    return uuid.UUID(hex=workspace), uuid.UUID(hex=outgoing), _unquoted(url)


def note_open_or_click(*, token: str, agent: str, address: str) -> str:
    """Keep the request as it came, with a first verdict; returns where a click leads, '' for an open.

    It moves no state of any lead: scanners and proxies fake opens and clicks.
    """
    now = clock.now()
    workspace_id, outgoing_id, url = target_of(token)
    with guard.scope(workspace_id):
        row = Outgoing.objects.filter(id=outgoing_id).only("sent_at").first()
        if row is None:
            return url
        lead_id = (
            Message.objects.filter(outgoing_id=outgoing_id, direction="out")
            .values_list("lead_id", flat=True)
            .first()
        )
        event = TrackingEvent(
            id=uuid7(now),
            workspace_id=workspace_id,
            outgoing_id=outgoing_id,
            lead_id=lead_id,
            what="click" if url else "open",
            url=url[:2000],
            at=now,
            agent=agent[:500],
            address_hash=secrets.keyed_hash(address, purpose=PURPOSE)[:16],
        )
        _judge(event, row.sent_at)
        event.save(force_insert=True)
    return url


def recompute(*, workspace_id: uuid.UUID, most: int = 1000) -> int:
    """Judge again what an older version judged; returns how many verdicts were looked at."""
    with guard.scope(workspace_id):
        rows = list(TrackingEvent.objects.filter(verdict_version__lt=bots.VERSION).order_by("id")[:most])
        sent = dict(
            Outgoing.objects.filter(id__in={row.outgoing_id for row in rows}).values_list("id", "sent_at")
        )
        for row in rows:
            _judge(row, sent.get(row.outgoing_id))
        TrackingEvent.objects.bulk_update(rows, ["verdict", "verdict_why", "verdict_version"], batch_size=500)
    return len(rows)


def _judge(event: TrackingEvent, sent_at: dt.datetime | None) -> None:
    second = dt.timedelta(seconds=1)
    around = TrackingEvent.objects.filter(
        outgoing_id=event.outgoing_id, what="click", at__gte=event.at - second, at__lte=event.at + second
    ).exclude(id=event.id)
    machine = TrackingEvent.objects.filter(
        address_hash=event.address_hash, at__gte=event.at - dt.timedelta(hours=1), at__lte=event.at
    ).exclude(outgoing_id=event.outgoing_id)
    judged = bots.judge(
        what=event.what,
        agent=event.agent,
        since_sent=event.at - sent_at if sent_at else None,
        same_second=around.count(),
        from_same_machine=machine.values("outgoing_id").distinct().count(),
    )
    event.verdict, event.verdict_why, event.verdict_version = judged.verdict, judged.why[:200], bots.VERSION


def _token(workspace_id: uuid.UUID, outgoing_id: uuid.UUID, url: str) -> str:
    return secrets.sign(f"{workspace_id.hex}~{outgoing_id.hex}~{_quoted(url)}", purpose=PURPOSE)


def _quoted(url: str) -> str:
    return url.encode().hex()


def _unquoted(text: str) -> str:
    return bytes.fromhex(text).decode()
