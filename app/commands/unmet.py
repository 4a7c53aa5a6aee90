"""`ryadom catalog unmet`: what families looked for in vain, for whoever writes cards and synonyms.

Words and counts only: persons were masked before anything was kept (`core.content.unmet`).
"""

import argparse
import json
from datetime import timedelta
from typing import TYPE_CHECKING

from app.commands.staff import run_errand

if TYPE_CHECKING:
    from core.content.unmet import UnmetDemand
    from core.use_case import Store


def list_unmet(options: argparse.Namespace) -> int:
    """Print the most wanted first."""
    return run_errand(_read, options)


async def _read(store: "Store", options: argparse.Namespace) -> str:
    from core.content.unmet import ReadUnmet, read_unmet
    from core.use_case import System

    since = store.clock().date() - timedelta(days=options.days)
    query = ReadUnmet(since, options.limit, options.region)
    found = (await store.read(read_unmet, query, System("command line"))).entries
    if not found:
        return "За это время всё, что искали, нашлось."
    return "\n".join(_as_json(one) if options.json else _in_words(one) for one in found)


def _as_json(one: "UnmetDemand") -> str:
    row = {"words": one.words, "count": one.count, "last": one.last.isoformat(), "regions": one.regions}
    return json.dumps(row, ensure_ascii=False)


def _in_words(one: "UnmetDemand") -> str:
    regions = ", ".join(region or "регион не выбран" for region in one.regions)
    return f"{one.count:>5}  {one.words}  ({regions}; последний раз {one.last:%d.%m.%Y})"
