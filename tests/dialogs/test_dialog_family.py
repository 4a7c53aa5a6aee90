"""Plan, own data and settings of a family, tapped in the real bot."""

import json

import pytest
from sqlmodel import select

from core.accompaniment.steps import AskAgency, ask_agency
from core.cases.tables import Case
from core.families.answering import RecordAnswers, Statement, record_answers
from core.families.consenting import Agreement, GiveConsent, ReadConsents, give_consent, read_consents
from core.families.plan import AddStep, ReadPlan, SaveToPlan, add_step, read_plan, save_to_plan
from core.families.settings import ReadSettings, read_settings
from core.families.spoken import Spoken
from core.families.tables import ConsentPurpose, StepDoer, StepState
from core.feedback.proposing import AnswerProposal, ReadProposals, answer_proposal, my_proposals
from core.feedback.tables import ProposalState
from core.staff.roles import Role
from core.triage.births import Birth
from core.triage.facts import Evasion, Fact
from core.triage.profile import Child
from core.use_case import Adult, System, Visitor
from tests.desks import NewAccount, hire
from tests.dialogs.town import BOOKING, DATA, PLAN, SETTINGS, Somebody, Town
from tests.households import registrar

pytestmark = pytest.mark.asyncio(loop_scope="session")

CALLED = "обращения: "
"""What everybody who calls a person reads, whether the centre is at work now or not."""
TRANSPORT = ("inbox", "memo", "chat_lease", "screen", "chat_message", "duty")
"""What carries the very tap that erases and the window that says so, and whose turn the clock is."""


async def _a_family(town: Town, name: str = "Марина") -> Somebody:
    """A family that came for a speech therapist."""
    somebody = await town.newcomer(name)
    await somebody.book("Логопед")
    await somebody.menu()
    return somebody


async def _with_a_plan(town: Town, name: str = "Марина") -> Somebody:
    somebody = await _a_family(town, name)
    adult = await somebody.adult()
    await town.write(save_to_plan, SaveToPlan((_measure(town),)), adult)
    staff = registrar(town.centre.id)
    await town.write(add_step, AddStep(adult.family_id, "Запросить справку о доходах", StepDoer.AGENCY), staff)
    await town.write(add_step, AddStep(adult.family_id, "Позвонить в школу", StepDoer.CENTRE), staff)
    return somebody


def _measure(town: Town) -> str:
    """A federal measure with papers to bring."""
    catalogue = town.house.live.current.catalogue
    federal = [measure for measure in catalogue.measures if measure.region is None]
    return max(federal, key=lambda measure: len(measure.documents)).id


async def _state_of_own_step(town: Town, adult: Adult) -> StepState:
    plan = await town.house.store.read(read_plan, ReadPlan(adult.family_id), adult)
    return next(step.state for step in plan.steps if step.doer is StepDoer.FAMILY)


async def test_F9_the_plan_shows_the_familys_steps_first_and_the_others_with_their_status(town: Town) -> None:
    asya = await _with_a_plan(town, "Ася")
    shown = await asya.tap(PLAN, "Ваш план")
    order = [shown.text.index(head) for head in ("Делаете вы", "Делает центр", "Делает ведомство")]
    assert order == sorted(order)
    assert "3. ☐ Запросить справку о доходах" in shown.text
    await asya.tap("☐ 2. Позвонить в школу", "Вам ничего не нужно")
    assert "✅ Сделано" not in asya.labels(), "the centre ticks its own"


async def test_F9_a_step_is_ticked_off_and_opened_again(town: Town) -> None:
    tanya = await _with_a_plan(town, "Таня")
    adult = await tanya.adult()
    await tanya.tap(PLAN, "Ваш план")
    await tanya.tap(tanya.labels()[0], "Это делаете вы")
    shown = await tanya.tap("✅ Сделано", "Ваш план")
    assert await _state_of_own_step(town, adult) is StepState.DONE
    assert "1. ✅" in shown.text
    await tanya.tap(tanya.labels()[0], "Это делаете вы")
    await tanya.tap("↩ Ещё не сделано", "Пока не сделано")
    assert await _state_of_own_step(town, adult) is StepState.OPEN
    await tanya.tap("← Весь план", "Ваш план")


async def test_F9_the_plan_can_be_kept_as_a_file(town: Town) -> None:
    zina = await _with_a_plan(town, "Зина")
    await zina.tap(PLAN, "Ваш план")
    await zina.tap("📄 План файлом", "Делаете вы")
    text = (await zina.files())["moj-plan.txt"]
    assert "Позвонить в школу" in text and "<b>" not in text


