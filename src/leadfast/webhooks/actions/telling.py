"""Who is told that a subscription died. Named in config/reactions.py."""

from collections.abc import Sequence

from leadfast.accountability.actions.noticing import Telling, tell
from leadfast.history.facts import Happening
from leadfast.webhooks.facts import SubscriptionDied
from leadfast.workspaces import actor, rules
from leadfast.workspaces import reads as workspaces


def died(happenings: Sequence[Happening]) -> None:
    """The admins: another program hears nothing any more."""
    workspace_id = happenings[0].by.workspace_id
    admins = [one.id for one in workspaces.active_members(workspace_id) if one.role in rules.ADMINISTERS]
    tellings = [
        Telling(
            member_id,
            "webhook_dead",
            f"Webhooks to {one.fact.host} were switched off. {one.fact.why} What it missed can be sent again.",
            f"webhook-dead:{one.fact.subscription_id}:{one.at.isoformat()}",
        )
        for one in happenings
        if isinstance(one.fact, SubscriptionDied)
        for member_id in admins
    ]
    if tellings:
        tell(tellings=tellings, by=actor.system(workspace_id))
