"""The three due colours: red late, green today, grey later. There is no colour for *none*."""

import datetime as dt

from markupsafe import Markup

from leadfast.web import words


def draw(at: dt.datetime, now: dt.datetime, zone: dt.tzinfo, *, deadline: bool = False) -> Markup:
    """The due date of a step as it stands at the right of its row."""
    said = words.due(at, now, zone, deadline=deadline)
    return Markup('<time class="due is-{}" datetime="{}" title="{}">{}</time>').format(
        said.state, at.isoformat(), words.exact(at, zone), said.text
    )
