"""Structured logs without personal data: ids and kinds of faults, never texts, names, phones or tokens.

Third-party loggers are kept at WARNING, and what they say passes the same filter that blanks anything that looks like
a token, a phone or an address of a messenger user.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_SECRET = re.compile(r"\d{6,}:[A-Za-z0-9_-]{20,}")
_PHONE = re.compile(r"(?<!\d)(?:\+7|8)[\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}(?!\d)")


def blank(value: str) -> str:
    """`value` without tokens and phone numbers."""
    return _PHONE.sub("[phone]", _SECRET.sub("[token]", value))


def _blanking(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: blank(value) if isinstance(value, str) else value for key, value in event.items()}


def configure_logs(log_format: str) -> None:
    """Send structlog and the standard library through one renderer to standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=_place_only)
    )
    structlog.configure(
        processors=[*shared, _blanking, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, _blanking],
            processors=[_fault_without_words, structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for noisy in ("aiogram", "aiogram_dialog", "aiohttp", "apscheduler", "alembic", "sqlalchemy", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _fault_without_words(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Tracebacks end in messages that quote what people wrote: keep the kind and the place only."""
    fault = event.pop("exc_info", None)
    if fault:
        kind, _error, trace = fault if isinstance(fault, tuple) else sys.exc_info()
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
        event["fault"] = f"{getattr(kind, '__name__', kind)} at {place}"
    return event


def _place_only(_stream: object, _fault: object) -> None:
    return None
