"""The shape of every use case, and the only two ways to run one.

A use case is `def book(tx: Tx, command: Book) -> Booked`: synchronous, one transaction, the permission declared on the
function and checked before it runs. ORM objects never leave it: it returns frozen dataclasses.

Writes called while a Telegram update is handled carry a :class:`Memo`. Their result is stored in the same transaction
under (bot, update, ordinal, use case); when a crash makes the handler run again, the recorded result is returned and
nothing is done twice, so use cases need no idempotency of their own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_type_hints

import structlog
from pydantic import TypeAdapter
from sqlmodel import Session

from core.background import repr_without_data
from core.crowd import Crowd
from core.permissions import Permission
from core.storage.database import Database, NotApplied, StorageUnavailable, Unit
from core.storage.vault import Vault
from core.storage.wire import Wire

if TYPE_CHECKING:
    from core.catalog.snapshot import Catalogue

log = structlog.get_logger(__name__)

C = TypeVar("C")
R = TypeVar("R")


class Refused(Exception):
    """The domain says no, for a reason a person can be told. Nothing was changed."""


class Forbidden(Refused):
    """The actor has no right to this, or it lies outside the actor's centres."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who writes and has given no consent yet: an address in a messenger and nothing more."""

    channel: str
    external_id: int
    permissions: frozenset[Permission] = frozenset({Permission.ANYBODY})


@dataclass(frozen=True, slots=True)
class Adult:
    """An adult of a family, acting for that family."""

    adult_id: int
    family_id: int
    permissions: frozenset[Permission] = frozenset({Permission.ANYBODY, Permission.FAMILY})


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A signed-in member of staff. `centres` is None for rights over every centre.

    Somebody may be a curator in one centre and an editor everywhere. `reach` then tells for each right where it is
    held, and a use case sees only the centres of the rights that opened it: a right never borrows another one's place.
    """

    account_id: int
    name: str
    permissions: frozenset[Permission]
    centres: frozenset[int] | None = frozenset()
    reach: tuple[tuple[Permission, frozenset[int] | None], ...] = ()

    def within(self, needs: frozenset[Permission]) -> "StaffMember":
        """This person with `centres` narrowed to where one of `needs` is held.

        Everybody holds ANYBODY wherever they hold anything: it tells the place only of whoever holds nothing stronger.
        """
        if not self.reach:
            return self
        named = [centres for right, centres in self.reach if right in needs - {Permission.ANYBODY}]
        held = named or [centres for right, centres in self.reach if right in needs]
        everywhere = any(centres is None for centres in held)
        return replace(self, centres=None if everywhere else frozenset().union(*(c for c in held if c is not None)))

    def may(self, right: Permission, centre_id: int) -> bool:
        """Whether this person holds the right in this centre: `permissions` alone tells of somewhere."""
        centres = self.within(frozenset({right})).centres
        return right in self.permissions and (centres is None or centre_id in centres)


@dataclass(frozen=True, slots=True)
class System:
    """The program itself; `name` says which part, for the audit."""

    name: str
    permissions: frozenset[Permission] = frozenset({Permission.ANYBODY, Permission.SYSTEM})


Actor = Visitor | Adult | StaffMember | System


@dataclass(slots=True)
class Tx:
    """One running use case: an open transaction, the moment, who acts, and today's catalogue."""

    unit: Unit
    now: datetime
    actor: Actor
    catalogue: "Catalogue"
    vault: Vault

    @property
    def session(self) -> Session:
        """The ORM session of this transaction."""
        return self.unit.session

    @property
    def wire(self) -> Wire:
        """The raw driver, for the transport statements of `core.messaging`."""
        return self.unit.wire

    def signal(self, name: str) -> None:
        """Wake whoever waits for `name` once this is committed."""
        self.unit.signal(name)

    def require_centre(self, centre_id: int) -> None:
        """Raise `Forbidden` when a member of staff reaches beyond the own centres."""
        scope = self.actor.centres if isinstance(self.actor, StaffMember) else None
        if scope is not None and centre_id not in scope:
            raise Forbidden(f"centre {centre_id} is outside the actor's centres")

    def require_family(self, family_id: int) -> None:
        """Raise `Forbidden` when an adult reaches for another family."""
        if isinstance(self.actor, Adult) and self.actor.family_id != family_id:
            raise Forbidden("this belongs to another family")


@dataclass(frozen=True)
class UseCase(Generic[C, R]):
    """A function with its rights. Calling it runs it inside the caller's transaction."""

    function: Callable[[Tx, C], R]
    needs: frozenset[Permission]
    long: bool = False
    crowd: "ForCrowd[C, R] | None" = None

    def __call__(self, tx: Tx, command: C) -> R:
        return self.function(tx, command)

    @property
    def name(self) -> str:
        """Stable name, part of the memo's key."""
        return f"{self.function.__module__}.{self.function.__qualname__}"

    @cached_property
    def result_type(self) -> TypeAdapter[R]:
        """Serialises the result for the memo; a result that cannot be serialised fails at the first write."""
        return TypeAdapter(get_type_hints(self.function)["return"])

    def check(self, actor: Actor) -> None:
        """Raise `Forbidden` unless `actor` holds one of the rights."""
        if not self.needs & actor.permissions:
            raise Forbidden(f"{self.name} needs one of {sorted(self.needs)}")

    def admit(self, actor: Actor) -> Actor:
        """The actor as this use case may see it: checked, and reaching no further than the rights that opened it."""
        self.check(actor)
        return actor.within(self.needs) if isinstance(actor, StaffMember) else actor


