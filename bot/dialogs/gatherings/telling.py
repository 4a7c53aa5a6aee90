"""A club or event in words, by the clock of its centre."""

from zoneinfo import ZoneInfo

from bot.dialogs.booking.telling import day_words, slot_label
from bot.here import Here
from core.booking.enrolment import EnrolmentInfo
from core.booking.gatherings import GatheringInfo
from core.booking.states import Standing

MORE_DAYS = 5


def line(around: Here, one: GatheringInfo, mine: tuple[EnrolmentInfo, ...]) -> str:
    """A button: when, what, and whether the family is in."""
    label = f"{slot_label(around, one.meetings[0].starts_at, one.time_zone)} · {one.title}"[:55]
    own = {each.standing for each in mine if each.gathering_id == one.id}
    if Standing.ENROLLED in own:
        return around.label("gathering-mine", line=label)
    return around.label("gathering-waits", line=label) if own else label


def card(around: Here, one: GatheringInfo, mine: tuple[EnrolmentInfo, ...]) -> str:
    """Everything about it as HTML."""
    key = f"gathering-{one.kind.value.replace('_', '-')}"
    parts = [
        f"{around.say('gathering-what', title=one.title)}\n{around.say(key)}",
        "\n".join([*_when(around, one), *_where(around, one), *_ages(around, one)]),
        *([around.say("gathering-about", about=one.about)] if one.about else ()),
        *(_place(around, each) for each in mine),
    ]
    if not mine:
        left = around.say("gathering-places", left=one.capacity - one.taken, capacity=one.capacity)
        parts.append(around.say("gathering-full") if one.full else left)
    return "\n\n".join(parts)


def _when(around: Here, one: GatheringInfo) -> list[str]:
    zone = ZoneInfo(one.time_zone)
    local = [meeting.starts_at.astimezone(zone) for meeting in one.meetings]
    if not local:
        return []
    lines = [around.say("gathering-when", day=day_words(around, local[0]), time=f"{local[0]:%-H:%M}")]
    if len(local) > 1:
        days = ", ".join(f"{day.day} {around.label(f'month-of-{day.month}')}" for day in local[1 : 1 + MORE_DAYS])
        lines.append(around.say("gathering-more", count=len(local) - 1, days=days + ("…" if len(local) > 6 else "")))
    return lines


def _where(around: Here, one: GatheringInfo) -> list[str]:
    where = f"{one.centre}. {one.centre_address}" if one.centre_address else one.centre
    return [around.say("gathering-where", place=where), around.say("gathering-room", room=one.place)]


def _ages(around: Here, one: GatheringInfo) -> list[str]:
    if one.ages is None:
        return []
    first, last = one.ages
    key = "gathering-ages-same" if first == last else "gathering-ages"
    return [around.say(key, first=first, last=last)]


def _place(around: Here, mine: EnrolmentInfo) -> str:
    child = around.label("gathering-child", age=mine.age) if mine.age is not None else ""
    if mine.standing is Standing.ENROLLED:
        return around.say("gathering-enrolled", child=child)
    return around.say("gathering-queued", child=child, ahead=mine.ahead)
