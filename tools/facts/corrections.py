"""Every place where the content deliberately differs from the gathered facts, each with its reason.

A correction changes a record only where the record itself (`who`, `notes`, `eligibility_extra`) supports
it. Nothing is corrected by hand in `data/`: a second conversion would lose it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Condition = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ConditionChange:
    """One atom of a record's rule is replaced, everywhere it stands; `new=None` strikes it out of its list."""

    measure: str
    old: Condition
    new: Condition | None
    reason: str


@dataclass(frozen=True, slots=True)
class NoteChange:
    """A sentence of the notes that a condition change has made untrue."""

    measure: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ExtraChange:
    """A special condition is said more exactly; `old=None` adds one, which turns «положено» into «если …»."""

    measure: str
    old: str | None
    new: str
    reason: str


def _born(since: str, until: str | None = None) -> Condition:
    return {"any_child_born_between": [since, until]}


def _aged(from_years: int, to_years: int) -> Condition:
    return {"any_child_age_between": [from_years, to_years]}


_WARDS: Condition = {"any": [{"guardian": True}, {"foster": True}]}
_LARGE: Condition = {"any": [{"large_family": True}, {"children_count": {"gte": 3}}]}

CONDITION_CHANGES = (
    ConditionChange(
        "mortgage-450k-large-family",
        _aged(0, 7),
        _born("2019-01-01", "2030-12-31"),
        "notes: «третий ребёнок — с 01.01.2019... границу поднимать на год»; who: по 31 декабря 2030 года",
    ),
    ConditionChange(
        "che-oblast-maternity-capital",
        _aged(0, 14),
        _born("2012-01-01"),
        "notes: «рождён с 2012 года — не старше 14 полных лет; поднимать на год»",
    ),
    ConditionChange(
        "kam-regional-maternity-capital-second",
        _aged(0, 6),
        _born("2020-01-01"),
        "notes: «границу [0, 6] поднимать на год»; extra: рождён с 1 января 2020 года",
    ),
    ConditionChange(
        "kam-regional-maternity-capital-third",
        _aged(0, 15),
        _born("2011-01-01", "2030-12-31"),
        "notes: «дети с 2011 года... поднимать на год»; extra: с 1 января 2011 по 31 декабря 2030 года",
    ),
    ConditionChange(
        "kam-mortgage-million-third-child",
        _aged(0, 2),
        _born("2024-01-01"),
        "notes: «ребёнок с 2024 года — не старше двух полных лет; границу поднимать на год»",
    ),
    ConditionChange(
        "kya-regional-maternity-capital-third",
        _aged(0, 15),
        _born("2011-07-01"),
        "notes: «за детей с середины 2011 года... границу поднимать на год»; extra: с 1 июля 2011 года",
    ),
    *(
        ConditionChange(
            measure,
            _aged(0, 6),
            {"any": [_born("2020-01-01"), _aged(0, 6)]},
            "who и extra: родился (или усыновлён) с 2020 года; с 2027 года один возраст отрезал бы детей 2020 года. "
            "Возраст оставлен рядом: он покрывает усыновлённых, и ответ на день проверки не меняется",
        )
        for measure in ("matkapital-first-child", "matkapital-second-child", "matkapital-second-child-top-up")
    ),
    ConditionChange(
        "len-second-child-monthly",
        {"youngest_child_age_months_lt": 36},
        None,
        "лишняя часть: ребёнок от одного до двух полных лет и так младше 36 месяцев",
    ),
    ConditionChange(
        "orphan-housing",
        _WARDS,
        {"all": [_WARDS, {"any": [_aged(14, 17), {"child_student_fulltime": True}]}]},
        "who и deadline: в список — с 14 лет, жильё — с 18; опекуну четырёхлетнего говорили «положено»",
    ),
    ConditionChange(
        "property-land-tax-large-family",
        _LARGE,
        {"children_count": {"gte": 3}},
        "who: «с тремя и более детьми до 18 лет»; семье с одним школьником и двумя студентами льготы не дают",
    ),
    ConditionChange(
        "retraining-parents",
        {"parent_unemployed": True},
        {"any": [{"parent_unemployed": True}, {"parent_disabled": True}]},
        "who: «безработные, люди с инвалидностью»; родителю с инвалидностью отвечали «нет»",
    ),
    ConditionChange(
        "gasification-subsidy",
        {"military_family": True},
        {"any": [{"military_family": True}, {"parent_disabled": True}]},
        "who: «инвалиды I группы»; родителю с инвалидностью отвечали «нет». О группе спрашивает eligibility_extra",
    ),
    ConditionChange(
        "free-school-meals-benefits",
        {"military_family": True},
        {"any": [{"military_family": True}, *_WARDS["any"]]},
        "who: «сироты»; опекуну и приёмной семье отвечали «нет»",
    ),
    ConditionChange(
        "len-student-family-300k",
        {"youngest_child_age_months_lt": 12},
        _born("2025-01-01"),
        "who и extra: рождён с 1 января 2025 года, срока обращения в записи нет; «младше года» отрезало год права",
    ),
)