ForCrowd = Callable[[Sequence[tuple[Tx, C]]], Sequence[R | Refused | None]]
"""The same use case for many at once, in one transaction: what each gets (never None), or the refusal, or None where a
call needs more than it can do; that one then runs by itself."""
CROWD_PATIENCE_MS = 500
"""A lock held for longer by somebody else stops those who need it, not everybody who came at the same time."""


def use_case(
    *needs: Permission, long: bool = False, crowd: "ForCrowd[Any, Any] | None" = None
) -> Callable[[Callable[[Tx, C], R]], UseCase[C, R]]:
    """Declare a use case and the rights any one of which opens it. `long` reads never run on the event loop; `crowd`
    does the same for many calls that come at once."""
    if not needs:
        raise TypeError("a use case must name at least one permission")

    def declare(function: Callable[[Tx, C], R]) -> UseCase[C, R]:
        return UseCase(function, frozenset(needs), long, crowd)

    return declare


@dataclass(frozen=True, slots=True)
class MemoKey:
    """Which call of a use case within which update this is (counted per use case, from 1)."""

    bot_id: int
    update_id: int
    ordinal: int
    fresh: bool = False
    """The update is handled for the first time: there is nothing to recall."""


Recall = Callable[[Tx, MemoKey, str], bytes | None]
Remember = Callable[[Tx, MemoKey, str, bytes], None]


@dataclass(frozen=True, slots=True)
class Memos:
    """How results are recalled and recorded; `core.messaging.memo` provides it (this module knows no tables)."""

    recall: Recall
    record: Remember


@dataclass(frozen=True, slots=True)
class _Call:
    """One call of a use case."""

    command: Any
    actor: Actor
    memo: MemoKey | None


@dataclass(frozen=True, slots=True)
class Store:
    """The only two ways into the domain: `await store.write(...)` and `await store.read(...)`."""

    database: Database
    clock: Callable[[], datetime]
    catalogue: Callable[[], "Catalogue"]
    vault: Vault
    memos: Memos | None = field(default=None)
    _crowds: dict[str, Crowd[_Call, Any]] = field(default_factory=dict, init=False, repr=False)

    async def write(self, case: UseCase[C, R], command: C, actor: Actor, memo: MemoKey | None = None) -> R:
        """Run `case` in a writing transaction; durable on return.

        Raises `Forbidden` before anything runs, whatever the use case raises, or `StorageUnavailable`.
        """
        call = _Call(command, case.admit(actor), memo if self.memos is not None else None)
        if case.crowd is not None and self.database.remote and (memo is None or memo.fresh):
            outcome = await self._crowd_of(case).join(call)
            if isinstance(outcome, Refused):
                raise outcome
            if outcome is not None:
                return outcome
        return await self._alone(case, call)

    async def read(self, case: UseCase[C, R], query: C, actor: Actor) -> R:
        """Run `case` on a read-only snapshot."""
        actor = case.admit(actor)
        return await self.database.read(lambda unit: case(self.open(unit, actor), query), long=case.long)

    def open(self, unit: Unit, actor: Actor) -> Tx:
        """A use case's view of a transaction somebody else opened (transport code that must queue a letter)."""
        return Tx(unit, self.clock(), actor, self.catalogue(), self.vault)

    async def _alone(self, case: UseCase[C, R], call: _Call) -> R:
        if call.memo is None:
            return await self.database.write(lambda unit: case(self.open(unit, call.actor), call.command))
        return await self.database.write(lambda unit: self._once(unit, case, call))

    def _once(self, unit: Unit, case: UseCase[C, R], call: _Call) -> R:
        assert self.memos is not None and call.memo is not None
        tx = self.open(unit, call.actor)
        recorded = None if call.memo.fresh else self.memos.recall(tx, call.memo, case.name)
        if recorded is not None:
            return case.result_type.validate_json(recorded)
        result = case(tx, call.command)
        self._remember(tx, case, call, result)
        return result

    def _remember(self, tx: Tx, case: UseCase[C, R], call: _Call, result: R) -> None:
        if self.memos is not None and call.memo is not None:
            self.memos.record(tx, call.memo, case.name, case.result_type.dump_json(result))

    def _crowd_of(self, case: UseCase[C, R]) -> Crowd[_Call, R | Refused | None]:
        if case.name not in self._crowds:
            self._crowds[case.name] = Crowd(partial(self._answer, case))
        return self._crowds[case.name]

    async def _answer(self, case: UseCase[C, R], calls: Sequence[_Call]) -> Sequence[R | Refused | None]:
        """Answer a crowd in one transaction. When that is lost to anything but an absent database, each call is left
        to run by itself and to fail by itself."""
        try:
            return await self.database.write(lambda unit: self._together(unit, case, calls))
        except StorageUnavailable as fault:
            if not isinstance(fault, NotApplied):
                raise
        except Exception as fault:
            log.error("a crowd could not be answered together", case=case.name, fault=repr_without_data(fault))
        return [None] * len(calls)

    def _together(self, unit: Unit, case: UseCase[C, R], calls: Sequence[_Call]) -> Sequence[R | Refused | None]:
        assert case.crowd is not None
        unit.be_impatient(CROWD_PATIENCE_MS)
        opened = [self.open(unit, call.actor) for call in calls]
        outcomes = case.crowd([(tx, call.command) for tx, call in zip(opened, calls, strict=True)])
        for tx, call, outcome in zip(opened, calls, outcomes, strict=True):
            if outcome is not None and not isinstance(outcome, Refused):
                self._remember(tx, case, call, outcome)
        return outcomes
