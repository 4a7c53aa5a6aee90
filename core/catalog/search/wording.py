"""How families speak, as data an editor can read and extend (`data/search/*.yaml`).

Promises: `read_wording` either returns everything or raises `WordingBroken` with *all* faults, each naming
file, record and what is wrong, so a half-read vocabulary never serves.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml


class WordingBroken(ValueError):
    """The search data cannot be used; `faults` says everything that is wrong with it."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class WordGroup:
    """Words that may stand for each other; `weight` says how well (1 would be the same word)."""

    words: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Situation:
    """«Муж ушёл, двое детей»: when every list of `when` is touched and none of `unless`, the measures are offered.

    A member of a list is one word or several that must all occur.
    """

    name: str
    when: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...]
    offer: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """Something people ask about that is not ours (passports, weather). `answer` may say who does it."""

    name: str
    answer: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything `data/search` says."""

    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups: tuple[WordGroup, ...] = ()
    rewrites: Mapping[str, str] = field(default_factory=dict)
    situations: tuple[Situation, ...] = ()
    topics: tuple[Topic, ...] = ()
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fillers: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()

    def texts(self) -> Iterator[str]:
        """Every text, for whoever prepares word forms."""
        for phrases in self.phrases.values():
            yield from phrases
        for group in self.groups:
            yield from group.words
        for short, full in self.rewrites.items():
            yield f"{short} {full}"
        for situation in self.situations:
            yield from (member for members in situation.when for member in members)
            yield from situation.unless
        for topic in self.topics:
            yield from topic.phrases
        for names in self.places.values():
            yield from names
        yield from self.fillers
        yield from self.everyday


def read_wording(texts: Mapping[str, str]) -> Wording:
    """Wording from {file name: YAML text}; files that are absent leave their part empty."""
    reader = _Reader(texts)
    wording = Wording(
        phrases=reader.phrases("lexicon.yaml"),
        groups=reader.groups("groups.yaml"),
        rewrites=reader.pairs("abbreviations.yaml"),
        situations=reader.situations("situations.yaml"),
        topics=reader.topics("elsewhere.yaml"),
        places=reader.lists("places.yaml"),
        fillers=reader.words("everyday.yaml", "fillers"),
        everyday=reader.words("everyday.yaml", "words"),
    )
    if reader.faults:
        raise WordingBroken(tuple(reader.faults))
    return wording


class _Reader:
    """Reads the parts and collects faults instead of stopping at the first."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.faults: list[str] = []
        self._files = {name: self._load(name, text) for name, text in texts.items()}

    def phrases(self, name: str) -> dict[str, tuple[str, ...]]:
        """Phrases by measure: those under its own id and those of the groups it belongs to."""
        found: dict[str, tuple[str, ...]] = dict(self._lists(name, self._part(name, "measures", {})))
        for group, record in self._records(name, "groups"):
            where = f"{name}: {group}"
            phrases = self._strings(where, record.get("phrases"))
            for measure in self._strings(where, record.get("measures")):
                found[measure] = (*found.get(measure, ()), *phrases)
        return found

    def groups(self, name: str) -> tuple[WordGroup, ...]:
        return tuple(
            WordGroup(
                self._strings(f"{name}: {key}", record.get("words")),
                self._weight(f"{name}: {key}", record.get("weight", 0.7)),
            )
            for key, record in self._records(name, "groups")
        )

    def situations(self, name: str) -> tuple[Situation, ...]:
        return tuple(
            self._situation(f"{name}: {key}", key, record) for key, record in self._records(name, "situations")
        )

    def _situation(self, where: str, name: str, record: Mapping[str, Any]) -> Situation:
        when = record.get("when")
        if not isinstance(when, list) or not when:
            self.faults.append(f"{where}: «when» must be a list of word lists")
            when = []
        offer = record.get("offer")
        if not isinstance(offer, dict) or not offer:
            self.faults.append(f"{where}: «offer» must name measures with weights")
            offer = {}
        return Situation(
            name=name,
            when=tuple(self._strings(where, members) for members in when),
            unless=self._strings(where, record.get("unless", [])),
            offer=tuple((str(measure), self._weight(where, weight)) for measure, weight in offer.items()),
        )

    def topics(self, name: str) -> tuple[Topic, ...]:
        return tuple(
            Topic(key, str(record.get("answer", "")), self._strings(f"{name}: {key}", record.get("phrases")))
            for key, record in self._records(name, "topics")
        )

    def lists(self, name: str) -> dict[str, tuple[str, ...]]:
        return dict(self._lists(name, self._files.get(name) or {}))

    def pairs(self, name: str) -> dict[str, str]:
        pairs = self._files.get(name) or {}
        if not isinstance(pairs, dict) or not all(isinstance(v, str) for v in pairs.values()):
            self.faults.append(f"{name}: every abbreviation needs its full words")
            return {}
        return {str(short): full for short, full in pairs.items()}

    def words(self, name: str, part: str) -> tuple[str, ...]:
        return self._strings(f"{name}: {part}", self._part(name, part, []))

    def _load(self, name: str, text: str) -> Any:
        try:
            return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
        except yaml.YAMLError as broken:
            self.faults.append(f"{name}: {broken}")
            return {}

    def _part(self, name: str, part: str, empty: Any) -> Any:
        content = self._files.get(name) or {}
        if not isinstance(content, dict):
            self.faults.append(f"{name}: expected named parts at the top")
            return empty
        return content.get(part, empty)

    def _records(self, name: str, part: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        records = self._part(name, part, {})
        if not isinstance(records, dict):
            self.faults.append(f"{name}: «{part}» must be named records")
            return
        for key, record in records.items():
            if isinstance(record, dict):
                yield str(key), record
            else:
                self.faults.append(f"{name}: {key}: expected fields, found {type(record).__name__}")

    def _lists(self, name: str, content: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
        if not isinstance(content, dict):
            self.faults.append(f"{name}: expected named lists")
            return
        for key, value in content.items():
            yield str(key), self._strings(f"{name}: {key}", value)

    def _strings(self, where: str, value: Any) -> tuple[str, ...]:
        """A list of texts, or one text whose words are the list."""
        if isinstance(value, str):
            return tuple(value.split())
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.faults.append(f"{where}: expected a list of texts")
        return ()

    def _weight(self, where: str, value: Any) -> float:
        if isinstance(value, int | float) and 0 < value <= 1:
            return float(value)
        self.faults.append(f"{where}: a weight lies between 0 and 1, found {value!r}")
        return 1.0


def dangling(wording: Wording, measures: frozenset[str]) -> tuple[str, ...]:
    """Measures the wording speaks of that the catalogue does not hold: harmless in service, a fault for lint."""
    spoken = dict.fromkeys(wording.phrases, "lexicon.yaml")
    spoken |= {measure: f"situations.yaml: {s.name}" for s in wording.situations for measure, _ in s.offer}
    return tuple(
        f"{where}: no measure {measure}" for measure, where in sorted(spoken.items()) if measure not in measures
    )
