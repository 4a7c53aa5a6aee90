"""Who writes and who is in danger, from the words of the message.

The card changes with it: a child is addressed with «ты», a parent is told how to stay beside a child.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.catalog.helplines import CrisisType
from core.crisis.matching import SlotTemplate
from core.crisis.reading import Reading
from core.crisis.signals import Speaker, Subject, Voice

_ABOUT_A_CHILD = frozenset({CrisisType.CHILD_ABUSE, CrisisType.CHILD_MISSING})


@dataclass(frozen=True, slots=True)
class Speakers:
    """Templates that tell the voice and the person spoken of."""

    templates: Mapping[Speaker, tuple[SlotTemplate, ...]]

    def voice(self, reading: Reading) -> Voice:
        """A child's voice needs its own words («мне 12», «папа меня»); everybody else is an adult."""
        return Voice.CHILD if self._said(Speaker.CHILD_WRITES, reading) else Voice.ADULT

    def subject(self, type_: CrisisType, reading: Reading) -> Subject:
        """Who is in danger; the writer if nobody else is named."""
        if self._said(Speaker.ABOUT_OTHER, reading):
            return Subject.OTHER
        if self.voice(reading) is Voice.CHILD:
            return Subject.SELF
        if type_ in _ABOUT_A_CHILD or self._said(Speaker.ABOUT_CHILD, reading):
            return Subject.CHILD
        return Subject.SELF

    def _said(self, speaker: Speaker, reading: Reading) -> bool:
        return any(template.holds(reading) for template in self.templates.get(speaker, ()))
