"""Loading an edition of the content from the data directory: catalogue, rules, search, crisis patterns, texts.

What reads and checks the files is imported when they are read: a start that finds its content kept does without (P6).
`prepare_edition` runs in a thread (word forms may be made in a short-lived process); a broken edition raises
`ContentBroken` with file, record and mend, and whoever asked keeps the edition it has.
"""

from pathlib import Path

from app.kept_edition import Keeper, Prepared
from core.catalog.faults import CatalogueBroken
from core.catalog.search.wording import WordingBroken
from core.content.edition import Edition
from core.crisis.files import load_detector
from core.crisis.patterns import PatternsBroken
from core.language.forms import FormsBroken
from core.language.inflecting import InflectingFailed
from core.texts import Texts, TextsBroken
from core.triage.evaluation import Matcher

_BROKEN = (CatalogueBroken, WordingBroken, PatternsBroken, FormsBroken, InflectingFailed, OSError, UnicodeDecodeError)


class ContentBroken(Exception):
    """The content cannot be used; the message names file, record and mend."""


def prepare_edition(data_dir: Path, keeper: Keeper | None = None) -> Edition:
    """The edition of `data_dir`, checked whole; from what `keeper` kept, if nothing changed. Raises `ContentBroken`."""
    if not data_dir.is_dir():
        raise ContentBroken(f"DATA_DIR: there is no directory {data_dir}")
    try:
        ready = keeper.get(data_dir, _prepare) if keeper else _prepare(data_dir)
        return Edition(
            catalogue=ready.catalogue,
            matcher=Matcher(ready.catalogue.measures),
            search=ready.search,
            crisis=load_detector(data_dir / "crisis"),
            texts=ready.texts,
        )
    except _BROKEN as fault:
        raise ContentBroken(str(fault)) from fault


def _prepare(data_dir: Path) -> Prepared:
    from core.catalog.files import load_catalogue
    from core.catalog.search.files import read_search_content
    from core.catalog.search.live import prepare

    catalogue = load_catalogue(data_dir)
    search = prepare(read_search_content(catalogue, data_dir / "search"))
    return Prepared(catalogue, search, load_texts(data_dir))


def load_texts(data_dir: Path, language: str = "ru") -> Texts:
    """Every Fluent file of a language. Raises `ContentBroken` with file and line."""
    files = sorted((data_dir / "texts" / language).glob("*.ftl"))
    try:
        return Texts((path.read_text(encoding="utf-8") for path in files), language)
    except TextsBroken as broken:
        where = f"{files[broken.source].relative_to(data_dir)} · строка {broken.line}"
        mend = "проверьте знак «=» и скобки { } около этой строки"
        raise ContentBroken(f"{where}: текст не читается: «{broken.begins}». Как исправить: {mend}") from None
