"""Which word a form belongs to, without a morphological dictionary in memory.

A table is made by `inflecting.py` for the words of the content and kept beside it as text: lines of
`stem paradigm lemma`, where a paradigm is a list of endings written once. Loading it costs milliseconds,
pymorphy3 would cost a tenth of the bot's memory. In memory it stays stems and endings too: 60,000 forms written out
would take four times as much.

Promises: words and lemmas are plain (`plain.py`); `lemmas(form)` is () for a word the table does not know. Immutable.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_HEADER = "ryadom-forms 1"
_SHORT = 4
"""Letters of a word that is kept whole; a stem has as many at least."""


class FormsBroken(ValueError):
    """The text is not a table of forms; the message names the line."""


@dataclass(frozen=True, slots=True)
class Paradigm:
    """All forms of one lemma: every ending goes onto the stem.

    The endings are one text, «,а,ами,ах,»: looking one up there is faster than in a tuple, and takes less memory.
    """

    lemma: str
    stem: str
    endings: str

    @classmethod
    def of(cls, lemma: str, forms: Iterable[str]) -> "Paradigm":
        """The paradigm of given forms; the stem is what they all begin with."""
        return cls.among(lemma, sorted({lemma, *forms}))

    @classmethod
    def among(cls, lemma: str, known: Sequence[str]) -> "Paradigm":
        """The same of sorted forms, which need not hold the lemma."""
        stem = _common_start(known[0], known[-1])
        return cls(lemma, stem, f",{','.join([form[len(stem) :] for form in known])},")

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form, sorted."""
        return tuple([self.stem + ending for ending in self.endings[1:-1].split(",")])


@dataclass(frozen=True, slots=True)
class FormTable:
    """Form -> lemmas and lemma -> forms."""

    paradigms: Mapping[str, Paradigm]
    _short: Mapping[str, tuple[str, ...]]
    """Lemmas of the short forms, which are most of what is typed."""
    _by_stem: Mapping[str, tuple[Paradigm, ...]]
    """Stem -> the paradigms, or parts of them, that a longer form of this beginning may belong to."""
    _lengths: Mapping[str, tuple[int, ...]]
    """First letters -> how long the stems are that begin so."""

    @classmethod
    def of(cls, paradigms: Iterable[Paradigm]) -> "FormTable":
        """A table of paradigms; the forms of two paradigms of one lemma («замок») are put together."""
        by_lemma: dict[str, Paradigm] = {}
        for paradigm in paradigms:
            known = by_lemma.get(paradigm.lemma)
            if known is not None and known != paradigm:
                paradigm = Paradigm.of(paradigm.lemma, (*known.forms, *paradigm.forms))
            by_lemma[paradigm.lemma] = paradigm
        short: dict[str, tuple[str, ...]] = {}
        by_stem: dict[str, tuple[Paradigm, ...]] = {}
        endings: dict[str, str] = {}
        for paradigm in by_lemma.values():
            for form in (form for form in paradigm.forms if len(form) <= _SHORT):
                short[form] = (*short.get(form, ()), paradigm.lemma)
            for part in _parts(paradigm, endings):
                by_stem[part.stem] = (*by_stem.get(part.stem, ()), part)
        return cls(by_lemma, short, by_stem, _lengths(by_stem))

    @classmethod
    def parse(cls, text: str) -> "FormTable":
        """Reads what `dump` wrote; FormsBroken names the line that cannot be read."""
        header, *lines = text.splitlines() or [""]
        if header != _HEADER:
            raise FormsBroken(f"line 1: expected {_HEADER!r}, found {header[:40]!r}")
        endings: list[str] = []
        paradigms: list[Paradigm] = []
        for number, line in enumerate(lines, start=2):
            if line.startswith("="):
                endings.append(f",{line[1:]},")
            else:
                paradigms.append(_read_paradigm(line, number, endings))
        return cls.of(paradigms)

    def dump(self) -> str:
        """The table as text, the same for the same words in any order."""
        ordered = sorted(self.paradigms.values(), key=lambda paradigm: paradigm.lemma)
        numbers = {endings: number for number, endings in enumerate(sorted({p.endings for p in ordered}))}
        lines = [_HEADER, *("=" + endings[1:-1] for endings in numbers)]
        lines += (f"{p.stem}\t{numbers[p.endings]}\t{p.lemma}" for p in ordered)
        return "\n".join(lines) + "\n"

    def lemmas(self, form: str) -> tuple[str, ...]:
        """The lemmas a plain word may be a form of, in the order of letters."""
        if len(form) <= _SHORT:
            return self._short.get(form, ())
        found: list[str] = []
        for length in self._lengths.get(form[:_SHORT], ()):
            for paradigm in self._by_stem.get(form[:length], ()):
                if f",{form[length:]}," in paradigm.endings:
                    found.append(paradigm.lemma)
        return tuple(found) if len(found) < 2 else tuple(sorted(set(found)))

    def forms(self, lemma: str) -> tuple[str, ...]:
        """Every form of a lemma of the table; () for a strange one."""
        paradigm = self.paradigms.get(lemma)
        return paradigm.forms if paradigm else ()

    def __contains__(self, form: object) -> bool:
        return isinstance(form, str) and bool(self.lemmas(form))

    def missing(self, words: Iterable[str]) -> frozenset[str]:
        """The Russian words of a text that nobody has inflected yet."""
        return frozenset(word for word in words if _is_russian(word) and not self.lemmas(word))

    def joined(self, other: "FormTable") -> "FormTable":
        """A table that knows the words of both."""
        return FormTable.of((*self.paradigms.values(), *other.paradigms.values()))


def _read_paradigm(line: str, number: int, endings: list[str]) -> Paradigm:
    try:
        stem, paradigm, lemma = line.split("\t")
        return Paradigm(lemma, stem, endings[int(paradigm)])
    except (ValueError, IndexError) as broken:
        raise FormsBroken(f"line {number}: expected stem, paradigm number and lemma, found {line[:60]!r}") from broken


def _parts(paradigm: Paradigm, endings: dict[str, str]) -> Iterator[Paradigm]:
    """The longer forms as one paradigm or several («человек», «людей»), so that each has a telling stem; equal texts of
    endings are one object.
    """
    if len(paradigm.stem) >= _SHORT:
        yield paradigm
        return
    alike: dict[str, list[str]] = defaultdict(list)
    for form in paradigm.forms:
        if len(form) > _SHORT:
            alike[form[:_SHORT]].append(form)
    for forms in alike.values():
        part = Paradigm.among(paradigm.lemma, forms)
        yield Paradigm(paradigm.lemma, part.stem, endings.setdefault(part.endings, part.endings))


def _lengths(stems: Iterable[str]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = defaultdict(set)
    for stem in stems:
        lengths[stem[:_SHORT]].add(len(stem))
    ordered = {start: tuple(sorted(found)) for start, found in lengths.items()}
    shared = {found: found for found in ordered.values()}
    return {start: shared[found] for start, found in ordered.items()}


def _common_start(first: str, last: str) -> str:
    """What the first and the last of sorted words begin with, and so all between them."""
    length = 0
    for one, other in zip(first, last, strict=False):
        if one != other:
            break
        length += 1
    return first[:length]


def _is_russian(word: str) -> bool:
    return all("а" <= letter <= "я" for letter in word)
