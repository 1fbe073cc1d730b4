"""What surrounds the leads: members, sources, cadences."""

import uuid
from typing import Any

from ninja import Router, Schema

from leadfast.api.asking import Needs, TokenRequest
from leadfast.api.shapes import MomentOut, moment
from leadfast.capture import reads as capture
from leadfast.followup.models import Cadence
from leadfast.workspaces import reads as workspaces

router = Router(tags=["team"])


class MemberOut(Schema):
    """Somebody who works here."""

    id: uuid.UUID
    name: str
    role: str
    takes_new_leads: bool


class MemberList(Schema):
    """Everybody, by name."""

    items: list[MemberOut]


class SourceOut(Schema):
    """Where leads come from, and since when it is silent."""

    id: uuid.UUID
    name: str
    last_arrival_at: MomentOut | None
    silent_since: MomentOut | None


class SourceList(Schema):
    """By name."""

    items: list[SourceOut]


class CadenceOut(Schema):
    """A course of steps."""

    id: uuid.UUID
    key: str
    name: str
    purpose: str
    mode: str
    version: int


class CadenceList(Schema):
    """By name."""

    items: list[CadenceOut]


@router.get("/members", response=MemberList, auth=Needs("read"), summary="List members")
def list_members(request: TokenRequest) -> dict[str, Any]:
    """Whoever has left is not listed."""
    return {"items": workspaces.active_members(request.workspace.id)}


@router.get("/sources", response=SourceList, auth=Needs("read"), summary="List sources")
def list_sources(request: TokenRequest) -> dict[str, Any]:
    """A source is known as soon as a lead names it."""
    return {
        "items": [
            {
                "id": one.id,
                "name": one.name,
                "last_arrival_at": moment(one.last_arrival_at),
                "silent_since": moment(one.silent_since),
            }
            for one in capture.sources()
        ]
    }


@router.get("/cadences", response=CadenceList, auth=Needs("read"), summary="List cadences")
def list_cadences(request: TokenRequest) -> dict[str, Any]:
    """Those that leads can be given."""
    rows = Cadence.objects.filter(workspace_id=request.workspace.id).order_by("name", "id")
    return {"items": list(rows[:500])}
