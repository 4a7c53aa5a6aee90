"""Every name points at something: related measures, measures of shared phrases, region codes."""

from __future__ import annotations

from collections.abc import Iterator

from core.catalog.conditions import LivesIn, atoms_of
from core.catalog.draft import Draft
from core.catalog.faults import Fault, LintRule
from core.catalog.layout import FileKind, Place
from core.catalog.parameters import WHOLE_COUNTRY


def dangling_references(draft: Draft) -> Iterator[Fault]:
    yield from _related_measures(draft)
    yield from _shared_phrases(draft)
    yield from _region_codes(draft)


def _related_measures(draft: Draft) -> Iterator[Fault]:
    if Place(FileKind.MEASURES) in draft.faulty():
        return
    federal = {filed.record.id for filed in draft.measures if filed.region is None}
    for filed in draft.measures:
        for related in filed.record.related_federal:
            if related not in federal:
                what = f"related_federal: федеральной меры «{related}» нет"
                yield _fault(filed.file, filed.record.id, what, "проверьте id в data/federal/measures")


def _shared_phrases(draft: Draft) -> Iterator[Fault]:
    layers = {(filed.region, filed.record.id) for filed in draft.measures}
    faulty = draft.faulty()
    for filed in draft.synonyms:
        for measure in filed.record.measures:
            if (filed.region, measure) not in layers and Place(FileKind.MEASURES, filed.region) not in faulty:
                what = f"общие слова названы для меры «{measure}», которой в этом слое нет"
                yield _fault(filed.file, filed.record.words[0], what, "проверьте id меры")


def _region_codes(draft: Draft) -> Iterator[Fault]:
    if Place(FileKind.REGIONS) in draft.faulty():
        return
    known = {filed.record.code for filed in draft.regions}
    for file, record, code in _codes_used(draft):
        if code not in known:
            what, mend = f"код региона «{code}» неизвестен", "проверьте код или добавьте регион в data/regions.yaml"
            yield _fault(file, record, what, mend)


def _codes_used(draft: Draft) -> Iterator[tuple[str, str, str]]:
    """Every place that names a region: file, record, code."""
    for measure in draft.measures:
        for atom in atoms_of(measure.record.eligibility):
            if isinstance(atom, LivesIn):
                yield from ((measure.file, measure.record.id, code) for code in sorted(atom.regions))
    yield from ((pack.file, str(pack.region), str(pack.region)) for pack in draft.packs)
    yield from ((centre.file, centre.record.id, centre.record.region) for centre in draft.centres)
    for row in draft.regional_parameters:
        if row.record.region != WHOLE_COUNTRY:
            yield row.file, row.record.region, row.record.region
    for line in draft.helplines:
        yield from ((line.file, line.record.id, code) for code in sorted(line.record.regions or ()))


def _fault(file: str, record: str, what: str, mend: str) -> Fault:
    return Fault(LintRule.REFERENCE, file, record, what, mend)
