"""The verbs of webhooks: ``subscribe(...)``, ``end(...)``, ``revive(...)``, ``resend(...)``, ``send_test(...)``."""

from leadfast.webhooks.actions.subscribing import end, renew_secret, resend, revive, send_test, subscribe

__all__ = ["end", "renew_secret", "resend", "revive", "send_test", "subscribe"]
