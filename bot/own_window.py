"""Letters are not windows: a tap on a button under one must not take its buttons away.

aiogram-dialog believes that the message somebody tapped is the open window: when it shows the next one it edits that
message, or strips it of its buttons. Under a letter (a reminder, a notice) this ate the letter's buttons and left the
true window live further up. Here the open window is the one that was sent last, unless the tap was on a window: their
buttons, and nobody else's, carry the number of a dialog.
"""

from aiogram import Router
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager
from aiogram_dialog.api.entities import ChatEvent, OldMessage
from aiogram_dialog.api.protocols import DialogRegistryProtocol
from aiogram_dialog.context.media_storage import MediaIdStorage
from aiogram_dialog.manager.manager import ManagerImpl
from aiogram_dialog.manager.manager_factory import DefaultManagerFactory
from aiogram_dialog.utils import remove_intent_id

from bot.quiet_messages import QuietMessages


class _Manager(ManagerImpl):
    def _get_message_from_callback(self, event: CallbackQuery) -> OldMessage | None:
        on_a_window = remove_intent_id(event.data or "")[0] is not None
        return super()._get_message_from_callback(event if on_a_window else event.model_copy(update={"message": None}))


class ManagerFactory(DefaultManagerFactory):
    """Managers that know a window from a letter; for `setup_dialogs`."""

    def __init__(self) -> None:
        super().__init__(QuietMessages(), MediaIdStorage(), None)  # type: ignore[no-untyped-call]

    def __call__(
        self, event: ChatEvent, data: dict[str, object], registry: DialogRegistryProtocol, router: Router
    ) -> DialogManager:
        """The manager of one update."""
        return _Manager(event, self.message_manager, self.media_id_storage, registry, router, data, self.getter)