async def test_C5_the_family_sees_what_the_centre_asked_where_and_when_the_answer_is_due(town: Town) -> None:
    vika = await _a_family(town, "Вика")
    await vika.tap("🙋 Позвать человека", "Позову специалиста")
    await vika.tap("Да, позовите", CALLED)
    adult = await vika.adult()
    staff = await town.write(hire, NewAccount("Анна", Role.CURATOR, town.centre.id), System("test"))
    agreed = GiveConsent((Agreement(ConsentPurpose.AGENCIES, "1", "a" * 64),), None, "Europe/Moscow")
    await town.write(give_consent, agreed, adult)
    await town.write(ask_agency, AskAgency(await _case_of(town, adult), "ЗАГС", "Справка о браке", 5), staff)
    await vika.menu()
    shown = await vika.tap(PLAN, "Ваш план")

    assert "Справка о браке" in shown.text and "ЗАГС: запрос отправлен" in shown.text
    assert "ответ ждём до" in shown.text and "Делает ведомство" in shown.text
    await vika.tap("📄 План файлом", "Делает ведомство")
    assert "ЗАГС: запрос отправлен" in (await vika.files())["moj-plan.txt"]


async def _case_of(town: Town, adult: Adult) -> int:
    query = select(Case.id).where(Case.family_id == adult.family_id)
    case_id = await town.house.database.read(lambda unit: unit.session.exec(query).one())
    assert case_id is not None
    return case_id


async def test_F13_a_proposal_is_written_in_the_settings_and_its_status_is_seen_there(town: Town) -> None:
    rita = await _a_family(town, "Рита")
    await rita.tap(SETTINGS, "Настройки")
    await rita.tap("💡 Предложить", "Что сделать лучше?")
    await rita.tap("✏️ Написать", "одним сообщением")
    await rita.say("Приём по <субботам>", "Получили")
    adult = await rita.adult()
    (mine,) = (await town.house.store.read(my_proposals, ReadProposals(), adult)).entries
    staff = await town.write(hire, NewAccount("Анна", Role.CURATOR, town.centre.id), System("test"))
    accepted = AnswerProposal(mine.proposal_id, ProposalState.ACCEPTED, "С января")
    await town.write(answer_proposal, accepted, staff)
    await rita.menu()
    await rita.tap(SETTINGS, "Настройки")
    shown = await rita.tap("💡 Предложить", "С января")
    assert "«Приём по <субботам>»" in shown.text and "👍 Сделаем" in shown.text


async def test_an_empty_plan_points_to_the_questions(town: Town) -> None:
    lyuba = await _a_family(town, "Люба")
    await lyuba.tap(PLAN, "Пока он пуст")
    assert {"📋 Что нам положено", "🔎 Найти"} <= set(lyuba.labels())


async def test_a_stranger_is_told_that_nothing_is_kept(town: Town) -> None:
    igor = await town.newcomer("Игорь")
    await igor.start()
    await igor.tap("Другой регион", "Я рядом")
    shown = await igor.tap(DATA, "Что я храню о вас")
    assert "Ничего." in shown.text
    assert not {"📦 Скачать всё", "🗑 Стереть всё", "✍️ Согласия"} & set(igor.labels())


async def test_D9_everything_kept_is_told_and_handed_out_for_reading_and_for_programs(town: Town) -> None:
    yana = await _with_a_plan(town, "Яна")
    statements = (
        Statement(Fact.MORTGAGE, True),
        Statement(Fact.RURAL, Evasion.REFUSED),
        Statement(Fact.CHILDREN, (Child(Birth.in_month(2020, 5)),)),
    )
    await town.write(record_answers, RecordAnswers(statements), await yana.adult())
    shown = await yana.tap(DATA, "Что я храню о вашей семье")
    for line in ("3 ответа на вопросы", "3 шага в плане", "1 запись на приём"):
        assert line in shown.text
    await yana.tap("📦 Скачать всё", "Что я храню о вашей семье")
    files = await yana.files()
    told = json.loads(files["moi-dannye.json"])
    assert [len(told[name]) for name in ("fact", "plan_step", "appointment")] == [3, 3, 1]
    readable = files["moi-dannye.txt"]
    for words in (
        "не хочу отвечать",
        "Позвонить в школу",
        "запись подтверждена",
        "хранить данные",
        "1 ребёнок (май 2020)",
    ):
        assert words in readable
    assert "refused" not in readable and "confirmed" not in readable and "export-" not in readable


