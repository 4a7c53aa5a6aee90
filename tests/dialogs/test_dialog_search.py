"""What somebody types is searched from anywhere: found, perhaps, not found, not ours; a person takes it over."""

from datetime import UTC, datetime, timedelta

import pytest

from core.cases.inbox import Queue, ReadInbox, inbox
from core.cases.reading import ReadConversation, read_conversation
from core.cases.states import Direction
from core.content.unmet import ReadUnmet, UnmetDemand, read_unmet
from core.permissions import Permission
from core.use_case import Adult, StaffMember, Visitor
from sandbox.client_views import Shown
from tests.dialogs.kitchen import press, type_in
from tests.dialogs.town import CENTRE, MENU, OPERATOR, REGION, Somebody, Town

pytestmark = pytest.mark.asyncio(loop_scope="session")

FIND, PERSON_ABOUT_THIS, REFINE = "🔎 Найти", "🙋 Спросить об этом человека", "✏️ Уточнить"


async def arrived(town: Town, name: str = "Марина") -> Somebody:
    """Somebody of the demo centre, in the menu, without any consent."""
    somebody = await town.newcomer(name)
    await somebody.start()
    await somebody.tap(REGION, "Какой центр вам ближе?")
    await somebody.tap(CENTRE, "Ваш центр")
    return somebody


def numbered(shown: Shown) -> list[str]:
    return [line.partition(". ")[2] for line in shown.text.splitlines() if line.partition(". ")[0].isdigit()]


async def unmet(town: Town, words: str) -> UnmetDemand | None:
    since = datetime.now(UTC).date() - timedelta(days=1)
    found = await town.house.store.read(read_unmet, ReadUnmet(since, 1_000), OPERATOR)
    return next((one for one in found.entries if one.words == words), None)


async def test_F5_words_find_short_cards_with_paging(town: Town) -> None:
    anna = await arrived(town, "Анна")
    await anna.tap(FIND, "Что случилось или что ищете?")
    shown = await anna.say("пособие на ребёнка", "Вот что подходит")
    first = numbered(shown)
    assert len(first) == 5 and len(shown.text) <= 4_096
    assert all(len(line) <= 170 for line in shown.text.splitlines())
    shown = await anna.tap("Ещё →", "6. ")
    assert not set(first) & set(numbered(shown))
    await anna.tap("← Раньше", first[0])
    card = await anna.tap(anna.labels()[0], "Кому:")
    assert first[0] in card.text and ("Источник" in card.text or "Записано по общим знаниям" in card.text)
    await anna.tap("← Назад", first[0])


async def test_F1_free_text_is_searched_from_any_screen(town: Town) -> None:
    boris = await arrived(town, "Борис")
    await boris.tap("📍 Регион и центр", "Где вы живёте?")
    shown = await boris.say("садик", "Вот что подходит")
    assert any("сад" in title.lower() for title in numbered(shown))


async def test_S2_the_wrong_layout_is_understood_and_said_so(town: Town) -> None:
    vika = await arrived(town, "Вика")
    shown = await vika.say("djpdhfn yfkjuf", "Ищу:")
    assert "Ищу: возврат налога" in shown.text
    shown = await vika.say("психлог для падростка", "Ищу: психолог для подростка")
    assert any("сихолог" in title for title in numbered(shown))


async def test_S3_an_unsure_answer_says_perhaps(town: Town) -> None:
    zina = await arrived(town, "Зина")
    shown = await zina.say("велосипед напрокат", "Возможно, вы об этом")
    assert "Точно не понял" in shown.text and numbered(shown)


async def test_results_are_narrowed_to_one_subject_and_widened_again(town: Town) -> None:
    rita = await arrived(town, "Рита")
    await rita.say("многодетная семья", "Вот что подходит")
    await rita.tap(REFINE, "Про что это?")
    choice = next(label for label in rita.labels() if label.startswith("Жильё, ипотека, земля"))
    count = int(choice.rpartition("· ")[2])
    shown = await rita.tap(choice, "Показываю только это: Жильё, ипотека, земля")
    assert len(numbered(shown)) == min(count, 5)
    await rita.tap(REFINE, "Про что это?")
    shown = await rita.tap("Показать всё", "Вот что подходит")
    assert "Показываю только это" not in shown.text
    await rita.tap(REFINE, "Про что это?")
    await rita.say("земельный участок", "Вот что подходит")


async def test_S3_what_is_not_found_is_said_honestly_and_kept_without_the_person(town: Town) -> None:
    galya = await arrived(town, "Галя")
    shown = await galya.say("иппотерапия для Артёмки 8 921 123-45-67", "ничего не нашёл")
    assert "Не хочу гадать" in shown.text
    assert {PERSON_ABOUT_THIS, "📋 Что нам положено"} <= set(galya.labels()) and REFINE not in galya.labels()
    kept = await unmet(town, "иппотерапия для … #")
    assert kept is not None and (kept.count, kept.regions) == (1, ("LEN",))
    await galya.say("Иппотерапия для Артёмки 8 921 123-45-67", "ничего не нашёл")
    again = await unmet(town, "иппотерапия для … #")
    assert again is not None and again.count == 2


