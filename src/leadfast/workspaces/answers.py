"""What programs were answered under their idempotency keys: held, kept whole, forgotten after a day."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7
from leadfast.workspaces import inserting
from leadfast.workspaces.errors import AnsweredDifferently
from leadfast.workspaces.models import KeptAnswer, Token

KEPT: Final = dt.timedelta(hours=24)
# The status of a key that is held and not answered yet.
_HELD: Final = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered before."""

    status: int
    body: str


@dataclass(frozen=True, slots=True)
class Held:
    """What a key is: ours from now on (``is_new``), answered before, or held by another request like this one."""

    is_new: bool
    before: Answer | None = None


def hold(*, token: Token, key: str, request_hash: bytes) -> Held:
    """Take the key for this request; :class:`AnsweredDifferently` if another request has it.

    Two at the same moment: the second waits here for the first one's commit, and then gets its answer; if
    the first was rolled back, the second takes the key.
    """
    now = clock.now()
    KeptAnswer.objects.filter(token_id=token.id, key=key, created_at__lte=now - KEPT).delete()
    row = KeptAnswer(
        id=uuid7(now),
        workspace_id=token.workspace_id,
        token_id=token.id,
        key=key,
        request_hash=request_hash,
        status=_HELD,
        body="",
        created_at=now,
    )
    if inserting.insert_missing([row]):
        return Held(is_new=True)
    kept = KeptAnswer.objects.filter(token_id=token.id, key=key).first()
    if kept is not None and bytes(kept.request_hash) != request_hash:
        raise AnsweredDifferently
    if kept is None or kept.status == _HELD:
        return Held(is_new=False)
    return Held(is_new=False, before=Answer(kept.status, kept.body))


def keep(*, token: Token, key: str, answer: Answer) -> Answer:
    """What was answered under a key that :func:`hold` took; whoever was first to answer has said it for good."""
    mine = KeptAnswer.objects.filter(token_id=token.id, key=key)
    if mine.filter(status=_HELD).update(status=answer.status, body=answer.body):
        return answer
    kept = mine.first()
    return Answer(kept.status, kept.body) if kept else answer


def let_go(*, token: Token, key: str) -> None:
    """Nothing was done under this key: it may be used for another request."""
    KeptAnswer.objects.filter(token_id=token.id, key=key, status=_HELD).delete()
