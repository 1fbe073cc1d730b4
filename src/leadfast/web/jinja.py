"""The one Jinja2 environment of the screens: filters, marks and the few globals a template may call."""

import datetime as dt
from decimal import Decimal
from typing import Any

import jinja2
from django.contrib.messages import get_messages
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django_htmx.jinja import htmx_script
from markupsafe import Markup, escape

from leadfast.foundation import money
from leadfast.web import once, place, words
from leadfast.web.demo import hour
from leadfast.web.marks import due, room, thread_line, ticks, turn
from leadfast.web.place import Place

STYLESHEETS = (
    "tokens", "base", "frame", "buttons", "forms", "rows", "timeline", "tables", "chips", "notices",
    "dialogs", "promise", "responses", "marks", "admin", "floor", "triage", "demo", "print",
)  # fmt: skip


def environment(**options: Any) -> jinja2.Environment:
    """What settings name as the environment of the Jinja2 backend."""
    options |= {"autoescape": True, "undefined": jinja2.StrictUndefined, "extensions": ["jinja2.ext.do"]}
    env = jinja2.Environment(**options, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 (autoescape is in the options)
    env.globals.update(
        static=static,
        url=lambda name, *args, **kwargs: reverse(name, args=args, kwargs=kwargs),
        csrf_field=_csrf_field,
        once_field=once.field,
        messages_of=get_messages,
        htmx_script=htmx_script,
        stylesheets=STYLESHEETS,
        turn_pill=_turn_pill,
        turn_closed=turn.closed,
        due_mark=_due_mark,
        thread_line=thread_line.draw,
        thread_line_small=thread_line.draw_small,
        tick_marks=ticks.draw,
        room_bar=room.draw,
        words=words,
        demo_hour=hour.shown,
        demo_history=hour.history,
    )
    env.filters.update(
        day=_day, moment=_moment, ago=_ago, in_days=_in_days, time=_time, money=_money,
        plural=words.plural, noun=words.noun, spelt=words.spelt, initials=words.initials, listed=words.listed,
        dotted=words.dotted,
    )  # fmt: skip
    return env


def _csrf_field(request: Any) -> Markup:
    return Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(get_token(request))


def _local_day(value: dt.date, here: Place) -> dt.date:
    return value.astimezone(here.zone).date() if isinstance(value, dt.datetime) else value


def _marked(value: dt.date, here: Place, text: str) -> Markup:
    exact = words.exact(value, here.zone) if isinstance(value, dt.datetime) else f"{value:%A %-d %B %Y}"
    return Markup(f'<time datetime="{value.isoformat()}" title="{escape(exact)}">{escape(text)}</time>')


def _day(value: dt.date) -> Markup:
    here = place.current()
    return _marked(value, here, words.day_name(_local_day(value, here), _local_day(here.now, here)))


def _in_days(value: dt.date) -> Markup:
    here = place.current()
    return _marked(value, here, words.in_days(_local_day(value, here), _local_day(here.now, here)))


def _moment(value: dt.datetime) -> Markup:
    here = place.current()
    return _marked(value, here, words.moment(value, here.now, here.zone))


def _ago(value: dt.datetime) -> Markup:
    here = place.current()
    return _marked(value, here, words.ago(value, here.now, here.zone))


def _time(value: dt.datetime) -> Markup:
    here = place.current()
    return _marked(value, here, f"{value.astimezone(here.zone):%H:%M}")


def _money(value: Decimal | int | None) -> str:
    return money.shown(value, place.current().currency)


def _due_mark(at: dt.datetime, *, deadline: bool = False) -> Markup:
    here = place.current()
    return due.draw(at, here.now, here.zone, deadline=deadline)


def _turn_pill(whose: turn.Whose, until: dt.datetime | None = None, *, late: bool = False) -> Markup:
    here = place.current()
    return turn.pill(whose, here.now, here.zone, until=until, late=late)
