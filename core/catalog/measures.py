"""Measures of support as the catalogue holds them: what is promised, to whom, on whose word, and since when.

Everything here is immutable and already checked by `core.catalog.loading`; a consumer never re-validates.
Money is a `Decimal` number of roubles. Dates are calendar days in the family's region. A missing value is
`None` and means "nobody has confirmed it": nothing is filled in.

Exchange (Open Referral HSDS 3): a `Measure` is a `service`, `DocumentItem` a `required_document`,
`eligibility` and `who` the `eligibility_description`, `Source` an `attribution`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

from core.catalog.conditions import Condition


class Confidence(IntEnum):
    """How far a statement may be trusted; ordered, so `min(a, b)` carries over the lower of two."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3


class Kind(StrEnum):
    PAYMENT = "payment"
    SERVICE = "service"
    LOAN = "loan"
    IN_KIND = "in_kind"
    STATUS = "status"
    DEDUCTION = "deduction"
    LEAVE = "leave"


class Category(StrEnum):
    PAYMENTS = "payments"
    MATERNITY_CAPITAL = "maternity_capital"
    HOUSING = "housing"
    TAXES = "taxes"
    DISABILITY = "disability"
    HEALTH = "health"
    FOOD = "food"
    EDUCATION = "education"
    LABOUR = "labour"
    EMPLOYMENT = "employment"
    LEGAL = "legal"
    PSYCHOLOGICAL = "psychological"
    GUARDIANSHIP = "guardianship"
    CRISIS = "crisis"
    LEISURE = "leisure"
    TRANSPORT = "transport"
    PENSION = "pension"
    DOCUMENTS = "documents"


class LifeSituation(StrEnum):
    ANY = "any"
    PREGNANCY = "pregnancy"
    BIRTH = "birth"
    CHILD_UNDER_3 = "child_under_3"
    PRESCHOOL = "preschool"
    SCHOOL_AGE = "school_age"
    STUDENT = "student"
    LARGE_FAMILY = "large_family"
    SINGLE_PARENT = "single_parent"
    LOW_INCOME = "low_income"
    JOB_LOSS = "job_loss"
    DEBTS = "debts"
    HOUSING_NEED = "housing_need"
    RURAL = "rural"
    DISABILITY_CHILD = "disability_child"
    DISABILITY_PARENT = "disability_parent"
    MILITARY = "military"
    LOSS_OF_BREADWINNER = "loss_of_breadwinner"
    GUARDIANSHIP = "guardianship"
    FOSTER = "foster"
    DIVORCE = "divorce"
    DOMESTIC_VIOLENCE = "domestic_violence"
    CHILD_BEHAVIOUR = "child_behaviour"
    ADDICTION = "addiction"
    DOCUMENTS_LOST = "documents_lost"
    RELOCATION = "relocation"


class WhereToApply(StrEnum):
    """Where a family applies."""

    GOSUSLUGI = "gosuslugi"
    SFR = "sfr"
    SFR_AUTO = "sfr_auto"
    MFC = "mfc"
    FAMILY_MFC = "family_mfc"
    SOCIAL_PROTECTION = "social_protection"
    EMPLOYER = "employer"
    CLINIC = "clinic"
    MILITARY_OFFICE = "military_office"
    BANK = "bank"
    BANK_DOM_RF = "bank_dom_rf"
    FNS = "fns"
    SCHOOL = "school"
    KINDERGARTEN = "kindergarten"
    EMPLOYMENT_CENTER = "employment_center"
    COURT = "court"


class Period(StrEnum):
    MONTHLY = "monthly"
    YEARLY = "yearly"
    ONE_TIME = "one_time"


class ObtainedBy(StrEnum):
    """`FAMILY` brings the paper; `AGENCY` means the centre or the office asks for it itself."""

    FAMILY = "family"
    AGENCY = "agency"


class FormulaBase(StrEnum):
    """The dated parameter of the family's region a formula multiplies."""

    MINIMUM_PER_CAPITA = "subsistence_minimum.per_capita"
    MINIMUM_WORKING_AGE = "subsistence_minimum.working_age"
    MINIMUM_PENSIONERS = "subsistence_minimum.pensioners"
    MINIMUM_CHILDREN = "subsistence_minimum.children"
    TAXABLE_INCOME_PREVIOUS_YEAR = "taxable_income_previous_year"


