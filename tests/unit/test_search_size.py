"""The index stays small when the catalogue grows tenfold (S6; its seconds are in the benchmark)."""

import gc
import tracemalloc

from benchmarks.search import grown
from core.catalog.search.building import build_index
from core.catalog.search.wording import read_wording
from tests.unit.search_pieces import shipped_content


def test_S6_an_index_of_2000_records_takes_at_most_30_megabytes():
    content = shipped_content()
    wording, documents = read_wording(content.texts), grown(content.documents, 2_000, apart=True)
    gc.collect()
    tracemalloc.start()
    try:
        index = build_index(documents, wording, content.forms)
        kept = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert len(index.numbers) == 2_000
    assert kept <= 30e6
