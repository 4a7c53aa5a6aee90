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


def _born(since: str, until: str | None = None) -> Condition:
    return {"any_child_born_between": [since, until]}


def _aged(from_years: int, to_years: int) -> Condition:
    return {"any_child_age_between": [from_years, to_years]}


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
        parts = [_replaced(part, old, new) for part in value]
        return {key: [part for part in parts if part is not None]}
    if key == "not":
        inner = _replaced(value, old, new)
        return None if inner is None else {"not": inner}
    return node
