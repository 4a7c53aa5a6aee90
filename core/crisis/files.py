"""The edge between crisis detection and the disk: which files of `data/crisis/` it is made of.

`patterns*.yaml` are written by people. From them `python -m core.crisis.building` makes, to be committed: `forms.txt`
(all forms of their lemmas), `compiled.bin` (both, as the detector reads them), `ordinary.bin` (Russian words that only
look like theirs), `meanings.bin` (`meanings.txt` in all forms) and `ear.bin` (learned from the lessons).
"""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from core.crisis.compiled import Compiled
from core.crisis.detection import Detector
from core.crisis.ear import Ear
from core.crisis.meanings import Meanings
from core.crisis.patterns import PatternBook, PatternsBroken, read_patterns
from core.language.packed import PackedBroken, WordSet, parse

PATTERNS = "patterns*.yaml"
FORMS = "forms.txt"
COMPILED = "compiled.bin"
ORDINARY = "ordinary.bin"
MEANINGS = "meanings.bin"
MEANINGS_TEXT = "meanings.txt"
EAR = "ear.bin"
WORDS = "words"


def load_detector(folder: Path) -> Detector:
    """The detector of a `data/crisis` folder; PatternsBroken, FormsBroken or EarBroken tells an editor what to mend."""
    return detector_with(folder, Ear.parse((folder / EAR).read_bytes()))


def detector_with(folder: Path, ear: Ear) -> Detector:
    """The detector of a folder with another ear than the committed one."""
    file = folder / COMPILED
    ready = Compiled.parse(file.read_bytes(), stamp(folder)) if file.exists() else None
    return Detector(ready or compile_anew(folder), load_ordinary(folder), load_meanings(folder), ear)


def compile_anew(folder: Path) -> Compiled:
    """The patterns as they are now: two seconds that a committed `compiled.bin` saves every start."""
    from core.crisis.compiling import compile_book
    from core.language.forms import FormTable

    return compile_book(load_patterns(folder), FormTable.parse((folder / FORMS).read_text(encoding="utf-8")))


def stamp(folder: Path) -> str:
    """Tells apart any two states of the texts that are compiled."""
    return fingerprint((*sorted(folder.glob(PATTERNS)), folder / FORMS))


def fingerprint(paths: Iterable[Path]) -> str:
    """Tells apart any two states of some files."""
    whole = sha256()
    for path in paths:
        whole.update(f"{path.name} {path.stat().st_size}\n".encode() + path.read_bytes())
    return whole.hexdigest()


def load_ordinary(folder: Path) -> WordSet:
    """The words that only look like ours."""
    try:
        return WordSet(parse((folder / ORDINARY).read_bytes())[WORDS])
    except (PackedBroken, KeyError) as broken:
        raise PatternsBroken(f"{ORDINARY}: {broken}") from broken


def load_meanings(folder: Path) -> Meanings:
    """Which words are alike in meaning."""
    try:
        return Meanings.parse((folder / MEANINGS).read_bytes())
    except (PackedBroken, KeyError) as broken:
        raise PatternsBroken(f"{MEANINGS}: {broken}") from broken


def load_patterns(folder: Path) -> PatternBook:
    """The book of patterns of the folder."""
    return read_patterns({path.name: path.read_text(encoding="utf-8") for path in folder.glob(PATTERNS)})
