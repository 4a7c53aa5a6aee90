"""`@bot садик` in any chat: measures to share. Answered at once or never, nothing is kept."""

from aiogram import Router
from aiogram.types import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InlineQueryResultUnion,
    InputTextMessageContent,
)

from bot.here import Here, from_data
from core.catalog.cards import card
from core.catalog.measures import Measure
from core.catalog.search.engine import search
from core.catalog.telling import Telling

SHOWN = 8


def build() -> Router:
    """The router of inline queries."""
    router = Router(name="inline")
    router.inline_query.register(share)
    return router


async def share(query: InlineQuery, **data: object) -> None:
    """Short cards of what was found; federal measures only, since nobody's region is known there."""
    around = from_data(data)
    today, catalogue = around.now.date(), around.edition.catalogue
    answer = search(query.query, around.edition.search, None, SHOWN)
    found = [catalogue.measure(hit.measure, today) for hit in answer.hits] if answer.found else []
    cards: list[InlineQueryResultUnion] = [_article(around, measure) for measure in found if measure]
    door = InlineQueryResultsButton(text=around.label("inline-open"), start_parameter="inline")
    await query.answer(cards, cache_time=60, is_personal=False, button=door)


def _article(around: Here, measure: Measure) -> InlineQueryResultArticle:
    words = Telling(around.texts).shared(card(measure, around.edition.catalogue, None, around.now.date()))
    return InlineQueryResultArticle(
        id=measure.id[:64],
        title=measure.title,
        description=measure.summary[:120],
        input_message_content=InputTextMessageContent(message_text=words),
    )
