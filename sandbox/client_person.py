"""One person of the sandbox, as a test plays them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import aiohttp

from sandbox.client_views import Offered, SandboxError, Shown, Tapped
from sandbox.keyboards import seen

if TYPE_CHECKING:
    from sandbox.client import SandboxClient

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63d0afad0000020301253a6158860000000049454e44ae426082"
)
VOICE = Path(__file__).parent / "page" / "voice.oga"
PATIENCE = 20.0
"""Seconds to wait for what must come: a busy machine may be slow, and nobody waits longer than it takes."""
Found = TypeVar("Found")
Wanted: TypeAlias = str | Callable[[Shown], bool]


class ClientPerson:
    """Acts return when the sandbox has taken them; what the bot does about it is waited for with `wait_for`."""

    def __init__(self, client: SandboxClient, person_id: int, first_name: str) -> None:
        self.client = client
        self.id = person_id
        self.first_name = first_name
        self._since = 0

    async def say(self, text: str, *, reply_to: int | None = None) -> int:
        return int((await self._act("say", text=text, reply_to=reply_to))["message_id"])

    async def start(self, payload: str = "") -> int:
        """Press START, or follow a deep link with this payload."""
        return int((await self._act("start", payload=payload))["message_id"])

    async def tap(self, text: str | None = None, *, data: str | None = None, message_id: int | None = None) -> Tapped:
        """Tap the newest visible button with this text or data; the error lists the visible ones."""
        done = await self._act("tap", text=text, data=data, message_id=message_id)
        done.pop("before")
        return Tapped(**done)

    async def share_contact(self, **contact: Any) -> int:
        """One's own number; give phone_number, first_name, user_id, someone_else=True for another card."""
        return int((await self._act("contact", **contact))["message_id"])

    async def share_place(self, latitude: float, longitude: float) -> int:
        return int((await self._act("place", latitude=latitude, longitude=longitude))["message_id"])

    async def send_photo(self, data: bytes = PNG, **how: Any) -> int:
        return await self._parcel("photo", [("photo.png", data)], **how)

    async def send_voice(self, data: bytes | None = None, duration: int = 2, **how: Any) -> int:
        """A voice message; without bytes, two seconds of true Ogg Opus silence."""
        recorded = VOICE.read_bytes() if data is None else data
        return await self._parcel("voice", [("voice.oga", recorded)], duration=duration, **how)

    async def send_video_note(self, data: bytes = b"video", **how: Any) -> int:
        return await self._parcel("video_note", [("note.mp4", data)], **how)

    async def send_video(self, data: bytes = b"video", **how: Any) -> int:
        return await self._parcel("video", [("video.mp4", data)], **how)

    async def send_sticker(self, data: bytes = PNG, **how: Any) -> int:
        return await self._parcel("sticker", [("sticker.webp", data)], **how)

    async def send_file(self, data: bytes = b"text", name: str = "file.txt", **how: Any) -> int:
        """A document; how: caption, reply_to, declared_size (bytes, to look larger than it is)."""
        return await self._parcel("document", [(name, data)], **how)

    async def send_album(self, photos: Sequence[bytes] = (PNG, PNG), **how: Any) -> int:
        """Several photos at once; answers the id of the first message."""
        return await self._parcel("photo", [(f"photo{at}.png", data) for at, data in enumerate(photos)], **how)

    async def edit(self, text: str, message_id: int | None = None) -> int:
        """Correct one's own message, the newest one by default."""
        own = message_id or next(shown.id for shown in reversed(await self.messages()) if not shown.from_bot)
        return int((await self._act("edit", text=text, message_id=own))["message_id"])

    async def react(self, message_id: int, emoji: str | None) -> None:
        await self._act("react", message_id=message_id, emoji=emoji)

    async def hide(self, message_id: int) -> None:
        """Delete a message only in one's own view."""
        await self._act("hide", message_id=message_id)

    async def block(self) -> None:
        await self._act("block")

    async def unblock(self) -> None:
        await self._act("unblock")

    async def change(self, **details: Any) -> None:
        """first_name, last_name, username, deactivated."""
        await self._act("change", **details)

    async def ask(self, query: str, timeout: float = PATIENCE) -> tuple[str, list[Offered]]:
        """`@bot query`: the question's id and what the bot offered."""
        query_id = (await self._act("ask", query=query))["query_id"]
        read = await self._get("results", query_id=query_id, wait=timeout)
        if not read["answered"]:
            raise SandboxError(f"no answer to the inline question «{query}» in {timeout} s")
        return query_id, [Offered(**row) for row in read["results"]]

    async def choose(self, query_id: str, result_id: str) -> int:
        return int((await self._act("choose", query_id=query_id, result_id=result_id))["message_id"])

    async def wait_for(self, wanted: Wanted, timeout: float = PATIENCE) -> Shown:
        """The first bot message, sent or edited since the last act, that has this text or satisfies this."""
        fits = wanted if callable(wanted) else _containing(wanted)
        what = "a fitting message" if callable(wanted) else f"«{wanted}»"
        return await self._wait(lambda view: _first(view, fits), what, timeout)

    async def wait_for_notice(self, text: str, timeout: float = PATIENCE) -> str:
        """The toast or alert, shown since the last act, that has this text."""

        def seen(view: dict[str, Any]) -> str | None:
            words = (notice["text"] for notice in view["notices"] if notice["kind"] != "action")
            return next((word for word in words if text in word), None)

        return await self._wait(seen, f"a notice «{text}»", timeout)

    async def wait_screen(self, fits: Callable[[list[Shown]], bool], timeout: float = PATIENCE) -> list[Shown]:
        """Everything on the screen once it satisfies this, e.g. a message has gone."""

        def seen(view: dict[str, Any]) -> list[Shown] | None:
            screen = [Shown.read(row) for row in view["messages"]]
            return screen if fits(screen) else None

        return await self._wait(seen, "a fitting screen", timeout, since=0)

    async def messages(self) -> list[Shown]:
        """Everything on the screen, oldest first."""
        return [Shown.read(row) for row in (await self._get("chat"))["messages"]]

    async def last(self) -> Shown:
        """The bot's newest message."""
        shown = next((item for item in reversed(await self.messages()) if item.from_bot), None)
        if shown is None:
            raise SandboxError("the bot has sent nothing yet")
        return shown

    async def buttons(self) -> list[str]:
        """Texts of the inline buttons of the newest message that has some."""
        shown = next((item for item in reversed(await self.messages()) if item.buttons), None)
        return [text for row in shown.buttons for text in row] if shown else []

    async def reply_buttons(self) -> list[str]:
        """Texts of the reply keyboard at the bottom, as they are seen."""
        keyboard = (await self._get("chat"))["keyboard"] or {}
        return [seen(button["text"]) for row in keyboard.get("keyboard", []) for button in row]

    async def transcript(self) -> str:
        return str(await self._get("transcript"))

    async def _wait(
        self, find: Callable[[dict[str, Any]], Found | None], what: str, timeout: float, since: int | None = None
    ) -> Found:
        """Read the chat, then hold on to it until something new; raises SandboxError with the transcript."""
        mark = self._since if since is None else since
        end, seen = time.monotonic() + timeout, -1
        while (left := end - time.monotonic()) > 0:
            view = await self._get("chat", since=mark, beyond=seen, wait=left)
            found = find(view)
            if found is not None:
                return found
            seen = view["revision"]
        raise SandboxError(f"{self.first_name} did not see {what} in {timeout} s:\n{await self.transcript()}")

    async def _act(self, act: str, **details: Any) -> dict[str, Any]:
        body = {name: value for name, value in details.items() if value is not None}
        done: dict[str, Any] = await self.client.request("POST", f"people/{self.id}/{act}", body)
        self._since = done["before"]
        return done

    async def _parcel(self, kind: str, files: Sequence[tuple[str, bytes]], **how: Any) -> int:
        form = aiohttp.FormData(quote_fields=False)
        for name, value in {"kind": kind, **how}.items():
            form.add_field(name, str(value))
        for name, data in files:
            form.add_field("file", data, filename=name)
        done = await self.client.request("POST", f"people/{self.id}/parcel", form=form)
        self._since = done["before"]
        return int(done["message_id"])

    async def _get(self, what: str, **query: Any) -> Any:
        return await self.client.request("GET", f"people/{self.id}/{what}", **query)


def _containing(text: str) -> Callable[[Shown], bool]:
    return lambda shown: text in shown.text


def _first(view: dict[str, Any], fits: Callable[[Shown], bool]) -> Shown | None:
    shown = (Shown.read(row) for row in view["messages"])
    return next((item for item in shown if item.from_bot and fits(item)), None)
