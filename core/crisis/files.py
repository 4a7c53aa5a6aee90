"""The edge between crisis detection and the disk: which files of `data/crisis/` it is made of.

`data/crisis/patterns*.yaml` are written by people. `forms.txt` (all forms of their lemmas) and `ordinary.txt` (Russian
words that only look like them) are made from them by `python -m core.crisis.building` and committed.
"""

from pathlib import Path

from core.crisis.detection import Detector
from core.crisis.patterns import PatternBook, read_patterns
from core.language.forms import FormTable

PATTERNS = "patterns*.yaml"
FORMS = "forms.txt"
ORDINARY = "ordinary.txt"


def load_detector(folder: Path) -> Detector:
    """The detector of a `data/crisis` folder; PatternsBroken or FormsBroken tells an editor what to mend."""
    table = FormTable.parse((folder / FORMS).read_text(encoding="utf-8"))
    ordinary = (folder / ORDINARY).read_text(encoding="utf-8").split()
    return Detector(load_patterns(folder), table, ordinary)


def load_patterns(folder: Path) -> PatternBook:
    """The book of patterns of the folder."""
    return read_patterns({path.name: path.read_text(encoding="utf-8") for path in folder.glob(PATTERNS)})
