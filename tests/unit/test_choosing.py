"""Whom a new conversation suits best: argued without a database (C2)."""

import pytest

from core.cases.choosing import TOO_MANY_MORE, Candidate, Choice, Knowledge, Wish, choose
from core.families.spoken import Spoken
from core.triage.needs import Need

HOUSING = Knowledge(frozenset({Need.HOME}))
TATAR = Knowledge(languages=frozenset({Spoken.TATAR}))


def curator(account_id: int, *, open: int = 0, knows: Knowledge | None = None) -> Candidate:
    return Candidate(account_id, f"Куратор {account_id}", knows or Knowledge(), open)


def chosen(candidates: list[Candidate], wish: Wish) -> Choice:
    found = choose(candidates, wish)
    assert found is not None
    return found


def test_C2_without_anything_known_the_least_busy_gets_it() -> None:
    choice = chosen([curator(1, open=3), curator(2, open=1), curator(3, open=1)], Wish())

    assert (choice.account_id, choice.open, choice.least_busy) == (2, 1, True)
    assert (choice.known, choice.language, choice.needs) == (False, None, ())


def test_C2_who_knows_the_subject_comes_before_who_has_less_to_do() -> None:
    choice = chosen([curator(1), curator(2, open=4, knows=HOUSING)], Wish((Need.MONEY, Need.HOME)))

    assert (choice.account_id, choice.needs, choice.least_busy) == (2, (Need.HOME,), False)


def test_C2_whoever_knows_more_of_what_the_family_came_for_comes_first() -> None:
    both = Knowledge(frozenset({Need.HOME, Need.MONEY}))
    candidates = [curator(1, knows=HOUSING), curator(2, open=2, knows=both)]

    assert chosen(candidates, Wish((Need.HOME, Need.MONEY))).account_id == 2


@pytest.mark.parametrize(("more", "winner"), [(TOO_MANY_MORE - 1, 2), (TOO_MANY_MORE, 1)])
def test_C2_nobody_drowns_in_the_subject_they_know(more: int, winner: int) -> None:
    candidates = [curator(1, open=5), curator(2, open=5 + more, knows=HOUSING)]

    assert chosen(candidates, Wish((Need.HOME,))).account_id == winner


def test_C2_the_language_of_the_family_decides_before_subject_and_load() -> None:
    candidates = [curator(1), curator(2, knows=HOUSING), curator(3, open=40, knows=TATAR)]

    choice = chosen(candidates, Wish((Need.HOME,), Spoken.TATAR))

    assert (choice.account_id, choice.language) == (3, Spoken.TATAR)
    assert chosen(candidates, Wish((Need.HOME,), Spoken.UZBEK)).account_id == 2, "nobody speaks it: go on without"


def test_C2_the_curator_the_family_knows_stays_its_curator() -> None:
    candidates = [curator(1), curator(2, open=60), curator(3, knows=TATAR)]

    choice = chosen(candidates, Wish(language=Spoken.TATAR, curator_id=2))

    assert (choice.account_id, choice.known, choice.language, choice.least_busy) == (2, True, None, False)
    assert chosen(candidates[::2], Wish(language=Spoken.TATAR, curator_id=2)).account_id == 3


def test_C2_nobody_there_means_nobody_chosen() -> None:
    assert choose([], Wish((Need.HOME,), Spoken.TATAR, 1)) is None


def test_knowledge_and_choices_are_read_as_they_were_written() -> None:
    everything = Knowledge(frozenset(Need), frozenset(Spoken))
    kept = everything.written()
    assert kept is not None and len(kept) <= 600, "as long as the column"
    assert Knowledge.read(kept) == everything
    assert Knowledge().written() is None
    assert Knowledge.read("need:home need:flying speaks:elvish") == HOUSING, "a word of yesterday harms nobody"
    choice = Choice(7, "Анна", 2, True, True, Spoken.SIGN, (Need.PEACE, Need.BABY))
    assert Choice.read(choice.written()) == choice
