"""The proposal box: what could be better, in a family's words, and what the centre makes of it (F13)."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from core.cases.conversations import row_id, staff
from core.families.household import own_family
from core.families.keys import open_text, seal
from core.families.tables import Family
from core.feedback.tables import Proposal, ProposalState
from core.messaging.events import publish
from core.permissions import Permission
from core.staff.audit import Trace, record
from core.use_case import Refused, Tx, use_case

LONGEST, MOST_OPEN, PAGE = 2_000, 20, 100


class NoProposal(Refused):
    """Empty or overlong words, no centre to propose to, too many at once, or no such proposal."""


@dataclass(frozen=True, slots=True)
class Propose:
    """The acting adult's own words."""

    words: str


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One proposal as either side reads it."""

    proposal_id: int
    words: str
    answer: str | None
    state: ProposalState
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Proposals:
    """Newest first."""

    entries: tuple[ProposalLine, ...]


@use_case(Permission.FAMILY)
def propose(tx: Tx, command: Propose) -> Proposals:
    """Put it into the family's centre's box. Raises `NoProposal`."""
    family, words = own_family(tx), _plain_lines(command.words)
    waiting = [each for each in _of_family(tx, family) if each.state is ProposalState.NEW]
    if not words or len(words) > LONGEST or family.centre_id is None or len(waiting) >= MOST_OPEN:
        raise NoProposal
    tx.session.add(
        Proposal(
            family_id=row_id(family),
            centre_id=family.centre_id,
            words_sealed=seal(tx, family.data_key_id, words, _place(family)),
            sent_at=tx.now,
            changed_at=tx.now,
        )
    )
    tx.session.flush()
    publish(tx, family.centre_id, "proposal.added", f"family:{family.id}")
    return Proposals(_of_family(tx, family))


@dataclass(frozen=True, slots=True)
class ReadProposals:
    """The acting person's: a family's own, or those of a member of staff's centres."""


@use_case(Permission.FAMILY)
def my_proposals(tx: Tx, query: ReadProposals) -> Proposals:
    """What the family proposed, and what became of it."""
    return Proposals(_of_family(tx, own_family(tx)))


@use_case(Permission.READ_INBOX)
def proposals_of_centres(tx: Tx, query: ReadProposals) -> Proposals:
    """The box of the own centres. It names no family: a proposal is about the centre."""
    rows = select(Proposal, Family).join(Family).order_by(col(Proposal.id).desc()).limit(PAGE)
    if staff(tx).centres is not None:
        rows = rows.where(col(Proposal.centre_id).in_(staff(tx).centres or ()))
    return Proposals(tuple(_line(tx, family, row) for row, family in tx.session.exec(rows).all()))


@dataclass(frozen=True, slots=True)
class AnswerProposal:
    """What the centre makes of it, with a word to the family if wished."""

    proposal_id: int
    state: ProposalState
    answer: str = ""


@use_case(Permission.REPLY)
def answer_proposal(tx: Tx, command: AnswerProposal) -> ProposalLine:
    """Set the status. Raises `NoProposal`, `Forbidden`."""
    row, answer = tx.session.get(Proposal, command.proposal_id), _plain_lines(command.answer)
    if row is None or len(answer) > LONGEST:
        raise NoProposal
    tx.require_centre(row.centre_id)
    family = tx.session.get_one(Family, row.family_id)
    row.state, row.changed_at = command.state, tx.now
    row.answer_sealed = seal(tx, family.data_key_id, answer, _place(family)) if answer else None
    record(tx, Trace("proposal.answer", "proposal", command.proposal_id, row.centre_id, ("state", "answer")))
    tx.session.flush()
    publish(tx, row.centre_id, "proposal.changed", f"family:{family.id}")
    return _line(tx, family, row)


def _plain_lines(words: str) -> str:
    """A form sends two signs for the end of a line, and counts one when it says how much may be typed."""
    return words.replace("\r\n", "\n").strip()


def _of_family(tx: Tx, family: Family) -> tuple[ProposalLine, ...]:
    rows = select(Proposal).where(col(Proposal.family_id) == row_id(family)).order_by(col(Proposal.id).desc())
    return tuple(_line(tx, family, row) for row in tx.session.exec(rows).all())


def _line(tx: Tx, family: Family, row: Proposal) -> ProposalLine:
    def opened(sealed: bytes) -> str:
        return open_text(tx, family.data_key_id, sealed, _place(family))

    answer = opened(row.answer_sealed) if row.answer_sealed is not None else None
    return ProposalLine(row_id(row), opened(row.words_sealed), answer, row.state, row.sent_at)


def _place(family: Family) -> str:
    return f"proposal {family.id}"
