"""What lets a family come back: its needs, the way it went, what it gets already; and what content people learn."""

from datetime import date

import pytest

from core.content.unmet import MaskedQuery, ReadUnmet, RecordUnmet, read_unmet, record_unmet
from core.families.answering import CorrectFact, RecordAnswers, Statement, correct_fact, record_answers
from core.families.needs import ChooseNeeds, ReadNeeds, choose_needs, read_needs
from core.families.profile import fold
from core.families.received import MarkReceived, ReadReceived, mark_received, read_received
from core.families.retracing import ReadScreens, read_screens
from core.triage.facts import Evasion, Fact
from core.triage.needs import Need
from core.triage.profile import Band, FactValue, Provenance
from core.use_case import Forbidden, Store
from tests.households import OPERATOR, a_centre, a_family, a_visitor, registrar
from tests.stores import Clock


async def test_needs_stay_with_the_family_and_everything_differs_from_nothing_chosen(store: Store) -> None:
    mother = await a_family(store)
    mine = ReadNeeds(mother.family_id)
    assert await store.read(read_needs, mine, mother) is None
    await store.write(choose_needs, ChooseNeeds((Need.MONEY, Need.BABY, Need.MONEY)), mother)
    chosen = await store.read(read_needs, mine, mother)
    assert chosen is not None and chosen.needs == (Need.MONEY, Need.BABY)
    await store.write(choose_needs, ChooseNeeds(()), mother)
    everything = await store.read(read_needs, mine, mother)
    assert everything is not None and everything.needs == ()
    with pytest.raises(Forbidden):
        await store.read(read_needs, mine, await a_family(store))


async def test_a_mark_of_a_received_measure_is_made_once_and_taken_back(store: Store) -> None:
    mother = await a_family(store)
    for _ in range(2):
        marked = await store.write(mark_received, MarkReceived("edinoe-posobie", True), mother)
    assert marked.ids == ("edinoe-posobie",)
    assert (await store.write(mark_received, MarkReceived("edinoe-posobie", False), mother)).ids == ()
    assert (await store.read(read_received, ReadReceived(mother.family_id), mother)).ids == ()


async def test_the_way_back_goes_over_own_screens_each_at_its_newest_place(store: Store, clock: Clock) -> None:
    centre_id = await a_centre(store)
    mother = await a_family(store, centre_id=centre_id)

    async def say(*facts: Fact) -> None:
        clock.forward(seconds=5)
        statements = tuple(Statement(fact, Evasion.UNKNOWN) for fact in facts)
        await store.write(record_answers, RecordAnswers(statements), mother)

    await say(Fact.CHILDREN)
    await say(Fact.RURAL, Fact.MORTGAGE)
    await say(Fact.INCOME_PER_HEAD_RATIO)
    correction = CorrectFact(mother.family_id, Statement(Fact.FOSTER, True))
    await store.write(correct_fact, correction, registrar(centre_id))
    await say(Fact.MORTGAGE)
    found = await store.read(read_screens, ReadScreens(mother.family_id), mother)
    assert found.screens == ((Fact.CHILDREN,), (Fact.RURAL,), (Fact.INCOME_PER_HEAD_RATIO,), (Fact.MORTGAGE,))


def test_not_knowing_replaces_a_specialists_word_only_when_that_has_grown_old() -> None:
    said = FactValue(Band.at(0.5), date(2026, 1, 10), Provenance.SPECIALIST)
    fact = Fact.INCOME_PER_HEAD_RATIO
    fresh, _ = fold([(fact, said, said.at), (fact, Evasion.UNKNOWN, date(2026, 2, 10))])
    old, _ = fold([(fact, said, said.at), (fact, Evasion.UNKNOWN, date(2026, 8, 10))])
    assert fact in fresh and fact not in old and old.evaded[fact] is Evasion.UNKNOWN


async def test_unmet_demand_counts_words_by_day_and_region_most_wanted_first(store: Store, clock: Clock) -> None:
    visitor = a_visitor()
    for words, region in (("иппотерапия", "LEN"), ("няня", None), ("иппотерапия", "LEN"), ("иппотерапия", "CHE")):
        await store.write(record_unmet, RecordUnmet(MaskedQuery(words), region), visitor)
    today = clock.now.date()
    entries = (await store.read(read_unmet, ReadUnmet(today), OPERATOR)).entries
    assert [(one.words, one.count, one.regions) for one in entries] == [
        ("иппотерапия", 3, ("CHE", "LEN")),
        ("няня", 1, ("",)),
    ]
    [own] = (await store.read(read_unmet, ReadUnmet(today, region="CHE"), OPERATOR)).entries
    assert (own.words, own.count) == ("иппотерапия", 1)
    with pytest.raises(Forbidden):
        await store.read(read_unmet, ReadUnmet(today), visitor)
