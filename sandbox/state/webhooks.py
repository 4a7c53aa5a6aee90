"""Where a bot wants its updates pushed, and what went wrong with it last."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_CONNECTIONS = 40


@dataclass(slots=True)
class Webhook:
    """`url` empty means polling. `last_error_date` is Unix seconds."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = DEFAULT_CONNECTIONS
    last_error_date: int | None = None
    last_error_message: str | None = None
    generation: int = 0
