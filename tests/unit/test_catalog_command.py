"""`ryadom catalog lint`: what a content editor sees, and what a tool gets."""

import json
from pathlib import Path

import pytest

from app.cli import main
from core.accompaniment.route_templates import RoutesBroken, RouteShelf
from core.catalog.files import CONTENT as CONTENT_DIRECTORY
from core.catalog.files import load_catalogue
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


ROUTE = "- {key: baby, title: Малыш, level: help, goals: [Выплаты], check_ins: [5], steps: [{measure: %s, days: 5}]}"


@pytest.mark.parametrize(
    ("routes", "record", "rule"),
    [
        (ROUTE % "no-such-measure", "baby", "reference"),
        ((ROUTE % "len-land-plot").replace("days: 5", "days: 500"), "baby", "schema"),
        ((ROUTE % "len-land-plot").replace("level: help", "level: much"), "baby", "schema"),
        ((ROUTE % "len-land-plot").replace("check_ins: [5]", "check_ins: [0]"), "baby", "schema"),
        (f"{ROUTE % 'len-land-plot'}\n{ROUTE % 'len-land-plot'}", "baby", "duplicate-id"),
        ("- {key: baby", "строка 1", "yaml"),
        ("key: baby", "файл", "schema"),
    ],
)
def test_C4_a_broken_route_template_is_named_with_its_mend(tmp_path, capsys, routes, record, rule):
    directory = written(tmp_path, {**CONTENT, "routes/routes.yaml": routes})
    assert lint(directory, "--json") == 1
    [line] = [each for each in capsys.readouterr().out.splitlines() if "routes" in each]
    found = json.loads(line)
    assert (found["file"], found["record"], found["rule"]) == ("routes/routes.yaml", record, rule)
    assert found["mend"]


def test_C4_a_good_route_template_is_no_finding(tmp_path, capsys):
    assert lint(written(tmp_path, {**CONTENT, "routes/routes.yaml": ROUTE % "len-land-plot"})) == 0
    assert "Ошибок: 0" in capsys.readouterr().out


def test_C4_an_edited_route_is_in_force_at_once_and_a_broken_edit_leaves_the_one_before(tmp_path):
    file = tmp_path / "routes.yaml"
    shelf = RouteShelf(file)
    for text, title in (
        (ROUTE % "a", "Малыш"),
        ((ROUTE % "a").replace("Малыш", "Двойня"), "Двойня"),
        ("- {key: baby", "Двойня"),
        ((ROUTE % "a").replace("Малыш", "Тройня!"), "Тройня!"),
    ):
        file.write_text(text, encoding="utf-8")
        assert shelf.routes()["baby"].title == title
    file.write_text("- nothing", encoding="utf-8")
    with pytest.raises(RoutesBroken):
        RouteShelf(file).routes()


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


def pack_of_len(**changed: str) -> dict[str, str]:
    """The files of the LEN pack as an author would send them, by name inside the folder."""
    prefix = "regions/LEN/"
    return {path.removeprefix(prefix): text for path, text in CONTENT.items() if path.startswith(prefix)} | changed


def install(pack: Path, content: Path, *words: str) -> int:
    return main(["catalog", "import", str(pack), "--into", str(content), *words])


def test_O4_a_regions_pack_is_installed_with_one_command(tmp_path, capsys):
    content, pack = tmp_path / "data", tmp_path / "len"
    written(content, CONTENT)
    written(pack, pack_of_len())
    (pack / "measures/housing.yaml").rename(pack / "measures/documents.yaml")
    assert install(pack, content) == 0
    assert "regions/LEN" in capsys.readouterr().out
    assert load_catalogue(content).measure("len-land-plot").region == "LEN"
    assert not (content / HOUSING).exists(), "files the new pack no longer has are gone"
    assert sorted(path.name for path in content.iterdir() if path.name.startswith(".")) == []


def test_O4_a_broken_pack_is_refused_whole_and_nothing_on_disk_changes(tmp_path, capsys):
    content, pack = tmp_path / "data", tmp_path / "len"
    written(content, CONTENT)
    written(pack, pack_of_len(**{"centres.yaml": "as_of: '2026-11-01'\ncentres: [{id: x}]"}))
    before = load_catalogue(content)
    assert install(pack, content, "--json") == 1
    records = {json.loads(line)["record"] for line in capsys.readouterr().out.splitlines()}
    assert records == {"x"}
    assert load_catalogue(content) == before


def test_O4_a_sent_pack_is_judged_before_it_is_installed(tmp_path, capsys):
    shipped = CONTENT_DIRECTORY / "regions" / "TYU"
    files = {path.relative_to(shipped).as_posix(): path.read_text("utf-8") for path in shipped.rglob("*.yaml")}
    written(tmp_path, files)
    assert lint(str(tmp_path)) == 0
    broken = files["measures/food.yaml"].replace("region_in: [TYU]", "region_in: [LEN]")
    written(tmp_path, {"measures/food.yaml": broken})
    assert lint(str(tmp_path), "--json") == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    assert {(each["rule"], each["file"]) for each in found} == {("region", "regions/TYU/measures/food.yaml")}


def test_O4_a_folder_that_is_no_pack_exits_2(tmp_path, capsys):
    assert install(tmp_path / "nothing", Path(written(tmp_path / "data", CONTENT))) == 2
    assert "region.yaml" in capsys.readouterr().err
