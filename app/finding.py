"""How this installation makes messages findable: its words, and its ear for danger (A20, E9)."""

from core.cases.message_words import MessageWords
from core.crisis.detection import Detector


def words_of(detector: Detector) -> MessageWords:
    """Keys by the forms the detector knows; what it calls dangerous stays out of the index."""
    return MessageWords(detector.forms, lambda text: detector.detect(text) is not None)
