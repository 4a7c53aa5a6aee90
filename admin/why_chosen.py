"""Why a curator was chosen, in words: beside a free conversation, and in the stream of one that was given away."""

from collections.abc import Iterator

from admin.moments import Translate
from core.cases.choosing import Choice


def why_chosen(t: Translate, choice: Choice) -> str:
    """The true reasons, the strongest first."""
    return ", ".join(_reasons(t, choice))


def _reasons(t: Translate, choice: Choice) -> Iterator[str]:
    if choice.known:
        yield t("panel-why-known")
    if choice.language is not None:
        yield t("panel-why-language", language=t(f"spoken-{choice.language.value}"))
    if choice.needs:
        yield t("panel-why-needs", needs=", ".join(f"«{t(f'need-{need.value}')}»" for need in choice.needs))
    yield t("panel-why-least-busy" if choice.least_busy else "panel-why-open", count=choice.open)


def told(t: Translate, written: str) -> str:
    """What the row of a conversation says that the program gave to somebody."""
    choice = Choice.read(written)
    return f"{t('panel-assigned-itself', name=choice.name)} ({why_chosen(t, choice)})"
