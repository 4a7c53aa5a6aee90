"""The list of children as the open screen holds it, and in words. Births and a mark of disability; never names."""

from collections.abc import Iterable
from datetime import date

from bot.here import Here
from core.triage.births import Birth
from core.triage.profile import Child

_MARKS = {None: "", True: "+", False: "-"}
_MEANT = {mark: meant for meant, mark in _MARKS.items()}


def write_children(children: Iterable[Child]) -> list[str]:
    """Small texts for the dialog's data."""
    return [
        f"{child.birth.earliest.isoformat()}/{child.birth.latest.isoformat()}/{_MARKS[child.disabled]}"
        for child in children
    ]


def read_children_back(written: Iterable[str]) -> tuple[Child, ...]:
    """What `write_children` wrote."""
    return tuple(_child(text) for text in written)


def _child(text: str) -> Child:
    first, last, mark = text.split("/")
    return Child(Birth(date.fromisoformat(first), date.fromisoformat(last)), _MEANT[mark])


def child_words(around: Here, child: Child) -> str:
    """«май 2021», «2021», «2020–2021», as wide as it was said; with disability where it is known."""
    words = _birth_words(around, child.birth)
    return around.label("child-disabled", birth=words) if child.disabled else words


def _birth_words(around: Here, birth: Birth) -> str:
    first, last = birth.earliest, birth.latest
    if birth.exact:
        return f"{first:%d.%m.%Y}"
    begins, ends = (around.label(f"month-{day.month}") for day in (first, last))
    match (last.year - first.year) * 12 + last.month - first.month:
        case 0:
            return f"{ends} {last.year}"
        case 1 | 2 if first.year == last.year:
            return f"{begins}–{ends} {last.year}"
        case 1 | 2:
            return f"{begins} {first.year} – {ends} {last.year}"
        case _:
            return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
