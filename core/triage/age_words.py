"""The words in which parents write ages and birthdays, cut into marks that a reader can put together.

Only words with a meaning for an age become marks; names and most verbs are dropped. Figures
keep the comma they were written with, because «3,5 года» is one child and «5,7 лет» is two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from core.language.plain import plain


class Unit(Enum):
    """What an age is counted in."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


class Sign(Enum):
    """Marks without a number of their own."""

    AND = "and"
    COMMA = "comma"
    AND_A_HALF = "and a half"
    ALMOST = "almost"
    ABOUT = "about"
    IN_TIME = "in time"
    IN = "in"
    CHILD = "child"
    OF_CHILDREN = "of children"
    NEWBORN = "newborn"
    NOBODY = "nobody"
    WAS = "was"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number; `list_of` are the two numbers it may also be («5,7»)."""

    value: float
    list_of: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A unit of time; `alone` when the word also says «one» («год»), `many` in «лет», «месяцев»."""

    unit: Unit
    alone: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class MonthName:
    month: int


@dataclass(frozen=True, slots=True)
class Numeric:
    """A date in figures, parts as written; `day=None` for a month and year, `year=None` when it was left out."""

    day: int | None
    month: int
    year: int | None


@dataclass(frozen=True, slots=True)
class Day:
    """«Сегодня», «завтра»: days from today."""

    offset: int


@dataclass(frozen=True, slots=True)
class Together:
    """«Трое», «двойня»: how many children. `twins` share one age."""

    count: int
    twins: bool = False


Mark = Sign | Figure | Span | MonthName | Numeric | Day | Together

ABSURD = 1e6
"""Stands for every figure too long to be an age or a year."""
_LONGEST_FIGURE = 6

_PIECE = re.compile(
    r"(?P<iso>\d{4}[-.]\d{1,2}[-.]\d{1,2}(?!\d))"
    r"|(?P<full>\d{1,2}(?P<between>[./-])\d{1,2}(?P=between)\d{2}(?:\d{2})?(?!\d)|\d{1,2} \d{2} \d{4}(?!\d))"
    r"|(?P<month>\d{1,2}[./-]\d{4}(?!\d))"
    r"|(?P<dayless>\d{1,2}\.\d{2}(?!\d))"
    r"|(?P<figure>\d+(?:[.,]\d+)?)"
    r"|(?P<word>[а-я]+)"
    r"|(?P<comma>[,;+&/])"
)

_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_MONTH = re.compile(r"(янв|фев|мар|апр|июн|июл|авг|сен|окт|ноя|дек)[а-я]*|(ма)[йяею]?")
_NOT_MONTHS = frozenset({"ма", "марина", "марине", "мария", "марии", "марат", "марк", "марку", "авгу"})

_CARDINALS = (
    "ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять", "одиннадцать",
    "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать", "семнадцать", "восемнадцать",
)  # fmt: skip
_FIGURES = {word: float(number) for number, word in enumerate(_CARDINALS)} | {
    "две": 2.0,
    "одна": 1.0,
    "полтора": 1.5,
    "полторы": 1.5,
    "двадцать": 20.0,
    "тридцать": 30.0,
    "сорок": 40.0,
}
_TOGETHER = {"двое": 2, "двоих": 2, "трое": 3, "троих": 3, "четверо": 4, "четверых": 4, "пятеро": 5, "шестеро": 6}
_TWINS = re.compile(r"(близнец|близняш|двойн)[а-я]*|(тройн)[а-я]*")

