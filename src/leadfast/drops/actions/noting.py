"""The notebook of a search that workers take turns at: each batch is a commit of its own."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence

from django.db.models import Max

from leadfast.drops.models import Rescue, RescuedFinding, RescuePart
from leadfast.drops.reads.notebooks import Standing, batch_of, envelopes_in
from leadfast.drops.rules.dropping import Finding, plain_finding, read_finding
from leadfast.drops.rules.envelopes import Envelope
from leadfast.foundation import clock
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.secrets import keyed_hash
from leadfast.workspaces import guard

LEASE = dt.timedelta(minutes=5)
PURPOSE = "rescued-finding"


class InDatabase:
    """Whoever holds the lease writes; a worker that died leaves it to the next after :data:`LEASE`."""

    def __init__(self, rescue: Rescue) -> None:
        self._rescue = rescue
        self._workspace_id: uuid.UUID = rescue.workspace_id
        # False as soon as somebody paused or removed it, or another worker has taken over.
        self.holds = True
        self._lease = rescue.due_at

    def standing(self, layout: str) -> Standing:
        """See :class:`~leadfast.drops.reads.notebooks.Notebook`."""
        rescue = self._rescue
        if rescue.layout == layout:
            return Standing(rescue.upto, rescue.mails, rescue.unreadable, rescue.heads_done, rescue.judged)
        with guard.scope(self._workspace_id):
            RescuePart.objects.filter(rescue_id=rescue.id, what="heads").delete()
            RescuedFinding.objects.filter(rescue_id=rescue.id, adopted_at=None).delete()
            Rescue.objects.filter(id=rescue.id).update(layout=layout)
        self._write(Standing())
        return Standing()

    def envelopes(self) -> Iterator[Envelope]:
        """See :class:`~leadfast.drops.reads.notebooks.Notebook`."""
        with guard.scope(self._workspace_id):
            parts = RescuePart.objects.filter(rescue_id=self._rescue.id, what="heads").order_by("position")
            for content in parts.values_list("content", flat=True).iterator(chunk_size=20):
                yield from envelopes_in(bytes(content))

    def findings(self) -> Iterator[Finding]:
        """See :class:`~leadfast.drops.reads.notebooks.Notebook`."""
        with guard.scope(self._workspace_id):
            rows = RescuedFinding.objects.filter(rescue_id=self._rescue.id)
            yield from (read_finding(body) for body in rows.values_list("body", flat=True))

    def note_heads(self, read: Sequence[Envelope], standing: Standing) -> None:
        """See :class:`~leadfast.drops.reads.notebooks.Notebook`."""
        with guard.scope(self._workspace_id):
            if self._write(standing) and read:
                parts = RescuePart.objects.filter(rescue_id=self._rescue.id, what="heads")
                last = parts.aggregate(last=Max("position"))["last"]
                RescuePart.objects.create(
                    workspace_id=self._workspace_id,
                    rescue_id=self._rescue.id,
                    what="heads",
                    position=0 if last is None else last + 1,
                    content=batch_of(read),
                )

    def note_findings(self, found: Sequence[Finding], standing: Standing) -> None:
        """See :class:`~leadfast.drops.reads.notebooks.Notebook`."""
        with guard.scope(self._workspace_id):
            if self._write(standing):
                RescuedFinding.objects.bulk_create(
                    [row_of(one, self._rescue) for one in found], ignore_conflicts=True, batch_size=500
                )

    def _write(self, at: Standing) -> bool:
        """Note how far it is and hold the lease for longer; False when it is not ours to go on with."""
        until = clock.now() + LEASE
        with guard.scope(self._workspace_id):
            mine = Rescue.objects.filter(id=self._rescue.id, state="queued", due_at=self._lease)
            self.holds = bool(
                mine.update(
                    upto=at.upto,
                    mails=at.mails,
                    unreadable=at.unreadable,
                    heads_done=at.heads_done,
                    judged=at.judged,
                    due_at=until,
                    failures=0,
                    error="",
                )
            )
        self._lease = until
        return self.holds


def row_of(one: Finding, rescue: Rescue) -> RescuedFinding:
    """A finding as a row of its search."""
    return RescuedFinding(
        workspace_id=rescue.workspace_id,
        rescue_id=rescue.id,
        member_id=rescue.member_id,
        key=keyed_hash(one.key, purpose=PURPOSE),
        kind=one.kind.value,
        person=one.person[:320],
        name=clean_line(one.name)[:200],
        company=one.company[:320],
        at=one.at,
        worth=one.worth,
        body=plain_finding(one),
    )
