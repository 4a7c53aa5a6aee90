"""What stands above a conversation in danger: its open alarm, and whether the family may be written to."""

from admin.access import Context
from admin.views.desk import Desk
from core.cases.hiding import SafetyOf, safety_of
from core.duty.watching import ReadAlarms, read_alarms


async def danger_pane(desk: Desk, conversation_id: int) -> Context:
    """`alarm` None: nothing is open; `mark` None: the family may be written to."""
    found = await desk.store.read(read_alarms, ReadAlarms(conversation_id), desk.member)
    safety = await desk.store.read(safety_of, SafetyOf(conversation_id), desk.member)
    return {"alarm": found.entries[0] if found.entries else None, "mark": safety.mark_id}
