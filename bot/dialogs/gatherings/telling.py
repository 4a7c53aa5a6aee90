"""A club or event in words, by the clock of its centre."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.dialogs.booking.telling import clock, day_short, day_words, slot_label
from bot.here import Here
from core.booking.enrolment import EnrolmentInfo
from core.booking.gatherings import GatheringInfo, MeetingInfo
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
    if not mine and one.meetings:
        left = around.say("gathering-places", left=one.capacity - one.taken, capacity=one.capacity)
        parts.append(around.say("gathering-full") if one.full else left)
    return "\n\n".join(parts)


def waiting_line(around: Here, one: GatheringInfo) -> str:
    """A button of «Мои записи» for a place that is waited for."""
    return around.label("gathering-place-awaited", title=one.title)[:60]


def _when(around: Here, one: GatheringInfo) -> list[str]:
    zone = ZoneInfo(one.time_zone)
    lines = []
    if one.meetings:
        first = one.meetings[0].starts_at.astimezone(zone)
        lines.append(around.say("gathering-when", day=day_words(around, first), time=clock(first)))
    if len(one.meetings) > 1:
        days = _days(around, one, one.meetings[1:])
        lines.append(around.say("gathering-more", count=len(one.meetings) - 1, days=days))
    if one.off:
        lines.append(around.say("gathering-off", days=_days(around, one, one.off, plain=True)))
    return lines


def _days(around: Here, one: GatheringInfo, meetings: Sequence[MeetingInfo], *, plain: bool = False) -> str:
    """The first few as days; one that is at another hour or place than the next meeting says so, unless `plain`."""
    zone, said = ZoneInfo(one.time_zone), []
    for meeting in meetings[:MORE_DAYS]:
        local = meeting.starts_at.astimezone(zone)
        unlike = []
        if not plain and local.time() != one.meetings[0].starts_at.astimezone(zone).time():
            unlike.append(clock(local))
        if not plain and meeting.place != one.meetings[0].place:
            unlike.append(meeting.place)
        day = day_short(around, local.date())
        said.append(f"{day} ({', '.join(unlike)})" if unlike else day)
    return ", ".join(said) + ("…" if len(meetings) > MORE_DAYS else "")


def _where(around: Here, one: GatheringInfo) -> list[str]:
    where = f"{one.centre}. {one.centre_address}" if one.centre_address else one.centre
    room = one.meetings[0].place if one.meetings else one.place
    return [around.say("gathering-where", place=where), around.say("gathering-room", room=room)]


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
