"""The verbs of drops: ``begin_mailbox(...)``, ``pause(...)``, ``adopt(...)``."""

from leadfast.drops.actions.adopting import Adopted, adopt, dismiss, take_back
from leadfast.drops.actions.beginning import (
    begin_file,
    begin_mailbox,
    bring,
    forget,
    forget_old,
    pause,
    resume,
)
from leadfast.drops.actions.going import go_on

__all__ = [
    "Adopted",
    "adopt",
    "begin_file",
    "begin_mailbox",
    "bring",
    "dismiss",
    "forget",
    "forget_old",
    "go_on",
    "pause",
    "resume",
    "take_back",
]
