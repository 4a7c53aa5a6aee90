"""Files to a draft: each file is read by what it holds, each record by its strict shape; nothing stops at a
fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel

from core.catalog.draft import Draft, Filed
from core.catalog.faults import Fault, LintRule
from core.catalog.layout import FileKind, Place, belongs_to_catalogue, place_of
from core.catalog.reading import read_yaml
from core.catalog.records.centres import (
    CentreRecord,
    ConfusionRecord,
    InformationCentreRecord,
    RegionPackRecord,
    RegionRecord,
)
from core.catalog.records.fields import Day, Record
from core.catalog.records.helplines import HelpLineRecord
from core.catalog.records.measures import MeasureRecord, SharedSynonymsRecord
from core.catalog.records.parameters import LegalParameterRecord, RegionalParametersRecord
from core.catalog.validating import record_name, validated

Shape = TypeVar("Shape", bound=BaseModel)


class _AsOf(Record):
    as_of: Day


def assemble(files: Mapping[str, str]) -> Draft:
    """Every readable record of the catalogue's files, and the faults of the rest."""
    draft = Draft()
    for path in sorted(filter(belongs_to_catalogue, files)):
        place = place_of(path)
        if place is None:
            draft.faults.append(_unknown_file(path))
            continue
        raw = read_yaml(path, files[path])
        if isinstance(raw, Fault):
            draft.faults.append(raw)
        else:
            _READERS[place.kind](draft, path, place, raw)
    return draft


def _unknown_file(path: str) -> Fault:
    mend = "переименуйте или уберите файл; порядок папок — в data/README.md"
    return Fault(LintRule.FILE, path, "файл", "этот файл никто не читает", mend)


def _listed(draft: Draft, path: str, shape: type[Shape], raw: Any) -> Iterator[Shape]:
    """The valid records of a list; the faults of the others go to the draft."""
    if not isinstance(raw, list):
        draft.faults.append(_not_a_list(path))
        return
    for index, each in enumerate(raw):
        found = validated(shape, each, path, record_name(each, index))
        if isinstance(found, tuple):
            draft.faults.extend(found)
        else:
            yield found


def _not_a_list(path: str) -> Fault:
    mend = "начните каждую запись с «- »; пустой файл уберите"
    return Fault(LintRule.SCHEMA, path, "файл", "ждём список записей", mend)


def _dated(draft: Draft, path: str, raw: Any, lists: tuple[str, ...]) -> tuple[date, dict[str, Any]] | None:
    """The file's `as_of` and its lists; a file of this kind has these keys and no other."""
    known = {"as_of", *lists}
    if not isinstance(raw, dict) or set(raw) != known:
        what, mend = f"ждём поля {', '.join(sorted(known))} и никаких других", "сверьтесь с data/README.md"
        draft.faults.append(Fault(LintRule.SCHEMA, path, "файл", what, mend))
        return None
    head = validated(_AsOf, {"as_of": raw["as_of"]}, path, "файл")
    if isinstance(head, tuple):
        draft.faults.extend(head)
        return None
    return head.as_of, raw


def _regions(draft: Draft, path: str, place: Place, raw: Any) -> None:
    draft.regions += [Filed(path, None, record) for record in _listed(draft, path, RegionRecord, raw)]


def _measures(draft: Draft, path: str, place: Place, raw: Any) -> None:
    records = _listed(draft, path, MeasureRecord, raw)
    draft.measures += [Filed(path, place.region, record.build(place.region)) for record in records]


def _synonyms(draft: Draft, path: str, place: Place, raw: Any) -> None:
    records = _listed(draft, path, SharedSynonymsRecord, raw)
    draft.synonyms += [Filed(path, place.region, record) for record in records]


def _region_pack(draft: Draft, path: str, place: Place, raw: Any) -> None:
    found = validated(RegionPackRecord, raw, path, place.region or "")
    if isinstance(found, tuple):
        draft.faults.extend(found)
    elif found.code != place.region:
        what = f"в папке региона {place.region} записан код {found.code}"
        draft.faults.append(Fault(LintRule.REGION, path, found.code, what, "исправьте код или перенесите файл"))
    else:
        draft.packs.append(Filed(path, place.region, found.build()))


def _centres(draft: Draft, path: str, place: Place, raw: Any) -> None:
    region = place.region
    if region is None or (head := _dated(draft, path, raw, ("centres",))) is None:
        return
    as_of, lists = head
    for record in _listed(draft, path, CentreRecord, lists["centres"]):
        draft.centres.append(Filed(path, region, record.build(region, as_of, information_only=False)))


def _information(draft: Draft, path: str, place: Place, raw: Any) -> None:
    if (head := _dated(draft, path, raw, ("centres", "confusions"))) is None:
        return
    as_of, lists = head
    for record in _listed(draft, path, InformationCentreRecord, lists["centres"]):
        centre = record.build(record.region, as_of, information_only=True)
        draft.centres.append(Filed(path, record.region, centre))
    for confusion in _listed(draft, path, ConfusionRecord, lists["confusions"]):
        draft.confusions.append(Filed(path, None, confusion.build()))
        draft.withdrawn_phones += [confusion.withdrawn_phone] if confusion.withdrawn_phone else []


def _helplines(draft: Draft, path: str, place: Place, raw: Any) -> None:
    if (head := _dated(draft, path, raw, ("lines",))) is not None:
        as_of, lists = head
        records = _listed(draft, path, HelpLineRecord, lists["lines"])
        draft.helplines += [Filed(path, None, record.build(as_of)) for record in records]


def _subsistence_minimum(draft: Draft, path: str, place: Place, raw: Any) -> None:
    if (head := _dated(draft, path, raw, ("rows",))) is not None:
        as_of, lists = head
        records = _listed(draft, path, RegionalParametersRecord, lists["rows"])
        draft.regional_parameters += [Filed(path, record.region, record.build(as_of)) for record in records]


def _legal_parameters(draft: Draft, path: str, place: Place, raw: Any) -> None:
    if (head := _dated(draft, path, raw, ("rows",))) is not None:
        as_of, lists = head
        records = _listed(draft, path, LegalParameterRecord, lists["rows"])
        draft.legal_parameters += [Filed(path, None, record.build(as_of)) for record in records]


_READERS: dict[FileKind, Callable[[Draft, str, Place, Any], None]] = {
    FileKind.REGIONS: _regions,
    FileKind.MEASURES: _measures,
    FileKind.SYNONYMS: _synonyms,
    FileKind.REGION_PACK: _region_pack,
    FileKind.CENTRES: _centres,
    FileKind.INFORMATION: _information,
    FileKind.HELPLINES: _helplines,
    FileKind.SUBSISTENCE_MINIMUM: _subsistence_minimum,
    FileKind.LEGAL_PARAMETERS: _legal_parameters,
}
