"""The four verdicts a family can get about a measure, and nothing between them."""

from __future__ import annotations

from enum import Enum


class Verdict(Enum):
    YES = "yes"
    """«положено»"""
    CHECK = "check"
    """«скорее всего положено, если …»: the conditions hold, `eligibility_extra` is for a person to check."""
    ASK = "ask"
    """«уточним»: named questions decide. A refused answer stays here, with its own words."""
    NO = "no"
    """Smallest reason, and what would change it."""
