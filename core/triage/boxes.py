"""Exact logic over finite sets of possible values: a rule as its largest boxes.

Every fact is a variable with finitely many cells (true/false; income below, between and above the thresholds that
rules name; the answers a household of children can give to a rule's questions). A set of cells is an integer, a
bit per cell; a *box* is a product of such sets, one per variable, kept as one integer. What is known about a
family is itself a box.

A rule is kept as all maximal boxes in which it is true and all in which it is false. Then, exactly and not only by
Kleene's tables:

- the rule is decided for a family  <=>  the family's box lies inside one of them (one AND per box);
- a fact can still change an open rule  <=>  some maximal box, cut down to the family's box, restricts it;
- a smallest reason is a maximal box around the family's box that restricts the fewest facts.

Boxes of a conjunction are intersections of boxes; those of a complement are intersections of slabs, each slab
denying one variable of one box. Both keep all maximal boxes, so nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Box = int

MOST_BOXES = 512
"""Above this a rule is no longer something a person can read; compiling it stops."""


class RuleTooTangled(ValueError):
    """A condition has more maximal boxes than anybody could check by hand."""


@dataclass(frozen=True, slots=True)
class Space:
    """The variables of one rule: disjoint bit masks, each holding the cells of one variable."""

    variables: tuple[int, ...]

    @property
    def full(self) -> Box:
        whole = 0
        for mask in self.variables:
            whole |= mask
        return whole

    def empty(self, box: Box) -> bool:
        return any(not box & mask for mask in self.variables)

    def restrict(self, mask: int, cells: int) -> list[Box]:
        """The box in which one variable is held to `cells`; no box at all when that leaves it nothing."""
        return [self.full & ~mask | cells] if cells else []

    def both(self, left: Sequence[Box], right: Sequence[Box]) -> list[Box]:
        """Maximal boxes of the intersection of two unions of maximal boxes."""
        met = {one & other for one in left for other in right}
        return maximal([box for box in met if not self.empty(box)])

    def complement(self, boxes: Iterable[Box]) -> list[Box]:
        """Maximal boxes of everything outside the union of `boxes`."""
        outside = [self.full]
        for box in boxes:
            slabs = [self.full & ~(box & mask) for mask in self.variables if mask & ~box]
            outside = self.both(outside, slabs)
        return outside


def maximal(boxes: Iterable[Box]) -> list[Box]:
    """Boxes that lie in no other, in a fixed order."""
    kept: list[Box] = []
    for box in sorted(set(boxes), key=lambda one: (-one.bit_count(), one)):
        if not any(box & ~larger == 0 for larger in kept):
            kept.append(box)
            if len(kept) > MOST_BOXES:
                raise RuleTooTangled(f"more than {MOST_BOXES} boxes")
    return kept
