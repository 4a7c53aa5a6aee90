"""Short typed answers: «да», «неа», «не знаю», the name of a region. What is none of these is no answer."""

from collections.abc import Iterable
from enum import Enum

from aiogram.types import Message

from core.catalog.regions import Region
from core.language.plain import plain
from core.language.words import words
from core.triage.facts import Evasion


class ShortWord(Enum):
    """A typed yes or no."""

    YES = True
    NO = False


_YES = "да|ага|угу|конечно|есть|верно|так и есть|да есть|yes|+"
_NO = "нет|неа|не|нету|ничего|никто|ничего из этого|no|-"
_UNKNOWN = "не знаю|незнаю|хз|не уверена|не уверен|не помню|затрудняюсь|без понятия|не в курсе"
_REFUSED = "не хочу|не хочу отвечать|не скажу|не буду отвечать|пропустить|не ваше дело|без ответа"
_MEANT: dict[str, ShortWord | Evasion] = {
    **dict.fromkeys(_YES.split("|"), ShortWord.YES),
    **dict.fromkeys(_NO.split("|"), ShortWord.NO),
    **dict.fromkeys(_UNKNOWN.split("|"), Evasion.UNKNOWN),
    **dict.fromkeys(_REFUSED.split("|"), Evasion.REFUSED),
}
_KINDS_OF_REGION = frozenset({"область", "край", "республика", "автономный", "автономная", "округ", "город", "обл"})


def short_word(text: str) -> ShortWord | Evasion | None:
    """What a short answer means; None for anything longer or other."""
    return _MEANT.get(plain(text).strip(" .!,"))


def is_yes_or_no(message: Message) -> bool:
    """Filter of messages that answer a question of buttons; all others go on to the search."""
    return isinstance(short_word(message.text or ""), ShortWord)


def is_evasion(message: Message) -> bool:
    """Filter of messages that say «не знаю» or «не хочу отвечать»."""
    return isinstance(short_word(message.text or ""), Evasion)


def region_named(text: str, regions: Iterable[Region]) -> Region | None:
    """The one region whose name holds every typed word («ленинградская», «татарстан»); None if none or several."""
    typed = [word for word in words(plain(text)) if word not in _KINDS_OF_REGION]
    if not typed:
        return None
    named = [(one, words(plain(one.name))) for one in regions]
    fits = [(one, name) for one, name in named if all(any(part.startswith(word) for part in name) for word in typed)]
    whole = [one for one, name in fits if all(word in name for word in typed)]
    found = whole or [one for one, _ in fits]
    return found[0] if len(found) == 1 else None
