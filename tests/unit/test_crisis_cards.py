"""The card: whom to call first, one thing to do, one question — short, true, and fit for who reads it."""

import re
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from core.catalog.files import load_catalogue
from core.catalog.helplines import CrisisType
from core.crisis.cards import MOST_LINES, STATIC, Card, card, may_show
from core.crisis.signals import Severity, Signal, Subject, Voice
from core.texts import Texts, without_markup
from tests.unit.crisis_sets import ROOT

HELPLINES = load_catalogue().all_helplines
TEXTS = Texts(path.read_text(encoding="utf-8") for path in sorted((ROOT / "data" / "texts" / "ru").glob("*.ftl")))
EVERY_SIGNAL = [
    Signal(type_, severity, subject, voice, ())
    for type_, severity, subject, voice in product(CrisisType, Severity, Subject, Voice)
]


def words(shown: Card) -> list[str]:
    return [without_markup(TEXTS.html(line)) for line in shown.lines]


def signal(type_: CrisisType, subject: Subject = Subject.SELF, voice: Voice = Voice.ADULT) -> Signal:
    return Signal(type_, Severity.IMMEDIATE, subject, voice, ())


@pytest.mark.parametrize("on_duty", [True, False])
def test_E10_every_card_has_at_most_five_short_lines_number_first_and_one_question_last(on_duty):
    for each in EVERY_SIGNAL:
        shown = words(card(each, HELPLINES, "TYU", on_duty))
        assert len(shown) <= MOST_LINES
        assert shown[0].startswith("112")
        assert shown[-1].endswith("?") and shown[-1].count("?") == 1
        assert not any("?" in line for line in shown[:-1])
        assert all(len(line) <= 110 for line in shown), shown


def test_112_is_on_the_card_even_without_any_data():
    assert all("112" in words(card(each, (), None, on_duty=False))[0] for each in EVERY_SIGNAL)
    assert "112" in words(STATIC)[0]


def test_a_number_not_cleared_for_families_is_on_no_card():
    hidden = {line.phone for line in HELPLINES if not line.show_to_family and line.phone}
    assert hidden
    for each, region in product(EVERY_SIGNAL, (None, "TYU", "CHE", "LEN")):
        assert not hidden & set(re.findall(r"[\d-]{11,}", " ".join(words(card(each, HELPLINES, region, True)))))


def test_a_handover_is_promised_only_while_somebody_is_on_duty():
    for each in EVERY_SIGNAL:
        assert "дежурному" in " ".join(words(card(each, HELPLINES, None, on_duty=True)))
        assert "дежурному" not in " ".join(words(card(each, HELPLINES, None, on_duty=False)))


def test_a_child_is_spoken_to_as_a_child_and_gets_a_line_for_children():
    shown = words(card(signal(CrisisType.CHILD_ABUSE, voice=Voice.CHILD), HELPLINES, None, on_duty=True))
    assert "124" in " ".join(shown)
    for each in EVERY_SIGNAL:
        if each.voice is Voice.CHILD:
            assert not re.search(r"\b(вы|вас|вам|ваш\w*)\b", " ".join(words(card(each, (), None, True))).lower())


def test_a_grown_up_is_never_spoken_to_like_a_child():
    for each in EVERY_SIGNAL:
        if each.voice is Voice.ADULT:
            assert not re.search(r"\b(ты|тебя|тебе|тво\w*)\b", " ".join(words(card(each, (), None, True))).lower())


def test_a_regional_line_is_shown_at_home_only():
    lines = [line for line in HELPLINES if line.regions and line.phone and line.show_to_family]
    for line, each in product(lines, EVERY_SIGNAL):
        assert line.name not in " ".join(words(card(each, HELPLINES, "MOW", on_duty=False)))


def test_a_missing_child_brings_police_and_searchers_at_once():
    shown = words(card(signal(CrisisType.CHILD_MISSING, Subject.CHILD), HELPLINES, None, on_duty=False))
    assert "102" in shown[1] and "8-800-700-54-52" in shown[2]


def test_the_same_card_is_not_repeated_within_half_an_hour():
    now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    assert may_show(None, now)
    assert not may_show(now - timedelta(minutes=29, seconds=59), now)
    assert may_show(now - timedelta(minutes=30), now)


def test_E10_no_sentence_of_a_card_hides_a_clause_in_another():
    source = (ROOT / "data" / "texts" / "ru" / "crisis.ftl").read_text(encoding="utf-8")
    for line in source.splitlines():
        if " = " in line and "-ask-" not in line:
            assert not re.search(r", (который|которая|которому|чтобы|потому|если|когда|что) ", line), line
