"""Every address of the panel with the right it needs. There is no other place to add one (`admin/access.py`)."""

from admin.access import Door, Route
from admin.assets import asset
from admin.live import stream
from admin.views import account, help, sign_in
from core.permissions import Permission as P


def panel_routes() -> tuple[Route, ...]:
    """The whole table."""
    return (*_coming_and_going(), *_own_account(), *_frame())


def _coming_and_going() -> tuple[Route, ...]:
    return (
        Route("GET", "/sign-in", sign_in.sign_in_page, Door.OPEN),
        Route("POST", "/sign-in", sign_in.enter, Door.OPEN),
        Route("POST", "/sign-out", sign_in.leave, Door.SIGNED_IN, before_own_password=True),
        Route("GET", "/", sign_in.home, Door.SIGNED_IN),
    )


def _own_account() -> tuple[Route, ...]:
    return (
        Route("GET", "/account", account.account_page, Door.SIGNED_IN, before_own_password=True),
        Route("POST", "/account/password", account.choose_password, Door.SIGNED_IN, before_own_password=True),
        Route("POST", "/account/sessions/end", account.end_one, Door.SIGNED_IN),
        Route("POST", "/account/sessions/end-others", account.end_others, Door.SIGNED_IN),
    )


def _frame() -> tuple[Route, ...]:
    return (
        Route("GET", "/help", help.help_page, Door.SIGNED_IN),
        Route("GET", "/events", stream, P.READ_INBOX),
        Route("GET", "/static/{name}", asset, Door.OPEN),
    )
