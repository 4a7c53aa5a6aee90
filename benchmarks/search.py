"""Search: quality by kind of query, speed and size, beside the usual peers on the same texts in the same run.

Quality is hit@1 / hit@5 on `tests/eval`: the development set, our own queries, our held-out third, which was not
read while tuning, and a fresh set by somebody who knew only the titles. Times are CPU milliseconds of one thread, the
best of five passes, percentiles across queries; PostgreSQL works in another process, so its times are by the wall
clock. The machine decides the absolute figures, so read the ratios.
"""

import gc
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from benchmarks.search_peers import PEERS, Ask, PeerMissing, texts_of
from core.catalog.files import load_catalogue
from core.catalog.search.building import build_index
from core.catalog.search.documents import SearchDocument
from core.catalog.search.engine import search
from core.catalog.search.files import read_search_content
from core.catalog.search.index import SearchIndex
from core.catalog.search.live import SearchContent
from core.catalog.search.wording import Wording, read_wording

EVAL = Path(__file__).parents[1] / "tests" / "eval"
SETS = ("search_dev", "search_own", "search_held_out", "search_fresh", "search_blind")
SIZES = (180, 2_000, 20_000)
SLOW_MILLISECONDS = 20.0
SLOW_QUERIES = 12
OURS = "ours"
OUR_OWN_REGION = "ours, own region only"

AUDIENCES = ("студентам", "медикам", "учителям", "в деревне", "на севере", "военным", "молодым", "в городе")


@dataclass(frozen=True, slots=True)
class Latency:
    """Percentiles across queries, in milliseconds."""

    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Latency":
        ordered = sorted(seconds)
        at = (ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1e3 for share in (0.5, 0.95, 0.99))
        return cls(*at)

    def __str__(self) -> str:
        return f"{self.p50:9.3f} {self.p95:9.3f} {self.p99:9.3f}"


def main() -> None:
    content = read_search_content(load_catalogue())
    wording = read_wording(content.texts)
    quality(content, wording)
    for size in SIZES:
        speed(size, content, wording)


def queries(name: str) -> list[dict[str, Any]]:
    return yaml.safe_load((EVAL / f"{name}.yaml").read_text(encoding="utf-8"))


def quality(content: SearchContent, wording: Wording) -> None:
    """Ours by kind, with what was refused; then every peer in one line."""
    index = build_index(content.documents, wording, content.forms)
    for name in SETS:
        print(f"\nQuality, {name}: kind, queries, hit@1, hit@5, answered «не нашли»")
        for kind, counts in by_kind(name, index).items():
            total, first, five, refused = counts
            print(f"  {kind:16} {total:4} {first / total:6.3f} {five / total:6.3f} {refused / total:6.3f}")
    print("\nPeers on the 180 measures, hit@1 / hit@5 over real questions:")
    texts = texts_of(content.documents, wording)
    engines = {OURS: partial(asked, index)} | dict(available(texts, talk=True))
    for peer, ask in engines.items():
        shares = (f"{name.removeprefix('search_')} {hits(name, ask)}" for name in SETS)
        print(f"  {peer:24} " + "   ".join(shares))


