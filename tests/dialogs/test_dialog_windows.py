"""Every screen has a window, every window its words, and the longest words fit into Telegram's limits."""

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from aiogram.fsm.state import StatesGroup
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor as FluentVisitor

from app.content import load_texts
from app.settings import ROOT
from bot.dialogs import appointments, booking, mydata, plan, settings
from bot.dialogs.mydata.readable import CLOSED_SETS
from bot.states import Appointments, Booking, MyData, Plan, Settings
from core.accompaniment.tables import AgencyState, GoalState
from core.booking.check_in import Outcome
from core.booking.refusals import Reason
from core.booking.states import Mode, Status
from core.cases.states import CaseState, Content
from core.families.plan import AddStep, SaveToPlan, add_step, save_to_plan
from core.families.spoken import Spoken
from core.families.tables import AuthorKind, ConsentPurpose, StepDoer, StepState
from core.families.topics import Topic
from core.feedback.tables import ProposalState
from core.outreach.check_ins.tables import HowItGoes
from sandbox.client_views import Shown
from tests.dialogs.town import AGREE, BOOKING, DATA, PLAN, SETTINGS, VISITS, Town
from tests.households import registrar

TEXTS = load_texts(ROOT / "data")
PACKAGES = ("proposals", "booking", "appointments", "plan", "mydata", "settings")
FILES = ("booking", "plan", "mydata", "settings")
CODES = {
    "booking-mode": Mode,
    "visit-where": Mode,
    "visit-bring": Mode,
    "visit-then": (Mode.PLACE, Mode.VIDEO),
    "here": Outcome,
    "visit-status": [status for status in Status if status is not Status.CONFIRMED],
    "booking-refused": Reason,
    "plan-head": StepDoer,
    "plan-doer": StepDoer,
    "plan-line": StepState,
    "plan-button": StepState,
    "plan-state": StepState,
    "topic": Topic,
    "consent-name": ConsentPurpose,
    "mydata-kept": mydata._COUNTED,
    "calendar-weekday": range(1, 8),
    "visit-weekday": range(1, 8),
    "calendar-month": range(1, 13),
    "export-purpose": ConsentPurpose,
    "export-goal": GoalState,
    "export-agency-state": AgencyState,
    "export-proposal-state": ProposalState,
    "proposal": ProposalState,
    "export-author": AuthorKind,
    "export-how": HowItGoes,
    "export-doer": StepDoer,
    "export-state": StepState,
    "export-mode": Mode,
    "export-status": Status,
    "export-case-state": CaseState,
    "export-from": ("family", "centre"),
    "export-kind": Content,
    "export-language": Spoken,
    "spoken": Spoken,
}
"""Keys made of a prefix and a member of a closed set."""


@pytest.mark.parametrize(
    ("package", "group"),
    [
        (booking, Booking),
        (appointments, Appointments),
        (plan, Plan),
        (mydata, MyData),
        (settings, Settings),
    ],
)
def test_every_screen_has_a_window(package: object, group: type[StatesGroup]) -> None:
    assert set(package.build().windows) == set(group.__all_states__)  # type: ignore[attr-defined]


DOORS = {"🙋 Позвать человека", "🆘 Срочная помощь", "☰ Меню"}


def _literal_keys() -> Iterator[str]:
    """Every string that stands in the code of the dialogs, keys among them."""
    files = [path for name in PACKAGES for path in (ROOT / "bot" / "dialogs" / name).rglob("*.py")]
    for path in (*files, ROOT / "bot" / "documents.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def _made_keys() -> set[str]:
    return {f"{prefix}-{member}".replace("_", "-") for prefix, members in CODES.items() for member in members}


def _asked_keys() -> set[str]:
    """First arguments of Say, Label, say, label."""
    found = set()
    for name in PACKAGES:
        for path in (ROOT / "bot" / "dialogs" / name).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _name(node.func) in ("Say", "Label", "say", "label") and node.args:
                    found |= {leaf.value for leaf in ast.walk(node.args[0]) if _is_key(leaf)}  # type: ignore[attr-defined]
    return found


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _is_key(node: ast.AST) -> bool:
    words = node.value if isinstance(node, ast.Constant) else None
    return isinstance(words, str) and bool(re.fullmatch(r"[a-z]+(-[a-z]+)+", words))


def test_every_key_that_a_window_asks_for_has_words() -> None:
    missing = {key for key in _asked_keys() | _made_keys() if not TEXTS.has(key)}
    assert not missing, sorted(missing)


def test_every_word_of_these_dialogs_is_used() -> None:
    used = set(_literal_keys()) | _made_keys()
    own = {message.id.name for name in FILES for message in _messages(name)}
    dead = {key for key in own - used if not key.startswith(("export-field-", "export-section-"))}
    assert not dead, sorted(dead)


def test_D9_every_field_of_an_export_has_a_label_and_every_code_words() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "core").rglob("family_part.py"))
    fields = set(re.findall(r'Field\(\s*"(\w+)"', source)) | {"value", "not_answered"}
    sections = set(re.findall(r'Section\(\s*"(\w+)"', source))
    assert len(fields) > 20 and len(sections) >= 8
    keys = {f"export-field-{name}" for name in fields} | {f"export-section-{name}" for name in sections}
    assert not {key for key in keys if not TEXTS.has(key)}
    assert {f"export-{name}".replace("_", "-") for name in CLOSED_SETS} <= set(CODES)


