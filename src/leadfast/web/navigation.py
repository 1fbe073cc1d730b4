"""What stands in the navigation, in which order, and the counts beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.urls import Resolver404, resolve

from leadfast.web import words
from leadfast.web.access import MemberRequest

_COUNTED_UP_TO = 999


@dataclass(frozen=True, slots=True)
class Entry:
    """One link: where it leads, how it is called, and whom it is for."""

    label: str
    path: str
    icon: str = ""
    deciders: bool = False
    admins: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as one page draws it."""

    label: str
    path: str
    icon: str
    here: bool
    count: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Navigation:
    """The groups at the left, the bar of a phone, and who is signed in."""

    groups: tuple[tuple[Shown, ...], ...]
    bar: tuple[Shown, ...]
    whoami: str


GROUPS = (
    (
        Entry("Today", "/today/", "today"),
        Entry("Responses", "/responses/", "responses"),
        Entry("Leads", "/leads/", "leads"),
        Entry("Add", "/add/", "add"),
        Entry("Capture", "/capture/"),
    ),
    (
        Entry("Arrivals", "/arrivals/"),
        Entry("Triage", "/triage/"),
        Entry("Calls", "/calls/"),
        Entry("Floor", "/floor/"),
        Entry("Till count", "/till/"),
        Entry("Rescue", "/rescue/"),
        Entry("Give-ups", "/give-ups/"),
        Entry("Cadences", "/cadences/"),
        Entry("Files", "/files/"),
    ),
    (
        Entry("Team", "/team/"),
        Entry("Mailboxes", "/mailboxes/"),
        Entry("Settings", "/settings/", deciders=True),
        Entry("Trust", "/trust/"),
        Entry("Notices", "/notices/"),
        Entry("Help", "/help/"),
    ),
)
BAR = ("/today/", "/responses/", "/add/", "/leads/")


def draw(request: MemberRequest, counts: Mapping[str, tuple[int, bool]]) -> Navigation:
    """The navigation of one page. ``counts`` gives a number and whether it is about lateness, by path."""
    groups = tuple(
        tuple(_shown(entry, request, counts) for entry in group if _open_to(entry, request))
        for group in GROUPS
    )
    by_path = {item.path: item for group in groups for item in group}
    whoami = f"{request.member.name}, {request.workspace.name}"
    return Navigation(
        tuple(group for group in groups if group),
        tuple(by_path[path] for path in BAR if path in by_path),
        whoami,
    )


def _open_to(entry: Entry, request: MemberRequest) -> bool:
    if entry.admins and not request.member.administers:
        return False
    return _exists(entry.path) and (not entry.deciders or request.member.decides)


@cache
def _exists(path: str) -> bool:
    """A screen that is not installed has no entry."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _shown(entry: Entry, request: MemberRequest, counts: Mapping[str, tuple[int, bool]]) -> Shown:
    count, late = counts.get(entry.path, (0, False))
    said = words.at_most(count, _COUNTED_UP_TO) if count else ""
    return Shown(
        entry.label,
        entry.path,
        entry.icon,
        request.path.startswith(entry.path),
        f"{said} late" if late and said else said,
        late,
    )
