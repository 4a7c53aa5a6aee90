"""Every feature's duty towards a person who asks for the own data, in the order in which they are destroyed (D9)."""

from core.booking.family_part import BOOKING_PART
from core.cases.family_part import CASES_PART
from core.families.erasing import erasing
from core.families.exporting import exporting
from core.families.family_part import FAMILIES_PART
from core.families.transport_part import TRANSPORT_PART

FAMILY_PARTS = (CASES_PART, BOOKING_PART, TRANSPORT_PART, FAMILIES_PART)

ERASING = erasing(FAMILY_PARTS)
EXPORT_MY_DATA = exporting(FAMILY_PARTS)
