"""The shipped index, built once for all search tests, and the queries it is judged by."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from core.catalog.files import load_catalogue
from core.catalog.search.documents import SearchDocument
from core.catalog.search.files import read_search_content
from core.catalog.search.index import SearchIndex
from core.catalog.search.live import SearchContent, prepare
from core.language.forms import FormTable

EVAL = Path(__file__).parents[1] / "eval"


@cache
def shipped_content() -> SearchContent:
    return read_search_content(load_catalogue())


@cache
def shipped_index() -> SearchIndex:
    return prepare(shipped_content())


def queries(name: str) -> list[dict[str, Any]]:
    """Queries of `tests/eval`: {id, q, region, expect, kind}; an empty `expect` is out of scope."""
    return yaml.safe_load((EVAL / f"{name}.yaml").read_text(encoding="utf-8"))


def small_content(*documents: SearchDocument, **files: str) -> SearchContent:
    """A content of a few records and no data but the given files (`groups="..."` is groups.yaml)."""
    return SearchContent(documents, {f"{name}.yaml": text for name, text in files.items()}, FormTable.of(()))
