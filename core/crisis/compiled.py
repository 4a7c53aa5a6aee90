"""The compiled book of patterns in one file, so that a start reads numbers instead of compiling two thousand templates.

Words are packed arrays (`known.py`), the rest is JSON. `stamp` says of which texts the file was made: a file of other
texts is not used (`files.py`), so an edit of the patterns is never overlooked.

Promises: `parse` reads the same book that `dump` wrote, and takes nothing else for one.
"""

import json
from array import array
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from core.catalog.helplines import CrisisType
from core.crisis.known import KnownWords
from core.crisis.matching import HeardCalm, HeardSign, RecordIndex, SlotChain, SlotStep, SlotTemplate
from core.crisis.signals import Severity, Speaker
from core.crisis.vocabulary import GluedGroup, Vocabulary
from core.language.packed import Numbers, PackedBroken, dump, parse

R = TypeVar("R")

Json = Any
"""What `json` reads and writes."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """Signs, calm records, speakers and words, all in slots."""

    signs: RecordIndex[HeardSign]
    calm: RecordIndex[HeardCalm]
    speakers: Mapping[Speaker, tuple[SlotTemplate, ...]]
    vocabulary: Vocabulary

    def dump(self, stamp: str) -> bytes:
        """The book as bytes, the same for the same texts."""
        book = {
            "stamp": stamp,
            "signs": _index(self.signs),
            "calm": _index(self.calm),
            "speakers": {name: list(map(_template, templates)) for name, templates in self.speakers.items()},
            "vocabulary": _vocabulary(self.vocabulary),
        }
        text = json.dumps(book, ensure_ascii=False, default=sorted, separators=(",", ":"))
        marks = array("I", self.vocabulary.marks)
        return dump({"book": array("B", text.encode()), "marks": marks, **self.vocabulary.known.sections()})

    @classmethod
    def parse(cls, content: bytes, stamp: str) -> "Compiled | None":
        """The book that `dump` wrote; None if it was made of other texts or by another version."""
        try:
            sections = parse(content)
            book = json.loads(bytes(sections["book"]))
            return cls._of(book, sections) if book["stamp"] == stamp else None
        except (PackedBroken, KeyError, ValueError):
            return None

    @classmethod
    def _of(cls, book: Json, sections: Mapping[str, Numbers]) -> "Compiled":
        return cls(
            _read_index(book["signs"], _read_sign),
            _read_index(book["calm"], _read_calm),
            {Speaker(name): tuple(map(_read_template, kept)) for name, kept in book["speakers"].items()},
            _read_vocabulary(book["vocabulary"], sections),
        )


def _template(template: SlotTemplate) -> Json:
    return [
        template.window,
        *(
            [[[step.words, *step.slots] for step in chain] for chain in chains]
            for chains in (template.chains, template.absent)
        ),
    ]


def _read_template(kept: Json) -> SlotTemplate:
    window, chains, absent = kept
    return SlotTemplate(tuple(map(_read_chain, chains)), tuple(map(_read_chain, absent)), window)


def _read_chain(kept: Json) -> SlotChain:
    return tuple([SlotStep(tuple(slots), words) for words, *slots in kept])


def _index(index: RecordIndex[Any]) -> Json:
    return {
        "records": list(map(asdict, index.records)),
        "unless": [list(map(_template, templates)) for templates in index.unless],
        "when": [[number, _template(found)] for kept in index.by_anchor.values() for number, found in kept],
    }


def _read_index(kept: Json, read: Callable[[Json], R]) -> RecordIndex[R]:
    return RecordIndex.of(
        tuple(map(read, kept["records"])),
        tuple(tuple(map(_read_template, templates)) for templates in kept["unless"]),
        ((number, _read_template(found)) for number, found in kept["when"]),
    )


def _read_sign(kept: Json) -> HeardSign:
    return HeardSign(kept["id"], CrisisType(kept["type"]), kept["points"], Severity(kept["severity"]))


def _read_calm(kept: Json) -> HeardCalm:
    return HeardCalm(kept["id"], frozenset(map(CrisisType, kept["types"])), kept["points"])


def _vocabulary(vocabulary: Vocabulary) -> Json:
    return {
        "stems": vocabulary.stems,
        "numbers": vocabulary.numbers,
        "glued": [
            [first, second, group.group, *group.rest]
            for first, by_second in vocabulary.glued.items()
            for second, groups in by_second.items()
            for group in groups
        ],
        "negation": vocabulary.negation,
        "groups": vocabulary.groups,
    }


def _read_vocabulary(kept: Json, sections: Mapping[str, Numbers]) -> Vocabulary:
    glued: dict[int, dict[int, tuple[GluedGroup, ...]]] = {}
    for first, second, group, *rest in kept["glued"]:
        by_second = glued.setdefault(first, {})
        by_second[second] = (*by_second.get(second, ()), GluedGroup(group, tuple(rest)))
    return Vocabulary(
        known=KnownWords.parse(sections),
        stems={stem: tuple(slots) for stem, slots in kept["stems"].items()},
        numbers=tuple((low, high, slot) for low, high, slot in kept["numbers"]),
        glued=glued,
        longest_stem=max(map(len, kept["stems"]), default=0),
        negation=kept["negation"],
        marks=sections["marks"],
        groups=tuple(kept["groups"]),
    )
