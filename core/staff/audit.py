"""The audit: every read of a family's data and every change by staff leaves a row.

A row holds ids, names of fields and keyed digests. Values stay in the erasable history of their feature, so that a
family can be erased and the audit kept (design.md, privacy). Rows are sealed in batches by a later step (D13).
"""

from dataclasses import dataclass

from core.permissions import Permission
from core.staff.tables import AuditEntry
from core.use_case import Adult, StaffMember, System, Tx, Visitor, use_case


@dataclass(frozen=True, slots=True)
class Trace:
    """What happened. `fields` are names; `before` and `after` are values that leave only as keyed digests."""

    action: str
    subject_kind: str
    subject_id: int
    centre_id: int | None = None
    fields: tuple[str, ...] = ()
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Traces:
    """All that one page shows."""

    entries: tuple[Trace, ...]


@dataclass(frozen=True, slots=True)
class Traced:
    """The trace is written."""


def record(tx: Tx, trace: Trace) -> None:
    """Write one audit row for the actor of this transaction."""
    account_id, actor = _who(tx)
    tx.session.add(
        AuditEntry(
            at=tx.now,
            account_id=account_id,
            actor=actor,
            centre_id=trace.centre_id,
            action=trace.action,
            subject_kind=trace.subject_kind,
            subject_id=trace.subject_id,
            fields=",".join(trace.fields),
            digest_before=_digest(tx, trace, trace.before),
            digest_after=_digest(tx, trace, trace.after),
        )
    )


@use_case(Permission.READ_CONVERSATION, Permission.READ_FAMILY, Permission.READ_APPOINTMENTS)
def trace_reading(tx: Tx, trace: Trace) -> Traced:
    """Note that somebody is about to look at a family's data. Reads run on snapshots, so the edge notes them first."""
    record(tx, trace)
    return Traced()


@use_case(Permission.READ_CONVERSATION, Permission.READ_FAMILY, Permission.READ_APPOINTMENTS)
def trace_readings(tx: Tx, traces: Traces) -> Traced:
    """The same for a page with many families, in one transaction."""
    for trace in traces.entries:
        record(tx, trace)
    return Traced()


def _who(tx: Tx) -> tuple[int | None, str]:
    match tx.actor:
        case StaffMember(account_id=account_id):
            return account_id, "staff"
        case Adult(adult_id=adult_id):
            return None, f"adult:{adult_id}"
        case Visitor():
            return None, "visitor"
        case System(name=name):
            return None, f"system:{name}"[:40]


def _digest(tx: Tx, trace: Trace, value: str | None) -> str | None:
    if value is None:
        return None
    # The subject is part of the digest, so that equal values of two families cannot be matched to each other.
    return tx.vault.digest("audit", f"{trace.subject_kind}:{trace.subject_id}\0{value}")
