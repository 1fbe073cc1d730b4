"""A house with everything at its doors: what waits, who may be twice, what was promised, who sends and who is told.

With names of all lengths and writings, since those are what breaks a screen.
"""

import datetime as dt
import json

from leadfast.capture import actions as capture
from leadfast.capture.actions import inlets, web_forms
from leadfast.capture.models import Arrival, Inlet, Source
from leadfast.foundation import clock
from leadfast.webhooks import actions as webhooks
from leadfast.webhooks.models import Delivery, Subscription
from leadfast.workspaces import actor, guard, tokens
from tests.fixtures import Someone

LONG = (
    "Vereinigte Norddeutsche Gabelstapler- und Hebezeugbau-Aktiengesellschaft Zweigniederlassung Schleswig-Holstein "
    "und Mecklenburg-Vorpommern, Abteilung Einkauf und Beschaffung, Werk II, Halle 17, Tor 4"
)
ARABIC = "محمد بن عبد الرحمن العلي"
_NEWS = "From: {name} <news@shop.example>\r\nSubject: Offers {n}\r\nList-Unsubscribe: <https://x.example>\r\n\r\nBuy\r\n"


def furnish(alice: Someone, bob: Someone) -> list[str]:
    """Fills every screen of the doors; gives back their addresses."""
    waiting = _waits(bob)
    _twins(alice)
    _promises(alice, bob)
    return [
        "/arrivals/", "/triage/", "/triage/people/", "/triage/machines/", *waiting, "/duplicates/", "/expected/",
        "/expected/add/", "/events/", "/events/add/", "/sources/", *_ways_in(bob), *_told(bob), "/settings/tokens/",
    ]  # fmt: skip


def _waits(bob: Someone) -> list[str]:
    suspect = {
        "form": "Contact", "suspect": ["It holds 9 links.", "Look before you throw it away."],
        "fields": [["name", "الاسم", ARABIC], ["company", "Company", LONG], ["note", "What?", "شكرا لكم " * 60]],
    }  # fmt: skip
    torn = b'{"full_name": "Jo Park", "email": "jo@park.example", "phone_number": "020 7946 0018'
    mails = [_NEWS.format(name=LONG if n == 0 else "Shop", n=n).encode() for n in range(12)]
    by = actor.system(bob.actor.workspace_id)
    received = capture.receive(
        incoming=[
            capture.Incoming(door="webhook", external_key="t", raw=torn, source=LONG[:119]),
            capture.Incoming(
                door="web_form", external_key="s", raw=json.dumps(suspect, ensure_ascii=False).encode()
            ),
            *(
                capture.Incoming(door="mail", external_key=f"n{n}", raw=raw, media_type="message/rfc822")
                for n, raw in enumerate(mails)
            ),
        ],
        by=by,
    )
    ids = [one.arrival.id for one in received[:3]]
    with guard.scope(bob.actor.workspace_id):
        late = clock.now() - dt.timedelta(hours=3)
        Arrival.objects.filter(id=ids[0]).update(due_at=late, waits_for=bob.member.id, escalated=1)
    return [f"/triage/{one}/" for one in ids]


def _twins(alice: Someone) -> None:
    people = (
        ("Maria Lopez", "maria@lopez.example", "Lopez Cold Stores"),
        ("Maria Lopes", "maria@lopez-group.example", "Lopez Cold Stores"),
        (ARABIC, "m@a.example", LONG),
        (ARABIC.replace("عبد ال", "عبدال"), "m2@b.example", LONG),
        ("Maria", "maria@lopez.example", ""),
    )
    for name, mail, company in people:
        capture.add_by_hand(
            typed={"name": name, "mail": mail, "company": company, "source": "Leeds show"}, by=alice.actor
        )


def _promises(alice: Someone, bob: Someone) -> None:
    now = clock.now()
    for days, company in enumerate(("Beacon Dental", LONG, "شركة النور للتجارة"), start=-1):
        capture.expect(
            typed={"company": company}, promised_by="Jane Whittaker of the chamber", by=alice.actor,
            chase_at=now + dt.timedelta(days=days),
        )  # fmt: skip
    gone = capture.expect(typed={"name": "Old Promise"}, promised_by="Jim", by=alice.actor)
    capture.drop(expected_id=gone.id, why="Bought elsewhere", by=alice.actor)
    show = capture.hold_event(
        name=f"Intermodal {LONG[:80]}", first_day=now.date() - dt.timedelta(days=3), last_day=now.date(),
        place="São Paulo", cost=8000, expected_leads=120, by=bob.actor,  # type: ignore[arg-type]
    )  # fmt: skip
    raw = json.dumps({"name": "Ann Fair", "mail": "ann@fair.example"}).encode()
    by = actor.system(bob.actor.workspace_id)
    capture.receive(
        incoming=[
            capture.Incoming(
                door="hand", external_key="e", raw=raw, event_id=show.id, fresh=False, source="Intermodal"
            )
        ],
        by=by,
    )
    capture.probe(door="hand", by=bob.actor)
    with guard.scope(bob.actor.workspace_id):
        Source.objects.filter(name="Intermodal").update(
            silent_since=now - dt.timedelta(days=4), watched_until=None
        )


def _ways_in(bob: Someone) -> list[str]:
    fields = [("name", "Your name", True), ("mail", "Mail address", False), ("", "How many chairs?", False)]
    consent = "You may write to me about chairs, tables and everything else that stands in a room."
    form = web_forms.make_form(
        wanted=web_forms.Wanted("Quote", fields, consent=consent, origins=["https://shop.example"]),
        by=bob.actor,
    )
    closed = web_forms.make_form(wanted=web_forms.Wanted(LONG[:119], fields), by=bob.actor)
    web_forms.close_form(form_id=closed.id, by=bob.actor)
    inlet, _, _ = inlets.make_inlet(name=LONG[:110], kind="bearer", secret="", source="", by=bob.actor)
    with guard.scope(bob.actor.workspace_id):
        Inlet.objects.filter(id=inlet.id).update(refused=3, refused_at=clock.now())
    tokens.make(name=LONG[:110], member_id=bob.member.id, scopes=["read", "write", "receive"], by=bob.actor)
    here = "/settings/forms/"
    return [here, f"{here}{form.id}/", f"{here}{closed.id}/", "/settings/inlets/", f"/form/{form.key}/"]


def _told(bob: Someone) -> list[str]:
    """Two webhooks with a log: one that works now and then, one that is dead."""
    now, workspace_id = clock.now(), bob.actor.workspace_id
    path = f"/hook/{'long-path-' * 12}"
    made = [
        webhooks.subscribe(url=f"http://127.0.0.1:9{path}", kinds=kinds, by=bob.actor)[0]
        for path, kinds in ((path, ["lead_won", "lead_opened"]), ("/dead", []))
    ]
    with guard.scope(workspace_id):
        for sub in made:
            common = {"workspace_id": workspace_id, "subscription_id": sub.id, "kind": "lead_opened"}
            refused = "Could not connect to the host within ten seconds (Connection refused)"
            Delivery.objects.create(**common, attempts=1, status=200, took_ms=41, delivered_at=now)
            Delivery.objects.create(**common, attempts=9, error=refused, gave_up_at=now)
            Delivery.objects.create(**common, attempts=2, error=refused, due_at=now + dt.timedelta(minutes=9))
        Subscription.objects.filter(id=made[1].id).update(
            dead_since=now, dead_why="It took nothing for five days."
        )
    return ["/settings/webhooks/", *(f"/settings/webhooks/{sub.id}/" for sub in made)]
