"""Webhook subscriptions: who is told what, kept by programs of admins."""

import uuid
from typing import Annotated, Any

from ninja import Path, Router, Schema, Status
from pydantic import Field, StringConstraints

from leadfast.api.asking import Needs, TokenRequest
from leadfast.api.shapes import MomentOut, Taken, Word, moment
from leadfast.webhooks import actions as webhooks
from leadfast.webhooks import reads
from leadfast.webhooks.models import Subscription

router = Router(tags=["subscriptions"])


class SubscriptionIn(Taken):
    """An address to tell, and of what; without kinds, of every public fact."""

    url: Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^https?://[!-~]+$")]
    kinds: Annotated[list[Word], Field(max_length=100)] = []


class SubscriptionOut(Schema):
    """An address that is told."""

    id: uuid.UUID
    url: str
    kinds: list[str]
    created_at: MomentOut
    failing_since: MomentOut | None
    dead_since: MomentOut | None
    dead_why: str


class SubscriptionMadeOut(SubscriptionOut):
    """The same with its secret, which is shown this once."""

    secret: str


class SubscriptionList(Schema):
    """Newest first."""

    items: list[SubscriptionOut]


@router.get("", response=SubscriptionList, auth=Needs("admin", who="admins"), summary="List subscriptions")
def list_subscriptions(request: TokenRequest) -> dict[str, Any]:
    """Those that are not ended, dead ones too."""
    return {"items": [_said(one) for one in reads.subscriptions()]}


@router.post(
    "",
    response={201: SubscriptionMadeOut},
    auth=Needs("admin", who="admins", is_secret=True),
    summary="Subscribe",
)
def subscribe(request: TokenRequest, wanted: SubscriptionIn) -> Status[dict[str, Any]]:
    """The secret signs each message; keep it, it is shown this once."""
    made, secret = webhooks.subscribe(url=wanted.url, kinds=wanted.kinds, by=request.actor)
    return Status(201, {**_said(made), "secret": secret})


@router.delete(
    "/{uuid:subscription_id}", response={204: None}, auth=Needs("admin", who="admins"), summary="Unsubscribe"
)
def unsubscribe(request: TokenRequest, subscription_id: Path[uuid.UUID]) -> Status[None]:
    """It is told no more."""
    webhooks.end(subscription_id=subscription_id, by=request.actor)
    return Status(204, None)


def _said(one: Subscription) -> dict[str, Any]:
    return {
        "id": one.id,
        "url": one.url,
        "kinds": one.kinds,
        "created_at": moment(one.created_at),
        "failing_since": moment(one.failing_since),
        "dead_since": moment(one.dead_since),
        "dead_why": one.dead_why,
    }
