"""The one way the sandbox says no, in Telegram's own codes and words.

Texts follow the public sources of tdlib/telegram-bot-api (Client.cpp) and tdlib/td, because bots match on them.
"""

from __future__ import annotations

from http import HTTPStatus

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current"
    " content and reply markup of the message"
)
STALE_QUERY = "query is too old and response timeout expired or query ID is invalid"
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class Refusal(Exception):
    """A Bot API error answer: HTTP status, full description and, for 429, the seconds to wait."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after


def bad_request(text: str) -> Refusal:
    """400 with Telegram's prefix and its rule that the first letter is lower case unless the word is a code."""
    is_code = len(text) > 1 and (text[1] == "_" or text[1].isupper())
    words = text if is_code else text[:1].lower() + text[1:]
    return Refusal(HTTPStatus.BAD_REQUEST, f"Bad Request: {words}")


def forbidden(text: str) -> Refusal:
    return Refusal(HTTPStatus.FORBIDDEN, f"Forbidden: {text}")


def conflict(text: str) -> Refusal:
    return Refusal(HTTPStatus.CONFLICT, f"Conflict: {text}")


def flood(retry_after: int) -> Refusal:
    """429; `retry_after` is in whole seconds and also stands in the description, as Telegram writes it."""
    text = f"Too Many Requests: retry after {retry_after}"
    return Refusal(HTTPStatus.TOO_MANY_REQUESTS, text, retry_after)


def unauthorized() -> Refusal:
    return Refusal(HTTPStatus.UNAUTHORIZED, "Unauthorized")


def too_large() -> Refusal:
    return Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Request Entity Too Large")


def unknown_method() -> Refusal:
    return Refusal(HTTPStatus.NOT_FOUND, "Not Found: method not found")
