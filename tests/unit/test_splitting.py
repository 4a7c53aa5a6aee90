"""A long text becomes several messages of the channel, and loses nothing on the way."""

from hypothesis import given
from hypothesis import strategies as st

from core.cases.splitting import split

SENTENCE = "Возьмите паспорт и свидетельство о рождении. "


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_a_short_text_stays_one_message() -> None:
    assert split("Здравствуйте!") == ["Здравствуйте!"]


def test_nothing_is_no_message() -> None:
    assert split(" \n ") == []


def test_a_long_text_is_cut_between_paragraphs() -> None:
    first, second = SENTENCE * 60, SENTENCE * 60

    assert split(f"{first}\n\n{second}") == [first.strip(), second.strip()]


def test_a_text_without_paragraphs_is_cut_between_sentences() -> None:
    pieces = split(SENTENCE * 200)

    assert len(pieces) > 1
    assert all(piece.endswith(".") for piece in pieces)


def test_emoji_count_double_so_that_the_channel_never_refuses() -> None:
    pieces = split("🙂" * 3000)

    assert "".join(pieces) == "🙂" * 3000
    assert all(units(piece) <= 4096 for piece in pieces)


@given(st.text(alphabet=st.sampled_from("аб .!\n🙂"), max_size=300), st.integers(2, 40))
def test_every_word_arrives_in_order(text: str, limit: int) -> None:
    pieces = split(text, limit)

    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(piece.strip() and units(piece) <= limit for piece in pieces)
