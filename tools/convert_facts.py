"""Writes the content directory from a directory of gathered facts, and checks that nothing got lost.

python -m tools.convert_facts FACTS            writes data/ (files it owns; others are left alone) python
-m tools.convert_facts FACTS --check    compares every fact with what data/ loads to; exit 1 on a loss

Facts are five YAML files: federal.yaml, regional.yaml, centres.yaml, crisis.yaml, subsistence-minimum-*.yaml.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import yaml

from core.catalog.files import CONTENT, load_catalogue
from tools.facts.comparing import losses
from tools.facts.content import Facts, content


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tools.convert_facts", description=__doc__.splitlines()[0])
    parser.add_argument("facts", type=Path)
    parser.add_argument("--content", type=Path, default=CONTENT)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)
    facts = read_facts(options.facts)
    return check(facts, options.content) if options.check else write(facts, options.content)


def read_facts(directory: Path) -> Facts:
    (minimums,) = directory.glob("subsistence-minimum-*.yaml")
    return Facts(
        federal=_read(directory / "federal.yaml"),
        regional=_read(directory / "regional.yaml"),
        centres=_read(directory / "centres.yaml"),
        minimums=_read(minimums),
        crisis=_read(directory / "crisis.yaml"),
    )


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def write(facts: Facts, directory: Path) -> int:
    files = content(facts)
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{len(files)} files written to {directory}\n")
    return 0


def check(facts: Facts, directory: Path) -> int:
    found = losses(facts, load_catalogue(directory))
    sys.stdout.writelines(f"{loss}\n" for loss in found)
    sys.stdout.write("nothing lost\n" if not found else f"{len(found)} facts differ\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
