"""Plausible families for measuring the questionnaire: shares near those of families who come to a centre."""

from __future__ import annotations

import random

from triage_oracle import REGIONS, Facts, doubtful_ages, stated_or_derived

SHARES = {
    "pregnant": 0.12,
    "single_parent": 0.25,
    "parent_disabled": 0.05,
    "guardian": 0.04,
    "foster": 0.02,
    "parent_employed": 0.8,
    "parent_unemployed": 0.12,
    "parent_student": 0.06,
    "military_family": 0.08,
    "breadwinner_lost": 0.05,
    "housing_need": 0.2,
    "mortgage": 0.25,
    "rural": 0.25,
    "child_student_fulltime": 0.1,
    "citizenship_rf": 0.97,
    "property_rule_ok": 0.85,
    "domestic_violence": 0.04,
    "alimony_unpaid": 0.1,
}
CHILDREN = (0, 1, 2, 3, 4, 5)
OF_THEM = (6, 40, 34, 14, 4, 2)


def plausible_family(seed: random.Random) -> Facts:
    """All facts of one family; none contradicts the children, and a family without children expects one."""
    facts: Facts = {name: seed.random() < share for name, share in SHARES.items()}
    certain = [age for age in range(216) if age not in doubtful_ages()]
    ages = seed.choices(certain, k=seed.choices(CHILDREN, OF_THEM)[0])
    facts["region"] = seed.choice(REGIONS[:-1])
    facts["children"] = [{"age_months": age, "disabled": seed.random() < 0.05} for age in ages]
    facts["income_per_head_ratio"] = round(seed.lognormvariate(0.15, 0.5), 3)
    facts["pregnant"] = facts["pregnant"] or not ages
    if facts["pregnant"]:
        facts["pregnancy_weeks"] = seed.randrange(4, 41)
    if stated_or_derived("child_at_school", facts) is None:
        facts["child_at_school"] = any(age >= 84 for age in ages)
    if stated_or_derived("child_in_kindergarten", facts) is None:
        facts["child_in_kindergarten"] = any(36 <= age < 84 for age in ages) and seed.random() < 0.9
    if stated_or_derived("large_family", facts) is None:
        facts["large_family"] = len(ages) == 2
    return facts
