"""The three due colours: red late, green today, grey later. There is no colour for *none*."""

import datetime as dt

from markupsafe import Markup, escape

from leadfast.web import words


def draw(at: dt.datetime, now: dt.datetime, zone: dt.tzinfo, *, deadline: bool = False) -> Markup:
    """The due date of a step as it stands at the right of its row."""
    said = words.due(at, now, zone, deadline=deadline)
    exact = escape(words.exact(at, zone))
    return Markup(
        f'<time class="due is-{said.state}" datetime="{at.isoformat()}" title="{exact}">{escape(said.text)}</time>'
    )
