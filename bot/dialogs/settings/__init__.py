"""Settings on one window: where the family is, what it wants to hear about, who else belongs to it.

Topics are switches on the first window, so that silence is two taps from the menu (F11).
"""

from typing import Any
from zoneinfo import ZoneInfo

from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Cancel, Group, Select, Start, SwitchTo
from aiogram_dialog.widgets.text import Format

from bot.dialogs.settings import household, language
from bot.errors import DialogOutdated
from bot.here import Here, here
from bot.states import MyData, Place, Proposals, Settings
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.words import Label, Ready
from core.families.consenting import ReadConsents, read_consents
from core.families.settings import MuteTopic, ReadSettings, mute_topic, read_settings
from core.families.settings import Settings as Chosen
from core.families.tables import ConsentPurpose
from core.families.topics import Topic


async def main_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Centre, clock and topics; without the consent to be written to there is nothing to switch but the consent.

    A visitor has only the way to a centre and to a family's code.
    """
    around = here(dialog_manager)
    adult = around.desk.adult
    if adult is None:
        return {"body": await _words(around), "topics": [], "silent": False, "known": False}
    chosen = await around.desk.read(read_settings, ReadSettings())
    agreed = (await around.desk.read(read_consents, ReadConsents(adult.adult_id))).in_force(ConsentPurpose.PROACTIVE)
    about = around.say("settings-topics" if agreed else "settings-silent")
    return {
        "body": "\n\n".join([await _words(around), _clock(around, chosen.time_zone), about]),
        "topics": [(topic.value, _switch(around, topic, chosen)) for topic in Topic] if agreed else [],
        "silent": not agreed,
        "known": True,
    }


async def _words(around: Here) -> str:
    centre = (await around.place()).centre
    where = around.say("settings-centre", centre=centre.name) if centre else around.say("settings-no-centre")
    return f"{around.say('settings-head')}\n\n{where}"


def _clock(around: Here, zone: str) -> str:
    return around.say("settings-clock", time=f"{around.now.astimezone(ZoneInfo(zone)):%-H:%M}")


def _switch(around: Here, topic: Topic, chosen: Chosen) -> str:
    key = "settings-muted" if topic.value in chosen.muted_topics else "settings-heard"
    return around.label(key, topic=around.label(f"topic-{topic.value}"))


async def switch_topic(query: CallbackQuery, widget: Any, manager: DialogManager, name: str) -> None:
    """On or off, at once, also for what is queued already (C13)."""
    around = here(manager)
    if around.desk.adult is None:
        raise DialogOutdated
    topic = Topic(name)
    chosen = await around.desk.read(read_settings, ReadSettings())
    await around.desk.write(mute_topic, MuteTopic(topic.value, topic.value not in chosen.muted_topics))


def build() -> Dialog:
    """The switches, and the windows of a second adult."""
    return ListeningDialog(_main(), language.window(), *household.windows())


def _main() -> Window:
    return Window(
        Ready(),
        Group(
            Select(
                Format("{item[1]}"),
                id="topic",
                item_id_getter=lambda item: item[0],
                items="topics",
                on_click=switch_topic,
            ),
            width=1,
        ),
        Start(
            Label("settings-allow"),
            id="allow",
            state=MyData.consent,
            data={"purpose": ConsentPurpose.PROACTIVE.value},
            when="silent",
        ),
        Start(Label("button-place"), id="place", state=Place.region, data={"back": True}),
        Start(Label("settings-propose"), id="propose", state=Proposals.list),
        SwitchTo(Label("settings-language"), id="speak", state=Settings.language, when="known"),
        SwitchTo(Label("settings-second-adult"), id="family", state=Settings.family),
        Cancel(Label("button-back")),
        footer(),
        state=Settings.main,
        getter=main_data,
    )
