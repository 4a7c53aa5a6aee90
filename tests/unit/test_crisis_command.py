"""`ryadom crisis` at a terminal and over a file."""

import json

import pytest

from app.cli import main


def test_one_message_is_answered_as_json(capsys):
    assert main(["crisis", "нам нечего есть", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["type"] == "hunger_no_food"


def test_a_file_of_messages_is_answered_line_by_line_in_its_order(tmp_path, capsys):
    asked = [{"id": 2, "text": "нам негде жить"}, {"id": "a", "text": "когда открыт центр"}]
    file = tmp_path / "messages.jsonl"
    file.write_text("\n".join(json.dumps(one) for one in asked), encoding="utf-8")
    assert main(["crisis", "--batch", str(file)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["id"], one["type"], one["severity"]) for one in answers] == [
        (2, "eviction_homeless", 2),
        ("a", None, None),
    ]


def test_an_editor_sees_which_records_spoke(capsys):
    assert main(["crisis", "муж меня бьёт", "--explain"]) == 0
    assert "dv-beats" in capsys.readouterr().out


@pytest.mark.parametrize("line", ["{", '{"text": "x"}', '{"id": 1, "text": 5}', "[]"])
def test_a_line_that_is_no_message_is_named_and_nothing_is_answered(line, tmp_path, capsys):
    file = tmp_path / "messages.jsonl"
    file.write_text(f'{{"id": 1, "text": "а"}}\n{line}\n', encoding="utf-8")
    assert main(["crisis", "--batch", str(file)]) == 2
    said = capsys.readouterr()
    assert said.out == "" and "line 2" in said.err


@pytest.mark.parametrize("words", [["crisis"], ["crisis", "--batch", "/no/such/file"], ["crisis", "а", "--batch", "б"]])
def test_a_question_without_a_message_is_refused(words, capsys):
    assert main(words) == 2
    assert capsys.readouterr().err
