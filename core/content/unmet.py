"""What people looked for and did not find, kept for content people without the people (issue 02, C11).

Kept are words, a region, a day and a count. Figures are masked, and so is every word that may name a person or a
place: names, patronymics, surnames, capitalised words. Of a whole story only the words search knows remain: a story
tells about somebody, a short request hardly does. Nothing ties a row to a chat, a family or a minute.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from core.content.person_words import is_patronymic, may_name_a_person
from core.content.tables import UnmetQuery
from core.language.plain import plain
from core.permissions import Permission
from core.use_case import Tx, use_case

LONGEST = 120
LONGEST_REQUEST = 6
"""More words are a story."""
FIGURE, SOMEBODY = "#", "…"
_PIECE = re.compile(r"\d[\d\s.,:/-]*|[^\W\d_]+")
_LINK = re.compile(r"\S*(?:@|://|\.ru\b|\.com\b)\S*")


@dataclass(frozen=True, slots=True)
class MaskedQuery:
    """A search without persons in it; only `without_persons` makes one."""

    words: str

    def under(self, topic: str) -> "MaskedQuery":
        """The same, marked with a subject that is not ours («красота и спорт: абонемент в бассейн»)."""
        return MaskedQuery(_cut(f"{topic}: {self.words}"))


def without_persons(text: str, knows: Callable[[str], bool]) -> MaskedQuery | None:
    """The words of a search that may be kept; None when nothing that says anything is left.

    `knows`: whether search knows a plain word. Pure; any text is accepted.
    """
    pieces = list(_PIECE.finditer(_LINK.sub(" ", text[:4096])))
    story = len(pieces) > LONGEST_REQUEST
    kept = [_masked(text, piece, knows, story) for piece in pieces]
    shown = list(_collapsed(kept))
    if all(word in (FIGURE, SOMEBODY) for word in shown):
        return None
    return MaskedQuery(_cut(" ".join(shown)))


def _masked(text: str, piece: re.Match[str], knows: Callable[[str], bool], story: bool) -> str:
    word = plain(piece.group())
    if not word or any(letter.isdigit() for letter in word):
        return FIGURE
    proper = piece.group().istitle() and piece.start() > 0
    if is_patronymic(word) or (proper and may_name_a_person(word)):
        return SOMEBODY
    if knows(word):
        return word
    return SOMEBODY if story or proper or may_name_a_person(word) else word


def _collapsed(words: list[str]) -> Iterator[str]:
    """A mask stands once for several in a row."""
    before = None
    for word in words:
        if word != before or word not in (FIGURE, SOMEBODY):
            yield word
        before = word


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0]


@dataclass(frozen=True, slots=True)
class RecordUnmet:
    """A search that found nothing, and the region it was for (a code; None: not chosen)."""

    query: MaskedQuery
    region: str | None


@dataclass(frozen=True, slots=True)
class UnmetRecorded:
    """How often these words were looked for in vain today."""

    count: int


@use_case(Permission.ANYBODY)
def record_unmet(tx: Tx, command: RecordUnmet) -> UnmetRecorded:
    """Count one more search in vain; two at the same moment are two."""
    key: dict[str, Any] = {"day": tx.now.date(), "region": command.region or "", "words": command.query.words}
    if not _one_more(tx, key):
        try:
            with tx.session.begin_nested():
                tx.session.add(UnmetQuery(**key))
        except IntegrityError:
            _one_more(tx, key)
    count = tx.session.exec(select(UnmetQuery.count).filter_by(**key)).one()
    return UnmetRecorded(count)


def _one_more(tx: Tx, key: dict[str, Any]) -> bool:
    more = sa.update(UnmetQuery).filter_by(**key).values(count=col(UnmetQuery.count) + 1)
    return bool(tx.session.exec(more).rowcount)


@dataclass(frozen=True, slots=True)
class ReadUnmet:
    """The most wanted words since a day (UTC), in one region or everywhere."""

    since: date
    limit: int = 30
    region: str | None = None


@dataclass(frozen=True, slots=True)
class UnmetDemand:
    """Words, how often they were looked for, on which day last, in which regions («» is none chosen)."""

    words: str
    count: int
    last: date
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnmetList:
    """Most wanted first."""

    entries: tuple[UnmetDemand, ...]


@use_case(Permission.EDIT_CONTENT, Permission.SYSTEM)
def read_unmet(tx: Tx, query: ReadUnmet) -> UnmetList:
    """What to write a card or a synonym for."""
    statement = select(UnmetQuery).where(col(UnmetQuery.day) >= query.since)
    if query.region is not None:
        statement = statement.where(col(UnmetQuery.region) == query.region)
    by_words: dict[str, list[UnmetQuery]] = {}
    for row in tx.session.exec(statement):
        by_words.setdefault(row.words, []).append(row)
    found = [_demand(words, rows) for words, rows in by_words.items()]
    found.sort(key=lambda one: (-one.count, one.words))
    return UnmetList(tuple(found[: query.limit]))


def _demand(words: str, rows: list[UnmetQuery]) -> UnmetDemand:
    regions = tuple(sorted({row.region for row in rows}))
    return UnmetDemand(words, sum(row.count for row in rows), max(row.day for row in rows), regions)
