"""The little language in which a psychologist writes down what danger sounds like.

    АГРЕССОР БИТЬ МЕНЯ            all three near each other, in any order
    не+хотеть > жить              «не» right before «хотеть», then «жить» a few words later
    муж|папа выгнать -в+школа     alternatives; not near «в школу»
    не+мочь|нет+сил > жить        alternatives may be several words; `+` binds closer than `|`
    сын телефон+выключить ~20     «near» means 20 words here (8 if not said), ~0 means the whole message

A word in small letters is a lemma and stands for all its forms; `=бьет` is this form only; `самоуб*` is every word
that begins so; `№1-17` is a number in the range; CAPITALS name a group of words. A word directly after «не» does
not count as itself unless the template says `не+…`: that is the scope of negation.

Promises: `parse_template` raises TemplateBroken with the offending piece; the result holds words only, no numbers
of slots, so that it can be checked and shown without compiling.
"""

import re
from dataclasses import dataclass

NEAR = 8
"""Words between two things said in one breath; chosen on the development half of our corpora."""

NEGATION = "НЕ"
"""The group of words that deny the word after them; `не` in a template is this group, so «ни дышит» is heard too."""

_SUFFIX = re.compile(r"~(\d+)$")
_WORD = re.compile(r"=?[а-я]+\*?|№\d+-\d+|[А-Я]+(?:_[А-Я]+)*")

Phrase = tuple[str, ...]
"""Words or groups that follow each other with nothing between."""

Step = tuple[Phrase, ...]
"""Phrases of which one must stand at a place."""

Chain = tuple[Step, ...]
"""Steps in this order with a few words between."""


class TemplateBroken(ValueError):
    """A template or a word of a group that cannot be read; the message quotes it."""


@dataclass(frozen=True, slots=True)
class Template:
    """One way to say it: `chains` are near each other, and none of `absent` is near them."""

    chains: tuple[Chain, ...]
    absent: tuple[Chain, ...]
    window: int


def parse_template(text: str) -> Template:
    """Reads one template; TemplateBroken names what is wrong."""
    body, window = _split_window(text.strip())
    present: list[Chain] = []
    absent: list[Chain] = []
    for part in re.sub(r"\s*>\s*", ">", body).split():
        (absent if part.startswith("-") else present).append(_parse_chain(part.removeprefix("-")))
    if not present:
        raise TemplateBroken(f"«{text}» не требует ни одного слова")
    return Template(tuple(present), tuple(absent), window)


def parse_step(text: str) -> Step:
    """Reads alternatives: phrases with `|` between them, each of words glued by `+`."""
    return tuple(_parse_phrase(phrase) for phrase in text.replace("ё", "е").split("|"))


def _split_window(text: str) -> tuple[str, int]:
    suffix = _SUFFIX.search(text)
    return (text, NEAR) if suffix is None else (text[: suffix.start()], int(suffix.group(1)))


def _parse_chain(text: str) -> Chain:
    return tuple(parse_step(step) for step in text.split(">"))


def _parse_phrase(text: str) -> Phrase:
    words = tuple(NEGATION if word == "не" else word for word in text.split("+"))
    for word in words:
        if not _WORD.fullmatch(word):
            raise TemplateBroken(f"«{text}»: не понимаю «{word}»")
    return words
