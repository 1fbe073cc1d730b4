"""What became of a mail: one tick sent, two opened, a link for followed, a bot where a scanner did it.

Replied is the only loud one. Opens and clicks never move a lead; they are shown, no more.
"""

from dataclasses import dataclass

from markupsafe import Markup

_TICK = Markup('<path d="M1 8.2 4.6 12 11 3.6" fill="none" stroke="currentColor" stroke-width="2"/>')
_SECOND = Markup('<path d="M7.6 10.6 8.8 12 15.4 3.6" fill="none" stroke="currentColor" stroke-width="2"/>')
_LINK = Markup(
    '<svg viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.8"'
    ' stroke-linecap="round"><path d="M6.6 9.4a3 3 0 0 0 4.3 0l2.2-2.2a3 3 0 0 0-4.3-4.3l-.8.8"/>'
    '<path d="M9.4 6.6a3 3 0 0 0-4.3 0L2.9 8.8a3 3 0 0 0 4.3 4.3l.8-.8"/></svg>'
)
_BOT = Markup(
    '<svg class="bot" viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor"'
    ' stroke-width="1.6" stroke-linejoin="round"><rect x="2.2" y="5" width="11.6" height="8.4" rx="2"/>'
    '<path d="M8 5V2M6 8.8v1.2M10 8.8v1.2" stroke-linecap="round"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known of one mail of ours. ``tracked`` is false where opens may not be asked for."""

    sent: bool = True
    opened: bool = False
    clicked: bool = False
    by_bot: bool = False
    replied: bool = False
    tracked: bool = True


def draw(outcome: Outcome, *, wordy: bool = True) -> Markup:
    """The ticks, and beside them (or for the ear only) what they mean."""
    if outcome.replied:
        return Markup('<span class="ticks"><span class="replied">Replied</span></span>')
    if not outcome.sent:
        return Markup('<span class="ticks"><span class="waiting">not sent yet</span></span>')
    twice = outcome.opened or outcome.clicked
    tick = Markup('<svg viewBox="0 0 {} 15" aria-hidden="true" stroke-linecap="round">{}{}</svg>').format(
        17 if twice else 12, _TICK, _SECOND if twice else ""
    )
    said = Markup('<span class="{}">{}</span>').format("meaning" if wordy else "unseen", _words(outcome))
    return Markup('<span class="ticks">{}{}{}</span>{}').format(
        tick, _LINK if outcome.clicked else "", _BOT if outcome.by_bot else "", said
    )


def _words(outcome: Outcome) -> str:
    said = [
        "opened" if outcome.opened else "sent",
        *(["link followed"] if outcome.clicked else []),
        *(["by a scanner"] if outcome.by_bot else []),
        *([] if outcome.tracked else ["not tracked"]),
    ]
    return " · ".join(said)
