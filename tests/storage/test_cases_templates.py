"""Templates of answers: kept per centre, filled from a matched measure, refused with holes nobody can fill (C2)."""

from datetime import date

import pytest

from admin.template_values import measure_values
from app.content import load_texts
from app.settings import ROOT
from core.cases.refusals import BadTemplate
from core.cases.template_words import Hole, filled
from core.cases.templates import (
    ReadTemplates,
    RemoveTemplate,
    SaveTemplate,
    read_templates,
    remove_template,
    save_template,
)
from core.catalog.files import load_catalogue
from core.storage.database import Database
from core.use_case import Forbidden
from tests.desks import Desk, desk_at
from tests.stores import store_over


@pytest.fixture
async def desk(database: Database) -> Desk:
    return await desk_at(store_over(database))


async def test_C2_a_centre_keeps_changes_and_removes_its_own_templates(desk: Desk) -> None:
    anna, vera = await desk.curator("Анна"), await (await desk_at(desk.store, "lugovoy")).curator("Вера")
    save = SaveTemplate(desk.centre_id, "Документы", "Принесите: {документы}")
    kept = await desk.store.write(save_template, save, anna.actor)
    changed = SaveTemplate(desk.centre_id, "Что принести", "Нужно: { Документы }", kept.template_id)
    await desk.store.write(save_template, changed, anna.actor)

    read = await desk.store.read(read_templates, ReadTemplates(), anna.actor)
    assert [(each.title, each.body) for each in read.entries] == [("Что принести", "Нужно: { Документы }")]
    assert (await desk.store.read(read_templates, ReadTemplates(), vera.actor)).entries == ()
    for trespass in (save_template, save), (remove_template, RemoveTemplate(kept.template_id)):
        with pytest.raises(Forbidden):
            await desk.store.write(*trespass, vera.actor)  # type: ignore[misc]
    await desk.store.write(remove_template, RemoveTemplate(kept.template_id), anna.actor)
    assert (await desk.store.read(read_templates, ReadTemplates(), anna.actor)).entries == ()


@pytest.mark.parametrize(
    ("title", "body", "strange"), [("", "Текст", ()), ("Имя", " ", ()), ("Имя", "Дайте {паспорт}", ("паспорт",))]
)
async def test_C2_a_template_that_cannot_be_filled_is_not_kept(
    desk: Desk, title: str, body: str, strange: tuple[str, ...]
) -> None:
    anna = await desk.curator("Анна")
    with pytest.raises(BadTemplate) as refused:
        await desk.store.write(save_template, SaveTemplate(desk.centre_id, title, body), anna.actor)
    assert refused.value.strange == strange


def test_C2_every_measure_fills_a_template_and_a_hole_without_a_value_stays_visible() -> None:
    catalogue, texts, today = load_catalogue(), load_texts(ROOT / "data"), date(2026, 11, 23)
    for measure in catalogue.measures:
        values = measure_values(texts, catalogue, measure.id, measure.region or "LEN", today)
        if not values:
            continue
        words = filled("{мера}. {Сумма} {документы} {куда} {источник}", values)
        assert "{" not in words and measure.title in words and "<" not in words, words
    assert filled("{номер}: {мера} {чужое}", {Hole.NUMBER: "AB"}) == "AB: {мера} {чужое}"
