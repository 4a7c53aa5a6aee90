"""What a family answers and what a specialist corrects, kept as an append-only history (F3, C3).

Nothing is overwritten: the earlier statement stays beside the later one with who said it, how it is known and when.
Which of them counts is decided by reading (`profile.py`).
"""

import json
from dataclasses import dataclass

from core.families.encoding import encode
from core.families.household import author_of, own_family, reach_family, today_of
from core.families.keys import seal
from core.families.tables import FactRecord, FactState, Family
from core.messaging.events import publish
from core.permissions import Permission
from core.triage.facts import REGISTRY, Evasion, Fact, Sensitivity
from core.triage.profile import Provenance, Value
from core.use_case import Tx, use_case

_STATE_OF_EVASION = {Evasion.UNKNOWN: FactState.UNKNOWN, Evasion.REFUSED: FactState.REFUSED}


@dataclass(frozen=True, slots=True)
class Statement:
    """One answer: a value, or one of the two ways not to give one."""

    fact: Fact
    said: Value | Evasion


@dataclass(frozen=True, slots=True)
class RecordAnswers:
    """Answers of one screen of the questionnaire, by the acting adult."""

    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many statements were added."""

    count: int


@use_case(Permission.FAMILY)
def record_answers(tx: Tx, command: RecordAnswers) -> Recorded:
    """Add what the family says. The day of the statement is the family's calendar day."""
    family = own_family(tx)
    for statement in command.statements:
        _add(tx, family, statement, Provenance.FAMILY)
    return _announce(tx, family, len(command.statements))


@dataclass(frozen=True, slots=True)
class CorrectFact:
    """What a specialist established, and on whose word."""

    family_id: int
    statement: Statement
    provenance: Provenance = Provenance.SPECIALIST


@use_case(Permission.CORRECT_FACT)
def correct_fact(tx: Tx, command: CorrectFact) -> Recorded:
    """Add a specialist's statement. Both values stay in the history; verdicts follow at the next reading."""
    family = reach_family(tx, command.family_id)
    _add(tx, family, command.statement, command.provenance)
    return _announce(tx, family, 1)


def _announce(tx: Tx, family: Family, count: int) -> Recorded:
    tx.session.flush()
    publish(tx, family.centre_id, "family.changed", f"family:{family.id}")
    return Recorded(count)


def _add(tx: Tx, family: Family, statement: Statement, provenance: Provenance) -> None:
    author_kind, author_id = author_of(tx)
    assert family.id is not None
    record = FactRecord(
        family_id=family.id,
        fact=statement.fact.value,
        state=FactState.KNOWN,
        provenance=int(provenance),
        on_day=today_of(tx, family),
        author_kind=author_kind,
        author_id=author_id,
        recorded_at=tx.now,
    )
    if isinstance(statement.said, Evasion):
        record.state = _STATE_OF_EVASION[statement.said]
    elif REGISTRY[statement.fact].sensitivity >= Sensitivity.DANGEROUS:
        text = json.dumps(encode(statement.said))
        record.value_sealed = seal(tx, family.data_key_id, text, sealed_place(family.id, statement.fact))
    else:
        record.value = encode(statement.said)
    tx.session.add(record)


def sealed_place(family_id: int, fact: Fact) -> str:
    """The context under which a dangerous fact is sealed."""
    return f"fact {family_id} {fact.value}"
