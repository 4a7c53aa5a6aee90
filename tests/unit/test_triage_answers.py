"""How parents write ages and birthdays (R11): understood, or a kind retry with the reason."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.triage.answers import Retry, read_birth, read_children
from core.triage.births import Birth, completed_months
from core.triage.pregnancy_reading import read_pregnancy
from core.triage.profile import Pregnancy
from core.triage.said_ages import RetryReason

TODAY = date(2026, 11, 22)
AGE_WORDS = (
    "5 3 0 999999999 12.05.2021 31.13.2020 год лет мес и , завтра через в марте 2020 1900 полтора пол половиной с",
    "двое двойня сын сыновей почти около нет месяц недель вчера исполнилось 40 г новорожденный 1,5 дней",
    "по третий двухлетний 5-й один обоим будет прошлого класс больше летом 120320 2-3 года 20 двадцатого ( ½ пара",
)


def ages(text: str) -> list[tuple[int, int]] | RetryReason:
    """Youngest and oldest possible age in months of every child."""
    found = read_children(text, TODAY)
    if isinstance(found, Retry):
        return found.reason
    return [(completed_months(birth.latest, TODAY), completed_months(birth.earliest, TODAY)) for birth in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 лет", [(60, 71)]),
        ("5", [(60, 71)]),
        ("пять", [(60, 71)]),
        ("ему 2 годика", [(24, 35)]),
        ("год", [(12, 23)]),
        ("полтора года", [(17, 19)]),
        ("1,5 года", [(17, 19)]),
        ("1.5", [(17, 19)]),
        ("полгода", [(5, 7)]),
        ("два с половиной года", [(29, 31)]),
        ("3 мес", [(3, 3)]),
        ("3 месяца", [(3, 3)]),
        ("1 год 2 мес", [(14, 14)]),
        ("год и три месяца", [(15, 15)]),
        ("дочке 1г 4м", [(16, 16)]),
        ("2 недели", [(0, 0)]),
        ("новорождённый", [(0, 0)]),
        ("12.05.2021", [(66, 66)]),
        ("12.05.21", [(66, 66)]),
        ("12/05/2021", [(66, 66)]),
        ("2021-05-12", [(66, 66)]),
        ("12 мая 2021 года", [(66, 66)]),
        ("май 2020", [(77, 78)]),
        ("в мае 2020 г.", [(77, 78)]),
        ("05.2020", [(77, 78)]),
        ("2020 г.р.", [(70, 82)]),
        ("завтра 3", [(35, 35)]),
        ("завтра дочке 3 года", [(35, 35)]),
        ("вчера исполнилось 5", [(60, 60)]),
        ("через месяц 3 года", [(34, 35)]),
        ("через неделю годик", [(11, 11)]),
        ("в марте будет 5", [(55, 56)]),
        ("почти 3 года", [(30, 35)]),
        ("скоро год", [(11, 11)]),
        ("около 4 лет", [(42, 54)]),
        ("17 лет 11 месяцев", [(215, 215)]),
        ("полтора годика", [(17, 19)]),
        ("1½ года", [(17, 19)]),
        ("полтара года", [(17, 19)]),
        ("полгодика", [(5, 7)]),
        ("0,5", [(5, 7)]),
        ("2г 4м", [(28, 28)]),
        ("8мес", [(8, 8)]),
        ("1 месяц 5 дней", [(1, 1)]),
        ("месяца полтора", [(1, 3)]),
        ("около двух лет", [(18, 30)]),
        ("пяти лет", [(60, 71)]),
        ("чуть больше года", [(12, 23)]),
        ("почти 3", [(30, 35)]),
        ("ей скоро будет пять", [(54, 59)]),
        ("двухлетний сын", [(24, 35)]),
        ("8-летний", [(96, 107)]),
        ("семилетка", [(84, 95)]),
        ("полуторагодовалая", [(17, 19)]),
        ("годовалый", [(12, 23)]),
        ("трёхмесячный", [(3, 3)]),
        ("4-месячный", [(4, 4)]),
        ("третий год пошёл", [(24, 35)]),
        ("пошёл 5-й год", [(48, 59)]),
        ("грудничок 4 месяца", [(4, 4)]),
        ("в мае будет 3", [(29, 30)]),
        ("будет 4 в январе", [(45, 46)]),
        ("в сентябре исполнилось 7", [(85, 86)]),
        ("12 марта исполнилось 5", [(68, 68)]),
        ("25 декабря будет 3 года", [(34, 34)]),
        ("5 лет (скоро 6)", [(66, 71)]),
        ("6 лет 2020 г.р.", [(72, 82)]),
        ("12.05.2021 (5 лет)", [(66, 66)]),
        ("родился 12.03.24", [(32, 32)]),
        ("12 марта 24", [(32, 32)]),
        ("12.03.2024г.", [(32, 32)]),
        ("12,03,2024", [(32, 32)]),
        ("120324", [(32, 32)]),
        ("12032024", [(32, 32)]),
        ("12-го марта 2024", [(32, 32)]),
        ("двадцатого мая двадцатого года", [(78, 78)]),
        ("в двадцать первом году", [(58, 70)]),
        ("ноябрь прошлого года", [(11, 12)]),
        ("май месяц 2019 года", [(89, 90)]),
        ("в прошлом месяце родился", [(0, 1)]),
        ("родился в этом году", [(0, 10)]),
        ("одна дочь, 4 года", [(48, 59)]),
        ("сыну один", [(12, 23)]),
        ("первоклассник 7 лет", [(84, 95)]),
        ("во 2 классе, 8 лет", [(96, 107)]),
    ],
)
def test_R11_one_child_written_in_many_ways(text: str, expected: list[tuple[int, int]]) -> None:
    assert ages(text) == expected
    assert isinstance(read_birth(text, TODAY), Birth)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 и 5 лет", [(36, 47), (60, 71)]),
        ("4, 7 и 10", [(48, 59), (84, 95), (120, 131)]),
        ("сын 5, дочь 3 месяца", [(60, 71), (3, 3)]),
        ("старшему 10, младшему 4", [(120, 131), (48, 59)]),
        ("Маше 5, Пете 8", [(60, 71), (96, 107)]),
        ("2 сына 3 и 5", [(36, 47), (60, 71)]),
        ("трое: 2, 5 и 9 лет", [(24, 35), (60, 71), (108, 119)]),
        ("3 года и 7 месяцев", [(43, 43)]),
        ("двое, 3 года и 7 месяцев", [(36, 47), (7, 7)]),
        ("близнецы 4 года", [(48, 59), (48, 59)]),
        ("двойня 4 года и сын 7", [(48, 59), (48, 59), (84, 95)]),
        ("5,7 лет", [(60, 71), (84, 95)]),
        ("12.05.2021 и 03.2019", [(66, 66), (91, 92)]),
        ("детей нет", []),
        ("старшему 7, младшей 2 месяца", [(84, 95), (2, 2)]),
        ("старшему семь младшей два месяца", [(84, 95), (2, 2)]),
        ("дочке пять сыну полтора", [(60, 71), (17, 19)]),
        ("старший 12лет средний 8лет", [(144, 155), (96, 107)]),
        ("первый 10, второй 6", [(120, 131), (72, 83)]),
        ("пятилетний и трёхлетний", [(60, 71), (36, 47)]),
        ("одному 5, другому 7", [(60, 71), (84, 95)]),
        ("две внучки 3 и 5", [(36, 47), (60, 71)]),
        ("2 малыша 1 и 3", [(12, 23), (36, 47)]),
        ("3 несовершеннолетних: 5, 7, 12", [(60, 71), (84, 95), (144, 155)]),
        ("один сын и одна дочь: 5 и 7", [(60, 71), (84, 95)]),
        ("двум старшим по 10 и младшему 3", [(120, 131), (120, 131), (36, 47)]),
        ("двум по 5", [(60, 71), (60, 71)]),
        ("обоим по 3 года", [(36, 47), (36, 47)]),
        ("близнецы по 4 года", [(48, 59), (48, 59)]),
        ("две дочки по 3 года", [(36, 47), (36, 47)]),
        ("три дочки по 5, 7 и 9", [(60, 71), (84, 95), (108, 119)]),
        ("годовалые двойняшки", [(12, 23), (12, 23)]),
        ("один и три", [(12, 23), (36, 47)]),
        ("дочь 12.05.2021, сын 5 лет", [(66, 66), (60, 71)]),
        ("двое: 5 лет, 12.05.2021", [(60, 71), (66, 66)]),
        ("2,5,9", [(24, 35), (60, 71), (108, 119)]),
        ("Саша (8 лет), Маша (3 года)", [(96, 107), (36, 47)]),
        ("двойня 3 года и сын 10", [(36, 47), (36, 47), (120, 131)]),
    ],
)
def test_R11_several_children_in_one_line(text: str, expected: list[tuple[int, int]]) -> None:
    assert ages(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("абракадабра", RetryReason.NOT_UNDERSTOOD),
        ("", RetryReason.NOT_UNDERSTOOD),
        ("🙂", RetryReason.NOT_UNDERSTOOD),
        ("трое детей", RetryReason.AGES_MISSING),
        ("трое: 2 и 5", RetryReason.COUNT_DIFFERS),
        ("12 мая", RetryReason.YEAR_MISSING),
        ("12.05", RetryReason.YEAR_MISSING),
        ("31.02.2020", RetryReason.NO_SUCH_DATE),
        ("12.05.2030", RetryReason.NOT_BORN_YET),
        ("25 лет", RetryReason.GROWN_UP),
        ("8 912 345 67 89", RetryReason.GROWN_UP),
        ("3 и 5 месяцев", RetryReason.TWO_READINGS),
        ("3,5 лет", RetryReason.TWO_READINGS),
        ("1,5,7", RetryReason.TWO_READINGS),
        ("2,5", RetryReason.TWO_READINGS),
        ("год и восемь", RetryReason.TWO_READINGS),
        ("5-6 лет", RetryReason.TWO_READINGS),
        ("год пять", RetryReason.TWO_READINGS),
        ("старшие по 10, младшему 2", RetryReason.TWO_READINGS),
        ("5 лет, 12.05.2021", RetryReason.TWO_READINGS),
        ("один, 4 года", RetryReason.TWO_READINGS),
        ("один", RetryReason.AGES_MISSING),
        ("3 класс", RetryReason.NOT_UNDERSTOOD),
        ("летом будет два", RetryReason.NOT_UNDERSTOOD),
        ("март 22", RetryReason.YEAR_MISSING),
        ("родился 3 ноября", RetryReason.YEAR_MISSING),
        (", ".join(["5"] * 21), RetryReason.TOO_MANY),
    ],
)
def test_R11_what_cannot_be_read_gets_a_kind_retry_with_its_reason(text: str, reason: RetryReason) -> None:
    assert ages(text) == reason


def test_one_child_is_asked_for_and_two_are_named() -> None:
    assert read_birth("3 и 5 лет", TODAY) == Retry(RetryReason.COUNT_DIFFERS)


@given(st.text(max_size=60))
def test_any_text_at_all_is_read_or_retried(text: str) -> None:
    found = read_children(text, TODAY)
    assert isinstance(found, Retry) or all(birth.latest <= TODAY for birth in found)


def test_any_mixture_of_words_about_ages_is_read_or_retried() -> None:
    words = [word for line in AGE_WORDS for word in line.split()]
    seed = random.Random("mixture")
    for _ in range(5000):
        text = " ".join(seed.choices(words, k=seed.randrange(1, 9)))
        found = read_children(text, TODAY)
        read_pregnancy(text, TODAY)
        if not isinstance(found, Retry):
            assert all(0 <= completed_months(one.latest, TODAY) < 216 for one in found), text


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("20", (20, 20)),
        ("31 неделя", (31, 31)),
        ("20-21 неделя", (20, 21)),
        ("двадцать пять недель", (25, 25)),
        ("двадцать одна неделя", (21, 21)),
        ("двадцать первая неделя", (21, 21)),
        ("5 месяцев", (20, 24)),
        ("рожать 12.03.2027", (22, 26)),
        ("рожать 12.03.27", (22, 26)),
        ("рожать 12 марта", (22, 26)),
        ("роды 5 февраля 2027", (27, 31)),
        ("рожать в марте", (19, 27)),
        ("03.2027", (19, 27)),
        ("через 2 месяца рожать", (29, 33)),
        ("через месяц роды", (33, 37)),
        ("12 недель 3 дня", (12, 12)),
        ("12+3", (12, 12)),
        ("21-я неделя", (21, 21)),
        ("20 недель, рожать в апреле", (20, 20)),
        ("пятый месяц", (16, 21)),
        ("второй триместр", (14, 27)),
    ],
)
def test_R11_how_far_a_pregnancy_is(text: str, weeks: tuple[int, int]) -> None:
    term = read_pregnancy(text, TODAY)
    assert isinstance(term, Pregnancy)
    assert term.weeks(TODAY) == weeks


@pytest.mark.parametrize(
    "text",
    ["60 недель", "не знаю", "12.03.2029", "31.02.2027", "маленький срок", "пятый триместр", "месячные 12.06.2026"],
)
def test_an_impossible_pregnancy_gets_a_kind_retry(text: str) -> None:
    assert isinstance(read_pregnancy(text, TODAY), Retry)
