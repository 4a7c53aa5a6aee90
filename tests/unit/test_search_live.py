"""An editor's change is found without a restart, and a broken one leaves the old index serving (S8)."""

from dataclasses import replace

from core.catalog.search.documents import SearchDocument
from core.catalog.search.live import LiveSearch, SearchContent, content_words, prepare
from core.catalog.search.wording import dangling, read_wording
from core.language.forms import FormTable
from core.language.inflecting import InflectingFailed
from tests.unit.search_pieces import shipped_content, shipped_index, small_content

PLAYROOM = SearchDocument("playroom", None, "Игровая комната для малышей", ("игровая",))
STABLE = SearchDocument("riding", None, "Занятия с лошадьми для особенных детей", ("иппотерапия", "лошади"))


def _edited(content: SearchContent, measure: str, synonym: str) -> SearchContent:
    documents = tuple(
        replace(document, synonyms=(*document.synonyms, synonym)) if document.id == measure else document
        for document in content.documents
    )
    return replace(content, documents=documents)


def test_S8_a_new_synonym_is_live_without_restart_in_every_form():
    live = LiveSearch(shipped_index())
    assert not live.search("загогулинами интересуемся").found
    renewal = live.renew(_edited(shipped_content(), "social-contract", "загогулина"))
    assert renewal.serves
    assert live.search("загогулинами интересуемся").hits[0].measure == "social-contract"


def test_S8_a_new_measure_is_live_without_restart():
    live = LiveSearch(prepare(small_content(PLAYROOM)))
    assert live.renew(small_content(PLAYROOM, STABLE)).serves
    assert live.search("занятие с лошадью").hits[0].measure == "riding"


def test_S8_broken_search_data_leaves_the_old_index_serving_and_lists_every_fault():
    live = LiveSearch(prepare(small_content(PLAYROOM)))
    before = live.index
    renewal = live.renew(
        small_content(PLAYROOM, groups="groups: {x: {words: 7}}", situations="situations: {s: {when: no}}")
    )
    assert not renewal.serves
    assert any("groups.yaml: x" in fault for fault in renewal.faults)
    assert any("situations.yaml: s" in fault for fault in renewal.faults)
    assert live.index is before
    assert live.search("игровая").hits[0].measure == "playroom"


def test_S8_unreadable_yaml_is_refused_with_its_file():
    live = LiveSearch(prepare(small_content(PLAYROOM)))
    renewal = live.renew(small_content(PLAYROOM, lexicon="measures: ["))
    assert [fault.startswith("lexicon.yaml") for fault in renewal.faults] == [True]
    assert live.search("игровая").found


def test_S8_when_forms_cannot_be_made_the_old_index_goes_on():
    def no_dictionary(words: frozenset[str]) -> FormTable:
        raise InflectingFailed("no dictionary on this machine")

    live = LiveSearch(shipped_index())
    renewal = live.renew(_edited(shipped_content(), "social-contract", "закорючка"), no_dictionary)
    assert renewal.faults == ("forms of new words: no dictionary on this machine",)
    assert live.search("соцконтракт").hits[0].measure == "social-contract"


def test_the_committed_forms_cover_the_committed_content_so_a_start_needs_no_morphology():
    content = shipped_content()
    assert not content.forms.missing(content_words(content.documents, read_wording(content.texts)))


def test_the_shipped_wording_speaks_only_of_measures_that_exist():
    content = shipped_content()
    measures = frozenset(document.id for document in content.documents)
    assert dangling(read_wording(content.texts), measures) == ()
