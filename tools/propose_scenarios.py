"""Writes scenarios for measures that have none yet; what an editor has written is never touched.

python -m tools.propose_scenarios            # fills data/scenarios
"""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

import yaml

from core.catalog.files import CONTENT, load_catalogue
from core.catalog.measures import Measure
from core.triage.scenario_making import propose
from core.triage.scenarios import Scenario, read_scenarios

SCENARIOS = CONTENT / "scenarios"
HEADER = """\
# Сценарии: семья и ответ, который о мере дал бы человек. Правка меры, которая ломает сценарий, — либо ошибка,
# либо осознанное решение: тогда сценарий меняют вместе с мерой.
# verdict: 'yes' положено, check — положено, если выполнены особые условия, ask — надо спросить (asks: о чём), 'no' нет.
# family — факты семьи; чего нет, то неизвестно. day — на какой день отвечаем.
"""


class _Plain(yaml.SafeDumper):
    """Writes equal children out again instead of pointing at them."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def main() -> None:
    """Propose scenarios for every measure without any, judged on the file's day or today."""
    by_file: dict[Path, list[Measure]] = defaultdict(list)
    for measure in load_catalogue().measures:
        by_file[_file_of(measure)].append(measure)
    for path, measures in sorted(by_file.items()):
        _fill(path, measures)


def _file_of(measure: Measure) -> Path:
    return SCENARIOS / (measure.region or "federal") / f"{measure.category.value}.yaml"


def _fill(path: Path, measures: list[Measure]) -> None:
    written = path.read_text("utf-8") if path.exists() else ""
    known = {one.measure_id for one in read_scenarios(written)} if written else set()
    missing = [measure for measure in measures if measure.id not in known]
    if not missing:
        return
    on = yaml.safe_load(written)["day"] if written else date.today()
    path.parent.mkdir(parents=True, exist_ok=True)
    start = written or f"{HEADER}day: {on}\nscenarios:\n"
    path.write_text(start + "".join(_block(measure, on) for measure in missing), encoding="utf-8")
    sys.stdout.write(f"{path}: {len(missing)} measures\n")


def _block(measure: Measure, on: date) -> str:
    lines = "".join(f"    - {_line(scenario, on)}\n" for scenario in propose(measure, on))
    return f"  {measure.id}:\n{lines}"


def _line(scenario: Scenario, on: date) -> str:
    shown: dict[str, object] = {"verdict": scenario.verdict.value, "family": dict(scenario.family)}
    if scenario.asks:
        shown["asks"] = sorted(fact.value for fact in scenario.asks)
    if scenario.on != on:
        shown["day"] = scenario.on
    text = yaml.dump(shown, Dumper=_Plain, default_flow_style=True, sort_keys=False, width=10_000, allow_unicode=True)
    return text.strip()


if __name__ == "__main__":
    main()
