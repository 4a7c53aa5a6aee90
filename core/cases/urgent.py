"""A message sounded like danger: how it was read is kept and the centre's people are called, in one transaction.

One, because the card waits for it: each commit is a moment more for somebody in danger (E3).
"""

from dataclasses import dataclass

from core.cases.call_person import Called, CallPerson, call_person
from core.cases.refusals import CentreNotOpened
from core.catalog.helplines import CrisisType
from core.crisis.signals import Severity
from core.duty.alarms import Danger
from core.duty.hearing import Heard, HearDanger, hear_danger
from core.messaging.letters import Address
from core.permissions import Permission
from core.use_case import Forbidden, Tx, use_case


@dataclass(frozen=True, slots=True)
class SoundAlarm:
    """A message at `address` sounded like danger. `centre_id`: the chosen centre, if somebody there reads messages."""

    address: Address
    kind: CrisisType
    severity: Severity
    signs: tuple[str, ...]
    centre_id: int | None


@dataclass(frozen=True, slots=True)
class Sounded:
    """What can be promised (`called` None: nobody was called), and the number under «Это ошибка»."""

    called: Called | None
    heard: Heard


@use_case(Permission.ANYBODY)
def sound_alarm(tx: Tx, command: SoundAlarm) -> Sounded:
    """Call the centre's people if it is serious, and keep how the message was read.

    Raises `Forbidden` for anybody else's address.
    """
    called = _call(tx, command) if command.severity >= Severity.SERIOUS else None
    signal = HearDanger(command.address, command.kind, command.severity, command.signs, command.centre_id)
    return Sounded(called, hear_danger(tx, signal))


def _call(tx: Tx, command: SoundAlarm) -> Called | None:
    if command.centre_id is None:
        return None
    danger = Danger(command.kind, command.severity)
    try:
        return call_person(tx, CallPerson(command.address, command.centre_id, danger))
    except (CentreNotOpened, Forbidden):  # both are raised before anything is written
        return None
