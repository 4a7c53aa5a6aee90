"""Typed keys of everything the panel's application and its requests carry."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from core.cases.searching import Found, SearchMessages
from core.staff.passwords import Passwords
from core.staff.sessions import SignedIn
from core.storage.signals import Signals
from core.texts import Texts
from core.use_case import Store, UseCase

if TYPE_CHECKING:
    from admin.live import Feed


class ChannelAway(Exception):
    """The messenger does not answer now; the file may be had later."""


FetchFile = Callable[[str, str], Awaitable[bytes | None]]
"""Downloads a file of a channel: channel, the channel's reference. None: the channel will not hand it over.
Raises `ChannelAway`."""


BotName = Callable[[], Awaitable[str | None]]
"""How the bot is called in the messenger, without «@». None: the messenger does not say now."""


@dataclass(frozen=True, slots=True)
class PanelSettings:
    """How the panel is reached."""

    origin: str | None = None
    """Public address, such as https://panel.example.org. None: whatever host the browser names (loopback runs)."""
    trusted_proxies: frozenset[str] = frozenset()
    """Addresses whose X-Forwarded-For is believed; from anybody else it changes nothing (D5)."""
    time_zone: str = "Europe/Moscow"
    """For staff of the whole network; staff of one centre see that centre's time."""

    @property
    def secure(self) -> bool:
        """Served over HTTPS: cookies get the `__Host-` prefix, answers get HSTS."""
        return self.origin is not None and self.origin.startswith("https://")


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file in memory, with the address that changes when it does."""

    content: bytes
    packed: bytes
    """The same, gzipped."""
    media_type: str
    url: str


STORE = web.AppKey("store", Store)
SIGNALS = web.AppKey("signals", Signals)
TEXTS = web.AppKey("texts", Texts)
FETCH_FILE: web.AppKey[FetchFile] = web.AppKey("fetch_file")
BOT_NAME: web.AppKey[BotName] = web.AppKey("bot_name")
SEARCH: web.AppKey[UseCase[SearchMessages, Found]] = web.AppKey("search")
FEED: "web.AppKey[Feed]" = web.AppKey("feed")
SETTINGS = web.AppKey("settings", PanelSettings)
PASSWORDS = web.AppKey("passwords", Passwords)
ASSETS: web.AppKey[Mapping[str, Asset]] = web.AppKey("assets", Mapping)

SIGNED_IN = web.RequestKey("signed_in", SignedIn)
NONCE = web.RequestKey("nonce", str)
FRESH_DEVICE = web.RequestKey("fresh_device", str)
TROUBLE = web.RequestKey("trouble", str)
"""What is wrong with the messenger; empty when nothing is."""
AFTER = web.RequestKey("after", int)
"""Newest event known before anything of this page was read: the page follows changes from there."""