async def test_D9_erasing_leaves_nothing_and_the_person_is_a_stranger_again(town: Town) -> None:
    before = await town.rows()
    lara = await _with_a_plan(town, "Лара")
    await lara.tap(DATA, "Что я храню")
    await lara.tap("🗑 Стереть всё", "Стереть всё?")
    await lara.tap("Нет, оставить", "Что я храню")
    await lara.tap("🗑 Стереть всё", "Стереть всё?")
    shown = await lara.tap("Да, стереть всё", "Всё стёрто")
    assert "снова незнакомы" in shown.text and len(shown.text.partition("уничтожении: ")[2].split()[0]) == 8
    assert isinstance(await lara.actor(), Visitor)
    after = await town.rows()
    assert {name for name in after if after[name] > before[name]} <= {"destruction", "event", *TRANSPORT}
    assert after["destruction"] == before["destruction"] + 1
    await lara.menu()
    assert PLAN not in lara.labels()
    assert "Регион пока не выбран" in (await lara.person.last()).text, "not even the chosen region is left"


async def test_D11_each_consent_has_its_own_text_and_is_withdrawn_as_easily_as_given(town: Town) -> None:
    inna = await _a_family(town, "Инна")
    adult = await inna.adult()
    await inna.tap(DATA, "Что я храню")
    await inna.tap("✍️ Согласия", "Ваши согласия")
    assert [label for label in inna.labels() if label.startswith("✓")] == ["✓ Хранить данные"], "nothing is pre-ticked"
    await inna.tap("Писать первым: нет", "Сейчас: согласия нет")
    await inna.tap("✓ Даю согласие", "Сейчас: вы согласны")
    assert await _agrees(town, adult, ConsentPurpose.PROACTIVE)
    await inna.tap("Отозвать согласие", "Сейчас: согласия нет")
    assert not await _agrees(town, adult, ConsentPurpose.PROACTIVE)
    await inna.tap("← Назад", "Ваши согласия")
    await inna.tap("✓ Хранить данные", "Сейчас: вы согласны")
    await inna.tap("Отозвать и всё стереть", "Стереть всё?")


async def _agrees(town: Town, adult: Adult, purpose: ConsentPurpose) -> bool:
    return (await town.house.store.read(read_consents, ReadConsents(adult.adult_id), adult)).in_force(purpose)


async def test_F11_a_topic_is_silenced_in_two_taps_from_the_menu(town: Town) -> None:
    emma = await _a_family(town, "Эмма")
    consent = GiveConsent((Agreement(ConsentPurpose.PROACTIVE, "2026-11", "b" * 64),), None, "Europe/Moscow")
    await town.write(give_consent, consent, await emma.adult())
    taps = emma.taps
    await emma.tap(SETTINGS, "О чём можно писать вам первым?")
    await emma.tap("🔔 Кружки и события", "О чём можно писать вам первым?")
    assert emma.taps - taps == 2
    chosen = await town.house.store.read(read_settings, ReadSettings(), await emma.adult())
    assert chosen.muted_topics == {"clubs"}
    await emma.tap("🔕 Кружки и события", "О чём можно писать вам первым?")
    chosen = await town.house.store.read(read_settings, ReadSettings(), await emma.adult())
    assert chosen.muted_topics == frozenset()


async def test_F8_a_language_for_the_talk_with_a_person_is_chosen_and_given_up_in_the_settings(town: Town) -> None:
    guzel = await _a_family(town, "Гузель")
    await guzel.tap(SETTINGS, "Настройки")
    await guzel.tap("🗣 Язык для разговора", "На каком языке вам удобнее говорить")
    assert "✓ русский" in guzel.labels(), "nothing is presumed"
    await guzel.tap("татарский", "На каком языке вам удобнее говорить")
    assert "✓ татарский" in guzel.labels() and "русский" in guzel.labels()
    chosen = await town.house.store.read(read_settings, ReadSettings(), await guzel.adult())
    assert chosen.language is Spoken.TATAR
    await guzel.tap("русский", "На каком языке вам удобнее говорить")
    chosen = await town.house.store.read(read_settings, ReadSettings(), await guzel.adult())
    assert chosen.language is None


