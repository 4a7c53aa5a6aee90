"""Loading an edition of the content from the data directory: catalogue, rules, search, crisis patterns, texts.

`prepare_edition` runs in a thread (word forms may be made in a short-lived process); a broken edition raises
`ContentBroken` with file, record and mend, and whoever asked keeps the edition it has.
"""

from pathlib import Path

from core.catalog.faults import CatalogueBroken
from core.catalog.files import load_catalogue
from core.catalog.search.files import open_index
from core.catalog.search.wording import WordingBroken
from core.content.edition import Edition
from core.crisis.files import load_detector
from core.crisis.patterns import PatternsBroken
from core.language.forms import FormsBroken
from core.language.inflecting import InflectingFailed
from core.texts import Texts, TextsBroken
from core.triage.evaluation import Matcher

SEARCH_INDEX = "search.index"
_BROKEN = (CatalogueBroken, WordingBroken, PatternsBroken, FormsBroken, InflectingFailed, OSError, UnicodeDecodeError)


class ContentBroken(Exception):
    """The content cannot be used; the message names file, record and mend."""


def prepare_edition(data_dir: Path, var_dir: Path) -> Edition:
    """The edition of `data_dir`, checked whole; what is slow to build is kept in `var_dir`. Raises `ContentBroken`."""
    if not data_dir.is_dir():
        raise ContentBroken(f"DATA_DIR: there is no directory {data_dir}")
    try:
        catalogue = load_catalogue(data_dir)
        return Edition(
            catalogue=catalogue,
            matcher=Matcher(catalogue.measures),
            search=open_index(catalogue, data_dir / "search", var_dir / SEARCH_INDEX),
            crisis=load_detector(data_dir / "crisis"),
            texts=load_texts(data_dir),
        )
    except _BROKEN as fault:
        raise ContentBroken(str(fault)) from fault


def load_texts(data_dir: Path, language: str = "ru") -> Texts:
    """Every Fluent file of a language. Raises `ContentBroken` with file and line."""
    files = sorted((data_dir / "texts" / language).glob("*.ftl"))
    try:
        return Texts((path.read_text(encoding="utf-8") for path in files), language)
    except TextsBroken as broken:
        where = f"{files[broken.source].relative_to(data_dir)} · строка {broken.line}"
        mend = "проверьте знак «=» и скобки { } около этой строки"
        raise ContentBroken(f"{where}: текст не читается: «{broken.begins}». Как исправить: {mend}") from None


def content_stamp(data_dir: Path) -> tuple[tuple[str, int, int], ...]:
    """What changes when any content file does: names, times and sizes."""
    files = sorted(path for path in data_dir.rglob("*") if path.suffix in (".yaml", ".ftl", ".txt"))
    return tuple((str(path), (stat := path.stat()).st_mtime_ns, stat.st_size) for path in files)
