"""The YAML record of a measure, and of the phrases several measures share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import Field, PlainValidator, StrictBool, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from core.catalog.conditions import Condition
from core.catalog.measures import (
    Amount,
    AnnualWindow,
    Category,
    Deadline,
    DeadlineEvent,
    DeadlineRule,
    DocumentItem,
    Formula,
    FormulaBase,
    Kind,
    LifeSituation,
    Measure,
    MonthsAfter,
    ObtainedBy,
    Period,
    WhereToApply,
    YearDay,
)
from core.catalog.notation import BadCondition, parse
from core.catalog.records.fields import DatedRecord, Day, Record, Roubles, Slug, Sources, Text, Trust, built

_LEAP_YEAR = 2000


def _condition(node: Any) -> Condition:
    try:
        return parse(node)
    except BadCondition as bad:
        raise PydanticCustomError("condition", "{where}: {what}", {"where": bad.where, "what": bad.what}) from None


def _year_day(value: Any) -> YearDay:
    try:
        month, day = (int(part) for part in value.split("-"))
        date(_LEAP_YEAR, month, day)
    except (AttributeError, ValueError):
        raise PydanticCustomError("year_day", "«{given}» — не день года вида 'ММ-ДД'", {"given": str(value)}) from None
    return YearDay(month, day)


DayOfYear = Annotated[YearDay, PlainValidator(_year_day)]
Share = Annotated[float, Field(gt=0, le=10)]
Months = Annotated[StrictInt, Field(ge=0, le=216)]


class FormulaRecord(Record):
    base: FormulaBase
    share: Share | None = None
    share_any_of: Annotated[tuple[Share, ...], Field(min_length=2)] | None = None
    per: Text | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _one_spelling(self) -> Self:
        if (self.share is None) == (self.share_any_of is None):
            raise PydanticCustomError("formula", "нужно ровно одно из share и share_any_of")
        return self

    def build(self) -> Formula:
        shares = self.share_any_of if self.share is None else [self.share]
        return Formula(self.base, tuple(Decimal(str(share)) for share in shares or ()), self.per, self.note)


class AmountRecord(DatedRecord):
    text: Text
    confidence: Trust
    value_rub: Roubles | None = None
    min_rub: Roubles | None = None
    max_rub: Roubles | None = None
    period: Period | None = None
    indexed: StrictBool | None = None
    formula: FormulaRecord | None = None

    def build(self) -> Amount:
        formula = self.formula.build() if self.formula else None
        return Amount(**{**dict(self), "formula": formula})


class DocumentsRecord(Record):
    """Names of papers, by who gets them."""

    family: tuple[Text, ...] = ()
    agency: tuple[Text, ...] = ()

    def build(self) -> tuple[DocumentItem, ...]:
        family = tuple(DocumentItem(name, ObtainedBy.FAMILY) for name in self.family)
        return family + tuple(DocumentItem(name, ObtainedBy.AGENCY) for name in self.agency)


class MonthsAfterRecord(Record):
    event: DeadlineEvent
    months: Months


class WindowRecord(Record):
    opens: DayOfYear
    closes: DayOfYear


class DeadlineRuleRecord(Record):
    child_age_months_lte: Months | None = None
    backdated_to_birth_if_child_age_months_lte: Months | None = None
    months_after: MonthsAfterRecord | None = None
    annual_window: WindowRecord | None = None
    tax_years_back_lte: Annotated[StrictInt, Field(ge=1, le=10)] | None = None
    years_back_lte: Annotated[StrictInt, Field(ge=1, le=10)] | None = None
    parent_age_lte: Annotated[StrictInt, Field(ge=14, le=100)] | None = None
    nsu_choice_before: DayOfYear | None = None
    spend_before: DayOfYear | None = None

    def build(self) -> DeadlineRule:
        after = MonthsAfter(**dict(self.months_after)) if self.months_after else None
        window = AnnualWindow(**dict(self.annual_window)) if self.annual_window else None
        return DeadlineRule(**{**dict(self), "months_after": after, "annual_window": window})


class MeasureRecord(DatedRecord):
    """One version of one measure; its region is the folder it lies in."""

    id: Slug
    title: Text
    summary: Text
    who: Text
    category: Category
    kind: Kind
    life_situations: Annotated[tuple[LifeSituation, ...], Field(min_length=1)]
    eligibility: Annotated[Condition, PlainValidator(_condition)]
    eligibility_extra: tuple[Text, ...] = ()
    amount: AmountRecord
    documents: DocumentsRecord = DocumentsRecord()
    where_to_apply: tuple[WhereToApply, ...] = ()
    proactive: StrictBool = False
    deadline: Text | None = None
    deadline_rule: DeadlineRuleRecord | None = None
    decision_term_days: Annotated[StrictInt, Field(ge=1, le=366)] | None = None
    granted_months: Annotated[StrictInt, Field(ge=1, le=36)] | None = None
    legal_basis: tuple[Text, ...] = ()
    related_federal: tuple[Slug, ...] = ()
    synonyms: tuple[Text, ...] = ()
    source: Sources
    as_of: Day
    confidence: Trust
    notes: Text | None = None

    def build(self, region: str | None) -> Measure:
        return Measure(
            id=self.id,
            region=region,
            title=self.title,
            summary=self.summary,
            who=self.who,
            category=self.category,
            kind=self.kind,
            life_situations=self.life_situations,
            eligibility=self.eligibility,
            eligibility_extra=self.eligibility_extra,
            amount=self.amount.build(),
            documents=self.documents.build(),
            where_to_apply=self.where_to_apply,
            proactive=self.proactive,
            deadline=Deadline(self.deadline, self.deadline_rule.build() if self.deadline_rule else None),
            decision_term_days=self.decision_term_days,
            legal_basis=self.legal_basis,
            sources=built(self.source),
            synonyms=self.synonyms,
            related_federal=self.related_federal,
            as_of=self.as_of,
            confidence=self.confidence,
            notes=self.notes,
            validity=self.validity(),
            granted_months=self.granted_months,
        )


class SharedSynonymsRecord(Record):
    """Phrases parents use for several measures of one layer alike."""

    measures: Annotated[tuple[Slug, ...], Field(min_length=2)]
    words: Annotated[tuple[Text, ...], Field(min_length=1)]


def with_words(measure: Measure, words: tuple[str, ...]) -> Measure:
    return replace(measure, synonyms=measure.synonyms + words)
