"""The kinds of letters this feature queues, with their guards, for the one list in `app`."""

from collections.abc import Mapping

from core.cases.closing import CLOSING_QUESTIONS
from core.cases.delivery import CURATOR_MESSAGES
from core.cases.files import LOST_FILES
from core.cases.mute import CLOSING_QUESTION, CORRECTION, CURATOR_CHANGED, CURATOR_MESSAGE, LOST_FILE, RECALL
from core.cases.recall import RECALLS
from core.cases.rewording import CORRECTIONS
from core.cases.transfer import CURATOR_CHANGES
from core.messaging.outbox import Kind

KINDS: Mapping[str, Kind] = {
    CURATOR_MESSAGE: CURATOR_MESSAGES,
    CLOSING_QUESTION: CLOSING_QUESTIONS,
    LOST_FILE: LOST_FILES,
    CURATOR_CHANGED: CURATOR_CHANGES,
    RECALL: RECALLS,
    CORRECTION: CORRECTIONS,
}
