"""`ryadom catalog lint [DIR]`: names file, record and mend for everything wrong with the content.

Exit status: 0 nothing forbids publishing (warnings allowed), 1 errors were found, 2 the directory cannot
be read.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.catalog.linting import LintReport

BAD_INPUT = 2


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `catalog lint`; the chosen parser sets `run(args) -> exit status`."""
    parser = subparsers.add_parser("catalog", help="проверка содержания: меры, центры, телефоны, величины")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    lint = actions.add_parser("lint", help="найти ошибки: файл, запись, как исправить")
    lint.add_argument("directory", nargs="?", type=Path, metavar="DIR", help="папка содержания (по умолчанию data)")
    lint.add_argument("--release", action="store_true", help="ещё и то, что обязательно перед выпуском (телефоны)")
    lint.add_argument("--json", action="store_true", help="одна находка — одна строка JSON")
    lint.add_argument("--today", type=date.fromisoformat, help="день, на который судить о свежести (ГГГГ-ММ-ДД)")
    lint.set_defaults(run=run_lint)


def run_lint(options: argparse.Namespace) -> int:
    from core.catalog.files import CONTENT, read_content
    from core.catalog.linting import lint

    directory: Path = options.directory or CONTENT
    try:
        files = read_content(directory)
    except (OSError, UnicodeDecodeError) as error:
        return _unreadable(f"{directory}: {error}")
    if not files:
        return _unreadable(f"{directory}: здесь нет файлов содержания")
    report = lint(files, options.today or date.today(), release=options.release)
    show = _print_json if options.json else _print_words
    show(report)
    return 0 if report.clean else 1


def _unreadable(message: str) -> int:
    print(f"ryadom catalog lint: {message}", file=sys.stderr)
    return BAD_INPUT


def _print_json(report: LintReport) -> None:
    for fault in report.faults:
        found = {"rule": fault.rule, "severity": fault.severity, "file": fault.file, "record": fault.record}
        print(json.dumps(found | {"what": fault.what, "mend": fault.mend}, ensure_ascii=False))


def _print_words(report: LintReport) -> None:
    marks = {"error": "ОШИБКА", "warning": "внимание"}
    for fault in report.faults:
        print(f"{marks[fault.severity]}  {fault.file} · {fault.record}")
        print(f"    {fault.what}")
        print(f"    Как исправить: {fault.mend}")
    errors = len(report.errors)
    print(
        f"Мер: {report.measures}, центров: {report.centres}. "
        f"Ошибок: {errors}, предупреждений: {len(report.faults) - errors}."
    )
