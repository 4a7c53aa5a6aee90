"""What a family sets for itself: its centre, its clock, the topics it does not want to hear about."""

from dataclasses import dataclass

from sqlmodel import col, delete, select

from core.centres.tables import Centre
from core.families.household import own_family
from core.families.keys import open_text, seal
from core.families.spoken import Spoken
from core.families.tables import Adult as AdultRecord
from core.families.tables import Family, MutedTopic
from core.messaging.events import publish
from core.permissions import Permission
from core.use_case import Adult, Forbidden, Refused, Tx, use_case


class UnknownCentre(Refused):
    """There is no such centre."""


@dataclass(frozen=True, slots=True)
class ChooseCentre:
    """The family's centre and the IANA zone it lives in."""

    centre_id: int
    time_zone: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the acting adult and the family."""

    centre_id: int | None
    time_zone: str
    muted_topics: frozenset[str]
    language: Spoken | None = None


@use_case(Permission.FAMILY)
def choose_centre(tx: Tx, command: ChooseCentre) -> Settings:
    """Move the family's own choice to another centre. An open case stays where it is until it is handed over."""
    family = own_family(tx)
    if tx.session.get(Centre, command.centre_id) is None:
        raise UnknownCentre(f"centre {command.centre_id}")
    family.centre_id, family.time_zone = command.centre_id, command.time_zone
    tx.session.add(family)
    tx.session.flush()
    publish(tx, family.centre_id, "family.changed", f"family:{family.id}")
    return _settings(tx, family)


@dataclass(frozen=True, slots=True)
class MuteTopic:
    """A topic, and whether the adult wants silence about it."""

    topic: str
    muted: bool


@use_case(Permission.FAMILY)
def mute_topic(tx: Tx, command: MuteTopic) -> Settings:
    """Opt out of a topic, or in again; also effective for what is queued already (C13)."""
    family = own_family(tx)
    adult_id = _adult_id(tx)
    tx.session.exec(
        delete(MutedTopic).where(col(MutedTopic.adult_id) == adult_id, col(MutedTopic.topic) == command.topic)
    )
    if command.muted:
        tx.session.add(MutedTopic(adult_id=adult_id, topic=command.topic, muted_at=tx.now))
    tx.session.flush()
    return _settings(tx, family)


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """In which the adult would rather talk to a person; None: Russian will do."""

    language: Spoken | None


@use_case(Permission.FAMILY)
def choose_language(tx: Tx, command: ChooseLanguage) -> Settings:
    """Keep it: a curator who speaks it is looked for first. The bot itself goes on in Russian."""
    family = own_family(tx)
    tx.session.get_one(AdultRecord, _adult_id(tx)).language = command.language
    tx.session.flush()
    publish(tx, family.centre_id, "family.changed", f"family:{family.id}")
    return _settings(tx, family)


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """The settings of whoever acts."""


@use_case(Permission.FAMILY)
def read_settings(tx: Tx, query: ReadSettings) -> Settings:
    """The settings of the acting adult."""
    return _settings(tx, own_family(tx))


@dataclass(frozen=True, slots=True)
class Introduce:
    """How the adult wishes to be called."""

    name: str


@dataclass(frozen=True, slots=True)
class Introduced:
    """The name is kept."""


@use_case(Permission.FAMILY)
def introduce(tx: Tx, command: Introduce) -> Introduced:
    """Keep the adult's name, sealed. Channels without personal data never offer this."""
    family = own_family(tx)
    adult = tx.session.get_one(AdultRecord, _adult_id(tx))
    adult.name_sealed = seal(tx, family.data_key_id, command.name, _name_place(adult))
    tx.session.add(adult)
    tx.session.flush()
    return Introduced()


def name_of(tx: Tx, family: Family, adult: AdultRecord) -> str | None:
    """How an adult wishes to be called, opened."""
    sealed = adult.name_sealed
    return open_text(tx, family.data_key_id, sealed, _name_place(adult)) if sealed else None


def _name_place(adult: AdultRecord) -> str:
    """The context under which an adult's name is sealed."""
    return f"adult.name {adult.id}"


def _adult_id(tx: Tx) -> int:
    if not isinstance(tx.actor, Adult):
        raise Forbidden("only an adult of a family can do this")
    return tx.actor.adult_id


def _settings(tx: Tx, family: Family) -> Settings:
    topics = tx.session.exec(select(MutedTopic.topic).where(MutedTopic.adult_id == _adult_id(tx)))
    language = tx.session.get_one(AdultRecord, _adult_id(tx)).language
    return Settings(family.centre_id, family.time_zone, frozenset(topics), language)