@dataclass(frozen=True, slots=True)
class Formula:
    """`base x share`; several shares when the act grades the amount. `per` and `note` are words for the
    family.
    """

    base: FormulaBase
    shares: tuple[Decimal, ...]
    per: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """What the measure gives. `value_rub` only when one figure fits everyone (0 = free of charge).

    The figure is stale once today is past `valid_to`; `confidence` speaks about the amount alone.
    """

    text: str
    confidence: Confidence
    value_rub: Decimal | None = None
    min_rub: Decimal | None = None
    max_rub: Decimal | None = None
    period: Period | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    indexed: bool | None = None
    formula: Formula | None = None


@dataclass(frozen=True, slots=True)
class DocumentItem:
    name: str
    obtained_by: ObtainedBy


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day of every year, month first."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class AnnualWindow:
    """Applications are taken from `opens` to `closes`, both included, every year."""

    opens: YearDay
    closes: YearDay


class DeadlineEvent(StrEnum):
    """The event months are counted from; the profile does not know its day."""

    LEAVE_END = "leave_end"
    CONSCRIPTION_END = "conscription_end"
    DEATH = "death"
    DECISION = "decision"
    DISABILITY = "disability"


@dataclass(frozen=True, slots=True)
class MonthsAfter:
    event: DeadlineEvent
    months: int


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """The computable part of a deadline; several parts may stand together.

    Months are completed months of the child's age; `parent_age_lte` full years; `*_years_back_lte` calendar
    years.
    """

    child_age_months_lte: int | None = None
    backdated_to_birth_if_child_age_months_lte: int | None = None
    months_after: MonthsAfter | None = None
    annual_window: AnnualWindow | None = None
    tax_years_back_lte: int | None = None
    years_back_lte: int | None = None
    parent_age_lte: int | None = None
    nsu_choice_before: YearDay | None = None
    spend_before: YearDay | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """When to apply: words for the family, and a rule where one can be computed."""

    text: str | None = None
    rule: DeadlineRule | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from. `seen=None`: from general knowledge, nobody has looked it up yet."""

    publisher: str
    title: str | None
    url: str | None
    page_date: date | None
    seen: date | None

    @property
    def looked_up(self) -> bool:
        return self.seen is not None


@dataclass(frozen=True, slots=True)
class Validity:
    """Days on which this version of the record is the law, both included; `None` is open."""

    valid_from: date | None = None
    valid_to: date | None = None

    def covers(self, day: date) -> bool:
        after = self.valid_from is None or self.valid_from <= day
        return after and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Measure:
    """One version of one measure. `region=None` is federal; a regional measure belongs to that region alone.

    `eligibility_extra` are conditions the profile cannot know: while any stand, "yes" reads "probably, if
    also ...". `related_federal` are ids of federal measures about the same thing, shown beside this one and
    never as a second. `as_of` is the day the record was last checked against its sources.
    """

    id: str
    region: str | None
    title: str
    summary: str
    who: str
    category: Category
    kind: Kind
    life_situations: tuple[LifeSituation, ...]
    eligibility: Condition
    eligibility_extra: tuple[str, ...]
    amount: Amount
    documents: tuple[DocumentItem, ...]
    where_to_apply: tuple[WhereToApply, ...]
    proactive: bool
    deadline: Deadline
    decision_term_days: int | None
    legal_basis: tuple[str, ...]
    sources: tuple[Source, ...]
    synonyms: tuple[str, ...]
    related_federal: tuple[str, ...]
    as_of: date
    confidence: Confidence
    notes: str | None
    validity: Validity = Validity()
    granted_months: int | None = None
    """For how long it is granted; afterwards the family applies again. None: until the right itself ends."""

    @property
    def looked_up(self) -> bool:
        """False when every source is `from general knowledge`: still to be checked before launch."""
        return any(source.looked_up for source in self.sources)

    def documents_from(self, who: ObtainedBy) -> tuple[DocumentItem, ...]:
        return tuple(item for item in self.documents if item.obtained_by is who)
