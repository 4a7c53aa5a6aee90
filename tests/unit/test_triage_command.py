"""`ryadom match` and `ryadom interview` as tools use them: one family, batches, strict input."""

import argparse
import io
import json
import sys
from pathlib import Path

import pytest

from app.commands import interview, match

FACTS = {"region": "LEN", "children": [{"age_months": 20, "disabled": False}], "pregnant": False}


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]):
    parser = argparse.ArgumentParser()
    subparsers = parser.add_subparsers(required=True)
    match.register(subparsers)
    interview.register(subparsers)

    def run(*words: str) -> tuple[int, str, str]:
        args = parser.parse_args([*words, "--on", "2026-11-22"])
        status = args.run(args)
        output = capsys.readouterr()
        return status, output.out, output.err

    return run


def written(path: Path, *values: object) -> str:
    path.write_text("\n".join(json.dumps(value) for value in values), encoding="utf-8")
    return str(path)


def test_one_family_gets_its_measures_by_verdict(command, tmp_path: Path) -> None:
    status, out, err = command("match", written(tmp_path / "facts.json", FACTS), "--json")
    found = json.loads(out)
    assert (status, err) == (0, "")
    assert set(found) == {"yes", "check", "ask", "no"}
    assert "kindergarten-place" in found["yes"]
    assert "che-newborn-gift" in found["no"]
    assert found["ask"]["mortgage-holidays"] == ["mortgage"]


def test_a_person_at_a_terminal_reads_titles(command, tmp_path: Path) -> None:
    _, out, _ = command("match", written(tmp_path / "facts.json", FACTS))
    assert "Место в детском саду" in out


def test_a_batch_keeps_order_and_ids(command, tmp_path: Path) -> None:
    lines = [{"id": name, "facts": FACTS} for name in ("b", 7, "a", "b")]
    status, out, _ = command("match", "--batch", written(tmp_path / "batch.jsonl", *lines))
    answers = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [answer["id"] for answer in answers] == ["b", 7, "a", "b"]
    assert {key: value for key, value in answers[0].items() if key != "id"} == {
        key: value for key, value in answers[1].items() if key != "id"
    }


def test_a_batch_can_come_from_standard_input(command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"id": 1, "facts": {}}\n\n{"id": 2, "facts": {}}\n'))
    status, out, _ = command("match", "--batch", "-")
    assert (status, [json.loads(line)["id"] for line in out.splitlines()]) == (0, [1, 2])


@pytest.mark.parametrize("name", ["match", "interview"])
def test_facts_that_break_the_contract_stop_the_batch_with_their_line(command, tmp_path: Path, name: str) -> None:
    batch = written(tmp_path / "batch.jsonl", {"id": 1, "facts": {}}, {"id": 2, "facts": {"regoin": "LEN"}})
    status, out, err = command(name, "--batch", batch)
    assert status == 2
    assert [json.loads(line)["id"] for line in out.splitlines()] == [1]
    assert "line 2: regoin: there is no such fact" in err


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[1]",
        '{"id": 1}',
        '{"facts": {}}',
        '{"id": 1, "id": 2, "facts": {}}',
        '"x"',
        '{"id": 1, "facts": {"a": NaN}}',
        "[" * 100_000,
        '{"id": 1, "facts": {"income_per_head_ratio": 1e999}}',
    ],
)
def test_lines_that_are_no_family_are_refused(command, tmp_path: Path, text: str) -> None:
    (tmp_path / "batch.jsonl").write_text(text, encoding="utf-8")
    status, _, err = command("match", "--batch", str(tmp_path / "batch.jsonl"))
    assert status == 2
    assert "line 1: " in err


def test_a_missing_file_is_bad_input(command, tmp_path: Path) -> None:
    status, _, err = command("match", str(tmp_path / "nobody.json"))
    assert status == 2
    assert "nobody.json" in err


def test_an_interview_tells_its_screens_and_the_same_verdicts(command, tmp_path: Path) -> None:
    path = written(tmp_path / "facts.json", FACTS)
    played = json.loads(command("interview", path, "--json")[1])
    matched = json.loads(command("match", path, "--json")[1])
    assert played.pop("screens")[0] == ["children"]
    assert played == matched


def test_an_interview_keeps_to_the_needs(command, tmp_path: Path) -> None:
    line = {"id": 1, "facts": FACTS, "needs": ["home"]}
    _, out, _ = command("interview", "--batch", written(tmp_path / "batch.jsonl", line))
    played = json.loads(out)
    listed = [*played["yes"], *played["check"], *played["ask"], *played["no"]]
    assert "mortgage-holidays" in listed
    assert "free-school-meals" not in listed
    assert list(played) == ["id", "screens", "yes", "check", "ask", "no"]


def test_needs_may_be_written_with_spaces(command, tmp_path: Path) -> None:
    path = written(tmp_path / "facts.json", FACTS)
    apart, together = (
        command("interview", path, "--json", "--needs", names) for names in ("home, money", "home,money")
    )
    assert apart == together and apart[0] == 0


@pytest.mark.parametrize("needs", ["gold", [1], ["gold"]])
def test_unknown_needs_are_refused_with_the_known_ones(command, tmp_path: Path, needs: object) -> None:
    batch = written(tmp_path / "batch.jsonl", {"id": 1, "facts": {}, "needs": needs})
    status, _, err = command("interview", "--batch", batch)
    assert status == 2
    assert "needs: " in err


def test_the_day_decides_which_children_still_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    match.register(parser.add_subparsers())
    with pytest.raises(SystemExit) as stopped:
        parser.parse_args(["match", "-", "--on", "22.11.2026"])
    assert stopped.value.code == 2
    assert "is not a date" in capsys.readouterr().err
