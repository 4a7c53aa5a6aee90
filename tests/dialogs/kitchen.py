"""How a family at its kitchen table goes through the questionnaire: `await walk(anna, ANSWERS)`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.client_views import Shown
from tests.dialogs.town import CENTRE, REGION, Somebody

QUESTIONS, RESULT = "📋 Что нам положено", "Вот что получилось"
AGREE_TO_KEEP, GO, ALL = "Да, запомните", "Дальше →", "Показать всё, что может подойти"
BABY, MONEY, HOME = "Ждём малыша или он ещё маленький", "Не хватает денег", "Жильё, ипотека, земля"
NONE_OF_THESE, READY, UNKNOWN, REFUSED = "Ничего из этого", "Готово →", "Не знаю", "Не хочу отвечать"
_MOST_SCREENS = 30


@dataclass(frozen=True, slots=True)
class Family:
    """What it says: `yes` are words of questions or ticks that are true; `typed` answers what is typed."""

    children: str = "2 года и 7 лет"
    income: str = "15 тысяч"
    yes: tuple[str, ...] = ("граждане", "работает официально", "учится в школе", "не больше")
    evade: str | None = None
    typed: Mapping[str, str] = field(default_factory=dict)


async def press(who: Somebody, button: str) -> Shown:
    """Tap and wait for whatever window comes."""
    who.taps += 1
    await who.person.tap(button)
    who.window = await who.person.wait_for(lambda shown: bool(shown.buttons), 20)
    return who.window


async def type_in(who: Somebody, words: str) -> Shown:
    """Type and wait for whatever window comes."""
    await who.person.say(words)
    who.window = await who.person.wait_for(lambda shown: bool(shown.buttons), 20)
    return who.window


async def settle(who: Somebody) -> None:
    """/start, region, centre, the door to the questions, consent."""
    await who.start()
    await who.tap(REGION, "Какой центр вам ближе?")
    await who.tap(CENTRE, "Ваш центр")
    await who.tap(QUESTIONS, "Можно я запомню ваши ответы?")
    await who.tap(AGREE_TO_KEEP, "Что сейчас важно")


async def begin(who: Somebody, *needs: str) -> Shown:
    """Up to the first question about these needs; none: about everything."""
    await settle(who)
    for need in needs:
        await press(who, need)
    return await press(who, GO if needs else ALL)


async def walk(who: Somebody, family: Family, until: str = RESULT) -> list[str]:
    """Answer until the window with `until`; returns the questions' texts in order."""
    seen: list[str] = []
    for _ in range(_MOST_SCREENS):
        assert who.window is not None
        if until in who.window.text:
            return seen
        seen.append(who.window.text)
        await answer(who, family)
    raise AssertionError(f"no «{until}» after {_MOST_SCREENS} screens: {seen}")


async def answer(who: Somebody, family: Family) -> None:
    """Answer the open question as this family does."""
    assert who.window is not None
    text, labels = who.window.text, who.labels()
    if family.evade is not None:
        await press(who, family.evade if family.evade in labels else UNKNOWN)
    elif "родились ваши дети" in text:
        await type_in(who, family.children)
        await press(who, "Это все →")
    elif "на одного человека" in text:
        await type_in(who, family.income)
    elif "Что из этого" in text:
        await _tick(who, family)
    else:
        await press(who, "Да" if any(words in text for words in family.yes) else "Нет")


async def _tick(who: Somebody, family: Family) -> None:
    options = who.labels()[: who.labels().index(NONE_OF_THESE)] if NONE_OF_THESE in who.labels() else who.labels()
    true = [label for label in options if any(words in label for words in family.yes)]
    for label in true:
        await press(who, label)
    await press(who, READY if true else NONE_OF_THESE)
