"""What was found becomes leads of a member; the same again changes nothing."""

import dataclasses
from collections.abc import Sequence

from leadfast.cli import ground
from leadfast.drops.errors import NobodyToAdoptFor
from leadfast.drops.rules.dropping import Finding

_AT_ONCE = 50


def adopt(findings: Sequence[Finding], *, address: str) -> dict[str, int]:
    """How many were created, joined a lead, were here before, wait for a person, must not be contacted."""
    with ground.ready():
        from leadfast.drops.actions import adopting
        from leadfast.workspaces import accounts, guard, reads
        from leadfast.workspaces.actor import person

        account = accounts.account_of(address)
        if account is None:
            raise NobodyToAdoptFor
        with guard.as_account(account.id):
            mine = reads.memberships(account.id)
        if not mine:
            raise NobodyToAdoptFor
        by = person(mine[0].workspace_id, mine[0].id)
        total: dict[str, int] = dict.fromkeys(("created", "joined", "before", "waiting", "refused"), 0)
        for start in range(0, len(findings), _AT_ONCE):
            told = adopting.adopt_told(findings[start : start + _AT_ONCE], by=by)
            for name, count in dataclasses.asdict(told).items():
                total[name] += count
    return total
