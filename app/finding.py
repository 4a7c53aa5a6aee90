"""How this installation makes messages findable: its words, and its ear for danger (A20, E9)."""

from core.cases.message_words import MessageWords
from core.content.edition import Edition


def words_of(edition: Edition) -> MessageWords:
    """Keys by the forms the search knows; what sounds dangerous stays out of the index."""
    detector = edition.crisis
    return MessageWords(edition.search.lexis.forms, lambda text: detector.detect(text) is not None)