def by_kind(name: str, index: SearchIndex) -> dict[str, list[int]]:
    """Kind -> queries, right at first, right in five, refused; the sum of real questions last."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for query in queries(name):
        answer = search(query["q"], index, query["region"])
        found, expected = [hit.measure for hit in answer.hits], set(query["expect"])
        row = [1, bool(expected & set(found[:1])), bool(expected & set(found)), not answer.found]
        for kind in (query["kind"], *(["all real"] if expected else [])):
            counts[kind] = [old + new for old, new in zip(counts[kind], row, strict=True)]
    return dict(sorted(counts.items(), key=lambda pair: pair[0] == "all real"))


def hits(name: str, ask: Ask) -> str:
    real = [query for query in queries(name) if query["expect"]]
    found = [(set(query["expect"]), ask(query["q"], query["region"])) for query in real]
    first = sum(bool(expected & set(ids[:1])) for expected, ids in found)
    five = sum(bool(expected & set(ids[:5])) for expected, ids in found)
    return f"{first / len(real):.3f} / {five / len(real):.3f}"


def available(texts: Sequence[Any], talk: bool) -> Iterator[tuple[str, Ask]]:
    for name, build in PEERS.items():
        try:
            yield name, build(texts)
        except PeerMissing as missing:
            if talk:
                print(f"  {name:24} left out: {missing}")


def asked(index: SearchIndex, query: str, region: str | None) -> list[str]:
    return [hit.measure for hit in search(query, index, region).hits]


def speed(size: int, content: SearchContent, wording: Wording) -> None:
    """All engines with every record visible, and ours as in service, where a family sees one region."""
    texts = [query["q"] for name in SETS[:2] for query in queries(name)]
    spread = grown(content.documents, size, apart=True)
    together = grown(content.documents, size, apart=False)
    index, seconds, megabytes = measured_build(lambda: build_index(spread, wording, content.forms))
    print(f"\n{size} records: index in {seconds:.2f} s, {megabytes:.1f} MB. CPU ms per query: p50, p95, p99")
    print(f"  {OUR_OWN_REGION:24} {latency(partial(asked, index), texts, ('LEN', 'R03'))}")
    del index
    index = build_index(together, wording, content.forms)
    ours = latency(partial(asked, index), texts, (None,))
    print(f"  {OURS:24} {ours}")
    for name, ask in available(texts_of(together, wording), talk=False):
        clock = time.perf_counter if "Postgre" in name else time.thread_time
        peer = latency(ask, texts, (None,), clock)
        print(f"  {name:24} {peer}   p99 {peer.p99 / ours.p99:.1f} times ours")


def measured_build(build: Callable[[], SearchIndex]) -> tuple[SearchIndex, float, float]:
    """The index, CPU seconds of one build and what it keeps, in MB (10^6), of a second one."""
    started = time.thread_time()
    index = build()
    seconds = time.thread_time() - started
    del index
    gc.collect()
    tracemalloc.start()
    index = build()
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return index, seconds, kept / 1e6


def latency(
    ask: Ask,
    texts: Sequence[str],
    regions: Sequence[str | None],
    clock: Callable[[], float] = time.thread_time,
) -> Latency:
    """Best of five passes for each query; engines too slow for that get a few queries once."""
    gc.collect()
    gc.freeze()
    trial = min(timed(ask, text, regions[0], clock) for text in texts[:3])
    slow = trial * 1e3 > SLOW_MILLISECONDS
    chosen = texts[:: len(texts) // SLOW_QUERIES] if slow else texts
    best = [
        min(timed(ask, text, regions[place % len(regions)], clock) for _ in range(1 if slow else 5))
        for place, text in enumerate(chosen)
    ]
    gc.unfreeze()
    return Latency.of(best)


def timed(ask: Ask, text: str, region: str | None, clock: Callable[[], float]) -> float:
    started = clock()
    ask(text, region)
    return clock() - started


def grown(documents: Sequence[SearchDocument], size: int, apart: bool) -> list[SearchDocument]:
    """The catalogue grown by its own regional measures for further regions and audiences.

    `apart` gives each copy to one of 84 further regions, as they would be; otherwise everybody sees all of them.
    """
    regional = [document for document in documents if document.region]
    records = list(documents) if apart else [replace(document, region=None) for document in documents]
    for number in range(size - len(records)):
        pattern, turn = regional[number % len(regional)], number // len(regional)
        audience = AUDIENCES[(number * 7 + turn) % len(AUDIENCES)]
        records.append(
            replace(
                pattern,
                id=f"{pattern.id}-{number}",
                region=f"R{turn % 84:02}" if apart else None,
                title=f"{pattern.title} {audience}",
                synonyms=tuple(f"{synonym} {audience}" for synonym in pattern.synonyms[:4]) + pattern.synonyms[4:],
            )
        )
    return records
