"""What families would get from the usual ways to search the same texts: the measure our engine is held against.

Every peer indexes the same titles, synonyms, everyday phrases and summaries and answers with record ids,
best first. A peer that is not installed or not reachable says why and is left out.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from rapidfuzz import fuzz, process

from core.catalog.search.documents import SearchDocument
from core.catalog.search.wording import Wording
from core.language.layout import in_russian_layout
from core.language.plain import plain
from core.language.translit import in_russian_letters
from core.language.words import words

LIMIT = 5
_FIELDS = ["phrases", "summary"]
_FEDERAL = "none"
_POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")

Ask = Callable[[str, str | None], Sequence[str]]


class PeerMissing(Exception):
    """The peer cannot run here; the message says why."""


@dataclass(frozen=True, slots=True)
class Text:
    """A record as every peer sees it."""

    id: str
    region: str | None
    phrases: tuple[str, ...]
    summary: str


def texts_of(documents: Iterable[SearchDocument], wording: Wording) -> list[Text]:
    """The same texts our engine indexes."""
    return [Text(d.id, d.region, (d.title, *d.synonyms, *wording.phrases.get(d.id, ())), d.summary) for d in documents]


def wratio(texts: Sequence[Text]) -> Ask:
    """Plain rapidfuzz over every phrase, the obvious implementation."""
    owners = [text for text in texts for _ in text.phrases]
    phrases = [phrase.lower() for text in texts for phrase in text.phrases]

    def ask(query: str, region: str | None) -> list[str]:
        best = process.extract(query.lower(), phrases, scorer=fuzz.WRatio, limit=100)
        visible = (owners[place] for _, _, place in best if owners[place].region in (None, region))
        return list(dict.fromkeys(text.id for text in visible))[:LIMIT]

    return ask


def fts5_words(texts: Sequence[Text]) -> Ask:
    """SQLite full text, words cut to their first letters as its stand-in for Russian forms."""
    return _fts5(texts, "unicode61", lambda query: " OR ".join(f'"{word[:5]}"*' for word in words(plain(query))))


def fts5_trigrams(texts: Sequence[Text]) -> Ask:
    """SQLite full text over trigrams, any of them enough."""

    def any_trigram(query: str) -> str:
        bare = " ".join(words(plain(query)))
        return " OR ".join(f'"{bare[at : at + 3]}"' for at in range(len(bare) - 2))

    return _fts5(texts, "trigram", any_trigram)


def _fts5(texts: Sequence[Text], tokenizer: str, expression: Callable[[str], str]) -> Ask:
    database = sqlite3.connect(":memory:")
    database.execute(
        f"CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, region UNINDEXED, phrases, summary, tokenize='{tokenizer}')"
    )
    rows = ((t.id, t.region, plain(" . ".join(t.phrases)), plain(t.summary)) for t in texts)
    database.executemany("INSERT INTO t VALUES (?, ?, ?, ?)", rows)

    def ask(query: str, region: str | None) -> list[str]:
        match = expression(query)
        if not match:
            return []
        found = database.execute(
            "SELECT id FROM t WHERE t MATCH ? AND (region IS NULL OR region = ?) ORDER BY bm25(t, 0, 0, 3, 1) LIMIT ?",
            (match, region, LIMIT),
        )
        return [row[0] for row in found]

    return ask


class Tantivy:
    """tantivy with its Russian stemmer and both readings of Latin letters."""

    def __init__(self, texts: Sequence[Text]) -> None:
        try:
            import tantivy
        except ImportError as absent:
            raise PeerMissing("tantivy is not installed (pip install tantivy)") from absent
        self._tantivy = tantivy
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw")
        schema.add_text_field("region", stored=True, tokenizer_name="raw")
        for name in _FIELDS:
            schema.add_text_field(name, tokenizer_name="russian")
        self._schema = schema.build()
        self._index = tantivy.Index(self._schema)
        stemmed = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
        self._index.register_tokenizer("russian", stemmed.filter(tantivy.Filter.stemmer("russian")).build())
        writer = self._index.writer(num_threads=1)
        for text in texts:
            said = {"phrases": plain(" . ".join(text.phrases)), "summary": plain(text.summary)}
            writer.add_document(tantivy.Document(id=text.id, region=text.region or _FEDERAL, **said))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def _best(self, query: str, distance: int, limit: int, within: Callable[[Any], Any]) -> list[tuple[str, str]]:
        """(id, region) of the best records for all readings of the query together."""
        fuzzy = dict.fromkeys(_FIELDS, (True, distance, True)) if distance else {}
        best: dict[tuple[str, str], float] = {}
        for reading in _readings(plain(query)):
            parsed = within(self._index.parse_query(reading, _FIELDS, fuzzy_fields=fuzzy))
            for score, address in self._searcher.search(parsed, limit).hits:
                document = self._searcher.doc(address)
                found = (document["id"][0], document["region"][0])
                best[found] = max(score, best.get(found, 0.0))
        return sorted(best, key=best.__getitem__, reverse=True)

    def sifted(self, query: str, region: str | None, distance: int = 0) -> list[str]:
        """The best fifty, of which the family sees those of its region: others may have crowded them out."""
        found = self._best(query, distance, 50, lambda parsed: parsed)
        return [id_ for id_, where in found if where in (_FEDERAL, region)][:LIMIT]

    def within_region(self, query: str, region: str | None) -> list[str]:
        """Only records the family may see are looked at: the same promise as ours."""
        tantivy = self._tantivy
        seen = tantivy.Query.term_set_query(self._schema, "region", [_FEDERAL, *([region] if region else [])])
        must = (tantivy.Occur.Must, tantivy.Query.const_score_query(seen, 0.0))
        found = self._best(query, 0, LIMIT, lambda q: tantivy.Query.boolean_query([(tantivy.Occur.Must, q), must]))
        return [id_ for id_, _ in found][:LIMIT]

    def blind(self, query: str, region: str | None) -> list[str]:
        """The best five of all regions, the least it can do: a family would be shown what it has no right to."""
        return [id_ for id_, _ in self._best(query, 0, LIMIT, lambda parsed: parsed)][:LIMIT]


def _readings(bare: str) -> Iterator[str]:
    """What a peer without our reading of keyboards needs to stand a chance: Latin text in both ways."""
    latin = any("a" <= letter <= "z" for letter in bare)
    readings = (in_russian_layout(bare), in_russian_letters(bare)) if latin else (bare,)
    for reading in readings:
        if found := words(reading):
            yield " ".join(found)


def postgres(texts: Sequence[Text]) -> Ask:
    """PostgreSQL: Russian full text and pg_trgm together."""
    import psycopg

    try:
        connection = psycopg.connect(_POSTGRES.replace("+psycopg", ""), connect_timeout=2, autocommit=True)
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except psycopg.Error as unreachable:
        reason = str(unreachable).strip().splitlines()[0]
        raise PeerMissing(f"PostgreSQL with pg_trgm is not reachable: {reason}") from unreachable
    connection.execute("CREATE TEMP TABLE t (id text, region text, body text, v tsvector)")
    rows = [(t.id, t.region, body := plain(" . ".join(t.phrases) + " " + t.summary), body) for t in texts]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO t VALUES (%s, %s, %s, to_tsvector('russian', %s))", rows)
    connection.execute("CREATE INDEX ON t USING gin (v)")
    connection.execute("CREATE INDEX ON t USING gin (body gin_trgm_ops)")

    def ask(query: str, region: str | None) -> list[str]:
        bare = plain(query)
        found = connection.execute(
            """SELECT id FROM t, to_tsquery('russian', %s) q
               WHERE (region IS NULL OR region = %s) AND (v @@ q OR %s <%% body)
               ORDER BY ts_rank(v, q) + word_similarity(%s, body) DESC LIMIT %s""",
            (" | ".join(words(bare)) or "нет", region, bare, bare, LIMIT),
        )
        return [row[0] for row in found]

    return ask


PEERS: dict[str, Callable[[Sequence[Text]], Ask]] = {
    "rapidfuzz WRatio": wratio,
    "SQLite FTS5, words": fts5_words,
    "SQLite FTS5, trigrams": fts5_trigrams,
    "tantivy, own region": lambda texts: Tantivy(texts).within_region,
    "tantivy, sifted": lambda texts: Tantivy(texts).sifted,
    "tantivy, any region": lambda texts: Tantivy(texts).blind,
    "tantivy, fuzzy, sifted": lambda texts: partial(Tantivy(texts).sifted, distance=1),
    "PostgreSQL + pg_trgm": postgres,
}
