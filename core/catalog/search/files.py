"""The thin edge that reads `data/search` from disk.

`python -m core.catalog.search.files` renews the committed table of word forms after content has changed;
without it the words are inflected at every start, which is slower and otherwise the same.
"""

from pathlib import Path

from core.catalog.files import load_catalogue
from core.catalog.search.documents import documents_of
from core.catalog.search.live import SearchContent, content_words
from core.catalog.search.wording import read_wording
from core.catalog.snapshot import Catalogue
from core.language.forms import FormTable
from core.language.inflecting import inflect_apart

DIRECTORY = Path(__file__).resolve().parents[3] / "data" / "search"
FORMS_FILE = "forms.txt"


def read_search_content(catalogue: Catalogue, directory: Path = DIRECTORY) -> SearchContent:
    """The content of an index: a catalogue and the search data of a directory.

    Raises:
        OSError, UnicodeDecodeError: a file cannot be read as UTF-8.
        FormsBroken: the table of forms cannot be read.
    """
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(directory.glob("*.yaml"))}
    return SearchContent(documents_of(catalogue.measures), texts, _forms(directory))


def _forms(directory: Path) -> FormTable:
    path = directory / FORMS_FILE
    return FormTable.parse(path.read_text(encoding="utf-8")) if path.exists() else FormTable.of(())


def renew_forms(directory: Path = DIRECTORY) -> int:
    """Writes the table of forms for the words of today's content; returns how many words it covers."""
    content = read_search_content(load_catalogue(), directory)
    covered = FormTable.of(()).missing(content_words(content.documents, read_wording(content.texts)))
    table = inflect_apart(covered, timeout_seconds=300)
    (directory / FORMS_FILE).write_text(table.dump(), encoding="utf-8")
    return len(covered)


if __name__ == "__main__":
    renew_forms()
