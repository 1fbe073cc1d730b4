"""The bar of today's room: what you will do, what the assistant covers, what is beyond both."""

from markupsafe import Markup


def draw(by_you: int, by_assistant: int, beyond: int) -> Markup:
    """A bar of three parts in the proportion of the three counts."""
    total = max(1, by_you + by_assistant + beyond)
    parts, x = [], 0.0
    for kind, count in (("by-you", by_you), ("by-assistant", by_assistant), ("beyond", beyond)):
        width = 100 * count / total
        parts.append(
            Markup('<rect class="{}" x="{:.2f}%" y="0" width="{:.2f}%" height="12"/>').format(kind, x, width)
        )
        x += width
    return Markup(
        '<svg role="img" aria-label="{} for you, {} for the assistant, {} beyond both">'
        '<defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><line class="hatch-line" x1="0" x2="0" y1="0" y2="8"/></pattern>'
        "</defs>"
        "{}</svg>"
    ).format(by_you, by_assistant, beyond, Markup("").join(parts))
