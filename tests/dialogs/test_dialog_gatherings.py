"""Parents enrol children in a club, queue when it is full, and have a freed place at once (F12)."""

import pytest

from tests.dialogs.town import AGREE, MENU, Somebody, Town

pytestmark = pytest.mark.asyncio(loop_scope="session")

DOOR, ENROL, QUEUE = "🎨 Кружки и события", "✓ Записать ребёнка", "🔔 Встать в очередь"


async def _opens(somebody: Somebody, slug: str, title: str) -> None:
    await somebody.start(slug)
    await somebody.tap(DOOR, "Всё бесплатно")
    [label] = [label for label in somebody.labels() if title in label]
    await somebody.tap(label, "зал 2")


async def test_F12_the_last_place_goes_and_whoever_came_later_is_promoted_and_told(town: Town) -> None:
    title = "Шахматы для всех"
    await town.club(town.centre.id, title)
    first, third = await town.newcomer("Ася"), await town.newcomer("Женя")
    await _opens(first, town.centre.slug, title)
    await first.tap(ENROL, "Сколько лет ребёнку?")
    await first.tap("7", "мне нужно ваше согласие")
    await first.tap(AGREE, "Место за вами: ребёнок, 7 лет")
    await first.tap(ENROL, "Сколько лет ребёнку?")
    await first.tap("2", "ребёнок, 2 года")
    await _opens(third, town.centre.slug, title)
    await third.tap(QUEUE, "Сколько лет ребёнку?")
    await third.tap("11", "мне нужно ваше согласие")
    await third.tap(AGREE, "Вы в очереди: ребёнок, 11 лет. Вы первые.")
    await town.it_is_noon_for(await third.adult())
    await first.tap("Освободить место: 2 года", "Место за вами: ребёнок, 7 лет")
    letter = await third.person.wait_for("Освободилось место", 20)
    assert title not in letter.text, "a locked screen does not tell what it is about"
    assert "11 лет" not in letter.text and "ребён" not in letter.text, "nor a child"
    shown = await third.tap("Что это за встреча", "Место за вами: ребёнок, 11 лет")
    assert title in shown.text
    await third.tap(MENU, "Я рядом")
    await third.tap(DOOR, "Всё бесплатно")
    assert any(label.startswith("✓") and title in label for label in third.labels())
