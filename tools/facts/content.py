"""The whole content directory as text, from the whole directory of facts. Pure: no disk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tools.facts import records
from tools.facts.yaml_text import yaml_text

Plain = dict[str, Any]


CATEGORY_TITLES = {
    "payments": "пособия и выплаты",
    "maternity_capital": "материнский капитал",
    "housing": "жильё, земля, коммунальные платежи",
    "taxes": "налоги и вычеты",
    "disability": "ребёнок-инвалид",
    "health": "здоровье и лекарства",
    "food": "питание",
    "education": "сад, школа, учёба",
    "labour": "права на работе",
    "employment": "поиск работы и переобучение",
    "legal": "юрист и долги",
    "psychological": "психолог и сопровождение",
    "guardianship": "опека и усыновление",
    "crisis": "срочная помощь",
    "leisure": "отдых, спорт, услуги на дому и прокат",
    "transport": "проезд",
    "pension": "пенсии",
    "documents": "документы и статусы",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """The gathered facts as read from their five files."""

    federal: list[Plain]
    regional: list[Plain]
    centres: Plain
    minimums: Plain
    crisis: Plain

    @property
    def as_of(self) -> str:
        return str(self.minimums["as_of"])


def content(facts: Facts) -> dict[str, str]:
    """Every file the converter owns: path relative to the content directory -> text."""
    files = _measures(facts) | _shared_words(facts) | _packs(facts)
    files["centres-information.yaml"] = _information(facts)
    files["crisis/lines.yaml"] = _lines(facts)
    year = facts.minimums["year"]
    files[f"parameters/subsistence-minimum-{year}.yaml"] = _minimums(facts)
    files[f"parameters/legal-{year}.yaml"] = _legal(facts)
    return files


def _header(title: str, as_of: str) -> str:
    return (
        f"{title}\n"
        f"Собрано из открытых источников (у каждой записи — свои), состояние на {as_of}.\n"
        "Как править и проверять — data/README.md."
    )


def _layer(region: str | None) -> str:
    return f"regions/{region}" if region else "federal"


def _measures(facts: Facts) -> dict[str, str]:
    shelves: defaultdict[str, list[Plain]] = defaultdict(list)
    shared = set(_shared(facts))
    for measure in [*facts.federal, *facts.regional]:
        record = records.measure(measure)
        region = measure.get("region")
        record["synonyms"] = [word for word in record["synonyms"] if (region, _folded(word)) not in shared]
        shelves[f"{_layer(region)}/measures/{measure['category']}.yaml"].append(records.said(record))
    return {path: yaml_text(_header(_title(path, facts), facts.as_of), shelf) for path, shelf in shelves.items()}


def _title(path: str, facts: Facts) -> str:
    """What the file holds, in words: the layer and the category."""
    names = {f"regions/{each['code']}": each["name"] for each in facts.centres["regions"]}
    layer, category = path.removesuffix(".yaml").split("/measures/")
    return f"{names.get(layer, 'Федеральные меры')}: {CATEGORY_TITLES[category]}"


def _shared(facts: Facts) -> dict[tuple[str | None, str], list[Plain]]:
    """Phrases that several measures of one layer list, with those measures."""
    owners: defaultdict[tuple[str | None, str], list[Plain]] = defaultdict(list)
    for measure in [*facts.federal, *facts.regional]:
        for word in measure["synonyms"]:
            owners[measure.get("region"), _folded(word)].append(measure)
    return {key: measures for key, measures in owners.items() if len(measures) > 1}


def _folded(word: str) -> str:
    return word.lower().replace("ё", "е")


def _shared_words(facts: Facts) -> dict[str, str]:
    """One record per group of measures, listing what parents call them all."""
    groups: defaultdict[str, dict[tuple[str, ...], list[str]]] = defaultdict(dict)
    for (region, folded), measures in _shared(facts).items():
        word = next(word for word in measures[0]["synonyms"] if _folded(word) == folded)
        ids = tuple(measure["id"] for measure in measures)
        groups[f"{_layer(region)}/synonyms.yaml"].setdefault(ids, []).append(word)
    header = _header("Слова, которыми родители называют сразу несколько мер этого слоя", facts.as_of)
    return {
        path: yaml_text(header, [{"measures": list(ids), "words": words} for ids, words in group.items()])
        for path, group in groups.items()
    }


def _packs(facts: Facts) -> dict[str, str]:
    files = {}
    for region in facts.centres["regions"]:
        code, name = region["code"], region["name"]
        pack = records.region_pack(region, facts.as_of)
        files[f"regions/{code}/region.yaml"] = yaml_text(_header(f"Пакет региона: {name}", facts.as_of), pack)
        centres = [records.centre(each) for each in facts.centres["centres"] if each["region"] == code]
        body = {"as_of": facts.as_of, "centres": centres}
        header = _header(f"Семейные МФЦ: {name}", facts.as_of) + (
            "\nНеподтверждённые адрес, телефон и часы — null: придумывать их нельзя.\n"
            "confirmed: true — специалист назван в источнике; false — по типовой модели центра."
        )
        files[f"regions/{code}/centres.yaml"] = yaml_text(header, body)
    return files


def _information(facts: Facts) -> str:
    outside = facts.centres["conventions"]["regions_outside_scope"]
    body = {
        "as_of": facts.as_of,
        "centres": [_elsewhere(each) for each in facts.centres["centres"] if each["region"] in outside],
        "confusions": [records.confusion(each) for each in facts.centres["not_a_centre"]],
    }
    title = "Центры вне пяти регионов (только справочно, семьям не предлагаются) и то, что путают с семейным МФЦ"
    return yaml_text(_header(title, facts.as_of), body)


def _elsewhere(facts: Plain) -> Plain:
    record = records.centre(facts)
    return {"id": record.pop("id"), "region": facts["region"], **record}


def _lines(facts: Facts) -> str:
    header = _header("Телефоны помощи", facts.as_of) + (
        "\nverified_on — день, когда номер прозвонили и ответила нужная служба; null — ещё никто не звонил.\n"
        "show_to_family: false — не показывать семьям, пока номер не прозвонили."
    )
    return yaml_text(header, _as_of(facts, "lines", map(records.helpline, facts.crisis["lines"])))


def _minimums(facts: Facts) -> str:
    header = _header("Прожиточный минимум по регионам, рублей в месяц", facts.as_of) + (
        "\nmethod: published — опубликовано; partly_computed — часть цифр посчитана; computed — посчитано.\n"
        "differs_by_territory: true — внутри региона величины разные, эту нельзя показывать как точную."
    )
    return yaml_text(header, _as_of(facts, "rows", map(records.minimum_row, facts.minimums["regions"])))


def _legal(facts: Facts) -> str:
    posobie = next(each for each in facts.federal if each["id"] == "edinoe-posobie")
    header = _header("Величины, общие для всей страны", facts.as_of)
    return yaml_text(header, _as_of(facts, "rows", [records.minimum_wage(posobie)]))


def _as_of(facts: Facts, name: str, items: Iterable[Mapping[str, Any]]) -> Plain:
    return {"as_of": facts.as_of, name: list(items)}
