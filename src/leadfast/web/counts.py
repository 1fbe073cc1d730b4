"""The numbers in the navigation, each counted up to a limit over an index: they cost the same at any size."""

import datetime as dt
from collections.abc import Mapping

from leadfast.leads.models import GiveUp, Step
from leadfast.workspaces.models import Member

_LIMIT = 1000


def of(member: Member, now: dt.datetime) -> Mapping[str, tuple[int, bool]]:
    """By path: how many, and whether the number is about lateness."""
    mine = Step.objects.filter(owner_id=member.id, state="pending", by_assistant=False)
    late = mine.filter(due_at__lt=now)[:_LIMIT].count()
    replies = mine.filter(kind="answer")[:_LIMIT].count()
    waiting = (
        GiveUp.objects.filter(decided_at=None, withdrawn_at=None)[:_LIMIT].count() if member.decides else 0
    )
    return {"/today/": (late, True), "/responses/": (replies, False), "/give-ups/": (waiting, False)}
