"""The sections of the panel: what stands in the head of every page, for whom, and which addresses belong to it.

A desk has five places one goes to all day; the others wait under one word, so that the head fits a small window.
"""

from collections.abc import Collection
from dataclasses import dataclass

from core.permissions import Permission as P


@dataclass(frozen=True, slots=True)
class Section:
    """A place in the panel. `key`: its name in the texts; `also`: beginnings of further addresses that belong to it."""

    path: str
    key: str
    right: P
    also: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Whether the page at `path` is part of it."""
        return any(path == one or path.startswith(f"{one}/") for one in (self.path, *self.also))


DAILY = (
    Section("/inbox", "panel-nav-inbox", P.READ_INBOX, ("/conversations", "/search")),
    Section("/board", "panel-board", P.READ_INBOX, ("/cases",)),
    Section("/tasks", "panel-tasks", P.READ_FAMILY),
    Section("/appointments", "panel-nav-appointments", P.READ_APPOINTMENTS, ("/book", "/visits", "/routes", "/poster")),
    Section("/duty", "panel-nav-duty", P.READ_INBOX),
)
FURTHER = (
    Section("/waiting", "panel-nav-waiting", P.READ_APPOINTMENTS),
    Section("/gatherings", "panel-nav-gatherings", P.READ_APPOINTMENTS),
    Section("/templates", "panel-templates", P.REPLY),
    Section("/proposals", "panel-proposals", P.READ_INBOX),
    Section("/campaigns", "panel-nav-campaigns", P.RUN_CAMPAIGNS),
    Section("/changes", "panel-nav-changes", P.RUN_CAMPAIGNS),
    Section("/centres", "panel-nav-centre", P.MANAGE_SCHEDULE),
    Section("/duty/roster", "panel-nav-roster", P.MANAGE_SCHEDULE),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A section as one page shows it."""

    path: str
    key: str
    here: bool


@dataclass(frozen=True, slots=True)
class Head:
    """What one member sees on one page."""

    daily: tuple[Link, ...]
    further: tuple[Link, ...]

    @property
    def here_further(self) -> bool:
        """Whether this page is under the one word."""
        return any(link.here for link in self.further)


def head_of(path: str, held: Collection[P]) -> Head:
    """The sections for whoever holds these rights. Of nested addresses the longest is the place one is at."""
    mine = [section for section in (*DAILY, *FURTHER) if section.right in held]
    at = max((section for section in mine if section.holds(path)), key=lambda one: len(one.path), default=None)
    links = {section: Link(section.path, section.key, section is at) for section in mine}
    return Head(
        tuple(links[section] for section in DAILY if section in links),
        tuple(links[section] for section in FURTHER if section in links),
    )
