"""Other systems that post leads: each has an address of its own and proves that it is the one."""

import re
import secrets as drawing
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db.models import F

from leadfast.capture import facts
from leadfast.capture.actions import receiving
from leadfast.capture.actions.arriving import Incoming
from leadfast.capture.actions.receiving import Received
from leadfast.capture.doors.webhook import keys
from leadfast.capture.doors.webhook import read as door
from leadfast.capture.errors import InletNotFound, InletSignatureWrong
from leadfast.capture.models import Inlet
from leadfast.capture.rules import proofs
from leadfast.foundation import clock, secrets
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.workspaces import actor, guard
from leadfast.workspaces import keys as links
from leadfast.workspaces.actor import Actor

_PURPOSE: Final = "inlet"
_LATE: Final = (
    "It was signed more than five minutes before or after it came: somebody may send again what was sent long ago, or "
    "a clock is wrong. Make it a lead if you expected it."
)
_CHALLENGE: Final = re.compile(r"^[\w.:-]{1,200}$")


@dataclass(frozen=True, slots=True)
class Posted:
    """What came over the wire. Names of headers are small."""

    body: bytes
    headers: Mapping[str, str]
    asked: Mapping[str, str] = field(default_factory=dict)


def make_inlet(
    *, name: str, kind: str, by: Actor, secret: str = "", source: str = "", campaign: str = ""
) -> tuple[Inlet, str, str]:
    """A new address; gives it back with its token and its secret, which are shown once.

    ``secret`` is what the other side signs with, where it chooses that itself (Facebook, LinkedIn).
    """
    now = clock.now()
    token, token_hash = links.drawn(by.workspace_id)
    chosen = secret.strip() or drawing.token_urlsafe(32)
    with guard.writing(by):
        inlet = Inlet.objects.create(
            id=uuid7(now),
            workspace_id=by.workspace_id,
            name=clean_line(name, limit=120) or "Webhook",
            kind=kind,
            token_hash=token_hash,
            secret_sealed=secrets.seal(chosen, purpose=_PURPOSE),
            source=clean_line(source, limit=120),
            campaign=clean_line(campaign, limit=120),
            made_at=now,
            made_by_id=by.as_member(),
        )
        history.record(facts.DoorOpened("webhook", inlet.name), by=by, at=now)
    return inlet, token, "" if kind == "open" else chosen


def revoke_inlet(*, inlet_id: uuid.UUID, by: Actor) -> Inlet:
    """Nothing is taken from this address any more."""
    with guard.writing(by):
        inlet = links.revoke(Inlet, inlet_id, by=by)
        if inlet is None:
            raise InletNotFound
        history.record(facts.DoorClosed("webhook", inlet.name), by=by, at=clock.now())
    return inlet


def renew_inlet(*, inlet_id: uuid.UUID, by: Actor, secret: str = "") -> tuple[Inlet, str, str]:
    """A new key, shown once; the one before proves the same for a day. Gives the new address or the new secret.

    What can only post gets a new address; whatever proves itself keeps its address and gets a new secret, or
    ``secret`` where the other side chooses it.
    """
    now = clock.now()
    token, token_hash = links.drawn(by.workspace_id)
    chosen = secret.strip() or drawing.token_urlsafe(32)
    with guard.writing(by):
        is_open = Inlet.objects.filter(id=inlet_id, kind="open").exists()
        inlet = links.renew(Inlet, inlet_id, by=by, new_hash=token_hash if is_open else None, now=now)
        if inlet is None or inlet.old_until is None:
            raise InletNotFound
        if not is_open:
            if links.begins(inlet.old_until, now):
                inlet.old_secret_sealed = inlet.secret_sealed
            inlet.secret_sealed = secrets.seal(chosen, purpose=_PURPOSE)
        inlet.save(update_fields=[*links.RENEWED, "secret_sealed", "old_secret_sealed"])
        history.record(facts.KeyRenewed("webhook", inlet.name, inlet.old_until), by=by, at=now)
    return inlet, token if is_open else "", "" if is_open else chosen


def cut_old_inlet(*, inlet_id: uuid.UUID, by: Actor) -> Inlet:
    """The key before proves nothing any more."""
    with guard.writing(by):
        inlet = links.cut(Inlet, inlet_id)
        if inlet is None:
            raise InletNotFound
        inlet.old_secret_sealed = ""
        inlet.save(update_fields=[*links.RENEWED, "old_secret_sealed"])
        history.record(facts.OldKeyCut("webhook", inlet.name), by=by, at=clock.now())
    return inlet


def take_posted(*, token: str, posted: Posted) -> Received:
    """Keep what was posted, as it came, and read it. What cannot prove itself is counted and not kept."""
    inlet, known = _open(token)
    proved = any(
        proofs.proves(inlet.kind, secret=secret, body=posted.body, headers=posted.headers, asked=posted.asked)
        for secret in known
    )
    now = clock.now()
    with guard.scope(inlet.workspace_id):
        if proved:
            Inlet.objects.filter(id=inlet.id).update(heard_at=now)
        else:
            Inlet.objects.filter(id=inlet.id).update(refused=F("refused") + 1, refused_at=now)
    if not proved:
        raise InletSignatureWrong
    incoming = Incoming(
        door="webhook",
        external_key=f"{inlet.id.hex}:{keys.event_key(posted.body, posted.headers)}",
        raw=posted.body,
        media_type=posted.headers.get("content-type", "").partition(";")[0].strip()[:80] or "text/plain",
        source=inlet.source or inlet.name,
        campaign=inlet.campaign,
        is_synthetic=door.is_test(posted.body),
    )
    by = actor.system(inlet.workspace_id)
    if inlet.kind == "signed" and proofs.is_late(
        secrets=known, body=posted.body, headers=posted.headers, now=now
    ):
        # It may be a copy that somebody sends again, or a clock that is wrong: a person looks, and nothing is lost.
        return receiving.keep_waiting(incoming=incoming, why=_LATE, by=by)
    return receiving.receive(incoming=[incoming], by=by)[0]


def answer_challenge(*, token: str, asked: Mapping[str, str]) -> tuple[str, str]:
    """What the other side wants to hear before it sends: Facebook its own words, LinkedIn a signature of them.

    Gives the words and "" for Facebook, the code and its signature for LinkedIn. Changes nothing.
    """
    inlet, (secret, *_) = _open(token)
    challenge, code = asked.get("hub.challenge", ""), asked.get("challengeCode", "")
    if inlet.kind == "facebook" and _CHALLENGE.match(challenge):
        if asked.get("hub.mode") == "subscribe" and proofs.same(
            asked.get("hub.verify_token", ""), verify_token(inlet)
        ):
            return challenge, ""
        raise InletSignatureWrong
    if inlet.kind == "linkedin" and _CHALLENGE.match(code):
        return code, proofs.hexadecimal(secret, code.encode())
    raise InletNotFound


def verify_token(inlet: Inlet) -> str:
    """The words by which Facebook knows that an address is ours."""
    return secrets.keyed_hash(inlet.id.hex, purpose=f"{_PURPOSE} verify").hex()[:32]


def _open(token: str) -> tuple[Inlet, tuple[str, ...]]:
    """The inlet of an address, with its secret and the one before while it goes on."""
    inlet = links.opened(Inlet, token)
    if inlet is None:
        raise InletNotFound
    sealed = [inlet.secret_sealed]
    if inlet.old_secret_sealed and links.goes_on(inlet.old_until, clock.now()):
        sealed.append(inlet.old_secret_sealed)
    return inlet, tuple(secrets.unseal(one, purpose=_PURPOSE) for one in sealed)
