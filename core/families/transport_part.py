"""What transport keeps about a person's addresses. Letters that were sent are part of what is destroyed."""

from collections import Counter
from dataclasses import asdict

from core.families.parts import Destroyed, FamilyPart, Section, Whose
from core.messaging.forgetting import forget_address
from core.use_case import Tx


def _export(tx: Tx, whose: Whose) -> tuple[Section, ...]:
    """Nothing of its own: what was said and sent is handed out with the conversation."""
    return ()


def _erase(tx: Tx, whose: Whose) -> tuple[Destroyed, ...]:
    counts: Counter[str] = Counter()
    for address in whose.addresses:
        counts.update(asdict(forget_address(tx, address)))
    return tuple(Destroyed(table, rows) for table, rows in counts.items())


TRANSPORT_PART = FamilyPart(_export, _erase)
