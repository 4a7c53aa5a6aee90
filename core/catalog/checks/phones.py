"""A phone a family may dial has the shape of one: a short number, or eleven digits beginning with 8 or +7."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
