"""Is a lead closed, by the word another program has for it? Pure."""

import re
from typing import Final

_CLOSED: Final = re.compile(
    r"\b(closed|won|lost|converted|customer|unqualified|disqualified|not qualified|junk|dead|rejected|sold|"
    r"gewonnen|verloren|kunde|abgeschlossen|gagne|gagné|perdu|ganado|perdido|vinto|perso|ganho|cliente|client)\b",
    re.IGNORECASE,
)
_NOT: Final = re.compile(r"^(open|working|new|re-?opened)\b|\b(not|never) (closed|won|sold)\b", re.IGNORECASE)


def is_closed(status: str) -> bool:
    """Won, lost, a customer, not worth it."""
    words = status.replace("_", " ")
    return bool(_CLOSED.search(words)) and not _NOT.search(words)
