"""Forms that strangers fill in: made by a person, drawn with a key for one sending, kept whatever comes."""

import datetime as dt
import hashlib
import json
import secrets as drawing
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.core.cache import cache

from leadfast.capture import facts
from leadfast.capture.actions import receiving
from leadfast.capture.actions.arriving import Incoming
from leadfast.capture.actions.receiving import Received
from leadfast.capture.errors import FormAsksNothing, FormBusy, FormNotFound
from leadfast.capture.models import WebForm
from leadfast.capture.rules import suspicion
from leadfast.foundation import clock, secrets
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.ids import uuid7
from leadfast.foundation.secrets import TokenInvalid
from leadfast.history import actions as history
from leadfast.workspaces import actor, guard
from leadfast.workspaces.actor import Actor

PURPOSE: Final = "web form"
_WITHIN: Final = dt.timedelta(minutes=10)
# From one address, more than these wait for a person; of one form, more than those are told to come back.
_MOST_OF_ONE: Final = 5
_MOST: Final = 300
# Nothing of what somebody wrote is cut off: what is longer than this does not come through the door at all.
_LONGEST: Final = 2_500_000
_MOST_ANSWERS: Final = 1000
_WHO: Final = frozenset({"name", "mail", "phone", "company"})
_ABOUT: Final = {"page": "Page", "referrer": "Came from"}
UTM: Final = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")

