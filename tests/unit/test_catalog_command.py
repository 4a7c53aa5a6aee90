"""`ryadom catalog lint`: what a content editor sees, and what a tool gets."""

import json
from pathlib import Path

import pytest

from app.cli import main
from tests.unit.catalog_pieces import CONTENT, spoiled

HOUSING = "regions/LEN/measures/housing.yaml"


def written(directory: Path, files: dict[str, str]) -> str:
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return str(directory)


def lint(*words: str) -> int:
    return main(["catalog", "lint", "--today", "2026-11-22", *words])


def test_clean_content_exits_0(tmp_path, capsys):
    assert lint(written(tmp_path, CONTENT), "--release") == 0
    assert "Ошибок: 0" in capsys.readouterr().out


def test_an_error_exits_1_and_says_file_record_and_mend(tmp_path, capsys):
    directory = written(tmp_path, spoiled(HOUSING, "kind: in_kind", "kind: present"))
    assert lint(directory) == 1
    said = capsys.readouterr().out
    assert f"{HOUSING} · len-land-plot" in said
    assert "Как исправить: выберите из: payment" in said


def test_json_gives_one_object_a_finding(tmp_path, capsys):
    assert lint(written(tmp_path, spoiled(HOUSING, "[child-money]", "[nothing]")), "--json") == 1
    [line] = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    assert (found["file"], found["record"], found["rule"]) == (HOUSING, "len-land-plot", "reference")
    assert found["mend"]
    assert found["severity"] == "error"


def test_a_warning_alone_exits_0(tmp_path, capsys):
    assert main(["catalog", "lint", written(tmp_path, CONTENT), "--today", "2027-05-01"]) == 0
    assert "внимание" in capsys.readouterr().out


def test_the_shipped_content_is_linted_by_default(capsys):
    assert lint() == 0
    assert "Мер: 180" in capsys.readouterr().out


def test_E6_the_shipped_helplines_do_not_pass_a_release_until_somebody_rings_them(capsys):
    assert lint("--release", "--json") == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {each["rule"] for each in found} == {"helpline"}
    assert "emergency-112" in {each["record"] for each in found}


@pytest.mark.parametrize("name", ["missing", "file.yaml"])
def test_an_unreadable_directory_exits_2_on_standard_error(tmp_path, capsys, name):
    (tmp_path / "file.yaml").write_text("- a", encoding="utf-8")
    assert lint(str(tmp_path / name)) == 2
    streams = capsys.readouterr()
    assert streams.out == ""
    assert name in streams.err


def test_a_file_that_is_not_text_exits_2(tmp_path, capsys):
    directory = written(tmp_path, CONTENT)
    (tmp_path / "regions.yaml").write_bytes(b"\xff\xfe\x00")
    assert lint(directory) == 2
    assert capsys.readouterr().err


def test_a_bad_day_exits_2(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["catalog", "lint", "--today", "завтра"])
    assert stopped.value.code == 2
