"""`python -m tools.take_pictures [DIR]`: the pictures of the README, taken from the running program.

They show the journey that `tests/e2e/test_journey.py` tests, walked by the same hands, so a picture cannot show what
does not work. Needs the development set (`make test` installs it) and Chromium.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Page

from app.run import Role, start
from app.settings import ROOT, Settings
from sandbox.client import SandboxClient
from tests.e2e.families import MENU, arrive, book_the_lawyer, call_a_person, find_out, show_answers_to_staff
from tests.e2e.hands import Curator, Parent, a_curator, a_parent, open_chromium

PLACE = ROOT / "docs" / "pictures"
OTHERS = (
    ("Ольга", "Можно перенести запись к логопеду на пятницу?"),
    ("Дарья", "Здравствуйте! Муж потерял работу, двое детей. С чего начать?"),
)
QUESTION = "Здравствуйте! Какие бумаги нужны для единого пособия?"
ANSWER = "Здравствуйте, я Анна. Принесите справку о доходах, заявление подадим вместе."


async def take(place: Path) -> None:
    """Walk the journey once and keep three moments of it."""
    with tempfile.TemporaryDirectory() as var_dir:
        settings = Settings(_env_file=None, bot_token=None, var_dir=Path(var_dir), sandbox_port=0, panel_port=0)
        async with start(settings, Role.ALL, _gave_up) as program, open_chromium() as chromium:
            assert program.sandbox_url and program.panel_url
            faults: list[str] = []
            mother, anna = await a_parent(chromium, faults), await a_curator(chromium, faults)
            await _family_side(mother, program.sandbox_url, place)
            await _others_write(program.sandbox_url)
            await anna.sign_in(program.panel_url, "anna")
            await _centre_side(mother, anna, place)
            if faults:
                sys.exit(f"a script failed: {faults[0]}")


async def _family_side(mother: Parent, url: str, place: Path) -> None:
    """The result of the questionnaire, then a visit and the consent to show it."""
    await arrive(mother, url)
    await find_out(mother)
    await _keep(mother.page, place / "chat-result.png")
    await mother.tap("🧭 Всё в мой план", "Вот что получилось")
    await book_the_lawyer(mother)
    await _keep(mother.page, place / "chat-visit.png")
    await show_answers_to_staff(mother)
    await mother.tap(MENU, "Я рядом")


async def _others_write(url: str) -> None:
    """Two more people in the queue."""
    async with SandboxClient(url) as sandbox:
        for name, words in OTHERS:
            person = await sandbox.person(name)
            await person.start("romashka")
            await person.wait_for("Я рядом")
            await person.tap("🙋 Позвать человека")
            await person.wait_for("Позову")
            await person.tap("Да, позовите")
            await person.wait_for("Номер")
            await person.say(words)
            await sandbox.idle()


async def _centre_side(mother: Parent, anna: Curator, place: Path) -> None:
    """A question, the answer, and the family's card beside them."""
    request = await call_a_person(mother)
    await mother.say(QUESTION)
    await anna.open_queue("Центр")
    await anna.open(request)
    await anna.press("Взять себе")
    await anna.answer(ANSWER)
    await mother.hears(ANSWER)
    await mother.sees("С вами уже")
    await _keep(anna.page, place / "panel.png")


async def _keep(page: Page, file: Path) -> None:
    """Without focus rings and pointers, after everything has come to rest."""
    await page.evaluate("document.getElementById('down')?.click()")  # it may hide while somebody aims at it
    await page.mouse.move(0, 0)
    await page.evaluate("document.activeElement.blur()")
    await page.evaluate("document.fonts.ready")
    await page.wait_for_timeout(600)
    await page.screenshot(path=file, animations="disabled")


def _gave_up() -> None:
    sys.exit("the bot gave up receiving updates")


def main() -> None:
    """Pictures into the directory named on the command line, or into the README's own."""
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else PLACE
    place.mkdir(parents=True, exist_ok=True)
    asyncio.run(take(place))


if __name__ == "__main__":
    main()
