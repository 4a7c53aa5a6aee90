"""The hours somebody at a centre answers messages, as the clocks of this feature need them."""

from datetime import datetime

from core.cases.sla import Interval
from core.use_case import Tx


def working_time(tx: Tx, centre_id: int, since: datetime) -> tuple[Interval, ...]:
    """Working intervals of a centre from `since` to three weeks ahead, oldest first. Empty: no hours are known."""
    return ()
