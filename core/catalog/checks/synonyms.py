"""A phrase names one measure of a layer; a phrase parents use for several is said so once, in
`synonyms.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.catalog.draft import Draft
from core.catalog.faults import Fault, LintRule


def repeated_synonyms(draft: Draft) -> Iterator[Fault]:
    """A phrase said twice in one layer (federal, or one region); versions of one measure may share phrases."""
    owners: dict[tuple[str | None, str], str] = {}
    for file, region, record, words in _phrases(draft):
        for word in dict.fromkeys(words):
            owner = owners.setdefault((region, _folded(word)), record)
            if owner != record:
                what = f"слова «{word}» уже есть у «{owner}»"
                mend = "оставьте одной мере или перенесите в synonyms.yaml этого слоя как общие"
                yield Fault(LintRule.DUPLICATE_SYNONYM, file, record, what, mend)
        yield from _said_twice(file, record, words)


def _said_twice(file: str, record: str, words: tuple[str, ...]) -> Iterator[Fault]:
    folded = [_folded(word) for word in words]
    for word in {word for word in folded if folded.count(word) > 1}:
        yield Fault(LintRule.DUPLICATE_SYNONYM, file, record, f"слова «{word}» стоят дважды", "уберите повтор")


def _phrases(draft: Draft) -> Iterator[tuple[str, str | None, str, tuple[str, ...]]]:
    for measure in draft.measures:
        yield measure.file, measure.region, measure.record.id, measure.record.synonyms
    for shared in draft.synonyms:
        yield shared.file, shared.region, ", ".join(shared.record.measures), shared.record.words


def _folded(word: str) -> str:
    return word.lower().replace("ё", "е")
