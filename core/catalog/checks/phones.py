"""A phone a family may dial has the shape of one, and a number known to be somebody else's stands nowhere.

The shape: a short number, or eleven digits beginning with 8 or +7.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from core.catalog.draft import Draft
from core.catalog.faults import Fault, LintRule

_WRITTEN = re.compile(r"\+?[\d()\- ]+")
_DIALLED = re.compile(r"1\d\d|[78]\d{10}")


def bad_phones(draft: Draft) -> Iterator[Fault]:
    for file, record, phone in _phones(draft):
        if not looks_like_phone(phone):
            what = f"«{phone}» не похоже на телефон"
            mend = "пишите «112» или «8-800-000-00-00»; неизвестный номер — null"
            yield Fault(LintRule.PHONE, file, record, what, mend)
    yield from _withdrawn(draft)


def _withdrawn(draft: Draft) -> Iterator[Fault]:
    for withdrawn in map(_digits, draft.withdrawn_phones):
        for file, record, text in chain(_phones(draft), _texts(draft)):
            if withdrawn in _digits(text):
                what = "здесь стоит номер, который к семейным центрам не относится (centres-information.yaml)"
                yield Fault(LintRule.PHONE, file, record, what, "уберите номер")


def _digits(text: str) -> str:
    """The digits of a number without its country prefix."""
    return re.sub(r"^[78](?=\d{10}$)", "", re.sub(r"\D", "", text))


def _texts(draft: Draft) -> Iterator[tuple[str, str, str]]:
    """Texts people read where a number could have been pasted."""
    for measure in draft.measures:
        texts = (measure.record.summary, measure.record.who, measure.record.notes or "")
        yield measure.file, measure.record.id, " ".join(texts)
    for centre in draft.centres:
        yield centre.file, centre.record.id, centre.record.notes or ""
    for confusion in draft.confusions:
        looks_like, truth = confusion.record.looks_like, confusion.record.truth
        yield confusion.file, looks_like, f"{looks_like} {truth}"


def looks_like_phone(phone: str) -> bool:
    digits = re.sub(r"\D", "", phone)
    return bool(_WRITTEN.fullmatch(phone)) and bool(_DIALLED.fullmatch(digits))


def _phones(draft: Draft) -> Iterator[tuple[str, str, str]]:
    for line in draft.helplines:
        numbers = (line.record.phone, line.record.short_number)
        yield from ((line.file, line.record.id, number) for number in numbers if number is not None)
    for centre in draft.centres:
        if centre.record.phone is not None:
            yield centre.file, centre.record.id, centre.record.phone
