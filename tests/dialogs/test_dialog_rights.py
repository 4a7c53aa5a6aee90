"""Families go through the questionnaire in the real bot: three needs, no knowledge, a pause, a mistake.

The clock begins on a Monday of November 2026, when the figures of that year hold. Tests in which weeks pass come last.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from app.house import utc_now
from app.run import Role, start
from app.settings import Settings
from core.families.answering import CorrectFact, RecordAnswers, Statement, correct_fact, record_answers
from core.families.needs import ReadNeeds, read_needs
from core.families.profile import ReadProfile, read_profile
from core.families.received import ReadReceived, read_received
from core.triage.births import Birth, latest_birth
from core.triage.facts import Evasion, Fact
from core.triage.needs import Need
from core.triage.profile import Band, Pregnancy, Profile
from sandbox.client import SandboxClient
from tests.dialogs.kitchen import (
    BABY,
    HOME,
    MONEY,
    NONE_OF_THESE,
    QUESTIONS,
    REFUSED,
    RESULT,
    UNKNOWN,
    Family,
    begin,
    press,
    type_in,
    walk,
)
from tests.dialogs.town import Somebody, Town, open_town
from tests.households import registrar

pytestmark = pytest.mark.asyncio(loop_scope="session")

ANSWERS, MORE, BACK = "✏️ Мои ответы", "Уточнить ещё", "← Назад"
EVERYTHING = "🔎 Посмотреть всё, что может подойти"
LONGEST = 4_096


MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@dataclass
class Calendar:
    """A clock whose days a test can turn."""

    ahead: timedelta = field(default_factory=lambda: MONDAY - utc_now())

    def now(self) -> datetime:
        return utc_now() + self.ahead

    def today(self) -> date:
        return self.now().astimezone(ZoneInfo("Europe/Moscow")).date()

    def pass_days(self, days: int) -> None:
        self.ahead += timedelta(days=days)


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return Calendar()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory, calendar: Calendar) -> AsyncIterator[Town]:
    """A program of its own, so that nobody else lives through the weeks that pass here."""
    settings = Settings(
        _env_file=None, bot_token=None, var_dir=tmp_path_factory.mktemp("rights"), sandbox_port=0, panel_port=0
    )
    async with start(settings, Role.ALL, lambda: pytest.fail("no updates"), calendar.now) as running:
        assert running.sandbox_url is not None
        async with SandboxClient(running.sandbox_url) as sandbox:
            await sandbox.limits(enabled=False)
            yield await open_town(running.house, sandbox)


async def profile_of(who: Somebody) -> Profile:
    adult = await who.adult()
    return (await who.town.house.store.read(read_profile, ReadProfile(adult.family_id), adult)).profile


def need_buttons(who: Somebody) -> list[str]:
    return [label for label in who.labels() if any(label.startswith(f"{need} ·") for need in (BABY, MONEY, HOME))]


async def titles_of(who: Somebody, group: str) -> list[str]:
    """Measures of one need over all its pages; ends at the overview again."""
    await who.tap(group, "1. ")
    found = _numbered(who)
    while "Ещё →" in who.labels():
        await press(who, "Ещё →")
        found += _numbered(who)
    await who.tap(BACK, RESULT)
    return found


def _numbered(who: Somebody) -> list[str]:
    assert who.window is not None and len(who.window.text) <= LONGEST
    return [line.partition(". ")[2] for line in who.window.text.splitlines() if line.partition(". ")[0].isdigit()]


async def test_F4_three_needs_give_three_groups_and_no_measure_twice(town: Town) -> None:
    anna = await town.newcomer("Анна")
    await begin(anna, BABY, MONEY, HOME)
    asked = await walk(anna, Family())
    assert len(asked) <= 12 and all(len(text) <= LONGEST for text in asked)
    groups = need_buttons(anna)
    assert [label.partition(" ·")[0] for label in groups] == [BABY, MONEY, HOME]
    shown = [title for group in groups for title in await titles_of(anna, group)]
    assert len(shown) == len(set(shown)) == sum(int(label.rpartition(" ")[2]) for label in groups)
    catalogue = town.house.live.current.catalogue
    here = {measure.title for measure in catalogue.measures_for("LEN")}
    assert set(shown) <= here


async def test_F4_papers_stand_once_and_everything_goes_on_the_plan_and_into_a_file(town: Town) -> None:
    vera = await town.newcomer("Вера")
    await begin(vera, BABY, MONEY)
    await walk(vera, Family())
    shown = await vera.tap("📎 Какие документы", "Принесите")
    papers = [line for line in shown.text.splitlines() if line.startswith("• ")]
    assert len(papers) == len(set(papers)) and "Центр запросит сам" in shown.text
    await vera.tap(BACK, RESULT)
    await vera.tap("🧭 Всё в мой план", "теперь в вашем плане")
    await vera.tap("📄 Прислать файлом", RESULT)
    text = (await vera.files())["Что нам положено.txt"]
    assert "Единое пособие" in text and "<b>" not in text


async def test_R2_a_card_says_why_with_the_amount_and_its_source(town: Town) -> None:
    lena = await town.newcomer("Лена")
    await begin(lena, MONEY)
    await walk(lena, Family(yes=("граждане", "работает официально", "не больше", "одна квартира", "Одна квартира")))
    await lena.tap(need_buttons(lena)[0], "Единое пособие")
    card = await lena.tap(next(label for label in lena.labels() if "Единое пособие на ребёнка" in label), "Кому:")
    assert "Скорее всего положено. Главное совпадает:" in card.text
    for reason in ("есть ребёнок младше 17 лет", "вы и дети — граждане России", "(20\xa0265 ₽)"):
        assert reason in card.text
    assert "9\xa0828 / 14\xa0743 / 19\xa0657 ₽" in card.text, "half, three quarters, all of the children's minimum"
    assert "прожиточный минимум на ребёнка, 19\xa0657 ₽ с 1 января 2026 года" in card.text
    assert card.text.count("Проверено 22 ноября 2026 года") == 2 and len(card.text) <= LONGEST


async def test_R10_a_card_tells_until_when_it_lasts(town: Town, calendar: Calendar) -> None:
    rita = await town.newcomer("Рита")
    await begin(rita, BABY)
    await walk(rita, Family(children="01.02.2024"))
    await rita.tap(need_buttons(rita)[0], "1. ")
    while not (found := [label for label in rita.labels() if "Прокат детских вещей" in label]):
        await press(rita, "Ещё →")
    card = await rita.tap(found[0], "Кому:")
    assert "📅 Это — до 31 января 2027 года включительно. Потом уже не положено." in card.text


async def test_R2_a_no_is_reachable_and_says_why_and_what_would_change_it(town: Town) -> None:
    inna = await town.newcomer("Инна")
    await begin(inna, HOME)
    await walk(inna, Family())
    button = next(label for label in inna.labels() if label.startswith("Почему другое не подходит"))
    shown = await inna.tap(button, "не подходит, и почему")
    assert shown.text.count("Потому что ") == len([label for label in inna.labels() if label[0].isdigit()])
    label = next(label for label in inna.labels() if label[0].isdigit())
    card = await inna.tap(label, "Сейчас не положено")
    assert "Эту помощь дают, когда:" in card.text
    assert "☑️ Мы это уже получаем" not in inna.labels()
    await inna.tap(BACK, "не подходит, и почему")
    pages = 1
    while "Ещё →" in inna.labels():
        pages += 1
        assert len((await press(inna, "Ещё →")).text) <= LONGEST
    assert pages >= 2


async def test_F3_a_family_that_knows_nothing_gets_an_honest_answer_and_can_answer_one_card(town: Town) -> None:
    nina = await town.newcomer("Нина")
    await begin(nina, MONEY)
    asked = await walk(nina, Family(evade=UNKNOWN))
    assert 1 <= len(asked) <= 12
    known = await profile_of(nina)
    assert set(known.evaded.values()) == {Evasion.UNKNOWN}
    await nina.tap(need_buttons(nina)[0], "Уточним")
    card = await nina.tap(next(label for label in nina.labels() if "Единое пособие" in label), "Вы ответили «не знаю»")
    assert "Это можно выяснить вместе со специалистом" in card.text
    await nina.tap("✏️ Ответить на это", "родились ваши дети")
    await nina.tap("2026", "В каком месяце?")
    await nina.tap("Январь" if "Январь" in nina.labels() else "январь", "Записал: январь 2026")
    await nina.tap("Это все →", "Единое пособие")
    assert Fact.CHILDREN in await profile_of(nina)


async def test_F3_not_knowing_and_not_wanting_are_kept_apart_and_each_has_its_own_words(town: Town) -> None:
    olga = await town.newcomer("Ольга")
    await begin(olga, MONEY)
    await walk(olga, Family(evade=REFUSED))
    kept = await profile_of(olga)
    assert set(kept.evaded.values()) == {Evasion.REFUSED}
    shown = await olga.tap(need_buttons(olga)[0], "Вы не стали отвечать")
    assert "и это нормально" in shown.text and "Не знаю" not in shown.text
    await olga.tap(BACK, RESULT)
    shown = await olga.tap(ANSWERS, "Ваши ответы")
    assert any(label.endswith(": не хочу отвечать") for label in olga.labels())
    assert MORE not in olga.labels()


async def test_F3_other_needs_start_from_the_earlier_ones(town: Town) -> None:
    zoya = await town.newcomer("Зоя")
    await begin(zoya, BABY)
    await zoya.start()
    await zoya.tap(QUESTIONS, "С возвращением!")
    await zoya.tap("Мне важно другое", "Прежние ответы я помню")
    assert f"✓ {BABY}" in zoya.labels()
    await press(zoya, f"✓ {BABY}")
    await press(zoya, HOME)
    await press(zoya, "Дальше →")
    await walk(zoya, Family())
    assert [label.partition(" ·")[0] for label in need_buttons(zoya)] == [HOME]


async def test_F4_after_the_needs_everything_that_may_fit_can_be_looked_at_and_asked_about(town: Town) -> None:
    nadya = await town.newcomer("Надя")
    await begin(nadya, HOME)
    await walk(nadya, Family())
    assert [label.partition(" ·")[0] for label in need_buttons(nadya)] == [HOME]
    await nadya.tap(EVERYTHING, RESULT)
    assert {label.partition(" ·")[0] for label in need_buttons(nadya)} == {BABY, MONEY, HOME}
    await nadya.tap("← Только то, что мне важно", RESULT)
    assert [label.partition(" ·")[0] for label in need_buttons(nadya)] == [HOME]
    await nadya.tap(EVERYTHING, RESULT)
    await press(nadya, MORE)
    asked = await walk(nadya, Family())
    assert asked and not any("родились ваши дети" in text for text in asked), "what is known is not asked again"
    assert MORE not in nadya.labels() and EVERYTHING not in nadya.labels()


async def test_F3_why_we_ask_names_the_measures_and_leads_back_to_the_question(town: Town) -> None:
    sonya = await town.newcomer("Соня")
    await begin(sonya, MONEY)
    await walk(sonya, Family(), until="на одного человека")
    shown = await sonya.tap("❓ Почему спрашиваете", "• ")
    catalogue = town.house.live.current.catalogue
    named = [line.removeprefix("• ") for line in shown.text.splitlines() if line.startswith("• ")]
    assert 1 <= len(named) <= 4 and set(named) <= {measure.title for measure in catalogue.measures_for("LEN")}
    await sonya.tap("← К вопросу", "на одного человека")
    await walk(sonya, Family(), until="Что из этого")
    await sonya.tap("❓ Почему спрашиваете", "От этих ответов зависит")
    await sonya.tap("← К вопросу", "Что из этого")


async def test_F3_back_goes_over_ticks_and_income_as_far_as_the_needs(town: Town) -> None:
    dina = await town.newcomer("Дина")
    await begin(dina, MONEY)
    first = dina.window
    assert first is not None
    seen = await walk(dina, Family(), until="на одного человека")
    await type_in(dina, "15 тысяч")
    await walk(dina, Family())
    await dina.tap(ANSWERS, "Ваши ответы")
    await press(dina, next(label for label in dina.labels() if label.startswith("Доход на человека")))
    assert dina.window is not None and "на одного человека" in dina.window.text
    texts = []
    for _ in range(20):
        shown = await press(dina, BACK)
        texts.append(shown.text)
        if "Что сейчас важнее всего?" in shown.text:
            break
    assert "Что сейчас важнее всего?" in texts[-1] and f"✓ {MONEY}" in dina.labels()
    assert any("Что из этого" in text for text in texts) and any("на одного человека" in text for text in texts)
    assert sum("родились ваши дети" in text for text in texts) == 1, "every screen stands once on the way back"
    assert len(texts) > len(seen)


async def test_F3_ticks_stand_as_they_were_left_when_one_goes_back(town: Town) -> None:
    yulia = await town.newcomer("Юля")
    await begin(yulia, MONEY, HOME)
    await walk(yulia, Family(), until="Что из этого")
    ticked = yulia.labels()[0]
    await press(yulia, ticked)
    await press(yulia, "Готово →")
    await press(yulia, BACK)
    assert yulia.labels()[0] == f"✓ {ticked}"
    await press(yulia, f"✓ {ticked}")
    await press(yulia, NONE_OF_THESE)
    assert not any(said.value is True for said in (await profile_of(yulia)).values())


async def test_R12_a_corrected_answer_changes_the_result_at_once(town: Town) -> None:
    sveta = await town.newcomer("Света")
    await begin(sveta, MONEY)
    await walk(sveta, Family(income="90 тысяч"))
    group = need_buttons(sveta)[0]
    assert "Единое пособие на ребёнка до 17 лет" not in await titles_of(sveta, group)
    await sveta.tap(ANSWERS, "Ваши ответы")
    await press(sveta, next(label for label in sveta.labels() if label.startswith("Доход на человека")))
    await type_in(sveta, "10 тысяч")
    await walk(sveta, Family())
    assert "Единое пособие на ребёнка до 17 лет" in await titles_of(sveta, need_buttons(sveta)[0])


async def test_F3_a_typed_sum_is_never_kept_only_its_band(town: Town) -> None:
    kira = await town.newcomer("Кира")
    await begin(kira, MONEY)
    await walk(kira, Family(), until="на одного человека")
    shown = await type_in(kira, "ну как сказать")
    assert "Не разобрал сумму" in shown.text and UNKNOWN in kira.labels()
    await type_in(kira, "17 тыс. рублей")
    said = (await profile_of(kira))[Fact.INCOME_PER_HEAD_RATIO].value
    assert isinstance(said, Band) and not said.exact and said.covers(17_000 / 20_265)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("в мае 2025", "май 2025"),
        ("24.08.2026, сентябрь 2019", "24.08.2026, сентябрь 2019"),
        ("12.05.2021", "12.05.2021"),
        ("май 2020", "май 2020"),
        ("двойня, 5 лет", "2020–2021, 2020–2021"),
        ("дочке 7, сыну 3 года", "2018–2019, 2022–2023"),
    ],
)
async def test_R11_ages_are_typed_as_people_say_them(town: Town, typed: str, written: str) -> None:
    mama = await town.newcomer("Мама")
    await begin(mama, BABY)
    shown = await type_in(mama, typed)
    assert f"Записал: {written}." in shown.text


async def test_R11_an_age_is_kept_as_wide_as_it_was_said(town: Town, calendar: Calendar) -> None:
    mama = await town.newcomer("Мама")
    await begin(mama, BABY)
    await type_in(mama, "полтора года")
    await type_in(mama, "3 мес")
    await press(mama, "Это все →")
    said = (await profile_of(mama))[Fact.CHILDREN].value
    assert isinstance(said, tuple)
    older, baby = (child.birth for child in said)
    assert older.earliest < latest_birth(18, calendar.today()) < older.latest
    assert baby == Birth.aged_months(3, calendar.today())


async def test_R11_nonsense_gets_a_kind_retry_with_buttons_and_one_child_can_be_taken_off(town: Town) -> None:
    alla = await town.newcomer("Алла")
    await begin(alla, BABY)
    for typed, kind in (
        ("ыыы ололо", "Не разобрал"),
        ("трое", "А сколько каждому лет?"),
        ("31.02.2020", "Такого числа"),
    ):
        shown = await type_in(alla, typed)
        assert kind in shown.text and "2026" in alla.labels()
    await type_in(alla, "май 2020, июнь 2022")
    shown = await press(alla, "✕ май 2020")
    assert "Записал: июнь 2022." in shown.text
    await alla.tap(BACK, "В каком регионе")
    await alla.tap(BACK, "Что сейчас важн")
    await press(alla, "Дальше →")
    assert alla.window is not None and "родились ваши дети" in alla.window.text


async def test_R3_a_term_is_offered_where_the_rules_tell_weeks_apart(town: Town) -> None:
    """A tap on any term settles what the week itself would settle: nothing about weeks stays open."""
    vika = await town.newcomer("Вика")
    await begin(vika, BABY)
    await walk(vika, Family(yes=(*Family().yes, "Ждём малыша", "Ждёте малыша")), until="Какая неделя")
    assert [label for label in vika.labels() if "недел" in label] == [
        "1–11 недель", "12–27 недель", "28–29 недель", "30–42 недели",
    ]  # fmt: skip
    await press(vika, "28–29 недель")
    await walk(vika, Family())
    assert MORE not in vika.labels()
    assert any("Родовой сертификат" in title for title in await titles_of(vika, need_buttons(vika)[0]))
    term = (await profile_of(vika))[Fact.PREGNANCY_WEEKS].value
    assert isinstance(term, Pregnancy) and term.weeks(MONDAY.date()) == (28, 29)


async def test_F3_short_answers_may_be_typed(town: Town) -> None:
    tonya = await town.newcomer("Тоня")
    await begin(tonya, BABY)
    await type_in(tonya, "не хочу отвечать")
    assert (await profile_of(tonya)).evaded[Fact.CHILDREN] is Evasion.REFUSED
    await walk(tonya, Family(), until="Что из этого")
    shown = await type_in(tonya, "да")
    assert "Отметьте строки" in shown.text
    await type_in(tonya, "не знаю")
    assert Evasion.UNKNOWN in (await profile_of(tonya)).evaded.values()


async def test_C3_a_specialists_word_stands_above_and_leaves_a_trace(town: Town) -> None:
    galya = await town.newcomer("Галя")
    await begin(galya, HOME)
    await walk(galya, Family(yes=(*Family().yes, "ипотек")))
    adult = await galya.adult()
    staff = registrar(await town.centre_of(adult))
    await town.write(correct_fact, CorrectFact(adult.family_id, Statement(Fact.MORTGAGE, False)), staff)
    shown = await galya.tap(ANSWERS, "Уточнил специалист")
    assert "Ипотека: Нет. Уточнил специалист, 23 ноября 2026 года." in shown.text
    assert "Раньше вы говорили: Да." in shown.text
    await press(galya, "Ипотека: Нет")
    await press(galya, "Да")
    assert (await profile_of(galya))[Fact.MORTGAGE].value is False
    await walk(galya, Family())
    shown = await galya.tap(ANSWERS, "Ваши ответы")
    assert "Вы потом ответили иначе: Да. Специалист это увидит и спросит." in shown.text


async def test_received_measures_are_marked_not_offered_again_and_the_mark_can_be_taken_back(town: Town) -> None:
    raya = await town.newcomer("Рая")
    await begin(raya, MONEY)
    await walk(raya, Family())
    group = need_buttons(raya)[0]
    before = await titles_of(raya, group)
    await raya.tap(group, "1. ")
    label = next(label for label in raya.labels() if label.startswith("1. "))
    await raya.tap(label, "Кому:")
    await raya.tap("☑️ Мы это уже получаем", "Вы это уже получаете")
    adult = await raya.adult()
    marked = (await town.house.store.read(read_received, ReadReceived(adult.family_id), adult)).ids
    assert len(marked) == 1
    await raya.tap(BACK, "1. ")
    await raya.tap(BACK, "Уже получаете: 1")
    assert await titles_of(raya, need_buttons(raya)[0]) == before[1:]
    await raya.tap("☑️ Уже получаете · 1", "Это вы уже получаете")
    await press(raya, raya.labels()[0])
    await raya.tap("↩ Уже не получаем", "Кому:")
    assert (await town.house.store.read(read_received, ReadReceived(adult.family_id), adult)).ids == ()


async def test_the_child_with_a_disability_can_be_named_by_birth_and_nobody_has_to(town: Town) -> None:
    asya = await town.newcomer("Ася")
    await begin(asya, "Болезнь или инвалидность")
    await walk(asya, Family(children="май 2018, июнь 2023", yes=("граждане", "инвалидность", "детей установлена")))
    await asya.tap(ANSWERS, "Ваши ответы")
    await asya.tap("👧 У кого из детей инвалидность", "У кого из детей инвалидность?")
    await press(asya, "май 2018")
    await press(asya, "Готово →")
    said = (await profile_of(asya))[Fact.CHILDREN].value
    assert isinstance(said, tuple) and [child.disabled for child in said] == [True, False]


async def test_D12_the_question_about_violence_comes_last_and_alone(town: Town) -> None:
    lyuda = await town.newcomer("Люда")
    await begin(lyuda)
    asked = await walk(lyuda, Family())
    about = [number for number, text in enumerate(asked) if "обижает вас или детей" in text]
    assert about == [len(asked) - 1]
    calm = await town.newcomer("Оля")
    await begin(calm, HOME)
    assert not any("обижает вас или детей" in text for text in await walk(calm, Family()))


async def test_F3_another_region_is_typed_and_gets_federal_measures(town: Town) -> None:
    polina = await town.newcomer("Полина")
    await polina.start()
    await polina.tap("Другой регион", "Я рядом")
    await polina.tap(QUESTIONS, "Можно я запомню")
    await polina.tap("Да, запомните", "Что сейчас важно")
    await press(polina, MONEY)
    await press(polina, "Дальше →")
    await walk(polina, Family(), until="В каком регионе")
    shown = await type_in(polina, "нарния")
    assert "Такого региона не нашёл" in shown.text
    await type_in(polina, "псковская")
    assert (await profile_of(polina))[Fact.REGION].value == "PSK"


async def test_D11_before_consent_a_card_tells_no_verdict(town: Town) -> None:
    igor = await town.newcomer("Игорь")
    await igor.start()
    await igor.tap("Другой регион", "Я рядом")
    await igor.say("единое пособие", "Вот что подходит")
    card = await igor.tap(igor.labels()[0], "Кому:")
    assert "положено" not in card.text.partition("Кому:")[0].lower()
    assert "☑️ Мы это уже получаем" not in igor.labels()


async def test_every_answer_of_every_family_fits_into_a_message(town: Town) -> None:
    """A family to whom everything may belong: the fullest windows there are."""
    rich = await town.newcomer("Рогнеда")
    await begin(rich)
    await press(rich, "Показать, что уже ясно")
    adult = await rich.adult()
    everything = tuple(
        Statement(fact, True) for fact in Fact if fact.value in {"large_family", "single_parent", "military_family"}
    )
    await town.write(record_answers, RecordAnswers(everything), adult)
    groups = [label for label in rich.labels() if " · " in label and not label.startswith(("Почему", "☑️"))]
    for label in groups:
        assert await titles_of(rich, label)
    assert len(groups) >= 10
    await press(rich, next(label for label in rich.labels() if label.startswith("Почему другое не подходит")))
    while "Ещё →" in rich.labels():
        assert len((await press(rich, "Ещё →")).text) <= LONGEST


async def test_F3_somebody_who_stops_halfway_goes_on_a_week_later(town: Town, calendar: Calendar) -> None:
    masha = await town.newcomer("Маша")
    await begin(masha, BABY, MONEY)
    await type_in(masha, "двое: 2 года и 7 лет")
    await press(masha, "Это все →")
    before = await profile_of(masha)
    calendar.pass_days(8)
    await masha.start()
    shown = await masha.tap(QUESTIONS, "С возвращением!")
    assert f"Вам было важно: {BABY}, {MONEY}" in shown.text and "Осталось не больше" in shown.text
    assert await profile_of(masha) == before
    adult = await masha.adult()
    kept = await town.house.store.read(read_needs, ReadNeeds(adult.family_id), adult)
    assert kept is not None and kept.needs == (Need.BABY, Need.MONEY)
    await press(masha, "Продолжить →")
    asked = await walk(masha, Family())
    assert not any("родились ваши дети" in text for text in asked), "a known fact is never asked again"
    assert [label.partition(" ·")[0] for label in need_buttons(masha)] == [BABY, MONEY]


async def test_F3_an_outdated_answer_counts_but_is_asked_again_and_says_so(town: Town, calendar: Calendar) -> None:
    liza = await town.newcomer("Лиза")
    await begin(liza, MONEY)
    await walk(liza, Family())
    calendar.pass_days(100)
    await liza.start()
    shown = await liza.tap(QUESTIONS, "С возвращением!")
    assert "Эти ответы уже старые: доход на человека" in shown.text
    shown = await press(liza, "Продолжить →")
    assert "Ваш ответ от " in shown.text and "меньше 20\xa0265 ₽. Вдруг что-то изменилось?" in shown.text
    await type_in(liza, "18 тысяч")
    assert (await profile_of(liza))[Fact.INCOME_PER_HEAD_RATIO].at == calendar.today()
