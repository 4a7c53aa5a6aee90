"""`ryadom search` answers people and tools, and says plainly what it cannot use."""

import json
import subprocess
import sys

import pytest

from app.cli import main


def _batch(tmp_path, *lines: str) -> str:
    path = tmp_path / "queries.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_a_person_reads_titles_with_their_ids(capsys):
    assert main(["search", "муж не платит алименты"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Нашли:")
    assert "[alimony-help]" in shown.splitlines()[1]


def test_a_person_is_told_when_nothing_was_found(capsys):
    assert main(["search", "рецепт борща"]) == 0
    assert capsys.readouterr().out.startswith("Не нашли")


def test_a_batch_keeps_ids_and_order(tmp_path, capsys):
    path = _batch(
        tmp_path,
        '{"id": "b", "q": "земля", "region": "KYA"}',
        "",
        '{"id": 7, "q": "как варить борщ", "region": null}',
    )
    assert main(["search", "--batch", path, "-n", "3"]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["id"], first["confident"], first["results"][0]["measure"]) == ("b", True, "kya-land-plot")
    assert len(first["results"]) == 3
    assert (second["id"], second["confident"]) == (7, False)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "line 1"),
        ('{"id": 1}', "text q"),
        ('{"id": 1, "q": "садик", "region": "ZZ"}', "ZZ"),
        ("[]", "text q"),
    ],
)
def test_a_bad_line_is_named_on_standard_error_with_status_2(tmp_path, capsys, line, complaint):
    assert main(["search", "--batch", _batch(tmp_path, line)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert complaint in told.err


def test_a_missing_file_and_a_wrong_region_are_bad_input(capsys):
    assert main(["search", "--batch", "/nowhere/queries.jsonl"]) == 2
    assert main(["search", "садик", "--region", "len"]) == 2
    assert capsys.readouterr().out == ""


def test_the_command_loads_neither_the_bot_nor_a_morphological_dictionary():
    script = (
        "import sys; from app.cli import main; main(['search', 'садик']);"
        "print([name for name in ('aiogram', 'pymorphy3', 'numpy', 'sqlmodel') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
