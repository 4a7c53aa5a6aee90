"""Which way a case goes (domain.md §3). Pure.

Staff move a case between the states of work. Solved, declined and closed are the family's own word and come with its
answer to the closing question (F13), so nobody moves a case into or out of them by hand.
"""

from core.cases.states import CaseState as S

NEXT: dict[S, frozenset[S]] = {
    S.NEW: frozenset({S.TRIAGE, S.ON_HOLD}),
    S.TRIAGE: frozenset({S.DIAGNOSING, S.PLANNED, S.IN_PROGRESS, S.ON_HOLD}),
    S.DIAGNOSING: frozenset({S.TRIAGE, S.PLANNED, S.ON_HOLD}),
    S.PLANNED: frozenset({S.DIAGNOSING, S.IN_PROGRESS, S.ON_HOLD}),
    S.IN_PROGRESS: frozenset({S.DIAGNOSING, S.PLANNED, S.ON_HOLD, S.FOLLOW_UP}),
    S.ON_HOLD: frozenset({S.TRIAGE, S.DIAGNOSING, S.PLANNED, S.IN_PROGRESS, S.FOLLOW_UP}),
    S.RESOLVED: frozenset({S.FOLLOW_UP, S.IN_PROGRESS}),
    S.FOLLOW_UP: frozenset({S.IN_PROGRESS, S.ON_HOLD}),
    S.DECLINED: frozenset(),
    S.CLOSED: frozenset(),
}

BOARD = (S.NEW, S.TRIAGE, S.DIAGNOSING, S.PLANNED, S.IN_PROGRESS, S.ON_HOLD, S.RESOLVED, S.FOLLOW_UP)
"""Columns of the board: every state an open case can be in."""


def may_move(now: S, wanted: S) -> bool:
    """Whether staff may move a case so; staying where it is always may."""
    return now is wanted or wanted in NEXT[now]
