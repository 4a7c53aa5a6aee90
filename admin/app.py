"""The panel's application, put together from what it is given; it opens nothing and owns nothing by itself."""

from aiohttp import web

from admin import live, rendering
from admin.access import guard, install
from admin.assets import load_assets
from admin.counting import COUNTED, SharedCounts
from admin.entitlements import COMPILED, Compiled
from admin.faults import explain_faults
from admin.forgery import refuse_forgery
from admin.headers import add_headers
from admin.health import HEALTH, KnownHealth
from admin.keys import (
    ASSETS,
    BOT_NAME,
    FETCH_FILE,
    PASSWORDS,
    SEARCH,
    SETTINGS,
    SIGNALS,
    STORE,
    TEXTS,
    BotName,
    FetchFile,
    PanelSettings,
)
from admin.routes import panel_routes
from core.cases.message_words import MessageWords
from core.cases.searching import searching
from core.staff.passwords import Passwords
from core.storage.signals import Signals
from core.texts import Texts
from core.use_case import Store


def build_panel(
    store: Store,
    signals: Signals,
    texts: Texts,
    settings: PanelSettings,
    fetch_file: FetchFile,
    words: MessageWords,
    passwords: Passwords | None = None,
    bot_name: BotName | None = None,
) -> web.Application:
    """The panel over `store`; `fetch_file` gets what families send, `words` are those messages are found by.

    `passwords` only where hashing must be cheap. Without `bot_name` no links into the bot are printed.
    """
    app = web.Application(middlewares=(explain_faults, guard, refuse_forgery))
    app[STORE], app[SIGNALS], app[TEXTS], app[SETTINGS] = store, signals, texts, settings
    app[FETCH_FILE], app[BOT_NAME] = fetch_file, bot_name or _nameless
    app[SEARCH] = searching(words)
    app[PASSWORDS] = passwords or Passwords()
    app[ASSETS] = load_assets()
    app[COMPILED], app[COUNTED], app[HEALTH] = Compiled(), SharedCounts(store), KnownHealth()
    rendering.install(app)
    install(app, panel_routes())
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(live.close_streams)
    app.cleanup_ctx.append(live.keep_feed)
    return app


async def _nameless() -> str | None:
    return None
