"""Why something about a campaign is refused. The words for staff stand in Fluent under `panel-campaign-no-<name>`."""

from core.use_case import Refused


class NoSuchCampaign(Refused):
    """There is no such campaign."""


class NotInThisState(Refused):
    """The campaign has moved on; the page shows an older state."""


class NothingToSay(Refused):
    """No title, no words, or more words than a letter holds."""


class RevealingWords(Refused):
    """Words that must not stand on a locked screen (C14)."""

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__(", ".join(words))
        self.words = words


class BadTimes(Refused):
    """It would end before it begins, or is over already."""


class UnknownMeasure(Refused):
    """The catalogue has no such measure."""


class TestFirst(Refused):
    """Nobody has sent it to themselves yet (C12)."""

    __test__ = False


class OwnEyes(Refused):
    """Whoever wrote a large campaign cannot approve it too (C12)."""


class NobodyToWriteTo(Refused):
    """The segment reaches nobody."""
