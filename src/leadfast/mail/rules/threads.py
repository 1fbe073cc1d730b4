"""Which message answers which: RFC 5256, THREAD=REFERENCES, steps 1 to 4 (without subjects).

Subjects are left out on purpose: two customers who both write "Re: offer" are two conversations.
"""

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

_BEGINNING = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Letter:
    """What threading needs of one message; ``number`` is the caller's name for it."""

    number: int
    message_id: str
    ancestors: tuple[str, ...] = ()
    date: dt.datetime | None = None


@dataclass(slots=True, eq=False)
class Node:
    """A message in its thread; ``letter`` is None for one that is only referred to."""

    letter: Letter | None = None
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)

    def adopt(self, child: "Node") -> None:
        """Become the parent of ``child``."""
        if child.parent is not None:
            child.parent.children.remove(child)
        child.parent = self
        self.children.append(child)

    def descends_from(self, other: "Node") -> bool:
        """Whether ``other`` is this node or stands above it."""
        above: Node | None = self
        while above is not None:
            if above is other:
                return True
            above = above.parent
        return False


def forest(letters: Iterable[Letter]) -> list[Node]:
    """The threads, oldest first; each node's children are sorted by date."""
    nodes: dict[str, Node] = {}
    twins: list[Node] = []
    for letter in letters:
        _place(letter, nodes, twins)
    roots = [node for node in [*nodes.values(), *twins] if node.parent is None]
    roots = [kept for root in roots for kept in _pruned(root)]
    for root in roots:
        for node in _walk(root):
            node.children.sort(key=_order)
    return sorted(roots, key=_order)


def answer(roots: Sequence[Node]) -> str:
    """The threads as an IMAP server writes them: ``(2)(3 6 (4 23)(44 7 96))``."""
    return "".join(f"({_written(root)})" for root in roots)


def together(letters: Iterable[Letter]) -> list[tuple[int, ...]]:
    """The numbers that belong together, one tuple for each conversation."""
    parents: dict[str, str] = {}

    def top(name: str) -> str:
        while parents.setdefault(name, name) != name:
            parents[name] = parents[parents[name]]
            name = parents[name]
        return name

    groups: dict[str, list[int]] = {}
    known = list(letters)
    for letter in known:
        own = letter.message_id or f"\0{letter.number}"
        for other in letter.ancestors:
            parents[top(own)] = top(other)
    for letter in known:
        groups.setdefault(top(letter.message_id or f"\0{letter.number}"), []).append(letter.number)
    return [tuple(group) for group in groups.values()]


def _place(letter: Letter, nodes: dict[str, Node], twins: list[Node]) -> None:
    chain = [nodes.setdefault(one, Node()) for one in letter.ancestors]
    for above, below in itertools.pairwise(chain):
        if below.parent is None and not above.descends_from(below):
            above.adopt(below)
    own = nodes.get(letter.message_id) if letter.message_id else None
    if own is None or own.letter is not None:
        # Without an id, or with one that is taken: a message of its own all the same.
        own = Node()
        if letter.message_id and letter.message_id not in nodes:
            nodes[letter.message_id] = own
        else:
            twins.append(own)
    own.letter = letter
    # What the message says of itself outranks what others said of it, even if it leads nowhere.
    if own.parent is not None:
        own.parent.children.remove(own)
        own.parent = None
    parent = chain[-1] if chain else None
    if parent is not None and not parent.descends_from(own):
        parent.adopt(own)


def _pruned(node: Node) -> list[Node]:
    # Step 3: a message that is only referred to vanishes and its children move up; at the top it
    # stays only when it holds several together.
    stack = [one for one in _walk(node) if one.letter is None and one.parent is not None]
    for empty in reversed(stack):
        parent = empty.parent
        if parent is not None:
            for child in list(empty.children):
                parent.adopt(child)
            parent.children.remove(empty)
    if node.letter is not None or len(node.children) > 1:
        return [node]
    for child in node.children:
        child.parent = None
    return list(node.children)


def _walk(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += one.children


def _order(node: Node) -> tuple[dt.datetime, int]:
    letter = node.letter or min((c.letter for c in node.children if c.letter), key=_age, default=None)
    return _age(letter) if letter else (_BEGINNING, 0)


def _age(letter: Letter) -> tuple[dt.datetime, int]:
    return (letter.date or _BEGINNING, letter.number)


def _written(node: Node) -> str:
    words: list[str] = []
    while True:
        if node.letter:
            words.append(str(node.letter.number))
        if len(node.children) != 1:
            break
        node = node.children[0]
    branches = "".join(f"({_written(child)})" for child in node.children)
    return " ".join([*words, branches] if branches else words)
