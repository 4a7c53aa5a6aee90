"""A family that goes the whole way by hand: two children, one wage below the minimum, a question for a living person.

Its steps are shared by the journey's test and by the pictures in the README, so that the pictures show what is tested.
"""

from app.demo import SERVICES
from tests.e2e.hands import Parent

REGION = "Ленинградская область"
CENTRE = "Учебный центр «Ромашка» (выдуманный)"
NEEDS = ("Не хватает денег", "Садик, школа, учёба, отдых")
CHILDREN = "3 года и 7 лет"
TRUE = (
    "Кто-то из родителей работает официально",
    "Ребёнок ходит в садик",
    "Ребёнок учится в школе",
    "Мы граждане России",
    "Одна квартира, дача, машина — не больше",
)
RESULT = "Вот что получилось"
LAWYER = SERVICES[0]
MENU, QUESTIONNAIRE, BOOKING = "☰ Меню", "📋 Что нам положено", "🗓 Записаться"
PERSON, DATA = "🙋 Позвать человека", "🔐 Мои данные"
_MOST_SCREENS = 25


async def arrive(mother: Parent, chat_url: str) -> None:
    """The front door: /start, region, centre."""
    await mother.begin(chat_url, "Где вы живёте?")
    await mother.tap(REGION, "Какой центр вам ближе?")
    await mother.tap(CENTRE, "Я рядом")


async def find_out(mother: Parent) -> int:
    """Consent, needs, questions until the result; returns how many screens were asked."""
    await mother.tap(QUESTIONNAIRE, "Можно я запомню ваши ответы?")
    await mother.tap("Да, запомните", "Что сейчас важно для вашей семьи?")
    for need in NEEDS:
        await mother.tick(need)
    await mother.choose("Дальше →")
    for asked in range(_MOST_SCREENS):
        words = await mother.window.inner_text()
        if RESULT in words:
            return asked
        await _answer(mother, words)
    raise AssertionError(f"no result after {_MOST_SCREENS} screens")


async def _answer(mother: Parent, question: str) -> None:
    """Say what is so: the questions come in the order the rules want, not in ours."""
    if "Когда родились ваши дети?" in question:
        await mother.say(CHILDREN)
        await mother.sees("Записал:")
        await mother.choose("Это все →")
    elif "приходится на одного человека" in question:
        await mother.choose((await mother.labels())[0])
    elif "Что из этого про вашу семью?" in question:
        true = [option for option in await mother.labels() if option in TRUE]
        for option in true:
            await mother.tick(option)
        await mother.choose("Готово →" if true else "Ничего из этого")
    else:
        await mother.choose("Нет")


async def book_the_lawyer(mother: Parent) -> str:
    """From the menu to a visit; returns its number."""
    await mother.tap(MENU, "Я рядом")
    await mother.tap(BOOKING, "К кому вас записать?")
    await mother.tap(LAWYER.title, "Вот ближайшее свободное время")
    await mother.tap_first(":", "Проверьте, всё ли верно")
    await mother.tap("✓ Записаться", "вы записаны")
    return await number_after(mother, "Номер записи:")


async def show_answers_to_staff(mother: Parent) -> None:
    """A consent of its own: without it a curator sees the conversation and nothing of the answers."""
    await mother.tap(MENU, "Я рядом")
    await mother.choose(DATA)
    await mother.choose("✍️ Согласия")
    await mother.choose("Показывать ответы специалистам: нет")
    await mother.tap("✓ Даю согласие", "Сейчас: вы согласны.")


async def call_a_person(mother: Parent) -> str:
    """«Позвать человека»; returns the number of the request."""
    await mother.tap(PERSON, "Позову специалиста центра")
    await mother.tap("Да, позовите", "обращения:")
    return await number_after(mother, "обращения:")


async def number_after(mother: Parent, words: str) -> str:
    """The eight characters a person would read out on the phone."""
    text = await mother.window.inner_text()
    return text.split(words)[1].split()[0].rstrip(".")
