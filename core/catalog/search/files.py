"""The thin edge that reads `data/search` from disk.

`python -m core.catalog.search.files` renews the committed table of word forms after content has changed;
without it the words are inflected at every start, which is slower and otherwise the same.
"""

from pathlib import Path

from core.catalog.files import load_catalogue
from core.catalog.search.documents import documents_of
from core.catalog.search.index import SearchIndex
from core.catalog.search.keeping import keep_index, kept_index, stamp_of
from core.catalog.search.live import SearchContent, content_words, prepare
from core.catalog.search.wording import read_wording
from core.catalog.snapshot import Catalogue
from core.language.forms import FormTable
from core.language.inflecting import inflect_apart

DIRECTORY = Path(__file__).resolve().parents[3] / "data" / "search"
FORMS_FILE = "forms.txt"


def open_index(catalogue: Catalogue, directory: Path = DIRECTORY, kept: Path | None = None) -> SearchIndex:
    """The index of today's content: the one in the file `kept`, if it was made of this content, else a new one, which
    is kept there.

    Raises:
        OSError, UnicodeDecodeError: a file cannot be read as UTF-8.
        FormsBroken, WordingBroken, InflectingFailed: the content cannot be used.
    """
    if kept is None:
        return prepare(read_search_content(catalogue, directory))
    documents = documents_of(catalogue.measures)
    stamp = stamp_of((repr(documents).encode(), *(path.read_bytes() for path in _files(directory))))
    index = kept_index(kept, stamp)
    if index is None:
        index = prepare(read_search_content(catalogue, directory))
        keep_index(kept, stamp, index)
    return index


def read_search_content(catalogue: Catalogue, directory: Path = DIRECTORY) -> SearchContent:
    """The content of an index: a catalogue and the search data of a directory.

    Raises:
        OSError, UnicodeDecodeError: a file cannot be read as UTF-8.
        FormsBroken: the table of forms cannot be read.
    """
    texts = {path.name: path.read_text(encoding="utf-8") for path in _files(directory)}
    forms = texts.pop(FORMS_FILE, None)
    return SearchContent(documents_of(catalogue.measures), texts, FormTable.parse(forms) if forms else FormTable.of(()))


def _files(directory: Path) -> list[Path]:
    return [path for path in sorted(directory.iterdir()) if path.suffix == ".yaml" or path.name == FORMS_FILE]


def renew_forms(directory: Path = DIRECTORY) -> int:
    """Writes the table of forms for the words of today's content; returns how many words it covers."""
    content = read_search_content(load_catalogue(), directory)
    covered = FormTable.of(()).missing(content_words(content.documents, read_wording(content.texts)))
    table = inflect_apart(covered, timeout_seconds=300)
    (directory / FORMS_FILE).write_text(table.dump(), encoding="utf-8")
    return len(covered)


if __name__ == "__main__":
    renew_forms()
