"""What a family is entitled to by today's catalogue, for the card. Rules are compiled once per catalogue version."""

from dataclasses import dataclass

from aiohttp import web

from admin.keys import STORE
from core.families.profile import FamilyProfile
from core.triage.evaluation import Matcher
from core.triage.facts import Fact
from core.triage.verdicts import Verdict

ORDER = (Verdict.YES, Verdict.CHECK, Verdict.ASK)


@dataclass(frozen=True, slots=True)
class Entitlement:
    """One measure and how sure it is; `ask` names what still decides."""

    measure_id: str
    title: str
    verdict: Verdict
    ask: tuple[Fact, ...]


@dataclass(slots=True)
class Compiled:
    """The matcher of the catalogue that was current last."""

    version: str = ""
    matcher: Matcher | None = None


COMPILED = web.AppKey("compiled", Compiled)


def entitlements(app: web.Application, family: FamilyProfile) -> tuple[Entitlement, ...]:
    """Everything but NO, surest first, in the order of the catalogue."""
    found = matcher_of(app).assess(family.profile, family.today)
    own = app[STORE].catalogue().measures_for(found.situation.region, family.today)
    titles = {measure.id: measure.title for measure in own}
    return tuple(
        Entitlement(measure_id, titles[measure_id], verdict, found.to_ask(measure_id) if verdict is Verdict.ASK else ())
        for verdict in ORDER
        for measure_id in found.ids(verdict)
        if measure_id in titles
    )


def matcher_of(app: web.Application) -> Matcher:
    """The rules of today's catalogue."""
    compiled, catalogue = app[COMPILED], app[STORE].catalogue()
    if compiled.matcher is None or compiled.version != catalogue.version:
        compiled.version, compiled.matcher = catalogue.version, Matcher(catalogue.measures)
    return compiled.matcher
