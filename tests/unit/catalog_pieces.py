"""A small fictional content directory that lints clean; each test spoils one thing in it."""

from datetime import date

from core.catalog.faults import Fault
from core.catalog.linting import lint

TODAY = date(2026, 11, 22)

HOUSING = """\
- id: len-land-plot
  title: Участок большой семье
  summary: Область даёт участок.
  who: Многодетная семья области.
  category: housing
  kind: in_kind
  life_situations: [large_family]
  eligibility: {all: [{region_in: [LEN]}, {large_family: true}]}
  amount: {text: Участок бесплатно, confidence: high}
  related_federal: [child-money]
  synonyms: [участок многодетным]
  source: [{publisher: Портал области, url: 'https://example.org/land', seen: '2026-11-01'}]
  as_of: '2026-11-01'
  confidence: high
"""

PAYMENTS = """\
- id: child-money
  title: Деньги на ребёнка
  summary: Платят каждый месяц.
  who: Семья с ребёнком до 17 лет.
  category: payments
  kind: payment
  life_situations: [low_income]
  eligibility: {all: [{any_child_age_between: [0, 16]}, {income_per_head_ratio: {lte: 1.0}}]}
  eligibility_extra: [Взрослые работают]
  amount:
    text: Половина детского минимума
    period: monthly
    valid_from: '2026-01-01'
    valid_to: '2026-12-31'
    confidence: high
    formula: {base: subsistence_minimum.children, share_any_of: [0.5, 1.0]}
  documents:
    family: [Заявление]
    agency: [Справка о доходах]
  where_to_apply: [gosuslugi, sfr]
  deadline: До 17 лет
  deadline_rule: {backdated_to_birth_if_child_age_months_lte: 6}
  decision_term_days: 10
  synonyms: [детские деньги, пособие]
  source: [{publisher: Фонд, url: 'https://example.org/money', seen: '2026-11-01'}]
  as_of: '2026-11-01'
  confidence: high

- id: newborn-gift
  title: Подарок новорождённому
  summary: Дарят при выписке.
  who: Любая семья с новорождённым.
  category: payments
  kind: in_kind
  life_situations: [birth]
  eligibility: {youngest_child_age_months_lt: 6}
  amount: {text: Набор вещей, value_rub: 0, confidence: high}
  proactive: true
  where_to_apply: [clinic]
  synonyms: [подарок малышу]
  source: [{publisher: По памяти, title: норма закона, seen: from general knowledge}]
  as_of: '2026-11-01'
  confidence: high
"""

CENTRES = """\
as_of: '2026-11-01'
centres:
  - id: len-town
    name: Семейный МФЦ Городка
    town: Городок
    host_institution: null
    address: null
    phone: null
    working_hours: null
    time_zone: Europe/Moscow
    departments: []
    specialists: []
    free_of_charge: true
    application_needed: false
    source: [{publisher: Газета, url: 'https://example.org/centre', seen: '2026-11-01'}]
    confidence: medium
"""

LINES = """\
as_of: '2026-11-01'
lines:
  - id: len-line
    name: Областная линия
    phone: 8-800-555-00-11
    hours: круглосуточно
    who: Жители области.
    free: true
    crisis_types: [domestic_violence]
    regions: [LEN]
    show_to_family: true
    verified_on: '2026-11-20'
    source: [{publisher: Область, title: памятка, seen: '2026-11-01'}]
    confidence: high
  - id: untested-line
    name: Непроверенная линия
    phone: 8-800-555-00-22
    hours: null
    who: Все.
    free: true
    crisis_types: [domestic_violence]
    regions: all
    show_to_family: false
    verified_on: null
    source: [{publisher: Область, title: памятка, seen: '2026-11-01'}]
    confidence: low
"""

MINIMUMS = """\
as_of: '2026-11-01'
rows:
  - {region: LEN, per_capita: 20000, working_age: 22000, pensioners: 17000, children: 19001,
     valid_from: '2026-01-01', valid_to: '2026-12-31', method: published, confidence: high,
     source: [{publisher: Постановление, title: № 1, seen: '2026-11-01'}]}
  - {region: KYA, per_capita: 21000, working_age: 23000, pensioners: 18000, children: 20000,
     valid_from: '2026-01-01', valid_to: '2026-12-31', method: published, confidence: high, differs_by_territory: true,
     source: [{publisher: Постановление, title: № 2, seen: '2026-11-01'}]}
"""

CONTENT = {
    "regions.yaml": (
        "- {code: LEN, name: Ленинградская область, time_zone: Europe/Moscow}\n"
        "- {code: KYA, name: Красноярский край, time_zone: Asia/Krasnoyarsk}\n"
    ),
    "federal/measures/payments.yaml": PAYMENTS,
    "regions/LEN/region.yaml": "{code: LEN, centres_known: 1, as_of: '2026-11-01'}",
    "regions/LEN/centres.yaml": CENTRES,
    "regions/LEN/measures/housing.yaml": HOUSING,
    "parameters/subsistence-minimum-2026.yaml": MINIMUMS,
    "crisis/lines.yaml": LINES,
    "centres-information.yaml": "{as_of: '2026-11-01', centres: [], confusions: []}",
}


def spoiled(path: str, old: str, new: str) -> dict[str, str]:
    """The small content with one place changed."""
    assert old in CONTENT[path], f"{old!r} is not in {path}"
    return CONTENT | {path: CONTENT[path].replace(old, new)}


def only_fault(files: dict[str, str], *, today: date = TODAY, release: bool = False) -> Fault:
    """The single finding of a spoiled content; it must name file, record and mend."""
    faults = lint(files, today, release=release).faults
    assert len(faults) == 1, [str(fault) for fault in faults]
    [fault] = faults
    assert fault.file in files
    assert fault.record
    assert fault.what
    assert fault.mend
    return fault
