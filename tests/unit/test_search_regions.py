"""A family finds federal measures and those of its own region, whatever it writes (S4)."""

from hypothesis import given
from hypothesis import strategies as st

from core.catalog.files import load_catalogue
from core.catalog.search.engine import search
from tests.unit.search_pieces import queries, shipped_content, shipped_index

REGION_OF = {document.id: document.region for document in shipped_content().documents}
REGIONS = [None, *(region.code for region in load_catalogue().regions)]
SAID = [query["q"] for name in ("search_dev", "search_own") for query in queries(name)]
SAID += [text for document in shipped_content().documents for text in (document.title, *document.synonyms)]


@given(text=st.sampled_from(SAID), region=st.sampled_from(REGIONS))
def test_S4_a_measure_of_another_region_never_appears(text, region):
    answer = search(text, shipped_index(), region, limit=50)
    assert {REGION_OF[hit.measure] for hit in answer.hits} <= {None, region}


def test_S4_the_title_of_every_regional_measure_finds_it_at_home_and_nowhere_else():
    for document in shipped_content().documents:
        if document.region is None:
            continue
        for region in {other.region for other in shipped_content().documents}:
            found = {hit.measure for hit in search(document.title, shipped_index(), region, limit=50).hits}
            assert (document.id in found) == (region == document.region), (document.id, region)


def test_a_family_that_names_its_town_sees_the_measure_of_its_region_first():
    answer = search("ачинск трое детей земля под дом", shipped_index(), "KYA")
    assert REGION_OF[answer.hits[0].measure] == "KYA"


def test_the_town_of_another_region_changes_nothing():
    named = search("магнитогорск путёвка в лагерь", shipped_index(), "LEN").hits
    plain = search("путёвка в лагерь", shipped_index(), "LEN").hits
    assert named[0].measure == plain[0].measure
