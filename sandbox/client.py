"""A test's hands and eyes in the sandbox: people who tap, say and wait, over HTTP.

    async with SandboxClient(base_url) as sandbox:
        marina = await sandbox.person("Марина")
        await marina.start("tikhvin")
        await marina.tap("Записаться")
        await marina.wait_for("Выберите специалиста")

Waiting is event-driven. `wait_for` looks only at what the bot sent or edited since the person's last act, so an
old message with the same words cannot satisfy it; when the time is over the error shows the whole conversation.
"""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

import aiohttp

from sandbox.client_person import ClientPerson
from sandbox.client_views import AcceptedMessage, ApiCall, SandboxError


class SandboxClient:
    """The control side: people, faults, clock, journals."""

    def __init__(self, base_url: str, *, bot: str | None = None) -> None:
        self.base_url = base_url.rstrip("/")
        self._bot = {"bot": bot} if bot else {}
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()

    async def request(
        self, verb: str, path: str, body: Any = None, form: aiohttp.FormData | None = None, **query: Any
    ) -> Any:
        """One request under `/sim`; raises SandboxError with the sandbox's own words."""
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=120))
        asked = self._bot | {name: str(value) for name, value in query.items() if value is not None}
        async with self._http.request(
            verb, f"{self.base_url}/sim/{path}", params=asked, json=body, data=form
        ) as answer:
            read = await _body(answer)
            if not answer.ok:
                raise SandboxError(read["error"] if isinstance(read, dict) else str(read))
            return read

    async def file(self, file_id: str) -> bytes:
        """The bytes of a file anybody sent, by its Telegram id."""
        return bytes(await self.request("GET", f"files/{file_id}"))

    async def person(self, first_name: str, **details: Any) -> ClientPerson:
        """A new person; details: id, last_name, username, language_code, phone_number."""
        made = await self.request("POST", "people", {"first_name": first_name, **details})
        return ClientPerson(self, made["id"], first_name)

    def known(self, person_id: int, first_name: str = "") -> ClientPerson:
        """Somebody who exists already."""
        return ClientPerson(self, person_id, first_name or str(person_id))

    async def crowd(self, count: int, first_id: int = 1_000_000) -> range:
        """Ids of `count` people who have started the bot, made without an update for each."""
        await self.request("POST", "crowd", {"count": count, "first_id": first_id})
        return range(first_id, first_id + count)

    async def faults(self, **order: Any) -> None:
        """Schedule a fault: method, code, times (None: always), contains, chat_id, retry_after, description,
        delay (seconds), cut ("before_accept" or "after_accept": break the connection there; drop_after_accept=True
        is the latter). A 429 starts a ban that refuses everything, in that chat when chat_id is given, until it ends.
        """
        if order.pop("drop_after_accept", False):
            order["cut"] = "after_accept"
        await self.request("POST", "faults", order)

    async def clear_faults(self) -> None:
        await self.request("DELETE", "faults")

    async def limits(self, *, enabled: bool = True, scale: float = 1.0, **bursts: int) -> None:
        """Rates times `scale`, or none at all; bursts: burst, chat_burst."""
        await self.request("POST", "limits", {"enabled": enabled, "scale": scale, **bursts})

    async def advance(self, *, hours: float = 0, seconds: float = 0) -> float:
        """Move the sandbox's clock; answers its time in Unix seconds."""
        moved = await self.request("POST", "clock", {"advance": hours * 3600 + seconds})
        return float(moved["now"])

    async def inject(self, update: dict[str, Any]) -> int:
        """Queue a raw update of any shape, id included; answers its id."""
        return int((await self.request("POST", "updates", {"update": update}))["update_id"])

    async def idle(self, timeout: float = 10.0) -> None:
        """Wait until the bot confirmed every update; raises SandboxError when it does not."""
        state = await self.request("GET", "idle", wait=timeout)
        if not state["idle"]:
            raise SandboxError(f"{state['pending']} updates still unconfirmed after {timeout} s")

    async def calls(self, method: str | None = None, chat_id: int | None = None, after: int = 0) -> list[ApiCall]:
        """The newest Bot API calls, oldest first."""
        read = await self.request("GET", "calls", method=method, chat_id=chat_id, after=after)
        return [ApiCall(**row) for row in read["calls"]]

    async def accepted(self, chat_id: int | None = None) -> list[AcceptedMessage]:
        """Messages the sandbox took, counted apart from the chats."""
        read = await self.request("GET", "accepted", chat_id=chat_id)
        return [AcceptedMessage(**row) for row in read["accepted"]]

    async def accepted_counts(self) -> dict[tuple[int, str], int]:
        """How often each content (by digest) reached each chat."""
        read = await self.request("GET", "counts")
        return {(row["chat_id"], row["digest"]): row["count"] for row in read["counts"]}

    async def statuses(self) -> dict[int, int]:
        """How many calls got each HTTP status (0: connection cut)."""
        read = await self.request("GET", "calls", after=1 << 60)
        return {int(code): number for code, number in read["by_status"].items()}

    async def clear_journal(self) -> None:
        await self.request("DELETE", "journal")


async def _body(answer: aiohttp.ClientResponse) -> Any:
    """JSON, text, or the bytes of a file."""
    if answer.content_type == "application/json":
        return await answer.json()
    return await (answer.text() if answer.content_type == "text/plain" else answer.read())
