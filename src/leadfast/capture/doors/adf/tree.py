"""XML as a tree: by a parser that expands nothing, else by the tags that can be told. Pure."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

_LARGEST: Final = 5_000_000
_DEEPEST: Final = 60
_TAG: Final = re.compile(
    r"<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<[?!][^>]*>|"
    r"<(?P<close>/)?\s*(?P<name>[A-Za-z][\w:.-]*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)(?P<empty>/)?>",
    re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")

_LEAF_WORDS: Final = """
name email phone street apartment city regioncode postalcode country url comments requestdate id year make model vin
stock trim doors bodystyle transmission odometer condition price pricecomments service timeframe description
earliestdate latestdate preference colorcombination interiorcolor exteriorcolor imagetag balance vendorname
"""
_LEAVES: Final = frozenset(_LEAF_WORDS.split()) - {"timeframe", "colorcombination"}
_BRANCHES: Final = frozenset({"vehicle", "customer", "vendor", "provider"})


@dataclass(slots=True)
class Node:
    """An element. ``text`` is what stands in it directly, white space collapsed."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text in it and in what is marked up inside of it."""
        return " ".join("".join(self.words()).split())

    @property
    def lines(self) -> str:
        """The text with its lines, as a comment was written."""
        kept = [" ".join(line.split()) for line in "".join(self.words()).splitlines()]
        return "\n".join(line for line in kept if line)

    def all(self, *names: str) -> list["Node"]:
        """Every element below it by one of these names, in order, however deep."""
        return [node for node in self.below() if node.name in names]

    def one(self, *names: str) -> "Node | None":
        """The first of them."""
        return next((node for node in self.below() if node.name in names), None)

    def said(self, *names: str) -> str:
        """The text of the first of them that has one."""
        return next((node.text for node in self.below() if node.name in names and node.text), "")

    def below(self) -> Iterator["Node"]:
        """Everything below it, in order."""
        for child in self.children:
            yield child
            yield from child.below()

    def words(self) -> Iterator[str]:
        """Its pieces of text, then those of what is in it."""
        yield from self.pieces
        for child in self.children:
            yield from child.words()


def read(raw: bytes) -> tuple[Node, bool]:
    """The tree, and whether it was well formed."""
    raw = raw[:_LARGEST]
    try:
        return _strict(raw), True
    except (expat.ExpatError, ValueError, UnicodeError, LookupError):
        return _by_tags(_text(raw)), False


def _strict(raw: bytes) -> Node:
    root = Node("")
    open_: list[Node] = [root]
    parser = expat.ParserCreate()
    # Nothing is expanded and nothing is fetched: an entity of its own makes it malformed, and it is read by its tags.
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.buffer_text = True

    def begin(name: str, attributes: dict[str, str]) -> None:
        if len(open_) > _DEEPEST:
            raise ValueError("too deep")
        node = Node(_bare(name), {_bare(key): value for key, value in attributes.items()})
        open_[-1].children.append(node)
        open_.append(node)

    def end(_name: str) -> None:
        open_.pop()

    def entity(*_of: object) -> None:
        raise ValueError("entities are not expanded")

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = lambda text: open_[-1].pieces.append(text)
    parser.EntityDeclHandler = entity
    parser.Parse(raw.strip(), True)
    return root


def _by_tags(text: str) -> Node:
    """Whatever tags can be told. One that was not closed ends with the one around it."""
    root = Node("")
    open_: list[Node] = [root]
    at = 0
    for match in _TAG.finditer(text):
        open_[-1].pieces.append(html.unescape(text[at : match.start()]))
        at = match.end()
        if match.group("cdata") is not None:
            open_[-1].pieces.append(match.group("cdata"))
        name = _bare(match.group("name") or "")
        if not name:
            continue
        if match.group("close"):
            depth = next((n for n in range(len(open_) - 1, 0, -1) if open_[n].name == name), 0)
            if depth:
                del open_[depth:]
            continue
        found = _ATTRIBUTE.findall(match.group("attributes"))
        node = Node(name, {_bare(key): html.unescape("".join(values)) for key, *values in found})
        # A second <phone> inside an open <phone> is its sister, not its child.
        if name in _LEAVES and open_[-1].name in _LEAVES:
            open_.pop()
        # Nor does a vendor stand inside a customer whose end was forgotten.
        if name in _BRANCHES:
            depth = next((n for n in range(len(open_) - 1, 0, -1) if open_[n].name in _BRANCHES), 0)
            if depth:
                del open_[depth:]
        open_[-1].children.append(node)
        if not match.group("empty") and len(open_) <= _DEEPEST:
            open_.append(node)
    open_[-1].pieces.append(html.unescape(text[at:]))
    return root


def _bare(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _text(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    declared = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([\w-]+)", raw)
    for encoding in (declared.group(1).decode() if declared else "utf-8", "utf-8"):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("cp1252", "replace")
