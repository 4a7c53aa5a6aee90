"""A measure's card in words, for any channel that speaks Fluent: the chat, a file, the panel.

The order is what a parent asks: for whom, how much and how sure, what to bring, where, until when, who says so.
An unverified amount never looks certain (F6): a medium one says where to check, a low one never stands without warning.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.catalog.amounts import Certainty, ComputedFrom, ShownAmount
from core.catalog.cards import MeasureCard
from core.messaging.letters import Text
from core.moments import spoken_date
from core.texts import Texts

_AMOUNT_KEYS = {
    Certainty.CERTAIN: "card-amount-certain",
    Certainty.CHECK_WITH_AGENCY: "card-amount-check",
    Certainty.HIDE_NUMBER_UNLESS_WARNED: "card-amount-warned",
}


@dataclass(frozen=True, slots=True)
class Telling:
    """Renders cards in one language."""

    texts: Texts

    def card(self, shown: MeasureCard) -> str:
        """The main card as HTML."""
        return "\n\n".join(self._main(shown))

    def papers(self, shown: MeasureCard) -> str:
        """What to bring, what the centre asks for, where and until when, as HTML."""
        return "\n\n".join(self._details(shown))

    def shared(self, shown: MeasureCard) -> str:
        """A short card to pass on to somebody else: for whom, how much, whose word, as HTML."""
        return "\n\n".join((*self._head(shown), self.amount(shown.amount), self.source(shown)))

    def _head(self, shown: MeasureCard) -> Iterator[str]:
        yield self._say("card-title", title=shown.title)
        yield self._say("card-summary", words=shown.summary)
        yield self._say("card-who", words=shown.who)

    def _main(self, shown: MeasureCard) -> Iterator[str]:
        yield from self._head(shown)
        if shown.only_if_also:
            yield self._list("card-only-if", shown.only_if_also)
        yield self.amount(shown.amount)
        if shown.deadline.text:
            yield self._say("card-deadline", words=shown.deadline.text)
        yield self.source(shown)

    def _details(self, shown: MeasureCard) -> Iterator[str]:
        yield self._say("card-title", title=shown.title)
        if shown.family_papers:
            yield self._list("card-bring", shown.family_papers)
        else:
            yield self._say("card-bring-nothing")
        if shown.agency_papers:
            yield self._list("card-centre-asks", shown.agency_papers)
        if shown.proactive:
            yield self._say("card-proactive")
        if shown.where_to_apply:
            places = tuple(self._say(f"where-{place.value.replace('_', '-')}") for place in shown.where_to_apply)
            yield self._list("card-where", places)
        if shown.legal_basis:
            yield self._list("card-law", shown.legal_basis[:3])

    def amount(self, shown: ShownAmount) -> str:
        """How much, worded as sure as it is; a computed figure says what it was computed from, and on whose word."""
        lines = [self.amount_in_brief(shown)]
        if shown.computed_from is not None and shown.figures:
            lines.append(self._parameter(shown.computed_from))
        if shown.stale and shown.valid_to is not None:
            lines.append(self._say("card-amount-stale", day=self._day(shown.valid_to)))
        return "\n".join(lines)

    def amount_in_brief(self, shown: ShownAmount) -> str:
        """The same without sources, for a list; the card has them."""
        lines = [self._say(_AMOUNT_KEYS[shown.certainty], words=shown.text)]
        if shown.computed_from is not None and shown.figures:
            sums = " / ".join(_roubles(figure) for figure in shown.figures)
            lines.append(self._say("card-amount-computed", sums=sums))
        return "\n".join(lines)

    def _parameter(self, computed: ComputedFrom) -> str:
        """The regional figure behind a computed sum: what it is, since when, who says so, when that was checked."""
        row = computed.parameters
        base = self._say(f"minimum-{computed.base.value.rpartition('.')[2].replace('_', '-')}")
        words = self._say("card-parameter", base=base, sum=_roubles(computed.base_rub))
        if row.validity.valid_from is not None:
            words = self._say("card-parameter-since", words=words, day=self._day(row.validity.valid_from))
        if row.differs_by_territory:
            words = self._say("card-parameter-average", words=words)
        publishers = ", ".join(dict.fromkeys(source.publisher for source in row.sources[:1]))
        return self._say("card-parameter-source", words=words, publishers=publishers, day=self._day(row.as_of))

    def source(self, shown: MeasureCard) -> str:
        """Whose word it is and when that was checked."""
        day = self._day(shown.checked_on)
        if not shown.looked_up:
            return self._say("card-not-looked-up", day=day)
        publishers = ", ".join(dict.fromkeys(source.publisher for source in shown.sources[:2]))
        return self._say("card-source", publishers=publishers, day=day)

    def _day(self, day: date) -> str:
        return spoken_date(self.texts, day)

    def _list(self, key: str, lines: tuple[str, ...]) -> str:
        return "\n".join([self._say(key), *(self._say("card-line", words=line) for line in lines)])

    def _say(self, key: str, **args: str) -> str:
        return self.texts.html(Text(key, dict(args)))


def _roubles(figure: object) -> str:
    return f"{figure:,.0f}".replace(",", "\u00a0")
