"""Three pages of made-up values: a day, a lead, and every piece by itself."""

import datetime as dt
from types import SimpleNamespace as Thing
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from leadfast.web.marks import due, turn
from leadfast.web.marks.thread_line import Point, Thread
from leadfast.web.marks.ticks import Outcome
from leadfast.web.place import Place, standing_at

NOW = dt.datetime(2026, 11, 23, 9, 20, tzinfo=dt.UTC)


class Sample(forms.Form):
    """A form with one of everything."""

    name = forms.CharField(label="Who is it?", help_text="A name or a company is enough.")
    mail = forms.EmailField(label="Mail address", required=False)
    due = forms.DateField(label="Next step on", widget=forms.DateInput(attrs={"type": "date"}))
    owner = forms.ChoiceField(label="Owner", choices=[("d", "Dana"), ("s", "Sam")])
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    why = forms.ChoiceField(
        label="How did it end?",
        choices=[("w", "They bought"), ("n", "They said never")],
        widget=forms.RadioSelect,
    )


def today(request: HttpRequest) -> HttpResponse:
    """A day as in the pictures."""
    return _render(request, "gallery/today.html", item=_maria(), blocks=_blocks(), here="/today/")


def lead(request: HttpRequest) -> HttpResponse:
    """A lead as in the pictures."""
    return _render(
        request,
        "gallery/lead.html",
        entries=_entries(),
        promise=_promise(),
        here="/leads/",
        thread=_maria().thread,
    )


def pieces(request: HttpRequest) -> HttpResponse:
    """Everything else, with a refused form."""
    messages.success(request, "Moved to Thu 26 Nov. The fallback stays with Sam.", extra_tags="/undo/")
    return _render(
        request,
        "gallery/pieces.html",
        form=Sample({"mail": "not a mail"}),
        clean=Sample(),
        here="/trust/",
        threads=_threads(),
        outcomes=[
            Outcome(),
            Outcome(opened=True),
            Outcome(opened=True, clicked=True),
            Outcome(opened=True, clicked=True, by_bot=True),
            Outcome(replied=True),
            Outcome(tracked=False),
            Outcome(sent=False),
        ],
    )


def _render(request: HttpRequest, template: str, *, here: str, **values: Any) -> HttpResponse:
    entries = [
        ("Today", "/today/", "2 late", "today"),
        ("Responses", "/responses/", "6", "responses"),
        ("Add", "/add/", "", "add"),
        ("Leads", "/leads/", "412", "leads"),
    ]
    items = [
        Thing(label=label, path=path, count=count, late="late" in count, here=path == here, icon=icon)
        for label, path, count, icon in entries
    ]
    more = [
        Thing(
            label=label, path=f"/{label.lower()}/", count=count, late=False, here=f"/{label.lower()}/" == here
        )
        for label, count in (("Arrivals", "0 open"), ("Give-ups", "1"), ("Cadences", ""))
    ]
    last = [
        Thing(
            label=label, path=f"/{label.lower()}/", count=count, late=False, here=f"/{label.lower()}/" == here
        )
        for label, count in (("Team", ""), ("Trust", "all proven"))
    ]
    nav = Thing(groups=[items, more, last], bar=items, whoami="Dana Wells, Brightline")
    with standing_at(Place(NOW, dt.UTC, "USD")):
        return render(
            request, template, {"nav": nav, "now": NOW, "frame": "layout/page.html", **values}, using="jinja2"
        )


def _maria() -> Thing:
    thread = Thread(
        touches=[
            Point("show", "arrival"),
            Point("call"),
            Point("mail"),
            Point("call, claimed", "claimed"),
            Point("assistant", "machine"),
            Point("she answered", "answer"),
        ],
        next_step="today",
        fallback="else: Sam, Wed",
        late=True,
    )
    return Thing(
        id="1",
        path="/leads/1/",
        name="Maria Lopez",
        of="Brightline Logistics",
        value="$14,000",
        turn=turn.pill("ours", NOW, dt.UTC),
        due=due.draw(NOW - dt.timedelta(hours=3), NOW, dt.UTC),
        why="Call her: on 9 November she asked for “the week after the 16th”.",
        said=Thing(
            words="Budget lands with the board on the 16th, so the week after works. "
            "Call me rather than mail, I drown in mail.",
            by="Maria, Mon 9 Nov, 14:12 · opened your brochure twice, no click",
        ),
        thread=thread,
        otherwise="If nothing happens: Sam takes it on Wednesday.",
        phone="+1 415 555 0142",
        mail="m@x.example",
        verb="call",
        reply_word="Reply",
    )


