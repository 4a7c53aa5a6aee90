"""Why accompaniment says no."""

from core.cases.states import CaseState
from core.use_case import Refused


class NoSuchCase(Refused):
    """There is no such case, or it has been erased."""


class NoFamilyYet(Refused):
    """Nothing can be planned for a person who has not agreed to be a family in our books."""


class CaseClosed(Refused):
    """The family has said it is solved; «не решено» opens the case again."""


class MoveNotAllowed(Refused):
    """A case does not go from here to there; solved and closed are the family's word alone (F13)."""

    def __init__(self, now: CaseState, wanted: CaseState) -> None:
        super().__init__(f"a case does not go from {now} to {wanted}")
        self.now = now
        self.wanted = wanted


class AgenciesNotAllowed(Refused):
    """No adult of the family has agreed that the centre asks other bodies (D11)."""


class NothingToAsk(Refused):
    """The measure names no paper that an agency gives to the centre."""


class NoSuchLine(Refused):
    """A goal, step, request or check-in that is gone or belongs to another case."""


class NoSuchRoute(Refused):
    """No route template of that name."""
