"""What the files `data/crisis/patterns*.yaml` say, read strictly and completely.

A file is written by a psychologist, so a fault is named in Russian with its file and record, and a file with a fault
is refused whole. Three kinds of records:

- `groups`: a name in capitals and the words it stands for; known to every file.
- `signs` (in a file with `type`): ways to say it, with points. Points of different signs of one type add up,
  and `ALARM` of them are a signal.
- `calm`: what speaks against danger (a joke, a film, a benefit question, «уже прошло»); its points are taken off.

Pure: takes the texts of the files, not their names on a disk.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.catalog.helplines import CrisisType
from core.crisis.signals import Severity, Speaker
from core.crisis.templates import NEGATION, Phrase, Step, Template, TemplateBroken, parse_step, parse_template

ALARM = 4
"""Points that make a signal. One open sign has 4 or more, a hint has 2 or 3."""

_FILE_KEYS = frozenset({"type", "groups", "signs", "calm", "speakers"})
_SIGN_KEYS = frozenset({"id", "why", "points", "severity", "when", "unless"})
_CALM_KEYS = frozenset({"id", "why", "points", "types", "when", "unless"})


class PatternsBroken(ValueError):
    """The patterns cannot be used; the message is for the person who edits them."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One recognisable way to speak of danger. `why` is shown to curators."""

    id: str
    type: CrisisType
    why: str
    points: int
    severity: Severity
    when: tuple[Template, ...]
    unless: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Calm:
    """One recognisable way in which dangerous words are not danger; `types` it speaks about."""

    id: str
    types: frozenset[CrisisType]
    points: int
    when: tuple[Template, ...]
    unless: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class PatternBook:
    """Everything the files say. Group words keep the notation of templates."""

    groups: Mapping[str, tuple[Phrase, ...]]
    signs: tuple[Sign, ...]
    calm: tuple[Calm, ...]
    speakers: Mapping[Speaker, tuple[Template, ...]]

    @property
    def templates(self) -> tuple[Template, ...]:
        """Every template of the book."""
        records: tuple[Sign | Calm, ...] = (*self.signs, *self.calm)
        of_records = (template for record in records for template in record.when + record.unless)
        return (*of_records, *(template for templates in self.speakers.values() for template in templates))


def read_patterns(files: Mapping[str, str]) -> PatternBook:
    """The book of all files (name -> text); PatternsBroken names the file and the record at fault."""
    groups: dict[str, tuple[Phrase, ...]] = {}
    signs: list[Sign] = []
    calm: list[Calm] = []
    speakers: dict[Speaker, tuple[Template, ...]] = {}
    for name, text in sorted(files.items()):
        content = _content(name, text)
        for group, words in content.get("groups", {}).items():
            if group in groups:
                raise PatternsBroken(f"{name}: группа {group} уже описана")
            groups[group] = _phrases(f"{name}: группа {group}", words)
        signs += _signs(name, content)
        calm += (_calm(name, record) for record in content.get("calm", ()))
        for speaker, texts in content.get("speakers", {}).items():
            speakers[Speaker(speaker)] = _templates(f"{name}: {speaker}", texts)
    book = PatternBook(groups, tuple(signs), tuple(calm), speakers)
    _check(book)
    return book


def _content(name: str, text: str) -> dict[str, Any]:
    import yaml  # costs as much as the whole start of a detector that is already compiled

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        content = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader either way
    except yaml.YAMLError as broken:
        raise PatternsBroken(f"{name}: это не YAML: {broken}") from broken
    if not isinstance(content, dict) or content.keys() - _FILE_KEYS:
        raise PatternsBroken(f"{name}: в файле бывают только {', '.join(sorted(_FILE_KEYS))}")
    return content


def _phrases(where: str, words: object) -> tuple[Phrase, ...]:
    try:
        return tuple(phrase for word in str(words).split() for phrase in parse_step(word))
    except TemplateBroken as broken:
        raise PatternsBroken(f"{where}: {broken}") from broken


def _signs(name: str, content: Mapping[str, Any]) -> Iterator[Sign]:
    for record in content.get("signs", ()):
        where = _where(name, record, _SIGN_KEYS)
        yield Sign(
            id=record["id"],
            type=CrisisType(content["type"]),
            why=record.get("why", ""),
            points=record.get("points", ALARM),
            severity=Severity(record.get("severity", Severity.SERIOUS)),
            when=_templates(where, record["when"]),
            unless=_templates(where, record.get("unless", ())),
        )


def _calm(name: str, record: Mapping[str, Any]) -> Calm:
    where = _where(name, record, _CALM_KEYS)
    return Calm(
        id=record["id"],
        types=frozenset(CrisisType(word) for word in record.get("types", CrisisType)),
        points=record["points"],
        when=_templates(where, record["when"]),
        unless=_templates(where, record.get("unless", ())),
    )


def _where(name: str, record: object, keys: frozenset[str]) -> str:
    if not isinstance(record, dict) or "id" not in record or "when" not in record:
        raise PatternsBroken(f"{name}: запись без id или when: {record!r}")
    if strange := record.keys() - keys:
        raise PatternsBroken(f"{name}, {record['id']}: незнакомое поле {', '.join(sorted(strange))}")
    return f"{name}, {record['id']}"


def _templates(where: str, texts: object) -> tuple[Template, ...]:
    if isinstance(texts, str):
        texts = [texts]
    try:
        return tuple(parse_template(str(text)) for text in texts)  # type: ignore[attr-defined]
    except (TemplateBroken, TypeError) as broken:
        raise PatternsBroken(f"{where}: {broken}") from broken


def _check(book: PatternBook) -> None:
    ids = Counter((*(sign.id for sign in book.signs), *(calm.id for calm in book.calm)))
    if repeated := [id_ for id_, times in ids.items() if times > 1]:
        raise PatternsBroken(f"id повторяется: {', '.join(repeated)}")
    named = {word for word in named_words(book) if word.isupper()} | {NEGATION}
    if strange := sorted(named - book.groups.keys()):
        raise PatternsBroken(f"нет группы: {', '.join(strange)}")


def named_words(book: PatternBook) -> Iterator[str]:
    """Every word and group that templates and groups name, as written."""
    for phrases in book.groups.values():
        yield from _words(phrases)
    for template in book.templates:
        for chain in template.chains + template.absent:
            for step in chain:
                yield from _words(step)


def _words(step: Step) -> Iterator[str]:
    return (word for phrase in step for word in phrase)
