"""`ryadom staff`: the first administrator comes from the command line, with a password that works once."""

import pytest

from app.cli import main


@pytest.fixture(autouse=True)
def _own_installation(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh sandbox installation that nothing around this test can reach."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    for name in ("BOT_TOKEN", "DATABASE_URL", "SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)


ADMINISTRATOR = ("staff", "add", "Root", "--name", "Админ", "--role", "administrator", "--everywhere")


def test_a_new_administrator_gets_a_password_to_use_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ADMINISTRATOR]) == 0

    printed = capsys.readouterr().out
    assert "Логин: root" in printed
    password = printed.partition("Разовый пароль: ")[2].split()[0]
    assert len(password) == 19 and len(set(password)) > 6


def test_a_taken_login_and_a_centre_nobody_knows_are_refused_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    main([*ADMINISTRATOR])
    capsys.readouterr()

    taken = main([*ADMINISTRATOR])
    nowhere = main(["staff", "add", "anna", "--name", "Анна", "--role", "curator", "--centre", "nowhere"])

    said = capsys.readouterr().err.splitlines()
    assert (taken, nowhere) == (2, 2)
    assert said == ["логин root уже занят: выберите другой", "такого центра нет: проверьте --centre"]


def test_a_refused_colleague_leaves_no_account_without_a_role(capsys: pytest.CaptureFixture[str]) -> None:
    main(["staff", "add", "anna", "--name", "Анна", "--role", "curator", "--centre", "nowhere"])

    assert main(["staff", "disable", "anna"]) == 2
    assert "такого логина нет" in capsys.readouterr().err


def test_a_forgotten_password_is_replaced_and_access_is_closed(capsys: pytest.CaptureFixture[str]) -> None:
    main([*ADMINISTRATOR])
    first = capsys.readouterr().out

    assert main(["staff", "password", "root"]) == 0
    second = capsys.readouterr().out
    assert main(["staff", "disable", "root"]) == 0

    assert first != second
    assert "Доступ закрыт" in capsys.readouterr().out