def _row(
    name: str, what: str, how: str, at: dt.timedelta, value: str = "", *, deadline: bool = False
) -> Thing:
    return Thing(
        path="/leads/2/",
        name=name,
        what=what,
        how=how,
        of="",
        value=value,
        due=due.draw(NOW + at, NOW, dt.UTC, deadline=deadline),
    )


def _blocks() -> list[Thing]:
    hour = dt.timedelta(hours=1)
    return [
        Thing(
            name="First responses",
            rows=[
                _row(
                    "J. Okafor",
                    "asked for a price on the pricing page",
                    "Kato Ltd · arrived 2 minutes ago",
                    hour / 20,
                    "$1,000",
                    deadline=True,
                )
            ],
        ),
        Thing(
            name="Replies waiting",
            rows=[
                _row(
                    "Tom Adeyemi",
                    "asks whether the 40-seat price includes onboarding",
                    "Northgate Clinics · answered 42 minutes ago · proposal out",
                    2.2 * hour,
                    "$22,400",
                    deadline=True,
                ),
                _row(
                    "Ines Carvalho",
                    "is away until Thursday; João Pires stands in",
                    "Lumen Studio · follow-up moved to Fri 27 Nov · write to João?",
                    -NOW.hour * hour - dt.timedelta(minutes=20),
                ),
            ],
        ),
        Thing(
            name="Callbacks promised",
            rows=[
                _row(
                    "Beacon Dental",
                    "incomplete: a company name from the Leeds show, find the person",
                    "card photo, 19 Nov · nothing else known yet",
                    hour,
                )
            ],
        ),
        Thing(
            name="Older leads, one for each new one",
            rows=[
                _row(
                    "Peter Voss",
                    "asked in June, did not buy, opened Friday's mail",
                    "6 attempts on 2 channels · nobody has called since August",
                    76 * hour,
                    "$8,000",
                )
            ],
        ),
    ]


def _entries() -> list[Thing]:
    def at(day: int, hour: int, minute: int) -> dt.datetime:
        return dt.datetime(2026, 11, day, hour, minute, tzinfo=dt.UTC)

    blank = Thing(subject="", ticks=None, quoted="", attached=[], why="", link=None, anchor="", who="")

    def entry(**values: Any) -> Thing:
        return Thing(**{**vars(blank), **values})

    return [
        entry(
            shape="event",
            at=at(10, 9, 14),
            title="Arrived",
            words="by web form, first answered after 3 min 40 s",
            link=Thing(href="#", text="as received", dialog=False),
        ),
        entry(
            shape="message",
            who="ours",
            at=at(10, 11, 2),
            title="Dana",
            subject="Proposal for 40 seats",
            words="Hi Tom, as promised, the proposal for forty seats, with the rollout plan you asked about…",
            ticks=Outcome(opened=True, clicked=True),
            attached=["proposal.pdf"],
        ),
        entry(
            shape="message",
            who="machine",
            at=at(13, 9, 0),
            title="Ava, the assistant",
            subject="same thread",
            words="Just making sure this reached you, Tom. Shall I send the two-page version?",
            ticks=Outcome(opened=True),
            why="Sent because nobody answered in 3 business days. Does not count as Dana's attempt",
        ),
        entry(
            shape="event",
            at=at(17, 16, 40),
            title="Dana called",
            words="no answer, claimed. Next: mail on Thu 19 Nov",
        ),
        entry(
            shape="message",
            who="theirs",
            at=at(23, 8, 48),
            title="Tom",
            subject="from his phone, another address, matched by thread",
            words="Sorry, was travelling. Does the 40-seat price include onboarding? If yes we can sign this month.",
            quoted="On 10 Nov 2026, Dana wrote:\n> Hi Tom, as promised…",
            why="Understood as a question. The 26 Nov and 3 Dec follow-ups were stopped at 08:48:02",
            link=Thing(href="#", text="Wrong?", dialog=True),
        ),
    ]


def _promise() -> Thing:
    return Thing(
        on=True,
        who="Tom",
        mails=3,
        preview="#",
        other="#",
        says="follow up on Thu 26 Nov, Thu 3 Dec and Mon 14 Dec in this thread, then you call on Tue 15 Dec.",
    )


def _threads() -> list[Thread]:
    many = [
        Point("web form", "arrival"),
        *[Point("call") for _ in range(9)],
        Point("assistant", "machine"),
        Point("assistant", "machine"),
    ]
    return [
        _maria().thread,
        Thread(touches=[Point("trade show", "arrival")], next_step="Thu 26 Nov", fallback="else: assistant"),
        Thread(touches=many, next_step="Thu 26 Nov", next_by_machine=True),
        Thread(
            touches=[Point("web form", "arrival"), Point("call", "witnessed"), Point("he bought", "answer")]
        ),
        Thread(touches=[], next_step="today"),
    ]
