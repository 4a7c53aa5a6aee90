"""Texts fit where people read them: a title on a list line, a whole card in one Telegram message.

Telegram refuses a message above 4,096 UTF-16 units. The budget leaves room for the card's own labels.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.catalog.draft import Draft
from core.catalog.faults import Fault, LintRule
from core.catalog.measures import Measure

TITLE_BUDGET = 120
SUMMARY_BUDGET = 300
SYNONYM_BUDGET = 80
CARD_BUDGET = 3300


def lengths(draft: Draft) -> Iterator[Fault]:
    for filed in draft.measures:
        for name, used, budget in _measured(filed.record):
            if used > budget:
                what = f"{name}: {used} знаков при пределе {budget}"
                yield Fault(LintRule.TOO_LONG, filed.file, filed.record.id, what, "сократите текст")


def _measured(measure: Measure) -> Iterator[tuple[str, int, int]]:
    yield "title", units(measure.title), TITLE_BUDGET
    yield "summary", units(measure.summary), SUMMARY_BUDGET
    yield "карточка целиком", sum(map(units, _card_texts(measure))), CARD_BUDGET
    yield from ((f"синоним «{word}»", units(word), SYNONYM_BUDGET) for word in measure.synonyms)


def _card_texts(measure: Measure) -> Iterator[str]:
    """What the card shows of the record; `notes` and phrases for search are not shown."""
    yield from (measure.title, measure.summary, measure.who, measure.amount.text, measure.deadline.text or "")
    yield from measure.eligibility_extra
    yield from measure.legal_basis
    yield from (document.name for document in measure.documents)
    for source in measure.sources:
        yield from (source.publisher, source.url or source.title or "")


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2
