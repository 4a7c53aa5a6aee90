"""A notice in words: on which day, what ends, what begins, what to do, and how not to be written to about it.

Pure. Titles of measures are content and go in as they read today; everything else stands in Fluent. The letter may be
made again at any moment before it leaves, so that new rules change its words and never send it twice (C11).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from core.catalog.measures import Measure
from core.catalog.snapshot import Catalogue
from core.families.topics import Topic
from core.messaging.letters import Button, Letter, Paragraphs, Text
from core.outreach.coming import Coming, Turn
from core.outreach.leads import Lead
from core.outreach.neutral import named_openly

OPEN_NOTICE = "notice:"
"""What «Подробнее» asks for; the number of the notice follows."""
BOOK_ACTION, ASK_ACTION = "outreach:book", "outreach:ask"
QUIET = "quiet:"
"""«Не писать об этом»; the topic follows."""
MOST_TITLES = 5

_ORDER = (Turn.DEADLINE, Turn.RENEWAL, Turn.ENDS, Turn.BEGINS, Turn.SUMS)
_ACT = (Turn.DEADLINE, Turn.RENEWAL, Turn.ENDS)


def notice_letter(notice_id: int, lead: Lead, on: date, changes: Sequence[Coming], catalogue: Catalogue) -> Letter:
    """The letter about everything that changes on the day `on`."""
    present = [turn for turn in _ORDER if any(one.turn is turn for one in changes)]
    parts = [_opening(lead, on)]
    parts += [_part(turn, [one for one in changes if one.turn is turn], catalogue) for turn in present]
    parts.append(Text(f"notice-do-{'act' if present[0] in _ACT else 'wait'}"))
    return Letter(Paragraphs(tuple(parts)), notice_buttons(notice_id))


def notice_buttons(notice_id: int) -> tuple[tuple[Button, ...], ...]:
    """Look closer, book, ask, or be left in peace."""
    return (
        (Button(Text("notice-open"), action=f"{OPEN_NOTICE}{notice_id}"),),
        *proactive_buttons(Topic.CHANGES),
    )


def proactive_buttons(topic: Topic) -> tuple[tuple[Button, ...], ...]:
    """What stands under everything the centre writes first."""
    return (
        (Button(Text("proactive-book"), action=BOOK_ACTION), Button(Text("proactive-ask"), action=ASK_ACTION)),
        (Button(Text("proactive-quiet"), action=f"{QUIET}{topic.value}"),),
    )


def measure_at(catalogue: Catalogue, one: Coming) -> Measure | None:
    """The version the change is about: the one that begins, or the last one."""
    return catalogue.measure(one.measure_id, one.on) or catalogue.measure(one.measure_id)


def _opening(lead: Lead, on: date) -> Text:
    return Text("notice-opening", {"lead": lead.name.lower(), "day": on.day, "month": on.month})


def _part(turn: Turn, changes: Sequence[Coming], catalogue: Catalogue) -> Text:
    titles = _titles(changes, catalogue)[:MOST_TITLES]
    hidden = len(changes) - len(titles)
    shape = "hidden" if not titles else "both" if hidden else "named"
    lines = "\n".join(f"• {title}" for title in titles)
    return Text(f"notice-{turn.value}", {"titles": lines, "count": hidden, "shape": shape})


def _titles(changes: Iterable[Coming], catalogue: Catalogue) -> list[str]:
    measures = (measure_at(catalogue, one) for one in changes)
    return [measure.title for measure in measures if measure is not None and named_openly(measure)]
