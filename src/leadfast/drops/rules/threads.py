"""Which mails belong to one conversation: by their ids, else by subject and people."""

from collections import defaultdict
from collections.abc import Sequence

from leadfast.drops.rules.envelopes import Envelope
from leadfast.drops.rules.sides import Sides

# Two mails of one subject between the same people belong together within this time.
SAME_SUBJECT_SECONDS = 60 * 86400


def conversations(envelopes: Sequence[Envelope], who: Sides) -> list[list[Envelope]]:
    """Groups of mails that belong together, each in the order of time."""
    parent = list(range(len(envelopes)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    named: dict[int, int] = {}
    for index, one in enumerate(envelopes):
        for name in (one.own_id, *one.ancestors):
            if name:
                parent[root(index)] = root(named.setdefault(name, index))
    latest: dict[tuple[str, str], int] = {}
    for index in sorted(range(len(envelopes)), key=lambda at: envelopes[at].at):
        one = envelopes[index]
        if not one.subject:
            continue
        for person in outsiders(one, who):
            before = latest.get((one.subject, person))
            if before is not None and one.at - envelopes[before].at < SAME_SUBJECT_SECONDS:
                parent[root(index)] = root(before)
            latest[(one.subject, person)] = index
    groups: dict[int, list[Envelope]] = defaultdict(list)
    for index, one in enumerate(envelopes):
        groups[root(index)].append(one)
    return [sorted(group, key=lambda one: (one.at, one.key)) for group in groups.values()]


def outsiders(one: Envelope, who: Sides) -> tuple[str, ...]:
    """The people on a mail who are not of our side."""
    return tuple(address for address in one.correspondents if not who.ours(address))