@pytest.mark.parametrize("name", FILES)
def test_every_message_renders_with_whatever_it_asks_for(name: str) -> None:
    for message in _messages(name):
        for number in (0, 1, 3, 5):
            words = TEXTS.render(message.id.name, dict.fromkeys(_variables(message), number))
            assert words.strip() and "{" not in words


def _messages(name: str) -> list[ftl.Message]:
    path: Path = ROOT / "data" / "texts" / "ru" / f"{name}.ftl"
    body = FluentParser().parse(path.read_text(encoding="utf-8")).body
    assert not [entry for entry in body if isinstance(entry, ftl.Junk)], f"{name}.ftl cannot be read whole"
    return [entry for entry in body if isinstance(entry, ftl.Message)]


def _variables(message: ftl.Message) -> set[str]:
    found: set[str] = set()

    class Collect(FluentVisitor):
        def visit_VariableReference(self, node: ftl.VariableReference) -> None:
            found.add(node.id.name)

    Collect().visit(message)
    return found


@pytest.mark.asyncio(loop_scope="session")
async def test_the_longest_names_and_words_fit_everywhere(town: Town) -> None:
    slug = await town.longest_centre()
    zoya = await town.newcomer("Зоя")
    await zoya.start(slug)
    seen: list[Shown] = []

    async def tap(button: str, then: str) -> None:
        seen.append(await zoya.tap(button, then))

    await tap(BOOKING, "К кому вас записать?")
    await tap(zoya.labels()[0], "ближайшее свободное время")
    await tap("Другой способ", "Как вам удобнее?")
    await tap("В центре", "ближайшее свободное время")
    await tap("🗓 Другой день", "Какой день вам удобен?")
    await tap(next(label for label in zoya.labels() if label.isdigit()), "Свободное время")
    await tap(zoya.slots()[0], "Проверьте")
    await tap(AGREE, "вы записаны")
    await tap(VISITS, "Ваши записи")
    await tap(zoya.slots()[0], "Номер записи")
    await tap("Отменить", "Отменить эту запись?")
    await tap("Нет, оставить", "Номер записи")
    await tap("Перенести", "Сейчас у вас")
    await tap(zoya.slots()[1], "Перенести запись?")
    await zoya.menu()
    await _longest_plan(town, (await zoya.adult()).family_id, zoya)
    await tap(PLAN, "Ваш план")
    for label in [label for label in zoya.labels() if label.startswith("☐")]:
        await tap(label, "Пока не сделано")
        await tap("← Весь план", "Ваш план")
    await tap("📄 План файлом", "Делаете вы")
    await zoya.menu()
    await tap(SETTINGS, "Настройки")
    await tap("🔔 Разрешить писать первым", "Сейчас: согласия нет")
    await zoya.menu()
    await tap(DATA, "Что я храню")
    await tap("📦 Скачать всё", "Что я храню")
    for shown in seen:
        keyboard = shown.raw.get("reply_markup", {}).get("inline_keyboard", [])
        assert len(shown.text) <= 4_096
        assert all(len(button.get("callback_data", "").encode()) <= 64 for row in keyboard for button in row)
        assert sum(len(row) for row in keyboard) <= 100
        assert {"🙋 Позвать человека", "🆘 Срочная помощь", "☰ Меню"} <= {
            label for row in shown.buttons for label in row
        }


async def _longest_plan(town: Town, family_id: int, zoya: object) -> None:
    """A measure with the most papers, and steps somebody has written at great length."""
    measures = [one for one in town.house.live.current.catalogue.measures if one.region is None]
    most = max(measures, key=lambda one: sum(len(paper.name) for paper in one.documents))
    adult = await zoya.adult()  # type: ignore[attr-defined]
    await town.write(save_to_plan, SaveToPlan((most.id, max(measures, key=lambda one: len(one.title)).id)), adult)
    staff = registrar(await town.centre_of(adult))
    for doer, _ in product(StepDoer, range(3)):
        await town.write(add_step, AddStep(family_id, "очень подробно " * 300, doer), staff)