async def test_what_was_found_is_not_counted_as_unmet(town: Town) -> None:
    before = await town.rows()
    lida = await arrived(town, "Лида")
    await lida.say("единое пособие", "Вот что подходит")
    after = await town.rows()
    assert after["unmet_query"] == before["unmet_query"]
    assert isinstance(await lida.actor(), Visitor)


async def test_S3_another_offices_business_is_told_where_it_is_done(town: Town) -> None:
    yana = await arrived(town, "Яна")
    shown = await yana.say("поменять паспорт", "это не к нам")
    assert "МФЦ «Мои документы»" in shown.text
    for small_talk in ("погода на завтра", "привет"):
        await yana.say(small_talk, "Знаю про помощь семьям с детьми")


async def test_S7_anything_typed_is_answered(town: Town) -> None:
    nora = await arrived(town, "Нора")
    for typed in ("😀😀😀", "a" * 4_000, "https://example.org/x?y=1", "١٢٣ 上海", "ы" * 900 + " <b>&"):
        shown = await type_in(nora, typed)
        assert len(shown.text) <= 4_096 and MENU in nora.labels()


def _curator(town: Town) -> StaffMember:
    rights = frozenset({Permission.READ_INBOX, Permission.READ_CONVERSATION})
    return StaffMember(777, "Куратор", rights, frozenset({town.centre.id}))


async def _heard_by_centre(town: Town, number: str) -> list[str | None]:
    """What the family said in the request with this number, as the desk reads it."""
    curator = _curator(town)
    after, rows = None, []
    while True:
        page = await town.house.store.read(inbox, ReadInbox(Queue.FREE, after), curator)
        rows += page.rows
        if (after := page.next) is None:
            break
    [row] = [row for row in rows if row.number == number]
    read = await town.house.store.read(read_conversation, ReadConversation(row.conversation_id), curator)
    return [line.text for line in read.lines if line.direction is Direction.IN]


@pytest.mark.parametrize("question", ["иппотерапия для ребёнка", "Как быть, " + "очень длинная история " * 100])
async def test_F8_the_question_goes_along_to_the_person_and_is_typed_once(town: Town, question: str) -> None:
    tanya = await arrived(town, "Таня")
    await type_in(tanya, question)
    shown = await tanya.tap(PERSON_ABOUT_THIS, "Передам ему ваш вопрос")
    assert len(shown.text) <= 4_096
    shown = await tanya.tap("Да, позовите", "Ваш вопрос уже у специалиста")
    number = shown.text.partition("обращения: ")[2][:8]
    assert await _heard_by_centre(town, number) == [question.strip()]
    assert isinstance(await tanya.actor(), Visitor), "a call is no consent"


async def test_nothing_is_passed_on_before_the_person_is_called(town: Town) -> None:
    before = await town.rows()
    mila = await arrived(town, "Мила")
    await mila.say("иппотерапия", "ничего не нашёл")
    await mila.tap(PERSON_ABOUT_THIS, "Передам ему ваш вопрос")
    await mila.menu()
    after = await town.rows()
    assert {name: after[name] - before[name] for name in ("message", "conversation", "request")} == {
        "message": 0,
        "conversation": 0,
        "request": 0,
    }


async def test_F6_an_inline_card_shares_whose_word_it_is(town: Town) -> None:
    sveta = await arrived(town, "Света")
    query_id, offered = await sveta.person.ask("единое пособие")
    assert offered and all(0 < len(one.text) <= 4_096 for one in offered)
    await sveta.person.choose(query_id, offered[0].id)
    assert "Кому:" in offered[0].text and "Источник:" in offered[0].text and "Проверено" in offered[0].text
    _, nothing = await sveta.person.ask("погода на завтра")
    assert nothing == []


async def test_a_family_that_has_consented_finds_its_own_verdict_on_the_card(town: Town) -> None:
    dasha = await arrived(town, "Даша")
    await dasha.tap("📋 Что нам положено", "Можно я запомню")
    await dasha.tap("Да, запомните", "Что сейчас важно")
    assert isinstance(await dasha.actor(), Adult)
    await dasha.say("единое пособие", "Вот что подходит")
    card = await press(dasha, dasha.labels()[0])
    assert "Решат ваши ответы:" in card.text and "✏️ Ответить на это" in dasha.labels()


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("Спасибо вам большое!", "Пожалуйста! Если понадобится"),
        ("вы кто? человек или робот", "Я программа"),
        ("где вы находитесь", CENTRE),
        ("Здравствуйте", "что случилось"),
    ],
)
async def test_talk_is_answered_as_talk(town: Town, words: str, answer: str) -> None:
    zhanna = await arrived(town, "Жанна")
    shown = await zhanna.say(words, answer)
    assert "не к нам" not in shown.text and "none" not in shown.text


async def test_without_a_centre_its_address_is_not_made_up(town: Town) -> None:
    zoya = await town.newcomer("Зоя")
    await zoya.start()
    await zoya.say("какой у вас адрес", "Центр вы ещё не выбрали")
