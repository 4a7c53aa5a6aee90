"""Why letters of a mailing were not sent, in words: `panel-skip-<reason>`, a dash for a space."""

from collections import Counter
from collections.abc import Mapping

from core.cases.pausing import UNSAFE
from core.families.reaching import Closed
from core.outreach.campaigns.steering import CANCELLED
from core.outreach.changes.telling import CHANGED_BACK, TOLD_ALREADY
from core.outreach.respect import TOO_LATE

WORDED = frozenset({*Closed, TOO_LATE, CANCELLED, CHANGED_BACK, TOLD_ALREADY, UNSAFE})


def skip_keys(skipped: Mapping[str, int]) -> dict[str, int]:
    """Counts by the key of their words; what a channel said in its own is «other»."""
    found: Counter[str] = Counter()
    for reason, count in skipped.items():
        found[f"panel-skip-{reason.replace(' ', '-') if reason in WORDED else 'other'}"] += count
    return dict(found)
