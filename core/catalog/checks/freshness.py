"""Content grows old silently: records, helplines and the lines of a region, judged on a given day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from core.catalog.draft import Draft, Filed
from core.catalog.faults import Fault, LintRule, Severity
from core.catalog.helplines import VERIFIED_FOR_DAYS, HelpLine

AGING_DAYS = 180
STALE_DAYS = 240


def stale_records(draft: Draft, today: date) -> Iterator[Fault]:
    """A warning past 180 days since `as_of`, an error past 240; a check dated in the future is an error too."""
    for file, record, as_of in _checked(draft):
        age = (today - as_of).days
        if age < 0:
            what = f"дата проверки {as_of} ещё не наступила"
            yield Fault(LintRule.STALE, file, record, what, "исправьте as_of")
        elif age > AGING_DAYS:
            severity = Severity.ERROR if age > STALE_DAYS else Severity.WARNING
            what = f"проверено {as_of}, прошло {age} дней при пределе {STALE_DAYS}"
            mend = "сверьте запись с источником и поставьте новую дату as_of"
            yield Fault(LintRule.STALE, file, record, what, mend, severity)


def _checked(draft: Draft) -> Iterator[tuple[str, str, date]]:
    yield from ((filed.file, filed.record.id, filed.record.as_of) for filed in draft.measures)
    yield from ((filed.file, filed.record.id, filed.record.as_of) for filed in draft.centres)
    yield from ((filed.file, filed.record.id, filed.record.as_of) for filed in draft.helplines)


def unready_helplines(draft: Draft, today: date) -> Iterator[Fault]:
    """E6, asked before a release: every shown line rung through in 90 days, every region with a centre has
    its own.
    """
    for filed in draft.helplines:
        if filed.record.show_to_family:
            yield from _unverified(filed, today)
    yield from _regions_without_line(draft)


def _unverified(filed: Filed[HelpLine], today: date) -> Iterator[Fault]:
    if filed.record.recently_verified(today):
        return
    verified_on = filed.record.verified_on
    when = f"проверена {verified_on}" if verified_on else "ни разу не проверена"
    what = f"линия показывается семьям, но {when}; предел — {VERIFIED_FOR_DAYS} дней"
    mend = "прозвоните и запишите день в verified_on или поставьте show_to_family: false"
    yield Fault(LintRule.HELPLINE, filed.file, filed.record.id, what, mend)


def _regions_without_line(draft: Draft) -> Iterator[Fault]:
    lines = [filed.record for filed in draft.helplines if filed.record.show_to_family]
    for filed in draft.centres:
        centre = filed.record
        if not centre.information_only and not any(line.is_own_line_of(centre.region) for line in lines):
            what = f"у региона {centre.region} нет своей линии помощи, которую можно показать"
            mend = f"добавьте в data/crisis/lines.yaml проверенную линию с regions: [{centre.region}]"
            yield Fault(LintRule.HELPLINE, filed.file, centre.id, what, mend)