_OWN = "капитал даёт рождение или усыновление; опекуну обещали чужие деньги, а чей ребёнок, профиль не знает"

EXTRA_CHANGES = (
    ExtraChange(
        "matkapital-first-child",
        "Первый ребёнок родился с 2020 года",
        "Первый ребёнок — родной или усыновлённый — родился с 2020 года",
        _OWN,
    ),
    ExtraChange(
        "matkapital-second-child",
        "Ребёнок, дающий право, родился с 2020 года",
        "Ребёнок, дающий право, — родной или усыновлённый — родился с 2020 года",
        _OWN,
    ),
    ExtraChange(
        "kam-regional-maternity-capital-first",
        "Ребёнок рождён с 1 января 2025 по 31 декабря 2030 года",
        "Родной ребёнок рождён с 1 января 2025 по 31 декабря 2030 года",
        "who: женщина, родившая первого ребёнка; опекуну обещали её деньги",
    ),
    ExtraChange(
        "tyu-regional-maternity-capital-first",
        "Ребёнок рождён с 1 января 2020 года, рождение записано в Тюменской области",
        "Родной ребёнок рождён с 1 января 2020 года, рождение записано в Тюменской области",
        "то же, что у федерального капитала: опекуну его не дают",
    ),
    ExtraChange(
        "gasification-subsidy",
        None,
        "Если льготу даёт инвалидность взрослого — она первой группы",
        "who: инвалиды I группы; группы профиль не знает",
    ),
    ExtraChange(
        "early-retirement-large-family-mothers",
        None,
        "Набраны стаж и баллы: для мам — 15 лет и 30 баллов, для родителей ребёнка с инвалидностью — 20 и 15 лет стажа",
        "who: «с нужным стажем и баллами», notes называют их; без оговорки пенсия стояла в «положено» у молодых семей",
    ),
)

NOTE_CHANGES = (
    NoteChange(
        "mortgage-450k-large-family",
        "добавлен возраст: третий ребёнок — с 01.01.2019, то есть не старше семи полных лет. Границу поднимать на год"
        " каждое 1 января.",
        "третий ребёнок — с 01.01.2019; условие записано датой рождения.",
    ),
    NoteChange(
        "che-oblast-maternity-capital",
        "добавлены возраст (рождён с 2012 года — не старше 14 полных лет; поднимать на год каждое 1 января)",
        "добавлены дата рождения (с 2012 года)",
    ),
    NoteChange(
        "kam-regional-maternity-capital-second",
        " Границу [0, 6] поднимать на год каждое 1 января.",
        " Условие записано датой рождения.",
    ),
    NoteChange(
        "kam-regional-maternity-capital-third",
        "дети с 2011 года (не старше 15 полных лет; поднимать на год каждое 1 января)",
        "дети с 2011 года (условие записано датой рождения)",
    ),
    NoteChange(
        "kam-mortgage-million-third-child",
        "добавлен возраст: ребёнок с 2024 года — не старше двух полных лет. Границу поднимать на год каждое 1 января.",
        "ребёнок с 2024 года; условие записано датой рождения.",
    ),
    NoteChange(
        "kya-regional-maternity-capital-third",
        "добавлен возраст: капитал дают за детей с середины 2011 года (источник пишет 1 июня, по памяти — 1 июля), не"
        " старше 15 полных лет. Границу поднимать на год каждое 1 января.",
        "капитал дают за детей с середины 2011 года (источник пишет 1 июня, по памяти — 1 июля); условие записано"
        " датой рождения.",
    ),
)


