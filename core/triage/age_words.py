"""The words in which parents write ages and birthdays, cut into marks that a reader can put together.

Only words with a meaning for an age become marks; names and most verbs are dropped. Figures
keep the comma they were written with, because «3,5 года» is one child and «5,7 лет» is two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.language.plain import plain
from core.triage.age_marks import Ago, Day, Figure, Mark, MonthName, Numeric, Ordinal, Sign, Span, Together, Unit
from core.triage.number_words import CARDINALS, grown_together, ordinal

ABSURD = 1e6
"""Stands for every figure too long to be an age or a year."""
_LONGEST_FIGURE = 6

_PIECE = re.compile(
    r"(?P<iso>\d{4}[-.]\d{1,2}[-.]\d{1,2}(?!\d))"
    r"|(?P<full>\d{1,2}(?P<between>[./-])\d{1,2}(?P=between)\d{2}(?:\d{2})?(?!\d)"
    r"|\d{1,2}(?P<space>[ ,])\d{2}(?P=space)\d{4}(?!\d))"
    r"|(?P<run>(?<!\d)\d{6}(?:\d{2})?(?!\d))"
    r"|(?P<ordinal>\d{1,2})-?(?:ый|ой|ий|й|го|ого)(?![а-я])"
    r"|(?P<range>(?<!\d)\d{1,2} ?- ?\d{1,2}(?![\d-]))"
    r"|(?P<month>\d{1,2}[./-]\d{4}(?!\d))"
    r"|(?P<dayless>\d{1,2}\.\d{2}(?!\d))"
    r"|(?P<figure>\d+(?:[.,]\d+)?)"
    r"|(?P<word>[а-я]+)"
    r"|(?P<comma>[,;+&/])"
)

_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_MONTH = re.compile(r"(янв|фев|мар|апр|июн|июл|авг|сен|окт|ноя|дек)[а-я]*|(ма)[йяею]?")
_NOT_MONTHS = frozenset({"ма", "марина", "марине", "мария", "марии", "марат", "марк", "марку", "авгу"})

_TOGETHER = {"двое": 2, "двоих": 2, "трое": 3, "троих": 3, "четверо": 4, "четверых": 4, "пятеро": 5, "шестеро": 6}
_ONE = frozenset({"один", "одна", "одну", "одного"})
_BOTH = frozenset({"оба", "обе", "обоим", "обеим", "обоих"})
_AGO = {"этого": 0, "этом": 0, "прошлого": 1, "прошлом": 1, "позапрошлого": 2, "позапрошлом": 2}
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
    "полгодика": Sign.AND_A_HALF,
    "пол": Sign.AND_A_HALF,
    "почти": Sign.ALMOST,
    "скоро": Sign.ALMOST,
    "вот-вот": Sign.ALMOST,
    "больше": Sign.MORE,
    "чуть": Sign.MORE,
    "по": Sign.EACH,
    "около": Sign.ABOUT,
    "примерно": Sign.ABOUT,
    "где": Sign.ABOUT,
    "через": Sign.IN_TIME,
    "в": Sign.IN,
    "во": Sign.IN,
    "нет": Sign.NOBODY,
    "без": Sign.NOBODY,
    "никого": Sign.NOBODY,
    "исполнилось": Sign.WAS,
    "исполнился": Sign.WAS,
    "было": Sign.WAS,
    "будет": Sign.WILL,
    "исполнится": Sign.WILL,
    "стукнет": Sign.WILL,
    "летом": Sign.SEASON,
    "осенью": Sign.SEASON,
    "зимой": Sign.SEASON,
    "весной": Sign.SEASON,
}
_GRADE = re.compile(r"класс[а-я]*")
_NEWBORN = re.compile(r"новорожд[а-я]*|младен[а-я]*|грудничо?к[а-я]*")
_OF_CHILDREN = re.compile(
    r"сын(а|овей|ишек|ка|ков|очка|очков)|доч(ки|ери|ек|ерей|урки|еньки|енек)|внук(а|ов)|внуч(ки|ек)|внучат"
    r"|(девоч|мальчи|девчон|мальчиш)(ки|ек|ка|ков)|малыш(а|ей)|(дошкольни|школьни|подрост)(ка|ков)|парн(я|ей)"
    r"|ребенка|ребят|ребятишек|дет(ей|ок)|детишек|пацана|пацанов|несовершеннолетних|племянни(ка|ков|цы|ц)"
)
_CHILD = re.compile(r"сын|доч|внук|внуч|девоч|мальчи|ребен|малыш|старш|младш|средн|перв|втор|трет|друг|еще|одно(му|й)$")


def marks(text: str) -> list[Mark]:
    """What a text says about ages, in its order. Any text is accepted."""
    spelled = plain(text.replace("½", " с половиной "))
    return [mark for piece in _PIECE.finditer(spelled) for mark in _read(piece)]


def _read(piece: re.Match[str]) -> Iterator[Mark]:
    found = piece.group()
    match piece.lastgroup:
        case "iso":
            year, month, day = map(int, re.split(r"[-.]", found))
            yield Numeric(day, month, year)
        case "full" | "between":
            day, month, year = map(int, re.split(r"[./ ,-]", found))
            yield Numeric(day, month, year)
        case "run":
            yield Numeric(int(found[:2]), int(found[2:4]), int(found[4:]))
        case "ordinal":
            yield Ordinal(int(piece.group("ordinal")), of_a_year=found.endswith("го"))
        case "range":
            least, most = (Figure(float(one)) for one in found.split("-"))
            yield from (least, Sign.RANGE, most)
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
    if word in _ONE:
        yield Sign.ONE
    elif word in CARDINALS:
        yield Figure(CARDINALS[word])
    elif word in _SPANS:
        yield _SPANS[word]
    elif word in _SIGNS:
        yield _SIGNS[word]
    elif word in _DAYS:
        yield Day(_DAYS[word])
    elif word in _TOGETHER:
        yield Together(_TOGETHER[word])
    elif word in _BOTH:
        yield Together(2, twins=True)
    elif word in _AGO:
        yield Ago(_AGO[word])
    elif word in ("пара", "пару"):
        yield from (Sign.ABOUT, Figure(2.0))
    else:
        yield from _by_stem(word)


def _by_stem(word: str) -> Iterator[Mark]:
    if twins := _TWINS.fullmatch(word):
        yield Together(3 if twins.group(2) else 2, twins=True)
    elif _NEWBORN.fullmatch(word):
        yield Sign.NEWBORN
    elif _GRADE.fullmatch(word):
        yield Sign.GRADE
    elif number := ordinal(word):
        yield Ordinal(*number)
    elif grown := grown_together(word):
        yield from _grown(*grown)
    elif _OF_CHILDREN.fullmatch(word):
        yield Sign.OF_CHILDREN
    elif _CHILD.match(word):
        yield Sign.CHILD
    elif (month := _MONTH.fullmatch(word)) and word not in _NOT_MONTHS:
        yield MonthName(_MONTHS.index(month.group(1) or month.group(2)) + 1)
    else:
        yield from [span for pattern, span in _UNITS if pattern.fullmatch(word)][:1]


def _grown(number: float | None, unit: str) -> Iterator[Mark]:
    """«Двухлетний» is an age; «годовалый» says «one» unless a figure stands before it («4-месячный»)."""
    if number is not None:
        yield Figure(number)
    years = unit.startswith(("лет", "год"))
    yield Span(Unit.YEAR if years else Unit.MONTH if unit == "месячн" else Unit.WEEK, alone=not unit.startswith("лет"))