async def test_D11_topics_wait_for_the_consent_to_be_written_to(town: Town) -> None:
    lida = await _a_family(town, "Лида")
    await lida.tap(SETTINGS, "Первым я вам не пишу")
    assert not [label for label in lida.labels() if "Кружки" in label]
    await lida.tap("🔔 Разрешить писать первым", "Сейчас: согласия нет")
    await lida.tap("✓ Даю согласие", "Сейчас: вы согласны")
    assert await _agrees(town, await lida.adult(), ConsentPurpose.PROACTIVE)


async def test_F14_a_second_adult_joins_by_code_and_sees_the_common_plan(town: Town) -> None:
    mother, father = await _with_a_plan(town, "Мать"), await town.newcomer("Отец")
    await mother.tap(SETTINGS, "Настройки")
    await mother.tap("👥 Второй взрослый", "Второй взрослый в семье")
    code = (await mother.tap("Получить код", "Код для второго взрослого")).text.partition("взрослого: ")[2][:8]
    await father.start()
    await father.tap("Другой регион", "Я рядом")
    await father.tap(DATA, "Что я храню")
    await father.tap("👥 У меня есть код семьи", "Введите код")
    await father.say("НЕТ", "Такой код не подходит")
    await father.say(f" {code[:4].lower()} {code[4:]} ", "Осталось согласие")
    await father.tap("✓ Даю согласие, присоединиться", "Я рядом")
    assert (await father.adult()).family_id == (await mother.adult()).family_id
    await father.tap(PLAN, "Позвонить в школу")


async def test_F14_a_code_works_once(town: Town) -> None:
    mother = await _a_family(town, "Алла")
    await mother.tap(SETTINGS, "Настройки")
    await mother.tap("👥 Второй взрослый", "Второй взрослый в семье")
    code = (await mother.tap("Получить код", "Код для второго взрослого")).text.partition("взрослого: ")[2][:8]
    for name, answer in (("Первый", "Я рядом"), ("Второй", "Такой код не подходит")):
        guest = await town.newcomer(name)
        await guest.start()
        await guest.tap("Другой регион", "Я рядом")
        await guest.tap(DATA, "Что я храню")
        await guest.tap("👥 У меня есть код семьи", "Введите код")
        await guest.say(code, "Осталось согласие")
        await guest.tap("✓ Даю согласие, присоединиться", answer)


async def test_the_way_back_leads_through_the_same_windows(town: Town) -> None:
    rosa = await _a_family(town, "Роза")
    await rosa.tap(BOOKING, "К кому вас записать?")
    await rosa.tap("Психолог", "ближайшее свободное время")
    await rosa.tap("🗓 Другой день", "Какой день вам удобен?")
    await rosa.tap("← Назад", "ближайшее свободное время")
    await rosa.tap("Другой способ", "Как вам удобнее?")
    await rosa.tap("← Назад", "ближайшее свободное время")
    await rosa.tap(rosa.slots()[0], "Проверьте")
    await rosa.tap("← Другое время", "ближайшее свободное время")
    await rosa.tap("← Назад", "К кому вас записать?")
    await rosa.tap("← Назад", "Я рядом")
    await rosa.tap(SETTINGS, "Настройки")
    await rosa.tap("👥 Второй взрослый", "Второй взрослый в семье")
    await rosa.tap("← Назад", "Настройки")
    await rosa.tap("← Назад", "Я рядом")


async def test_D11_who_calls_a_person_is_asked_there_and_then_whether_the_specialist_may_see_the_answers(
    town: Town,
) -> None:
    olya = await _a_family(town, "Оля")
    adult = await olya.adult()
    await olya.tap("🙋 Позвать человека", "Позову специалиста")
    shown = await olya.tap("Да, позовите", CALLED)
    assert "📋 Показать специалисту мои ответы" in olya.labels(), "offered, not given by itself"
    assert not await _hands_over(town, adult)

    await olya.tap("📋 Показать специалисту мои ответы", "увидит ваши ответы рядом с перепиской")
    await olya.tap("Не показывать", CALLED)
    assert not await _hands_over(town, adult)

    await olya.tap("📋 Показать специалисту мои ответы", "увидит ваши ответы рядом с перепиской")
    shown = await olya.tap("✓ Даю согласие", CALLED)
    assert await _hands_over(town, adult)
    assert "📋 Показать специалисту мои ответы" not in [label for row in shown.buttons for label in row]


async def _hands_over(town: Town, adult: Adult) -> bool:
    given = await town.house.store.read(read_consents, ReadConsents(adult.adult_id), adult)
    return given.in_force(ConsentPurpose.HAND_OVER)