_SPANS = {
    "год": Span(Unit.YEAR, alone=True),
    "годик": Span(Unit.YEAR, alone=True),
    "месяц": Span(Unit.MONTH, alone=True),
    "неделя": Span(Unit.WEEK, alone=True),
    "неделю": Span(Unit.WEEK, alone=True),
}
_UNITS = (
    (re.compile(r"лет"), Span(Unit.YEAR, many=True)),
    (re.compile(r"месяцев"), Span(Unit.MONTH, many=True)),
    (re.compile(r"год[а-я]*|г|л"), Span(Unit.YEAR)),
    (re.compile(r"мес[а-я]*|м"), Span(Unit.MONTH)),
    (re.compile(r"недел[а-я]*|нед"), Span(Unit.WEEK)),
    (re.compile(r"дн[а-я]*|день"), Span(Unit.DAY)),
)
_DAYS = {"сегодня": 0, "завтра": 1, "послезавтра": 2, "вчера": -1, "позавчера": -2}
_SIGNS = {
    "и": Sign.AND,
    "с": Sign.AND,
    "половиной": Sign.AND_A_HALF,
    "полгода": Sign.AND_A_HALF,
    "пол": Sign.AND_A_HALF,
    "почти": Sign.ALMOST,
    "скоро": Sign.ALMOST,
    "вот-вот": Sign.ALMOST,
    "около": Sign.ABOUT,
    "примерно": Sign.ABOUT,
    "где": Sign.ABOUT,
    "через": Sign.IN_TIME,
    "в": Sign.IN,
    "нет": Sign.NOBODY,
    "без": Sign.NOBODY,
    "никого": Sign.NOBODY,
    "исполнилось": Sign.WAS,
    "исполнился": Sign.WAS,
    "было": Sign.WAS,
}
_NEWBORN = re.compile(r"новорожд[а-я]*|младен[а-я]*|грудничо?к[а-я]*")
_OF_CHILDREN = re.compile(
    r"сын(а|овей|ишек)|доч(ки|ери|ек|ерей|урки)|(девоч|мальчи|девчон|мальчиш)(ки|ек|ка|ков)"
    r"|ребенка|дет(ей|ок)|детишек|пацана|пацанов"
)
_CHILD = re.compile(r"сын|доч|девоч|мальчи|ребен|малыш|старш|младш|средн|перв|втор|трет|еще")


def marks(text: str) -> list[Mark]:
    """What a text says about ages, in its order. Any text is accepted."""
    return [mark for piece in _PIECE.finditer(plain(text)) for mark in _read(piece)]


def _read(piece: re.Match[str]) -> Iterator[Mark]:
    found = piece.group()
    match piece.lastgroup:
        case "iso":
            year, month, day = map(int, re.split(r"[-.]", found))
            yield Numeric(day, month, year)
        case "full" | "between":
            day, month, year = map(int, re.split(r"[./ -]", found))
            yield Numeric(day, month, year)
        case "month":
            month, year = map(int, re.split(r"[./-]", found))
            yield Numeric(None, month, year)
        case "dayless":
            day, month = map(int, found.split("."))
            yield Numeric(day, month, None)
        case "figure":
            yield _figure(found)
        case "comma":
            yield Sign.COMMA
        case _:
            yield from _word(found)


def _figure(written: str) -> Figure:
    if len(written) > _LONGEST_FIGURE:
        return Figure(ABSURD)
    if "," not in written:
        return Figure(float(written))
    left, right = written.split(",")
    return Figure(float(f"{left}.{right}"), (int(left), int(right)))


def _word(word: str) -> Iterator[Mark]:
    if word in _FIGURES:
        yield Figure(_FIGURES[word])
    elif word in _SPANS:
        yield _SPANS[word]
    elif word in _SIGNS:
        yield _SIGNS[word]
    elif word in _DAYS:
        yield Day(_DAYS[word])
    elif word in _TOGETHER:
        yield Together(_TOGETHER[word])
    else:
        yield from _by_stem(word)


def _by_stem(word: str) -> Iterator[Mark]:
    if twins := _TWINS.fullmatch(word):
        yield Together(3 if twins.group(2) else 2, twins=True)
    elif _NEWBORN.fullmatch(word):
        yield Sign.NEWBORN
    elif _OF_CHILDREN.fullmatch(word):
        yield Sign.OF_CHILDREN
    elif _CHILD.match(word):
        yield Sign.CHILD
    elif (month := _MONTH.fullmatch(word)) and word not in _NOT_MONTHS:
        yield MonthName(_MONTHS.index(month.group(1) or month.group(2)) + 1)
    else:
        yield from [span for pattern, span in _UNITS if pattern.fullmatch(word)][:1]
