"""Everything the sandbox knows, in one object that a test can build, look into and throw away.

Two worlds live side by side in one process: nothing here is global. A world belongs to the event loop of its server.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from aiogram.types import BotCommand

from sandbox.state.chats import Chat
from sandbox.state.faults import Faults
from sandbox.state.files import FileStore
from sandbox.state.journal import Journal
from sandbox.state.limits import Limiter, Limits
from sandbox.state.people import Person
from sandbox.state.pulse import Pulse
from sandbox.state.queries import InlineQuestion, Tap
from sandbox.state.updates import UpdateQueue
from sandbox.state.webhooks import Webhook

FIRST_PERSON = 1001
DEMO_TOKEN = "42:sandbox"  # noqa: S105 - opens nothing outside this process


@dataclass(slots=True)
class Profile:
    """What a person sees on the bot's page; texts by language code, "" is the default language."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[BotCommand]] = field(default_factory=dict)


@dataclass(slots=True)
class BotAccount:
    """One bot: its token, profile, chats, updates, limits."""

    token: str
    username: str
    first_name: str
    limiter: Limiter
    profile: Profile = field(default_factory=Profile)
    chats: dict[int, Chat] = field(default_factory=dict)
    updates: UpdateQueue = field(default_factory=UpdateQueue)
    webhook: Webhook = field(default_factory=Webhook)
    taps: dict[str, Tap] = field(default_factory=dict)
    questions: dict[str, InlineQuestion] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return int(self.token.partition(":")[0])


@dataclass(frozen=True, slots=True)
class Sizes:
    """Caps that keep a long harness in bounded memory."""

    messages_per_chat: int = 1_000
    calls: int = 5_000
    accepted: int = 100_000
    file_bytes: int = 256 * 1024 * 1024


class World:
    """People, bots and the machinery between them. `clock` gives Unix seconds; `offset` moves it for everybody."""

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        sizes: Sizes | None = None,
        clock: Callable[[], float] = time.time,
        tokens: Iterable[str] = (DEMO_TOKEN,),
        first_person: int = FIRST_PERSON,
        first_update: int = 1,
    ) -> None:
        """A world that follows an earlier one over the same bot database starts its numbers where none were used."""
        self._first_person = first_person
        self._first_update = first_update
        self.limits = limits or Limits()
        self.sizes = sizes or Sizes()
        self.offset = 0.0
        self.pulse = Pulse()
        self.people: dict[int, Person] = {}
        self.bots: dict[str, BotAccount] = {}
        self.files = FileStore(self.sizes.file_bytes)
        self.faults = Faults()
        self.journal = Journal(self.sizes.calls, self.sizes.accepted)
        self._clock = clock
        for token in tokens:
            self.add_bot(token)

    def now(self) -> float:
        """Unix seconds on the world's clock."""
        return self._clock() + self.offset

    def add_bot(self, token: str, username: str = "", first_name: str = "Рядом") -> BotAccount:
        """Open an account for a token of the form `<digits>:<secret>`."""
        bot_id = int(token.partition(":")[0])
        name = username or ("ryadom_demo_bot" if not self.bots else f"sandbox{bot_id}_bot")
        account = BotAccount(token, name, first_name, Limiter(self.limits))
        account.updates.next_id = self._first_update
        self.bots[token] = account
        return account

    @property
    def first_bot(self) -> BotAccount:
        return next(iter(self.bots.values()))

    def add_person(self, person: Person) -> Person:
        """Register a person; id 0 gets the next free one."""
        known = replace(person, id=person.id or self._free_id())
        known = replace(known, phone_number=known.phone_number or f"+7900{known.id:07d}"[:12])
        self.people[known.id] = known
        self.pulse.advance()
        return known

    def replace_person(self, person: Person) -> None:
        """Change what Telegram knows of a person, everywhere at once."""
        self.people[person.id] = person
        for bot in self.bots.values():
            if chat := bot.chats.get(person.id):
                chat.person = person
                chat.touch()

    def chat(self, bot: BotAccount, person_id: int) -> Chat:
        """The person's chat with the bot, opened empty when they never met. Raises KeyError for nobody."""
        if person_id not in bot.chats:
            person = self.people[person_id]
            bot.chats[person_id] = Chat(person, self.pulse, self.sizes.messages_per_chat)
        return bot.chats[person_id]

    def set_limits(self, limits: Limits) -> None:
        """Put other rates in force for all bots and lift running bans."""
        self.limits = limits
        for bot in self.bots.values():
            bot.limiter.limits = limits
            bot.limiter.lift()

    def _free_id(self) -> int:
        return max(self.people, default=self._first_person - 1) + 1
