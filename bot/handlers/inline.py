"""`@bot садик` in any chat: measures to share. Answered at once or never, nothing is kept."""

from aiogram import Router
from aiogram.types import InlineQuery, InlineQueryResultArticle, InputTextMessageContent

from bot.here import Here, from_data
from core.catalog.measures import Measure
from core.catalog.search.engine import search

SHOWN = 8


def build() -> Router:
    """The router of inline queries."""
    router = Router(name="inline")
    router.inline_query.register(share)
    return router


async def share(query: InlineQuery, **data: object) -> None:
    """Short cards of what was found; federal measures only, since nobody's region is known there."""
    around = from_data(data)
    catalogue = around.edition.catalogue
    answer = search(query.query, around.edition.search, None, SHOWN)
    found = [catalogue.measure(hit.measure) for hit in answer.hits] if answer.found else []
    await query.answer([_article(around, measure) for measure in found if measure], cache_time=60, is_personal=False)


def _article(around: Here, measure: Measure) -> InlineQueryResultArticle:
    words = around.say("inline-card", title=measure.title, summary=measure.summary)
    return InlineQueryResultArticle(
        id=measure.id[:64],
        title=measure.title,
        description=measure.summary[:120],
        input_message_content=InputTextMessageContent(message_text=words),
    )
