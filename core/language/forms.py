"""Which word a form belongs to, without a morphological dictionary in memory.

A table is made by `inflecting.py` for the words of the content and kept beside it as text: lines of
`stem paradigm lemma`, where a paradigm is a list of endings written once. Loading it costs milliseconds,
pymorphy3 would cost a tenth of the bot's memory.

Promises: words and lemmas are plain (`plain.py`); `lemmas(form)` is () for a word the table does not know. Immutable.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_HEADER = "ryadom-forms 1"


class FormsBroken(ValueError):
    """The text is not a table of forms; the message names the line."""


@dataclass(frozen=True, slots=True)
class Paradigm:
    """All forms of one lemma: every ending goes onto the stem."""

    lemma: str
    stem: str
    endings: tuple[str, ...]

    @classmethod
    def of(cls, lemma: str, forms: Iterable[str]) -> "Paradigm":
        """The paradigm of given forms; the stem is what they all begin with."""
        known = sorted({lemma, *forms})
        stem = _common_start(known[0], known[-1])
        return cls(lemma, stem, tuple(form[len(stem) :] for form in known))

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form, sorted."""
        return tuple(self.stem + ending for ending in self.endings)


@dataclass(frozen=True, slots=True)
class FormTable:
    """Form -> lemmas and lemma -> forms."""

    paradigms: Mapping[str, Paradigm]
    _lemmas: Mapping[str, tuple[str, ...]]
    _forms: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, paradigms: Iterable[Paradigm]) -> "FormTable":
        """A table of paradigms; the forms of two paradigms of one lemma («замок») are put together."""
        by_lemma: dict[str, Paradigm] = {}
        for paradigm in paradigms:
            known = by_lemma.get(paradigm.lemma)
            if known is not None and known != paradigm:
                paradigm = Paradigm.of(paradigm.lemma, (*known.forms, *paradigm.forms))
            by_lemma[paradigm.lemma] = paradigm
        forms = {lemma: paradigm.forms for lemma, paradigm in by_lemma.items()}
        return cls(by_lemma, _lemmas_by_form(forms), forms)

    @classmethod
    def parse(cls, text: str) -> "FormTable":
        """Reads what `dump` wrote; FormsBroken names the line that cannot be read."""
        header, *lines = text.splitlines() or [""]
        if header != _HEADER:
            raise FormsBroken(f"line 1: expected {_HEADER!r}, found {header[:40]!r}")
        endings: list[tuple[str, ...]] = []
        paradigms: list[Paradigm] = []
        for number, line in enumerate(lines, start=2):
            if line.startswith("="):
                endings.append(tuple(line[1:].split(",")))
            else:
                paradigms.append(_read_paradigm(line, number, endings))
        return cls.of(paradigms)

    def dump(self) -> str:
        """The table as text, the same for the same words in any order."""
        ordered = sorted(self.paradigms.values(), key=lambda paradigm: paradigm.lemma)
        numbers = {endings: number for number, endings in enumerate(sorted({p.endings for p in ordered}))}
        lines = [_HEADER, *("=" + ",".join(endings) for endings in numbers)]
        lines += (f"{p.stem}\t{numbers[p.endings]}\t{p.lemma}" for p in ordered)
        return "\n".join(lines) + "\n"

    def lemmas(self, form: str) -> tuple[str, ...]:
        """The lemmas a plain word may be a form of."""
        return self._lemmas.get(form, ())

    def forms(self, lemma: str) -> tuple[str, ...]:
        """Every form of a lemma of the table; () for a strange one."""
        return self._forms.get(lemma, ())

    def __contains__(self, form: object) -> bool:
        return form in self._lemmas

    def missing(self, words: Iterable[str]) -> frozenset[str]:
        """The Russian words of a text that nobody has inflected yet."""
        return frozenset(word for word in words if word not in self._lemmas and _is_russian(word))

    def joined(self, other: "FormTable") -> "FormTable":
        """A table that knows the words of both."""
        return FormTable.of((*self.paradigms.values(), *other.paradigms.values()))


def _read_paradigm(line: str, number: int, endings: list[tuple[str, ...]]) -> Paradigm:
    try:
        stem, paradigm, lemma = line.split("\t")
        return Paradigm(lemma, stem, endings[int(paradigm)])
    except (ValueError, IndexError) as broken:
        raise FormsBroken(f"line {number}: expected stem, paradigm number and lemma, found {line[:60]!r}") from broken


def _lemmas_by_form(forms: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    lemmas: dict[str, tuple[str, ...]] = {}
    for lemma, its_forms in forms.items():
        alone = (lemma,)
        for form in its_forms:
            lemmas[form] = lemmas[form] + alone if form in lemmas else alone
    return lemmas


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
