"""The index that serves, and how it is replaced while families go on asking.

A rebuild happens beside the running index and takes its place by one assignment, so no query ever meets
half an index. If the new content cannot be read or its words cannot be inflected, the old index goes on and
the caller learns why.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from core.catalog.search.answers import SearchAnswer
from core.catalog.search.building import build_index
from core.catalog.search.documents import SearchDocument
from core.catalog.search.engine import DEFAULT_LIMIT, search
from core.catalog.search.index import SearchIndex
from core.catalog.search.wording import Wording, WordingBroken, read_wording
from core.language.forms import FormTable
from core.language.inflecting import InflectingFailed, inflect_apart
from core.language.plain import plain
from core.language.words import words

Inflect = Callable[[frozenset[str]], FormTable]


@dataclass(frozen=True, slots=True)
class SearchContent:
    """What an index is built from; `texts` are the files of `data/search` by name."""

    documents: tuple[SearchDocument, ...]
    texts: Mapping[str, str]
    forms: FormTable


@dataclass(frozen=True, slots=True)
class Renewal:
    """What came of a new edition: `faults` is empty when it serves now, else the old index goes on."""

    faults: tuple[str, ...] = ()

    @property
    def serves(self) -> bool:
        return not self.faults


class LiveSearch:
    """The search of a running process. Queries may come from any thread; renewals come one at a time."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index

    @property
    def index(self) -> SearchIndex:
        return self._index

    def search(self, text: str, region: str | None = None, limit: int = DEFAULT_LIMIT) -> SearchAnswer:
        """As `engine.search`, by the index of this moment."""
        return search(text, self._index, region, limit)

    def renew(self, content: SearchContent, inflect: Inflect = inflect_apart) -> Renewal:
        """Builds an index of the new content and serves it, or keeps the old one and says what is wrong."""
        try:
            self._index = prepare(content, inflect)
        except WordingBroken as broken:
            return Renewal(broken.faults)
        except InflectingFailed as failed:
            return Renewal((f"forms of new words: {failed}",))
        return Renewal()


def prepare(content: SearchContent, inflect: Inflect = inflect_apart) -> SearchIndex:
    """An index of the content; words the table of forms lacks are inflected first.

    Raises:
        WordingBroken: the search data has faults, all of them listed.
        InflectingFailed: forms of new words could not be made.
    """
    wording = read_wording(content.texts)
    strange = content.forms.missing(content_words(content.documents, wording))
    forms = content.forms.joined(inflect(strange)) if strange else content.forms
    return build_index(content.documents, wording, forms)


def content_words(documents: Iterable[SearchDocument], wording: Wording) -> frozenset[str]:
    """Every word of documents and wording, plain."""
    texts = [text for document in documents for text in _texts(document)] + list(wording.texts())
    return frozenset(word for text in texts for word in words(plain(text)))


def _texts(document: SearchDocument) -> tuple[str, ...]:
    return (document.title, document.summary, document.who, *document.synonyms)
