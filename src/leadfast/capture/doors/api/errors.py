"""Why something that a program sent waits for a person."""

from collections.abc import Sequence

from leadfast.foundation.contacts import clean_line
from leadfast.foundation.errors import Refusal

_NAMED = 5


class ItemUnfit(Refusal):
    """Another program sent it in a form that was not agreed. It is kept as it came."""


def unfit(fields: Sequence[str]) -> ItemUnfit:
    """The refusal that names the fields a program sent in another form."""
    named = [clean_line(one, limit=40) or "a field without a name" for one in fields[:_NAMED]]
    if len(fields) > _NAMED:
        named.append(f"{len(fields) - _NAMED} more")
    if not named:
        return ItemUnfit()
    which = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    return ItemUnfit(
        f"Another program sent it in a form that was not agreed: {which}. It is kept as it came."
    )
