"""A new edition goes live pack by pack; a broken pack is refused whole and the old one keeps serving (O4, S8)."""

import pytest

from core.catalog.serving import offer, serve
from tests.unit.catalog_pieces import CONTENT

HOUSING = "regions/LEN/measures/housing.yaml"
PAYMENTS = "federal/measures/payments.yaml"
CENTRES = "regions/LEN/centres.yaml"


def changed(*changes: tuple[str, str, str]) -> dict[str, str]:
    files = dict(CONTENT)
    for path, old, new in changes:
        assert old in files[path]
        files[path] = files[path].replace(old, new)
    return files


def test_S8_an_editors_change_is_served():
    served = serve(CONTENT)
    result = offer(served, changed((HOUSING, "Участок большой семье", "Земля многодетным")))
    assert result.refused == ()
    assert result.serve.catalogue.measure("len-land-plot").title == "Земля многодетным"
    assert result.serve.catalogue.version != served.catalogue.version


def test_O4_a_broken_pack_is_refused_whole_while_the_good_one_goes_live():
    served = serve(CONTENT)
    files = changed(
        (HOUSING, "kind: in_kind", "kind: present"),
        (CENTRES, "town: Городок", "town: Новый Городок"),
        (PAYMENTS, "Дарят при выписке.", "Дарят в роддоме."),
    )
    result = offer(served, files)
    assert result.refused == ("regions/LEN",)
    assert {fault.file for fault in result.faults} == {HOUSING}
    now = result.serve.catalogue
    assert now.measure("newborn-gift").summary == "Дарят в роддоме."
    assert now.measure("len-land-plot").kind == served.catalogue.measure("len-land-plot").kind
    assert now.centres("LEN")[0].town == "Городок", "the pack is refused whole, its good files too"


def test_O4_a_broken_federal_record_does_not_blame_the_region_that_refers_to_it():
    result = offer(serve(CONTENT), changed((PAYMENTS, "kind: payment", "kind: money")))
    assert result.refused == ("federal",)


@pytest.mark.parametrize(
    ("path", "pack"),
    [
        ("regions.yaml", "regions.yaml"),
        (PAYMENTS, "federal"),
        ("parameters/subsistence-minimum-2026.yaml", "parameters"),
        ("crisis/lines.yaml", "crisis"),
    ],
)
def test_O4_an_unreadable_file_is_blamed_alone(path, pack):
    served = serve(CONTENT)
    result = offer(served, CONTENT | {path: "- ["})
    assert result.refused == (pack,)
    assert result.serve.catalogue == served.catalogue


def test_O4_a_pack_that_was_never_good_is_simply_absent():
    broken = {"regions/KYA/region.yaml": "{code: KYA, centres_known: 0, as_of: never}"}
    result = offer(serve(CONTENT), CONTENT | broken)
    assert result.refused == ("regions/KYA",)
    assert result.serve.catalogue.region("KYA").pack is None


def test_O4_when_packs_cannot_stand_together_everything_stays():
    served = serve(CONTENT)
    files = changed((PAYMENTS, "id: child-money", "id: family-money"), (HOUSING, "kind: in_kind", "kind: present"))
    result = offer(served, files)
    assert result.serve.catalogue == served.catalogue
    assert set(result.refused) == {"federal", "regions/LEN"}


def test_a_corrected_pack_is_taken_at_the_next_offer():
    served = serve(CONTENT)
    refused = offer(served, changed((HOUSING, "kind: in_kind", "kind: present")))
    mended = offer(refused.serve, changed((HOUSING, "kind: in_kind", "kind: service")))
    assert mended.refused == ()
    assert mended.serve.catalogue.measure("len-land-plot").kind == "service"


def test_files_of_others_are_none_of_the_catalogues_business():
    served = serve(CONTENT | {"search/everyday.yaml": "{[", "texts/ru/menu.ftl": "???"})
    assert set(served.files) == set(CONTENT)