@dataclass(frozen=True, slots=True)
class WithdrawnPhone:
    """A number that must not be shown leaves the readable text and becomes something the lint watches for."""

    text: str
    without: str
    phone: str


WITHDRAWN_PHONES = (
    WithdrawnPhone(
        "Кодинск, Кежемский район: телефон +7 (39143) 3-10-00, а/я 132",
        "Кодинск, Кежемский район: телефон и абонентский ящик с сайта boges.ru",
        "+7 (39143) 3-10-00",
    ),
)

# "Назначают на год, потом заявление подают заново": said in words by the summary of the first and the amount of the
# second; here as a number, so that the end of the year can be announced.
GRANTED_MONTHS = {"edinoe-posobie": 12, "matkapital-monthly-payment": 12}

# The notes of these rows say that the region's figure is an average over territories with different figures.
DIFFERS_BY_TERRITORY = frozenset({"KYA", "KO"})


def corrected_condition(measure: str, condition: Condition) -> Condition:
    """The record's rule after its corrections.

    Raises:
        LookupError: the atom to replace is not there, so the facts have moved on and the table must follow.
    """
    for change in CONDITION_CHANGES:
        if change.measure == measure:
            changed = _replaced(condition, change.old, change.new)
            if changed is None or changed == condition:
                raise LookupError(f"{measure}: {change.old} is not in the rule any more")
            condition = changed
    return condition


def corrected_extra(measure: str, extra: list[str]) -> list[str]:
    """The record's special conditions after their corrections.

    Raises:
        LookupError: the words to replace are not there.
    """
    for change in EXTRA_CHANGES:
        if change.measure == measure:
            if change.old is not None and change.old not in extra:
                raise LookupError(f"{measure}: the special conditions no longer say «{change.old}»")
            extra = [change.new if said == change.old else said for said in extra]
            extra += [change.new] if change.old is None else []
    return extra


def corrected_notes(measure: str, notes: str) -> str:
    """The record's notes after its corrections.

    Raises:
        LookupError: the sentence to replace is not there.
    """
    for change in NOTE_CHANGES:
        if change.measure == measure:
            if change.old not in notes:
                raise LookupError(f"{measure}: the notes no longer say «{change.old}»")
            notes = notes.replace(change.old, change.new)
    return notes


def withdrawn_phone(text: str) -> WithdrawnPhone | None:
    return next((withdrawn for withdrawn in WITHDRAWN_PHONES if withdrawn.text == text), None)


def _replaced(node: Condition, old: Condition, new: Condition | None) -> Condition | None:
    if node == old:
        return new
    [(key, value)] = node.items()
    if key in ("all", "any"):
        return {key: [kept for part in value for kept in _spliced(key, part, _replaced(part, old, new))]}
    if key == "not":
        inner = _replaced(value, old, new)
        return None if inner is None else {"not": inner}
    return node


def _spliced(key: str, part: Condition, changed: Condition | None) -> list[Condition]:
    """What stands in the list after the change: an `any` that replaces a part of an `any` joins that list."""
    if changed is None:
        return []
    return changed[key] if changed != part and list(changed) == [key] else [changed]