Field = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form is to be, as a person said."""

    name: str
    fields: Sequence[Field]
    source: str = ""
    campaign: str = ""
    consent: str = ""
    origins: Sequence[str] = ()
    thanks: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A form as its key opens it, with the name that visitors read."""

    form: WebForm
    workspace_name: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What came in: what each answer is where that is known, its label, and the answer."""

    answers: Sequence[tuple[str, str, str]]
    token: str = ""
    trap: str = ""
    agreed: bool = False
    # The site of the page, as the browser says; "" when it is a page of ours or nothing was said.
    origin: str = ""
    address: str = ""
    about: Mapping[str, str] = field(default_factory=dict)


def make_form(*, wanted: Wanted, by: Actor) -> WebForm:
    """A new form, open at once."""
    now = clock.now()
    with guard.writing(by):
        form = WebForm(
            id=uuid7(now),
            workspace_id=by.workspace_id,
            key=f"{by.workspace_id.hex}{drawing.token_urlsafe(9)}",
            made_at=now,
            made_by_id=by.as_member(),
        )
        _fill(form, wanted)
        form.save(force_insert=True)
        history.record(facts.DoorOpened("web_form", form.name), by=by, at=now)
    return form


def change_form(*, form_id: uuid.UUID, wanted: Wanted, by: Actor) -> WebForm:
    """The same form asks something else; its key and the pages that show it stay."""
    with guard.writing(by):
        form = _locked(form_id)
        _fill(form, wanted)
        form.save()
    return form


def close_form(*, form_id: uuid.UUID, by: Actor) -> WebForm:
    """It takes nothing any more. Who wrote there stays."""
    now = clock.now()
    with guard.writing(by):
        form = _locked(form_id)
        form.closed_at, form.closed_by_id = now, by.as_member()
        form.save(update_fields=["closed_at", "closed_by"])
        history.record(facts.DoorClosed("web_form", form.name), by=by, at=now)
    return form


def open_again(*, form_id: uuid.UUID, by: Actor) -> WebForm:
    """It takes answers again, at the same address."""
    now = clock.now()
    with guard.writing(by):
        form = WebForm.objects.select_for_update(no_key=True).filter(id=form_id).first()
        if form is None:
            raise FormNotFound
        if form.closed_at is not None:
            form.closed_at, form.closed_by_id = None, None
            form.save(update_fields=["closed_at", "closed_by"])
            history.record(facts.DoorOpened("web_form", form.name), by=by, at=now)
    return form


def open_form(key: str) -> Opened:
    """The form behind a key. Looking changes nothing."""
    try:
        workspace_id = uuid.UUID(hex=key[:32])
    except ValueError as error:
        raise FormNotFound from error
    with guard.scope(workspace_id):
        form = WebForm.objects.select_related("workspace").filter(key=key, closed_at=None).first()
    if form is None:
        raise FormNotFound
    return Opened(form, form.workspace.name)


def draw_token(form: WebForm) -> str:
    """What one drawing of the form carries: when it was drawn, and a key by which sent twice is once."""
    drawn = int(clock.now().timestamp())
    return secrets.sign(f"{form.id.hex}-{drawn}-{drawing.token_urlsafe(9)}", purpose=PURPOSE)


def submit(*, key: str, sent: Sent) -> Received:
    """Keep what somebody sent; what looks odd waits for a person, and nothing is thrown away."""
    now = clock.now()
    form = open_form(key).form
    drawn = _drawn(form, sent.token)
    answers = [
        (kind, clean_line(label, limit=120), answer.strip()[:_LONGEST])
        for kind, label, answer in sent.answers[:_MOST_ANSWERS]
        if answer.strip()
    ]
    external = _external(form, drawn, answers, now)
    signs = suspicion.Signs(
        answers=[answer for _, _, answer in answers],
        trap=sent.trap,
        seconds=now.timestamp() - drawn[0] if drawn else None,
        origin=sent.origin,
        origin_known=sent.origin in form.origins,
        others=_counted(form, sent.address),
        most_others=_MOST_OF_ONE,
    )
    rows = [*answers, *_rows_about(sent.about)]
    told: dict[str, object] = {"form": form.name, "fields": rows}
    if form.consent and sent.agreed:
        told["consent"] = form.consent
        rows.append(("consent", "Agreed to", form.consent))
    if odd := suspicion.suspicions(signs):
        told["suspect"] = odd
    incoming = Incoming(
        door="web_form",
        external_key=external,
        raw=json.dumps(told, ensure_ascii=False).encode(),
        source=form.source or form.name,
        campaign=form.campaign,
    )
    return receiving.receive(incoming=[incoming], by=actor.system(form.workspace_id))[0]


def _fill(form: WebForm, wanted: Wanted) -> None:
    fields = [
        (kind, clean_line(label, limit=120), bool(needed))
        for kind, label, needed in wanted.fields
        if label.strip()
    ]
    if not {kind for kind, _, _ in fields} & _WHO:
        raise FormAsksNothing
    form.name = clean_line(wanted.name, limit=120) or "Contact form"
    form.fields = fields
    form.source = clean_line(wanted.source, limit=120)
    form.campaign = clean_line(wanted.campaign, limit=120)
    form.consent = clean_line(wanted.consent, limit=500)
    form.thanks = clean_line(wanted.thanks, limit=500)
    form.origins = list(dict.fromkeys(filter(None, (origin_of(one) for one in wanted.origins))))


def origin_of(site: str) -> str:
    """A site as browsers say it: scheme and host, in small letters, without a path."""
    text = site.strip().lower()
    if not text:
        return ""
    scheme, _, rest = text.partition("://")
    if not rest:
        scheme, rest = "https", scheme
    return f"{scheme}://{rest.partition('/')[0]}"[:200]


def _locked(form_id: uuid.UUID) -> WebForm:
    form = WebForm.objects.select_for_update(no_key=True).filter(id=form_id, closed_at=None).first()
    if form is None:
        raise FormNotFound
    return form


def _drawn(form: WebForm, token: str) -> tuple[int, str] | None:
    """When it was drawn and its key, if we drew it and it is this form."""
    try:
        form_id, drawn, nonce = secrets.verify(token, purpose=PURPOSE).split("-", 2)
    except (TokenInvalid, ValueError):
        return None
    return (int(drawn), nonce) if form_id == form.id.hex else None


def _external(
    form: WebForm, drawn: tuple[int, str] | None, answers: Sequence[tuple[str, str, str]], now: dt.datetime
) -> str:
    if drawn:
        return f"{form.id.hex}:{drawn[1]}"
    # A site's own form carries no key of ours: the same answers on the same day are the same sending.
    digest = hashlib.sha256(json.dumps([now.date().isoformat(), answers]).encode()).hexdigest()
    return f"{form.id.hex}:{digest[:40]}"


def _counted(form: WebForm, address: str) -> int:
    """How many came from this address before it, lately. No address is kept, only a keyed hash for minutes."""
    seconds = int(_WITHIN.total_seconds())
    if _another(f"web-form-{form.id.hex}", seconds) >= _MOST:
        raise FormBusy
    if not address:
        return 0
    hashed = secrets.keyed_hash(address, purpose=f"{PURPOSE} address").hex()[:24]
    return _another(f"web-form-{form.id.hex}-{hashed}", seconds)


def _another(name: str, seconds: int) -> int:
    if cache.add(name, 1, seconds):
        return 0
    try:
        return int(cache.incr(name)) - 1
    except ValueError:  # its time was over between the two
        return 0


def _rows_about(about: Mapping[str, str]) -> list[tuple[str, str, str]]:
    known = {**_ABOUT, **{name: name.replace("utm_", "UTM ") for name in UTM}}
    return [
        (name, title, text)
        for name, title in known.items()
        if (text := clean_line(about.get(name, ""), limit=500))
    ]
