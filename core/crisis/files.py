"""The edge between crisis detection and the disk: which files of `data/crisis/` it is made of.

`data/crisis/patterns*.yaml` are written by people. `forms.txt` (all forms of their lemmas), `ordinary.txt` (Russian
words that only look like them) and `ear.bin` (learned from the lessons) are made from them by
`python -m core.crisis.building` and committed.
"""

from pathlib import Path

from core.crisis.detection import Detector
from core.crisis.ear import Ear
from core.crisis.patterns import PatternBook, read_patterns
from core.language.forms import FormTable

PATTERNS = "patterns*.yaml"
FORMS = "forms.txt"
ORDINARY = "ordinary.txt"
EAR = "ear.bin"


def load_detector(folder: Path) -> Detector:
    """The detector of a `data/crisis` folder; PatternsBroken, FormsBroken or EarBroken tells an editor what to mend."""
    return detector_with(folder, Ear.parse((folder / EAR).read_bytes()))


def detector_with(folder: Path, ear: Ear) -> Detector:
    """The detector of a folder with another ear than the committed one."""
    table = FormTable.parse((folder / FORMS).read_text(encoding="utf-8"))
    ordinary = (folder / ORDINARY).read_text(encoding="utf-8").split()
    return Detector(load_patterns(folder), table, ordinary, ear)


def load_patterns(folder: Path) -> PatternBook:
    """The book of patterns of the folder."""
    return read_patterns({path.name: path.read_text(encoding="utf-8") for path in folder.glob(PATTERNS)})
