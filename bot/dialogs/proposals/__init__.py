"""«Предложить»: a family says what could be better, and sees what the centre makes of it (F13).

While a curator talks with the family everything typed goes to the curator (`handlers/relay.py`), so the box says so
instead of asking for words that would land elsewhere.
"""

import html
from typing import Any

from aiogram.types import Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Cancel, SwitchTo

from bot.here import here
from bot.states import Proposals
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.words import Label, Ready, Say
from core.cases.owner import OwnerAt, owner_at
from core.cases.states import OwnerKind
from core.feedback.proposing import NoProposal, ProposalLine, Propose, ReadProposals, my_proposals, propose

_SHOWN, _LINE = 8, 300


async def list_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What was proposed, newest first. Who keeps nothing here, or has no centre, is told so."""
    around = here(dialog_manager)
    centre = (await around.place()).centre
    if around.desk.adult is None or centre is None:
        return {"body": around.say("proposals-nobody"), "may_write": False}
    known = (await around.desk.read(my_proposals, ReadProposals())).entries
    fault = dialog_manager.dialog_data.pop("fault", None)
    parts = [around.say(fault)] if fault else []
    talking = await around.desk.read_as_bot(owner_at, OwnerAt(around.desk.address)) is OwnerKind.CURATOR
    parts += [around.say("proposals-head"), *(_line(around.say, each) for each in known[:_SHOWN])]
    parts += [around.say("proposals-in-talk")] if talking else []
    return {"body": "\n\n".join(parts), "may_write": not talking}


def _line(say: Any, each: ProposalLine) -> str:
    words = each.words if len(each.words) <= _LINE else each.words[:_LINE].rstrip() + "…"
    lines = [f"«{html.escape(words, quote=False)}»", say(f"proposal-{each.state.value}")]
    if each.answer:
        lines.append(html.escape(each.answer[: 2 * _LINE], quote=False))
    return "\n".join(lines)


async def type_proposal(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """Into the box; the list shows it with its status."""
    manager.show_mode = ShowMode.SEND
    try:
        await here(manager).desk.write(propose, Propose(message.text or ""))
    except NoProposal:
        manager.dialog_data["fault"] = "proposals-not-taken"
    await manager.switch_to(Proposals.list)


def build() -> Dialog:
    """The list and the question."""
    return ListeningDialog(
        Window(
            Ready(),
            SwitchTo(Label("proposals-write"), id="write", state=Proposals.write, when="may_write"),
            Cancel(Label("button-back")),
            footer(),
            state=Proposals.list,
            getter=list_data,
        ),
        Window(
            Say("proposals-ask"),
            MessageInput(type_proposal, content_types=["text"]),
            SwitchTo(Label("button-back"), id="back", state=Proposals.list),
            footer(),
            state=Proposals.write,
        ),
    )
