"""What waits for a person, told apart: somebody may be behind it, or a machine wrote it. Pure."""

from typing import Final

# As the doors say it. Nobody waits for an answer behind these; a person marks them, many at once.
MACHINES: Final = frozenset(
    {"A newsletter, a report or an automatic mail. Somebody may want it all the same, so it is kept."}
)
