"""The verbs of webhooks: ``subscribe(...)``, ``end(...)``, ``revive(...)``, ``resend(...)``, ``send_test(...)``."""

from leadfast.webhooks.actions.subscribing import (
    cut_old_secret,
    end,
    renew_secret,
    resend,
    revive,
    send_test,
    subscribe,
)

__all__ = ["cut_old_secret", "end", "renew_secret", "resend", "revive", "send_test", "subscribe"]
