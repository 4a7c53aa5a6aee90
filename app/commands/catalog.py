"""`ryadom catalog lint [DIR]` judges content; `ryadom catalog import PACK` installs a region's pack; `ryadom catalog
diff OLD` says what edited rules change for families; `ryadom catalog scenarios` whether they still mean what was meant;
`ryadom catalog unmet` lists what families looked for in vain.

Lint names file, record and mend for everything wrong. Import takes a region's folder, judges it beside the content in
place, and puts it there whole or not at all.

Exit status: 0 nothing forbids publishing (warnings allowed), 1 errors were found, 2 the input cannot be read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.catalog.faults import Fault

BAD_INPUT = 2
MOST_FAMILIES = 100_000


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `catalog lint` and `catalog import`; the chosen parser sets `run(args) -> exit status`."""
    parser = subparsers.add_parser("catalog", help="содержание: меры, центры, телефоны, величины")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    lint = actions.add_parser("lint", help="найти ошибки: файл, запись, как исправить")
    lint.add_argument(
        "directory", nargs="?", type=Path, metavar="DIR", help="папка содержания или пакета (по умолчанию data)"
    )
    lint.add_argument("--release", action="store_true", help="ещё и то, что обязательно перед выпуском (телефоны)")
    lint.add_argument("--json", action="store_true", help="одна находка — одна строка JSON")
    lint.add_argument("--today", type=date.fromisoformat, help="день, на который судить о свежести (ГГГГ-ММ-ДД)")
    lint.set_defaults(run=run_lint)
    take = actions.add_parser("import", help="установить пакет региона: целиком или никак")
    take.add_argument("pack", type=Path, metavar="PACK", help="папка пакета с region.yaml")
    take.add_argument("--into", type=Path, metavar="DIR", help="папка содержания (по умолчанию data)")
    take.add_argument("--json", action="store_true", help="одна находка — одна строка JSON")
    take.set_defaults(run=run_import)
    diff = actions.add_parser("diff", help="что правка условий меняет для семей: пример и сколько семей")
    diff.add_argument("old", type=Path, metavar="OLD", help="папка прежнего содержания")
    diff.add_argument("new", nargs="?", type=Path, metavar="NEW", help="папка нового (по умолчанию data)")
    diff.add_argument("--families", type=_several, default=5_000, help="сколько вымышленных семей посчитать")
    diff.add_argument("--json", action="store_true", help="одна мера — одна строка JSON")
    diff.add_argument("--today", type=date.fromisoformat, help="день, на который сравнить (ГГГГ-ММ-ДД)")
    diff.set_defaults(run=run_diff)
    told = actions.add_parser("scenarios", help="сходятся ли сценарии мер и какие описки в условиях они заметят")
    told.add_argument("directory", nargs="?", type=Path, metavar="DIR", help="папка содержания (по умолчанию data)")
    told.add_argument("--slips", action="store_true", help="попробовать каждую описку в каждом условии (секунды)")
    told.set_defaults(run=run_scenarios)
    unmet = actions.add_parser("unmet", help="что семьи искали и не нашли: слова без людей, чаще всего — сверху")
    unmet.add_argument("-n", type=int, default=30, dest="limit", help="сколько строк")
    unmet.add_argument("--days", type=int, default=90, help="за сколько последних дней")
    unmet.add_argument("--region", metavar="CODE", help="только этот регион, например LEN")
    unmet.add_argument("--json", action="store_true", help="одна строка — один объект JSON")
    unmet.set_defaults(run=run_unmet)


def _several(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_FAMILIES:
        raise argparse.ArgumentTypeError(f"нужно число от 1 до {MOST_FAMILIES}")
    return int(text)


def run_lint(options: argparse.Namespace) -> int:
    from core.catalog.files import CONTENT
    from core.catalog.linting import lint

    directory: Path = options.directory or CONTENT
    try:
        files = _judged(directory)
    except (OSError, ValueError) as error:
        return _unreadable("lint", f"{directory}: {error}")
    if not files:
        return _unreadable("lint", f"{directory}: здесь нет файлов содержания")
    report = lint(files, options.today or date.today(), release=options.release)
    routes = _route_faults(directory, report.measure_ids)
    _show((*report.faults, *routes), as_json=options.json)
    if not options.json:
        errors = len(report.errors) + len(routes)
        print(f"Мер: {report.measures}, центров: {report.centres}.", end=" ")
        print(f"Ошибок: {errors}, предупреждений: {len(report.faults) - len(report.errors)}.")
    return 0 if report.clean and not routes else 1


def _route_faults(directory: Path, measure_ids: frozenset[str]) -> tuple[Fault, ...]:
    """What is wrong with the route templates of a content directory; a region's pack has none."""
    from core.accompaniment.route_lint import PLACE, route_faults

    file = directory / PLACE
    return route_faults(file.read_text(encoding="utf-8"), measure_ids) if file.exists() else ()


def _judged(directory: Path) -> dict[str, str]:
    """The files of a content directory; a region's pack is judged beside the shipped content, where it would live."""
    from core.catalog.files import CONTENT, PACK_FILE, read_content, read_pack
    from core.catalog.serving import with_pack

    if not (directory / PACK_FILE).exists():
        return read_content(directory)
    pack, pack_files = read_pack(directory)
    return with_pack(read_content(CONTENT), pack, pack_files)


def run_import(options: argparse.Namespace) -> int:
    from core.catalog.faults import CatalogueBroken
    from core.catalog.files import CONTENT, read_content, read_pack, swap_pack
    from core.catalog.loading import load
    from core.catalog.serving import with_pack

    directory: Path = options.into or CONTENT
    try:
        pack, pack_files = read_pack(options.pack)
        load(with_pack(read_content(directory), pack, pack_files))
        swap_pack(directory, pack, pack_files)
    except CatalogueBroken as broken:
        _show(broken.faults, as_json=options.json)
        return 1
    except (OSError, ValueError) as error:
        return _unreadable("import", str(error))
    if not options.json:
        print(f"Пакет {pack} установлен: файлов {len(pack_files)}.")
    return 0


def run_diff(options: argparse.Namespace) -> int:
    from app.commands.rule_changes import list_changes

    return list_changes(options)


def run_scenarios(options: argparse.Namespace) -> int:
    from app.commands.rule_scenarios import check_scenarios

    return check_scenarios(options)


def run_unmet(options: argparse.Namespace) -> int:
    from app.commands.unmet import list_unmet

    return list_unmet(options)


def _unreadable(action: str, message: str) -> int:
    print(f"ryadom catalog {action}: {message}", file=sys.stderr)
    return BAD_INPUT


def _show(faults: Iterable[Fault], *, as_json: bool) -> None:
    for fault in faults:
        print(_as_json(fault) if as_json else _in_words(fault))


def _as_json(fault: Fault) -> str:
    found = {"rule": fault.rule, "severity": fault.severity, "file": fault.file, "record": fault.record}
    return json.dumps(found | {"what": fault.what, "mend": fault.mend}, ensure_ascii=False)


def _in_words(fault: Fault) -> str:
    mark = {"error": "ОШИБКА", "warning": "внимание"}[fault.severity]
    return f"{mark}  {fault.file} · {fault.record}\n    {fault.what}\n    Как исправить: {fault.mend}"
