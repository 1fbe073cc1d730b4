"""What undoing a move came to, in sentences."""

from leadfast.capture.actions import MovedBack
from leadfast.web.words import noun, plural


def said(told: MovedBack) -> str:
    """How many are back, and then each thing that is not as it was, as far as there is one."""
    back = (
        f"{plural(told.back, 'lead')} {noun(told.back, 'is back where it was', 'are back where they were')}"
    )
    lines = ["Undone." if told.left and not told.back else f"Undone. {back}."]
    if told.mailed:
        lines.append(f"{_who(told.mailed, told)} got mail meanwhile; what was sent stays sent.")
    if told.answered:
        has = noun(told.answered, "has", "have")
        lines.append(
            f"{_who(told.answered, told)} {has} answered meanwhile: no cadence begins over an answer."
        )
    if told.begun_since:
        was = noun(told.begun_since, "was", "were")
        lines.append(f"{_who(told.begun_since, told)} {was} given another cadence since, which goes on.")
    if told.not_resumed:
        whose = noun(told.not_resumed, "the owner decides, and reads", "the owners decide, and read")
        lines.append(
            f"For {_who(told.not_resumed, told).lower()} what ran before may not go on: {whose} why on the lead."
        )
    if told.left:
        stays = noun(told.left, "was closed or moved on since, and stays as it is",
                     "were closed or moved on since, and stay as they are")  # fmt: skip
        lines.append(f"{plural(told.left, 'lead')} {stays}.")
    return " ".join(lines)


def _who(count: int, told: MovedBack) -> str:
    return "It" if told.back == 1 else f"{count:,} of them"
