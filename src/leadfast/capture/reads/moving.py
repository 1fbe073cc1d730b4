"""What moving leads to a campaign would come to, before it is done. Inside a scope."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from leadfast.capture.models import Campaign
from leadfast.followup.models import Enrolment, Touch
from leadfast.followup.reads import beforehand, library
from leadfast.followup.reads.beforehand import Outlook
from leadfast.leads.models import Lead
from leadfast.mail.models import Outgoing


@dataclass(frozen=True)
class Foreseen:
    """How many move and stay, what ends and is taken back for those who move, and what begins."""

    to: Campaign
    moves: int
    stays: int
    """Closed since they were picked, or there already."""
    ends: int
    taken_back: int
    """Mails, planned or drafted, that will not be sent."""
    gone: int
    """Mails that are being sent just now and cannot be called back."""
    cadence: str
    """What begins, by its name; "" where the campaign gives none."""
    begins: int
    refused: tuple[Outlook, ...]
    unfilled: tuple[Outlook, ...]
    """For whom it begins although some of its mails cannot be filled in."""

    def written_to(self, *, without_unfilled: bool) -> int:
        """For how many a cadence begins."""
        return self.begins - (len(self.unfilled) if without_unfilled else 0)


def foreseen(lead_ids: Collection[uuid.UUID], to: Campaign) -> Foreseen:
    """Asked of the leads as they stand now."""
    stand = Lead.objects.filter(id__in=lead_ids, closure=None).exclude(campaign=to.name)
    moving = list(stand.values_list("id", flat=True))
    running = list(Enrolment.objects.filter(lead_id__in=moving, ended_at=None).values_list("id", flat=True))
    unsent, gone = _mails(running)
    told = beforehand.outlooks(moving, to.cadence_key, event=to.name) if to.cadence_key else []
    begins = [one for one in told if not one.refused]
    return Foreseen(
        to=to,
        moves=len(moving),
        stays=len(set(lead_ids)) - len(moving),
        ends=len(running),
        taken_back=unsent,
        gone=gone,
        cadence=library.written(to.workspace_id, to.cadence_key).cadence.name if to.cadence_key else "",
        begins=len(begins),
        refused=tuple(one for one in told if one.refused),
        unfilled=tuple(one for one in begins if one.unfilled),
    )


def _mails(enrolment_ids: Sequence[uuid.UUID]) -> tuple[int, int]:
    """Mails of these that have not begun, and those that have and are not settled."""
    open_ones = Touch.objects.filter(enrolment_id__in=enrolment_ids, channel="mail")
    mails = open_ones.exclude(state__in=("done", "stopped")).values_list("outgoing_id", flat=True)
    waiting = list(mails)
    recallable = ("planned", "waiting", "cancelled")
    begun = Outgoing.objects.filter(id__in=[one for one in waiting if one]).exclude(state__in=recallable)
    gone = begun.count()
    return len(waiting) - gone, gone
