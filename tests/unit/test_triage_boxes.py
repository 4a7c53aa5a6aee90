"""Logic over sets of possible values, held against counting every point."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.triage.boxes import RuleTooTangled, Space, maximal

SPACE = Space((0b11, 0b1100, 0b1110000))
"""Two yes/no variables and one with three cells."""
POINTS = [one | two | three for one, two, three in product((1, 2), (4, 8), (16, 32, 64))]

boxes = st.builds(
    lambda *cells: sum(cells),
    st.integers(1, 3),
    st.integers(1, 3).map(lambda cells: cells << 2),
    st.integers(1, 7).map(lambda cells: cells << 4),
)
unions = st.lists(boxes, max_size=4)


def inside(union: list[int]) -> set[int]:
    return {point for point in POINTS if any(not point & ~box for box in union)}


def every_box() -> list[int]:
    return [one | two << 2 | three << 4 for one in range(1, 4) for two in range(1, 4) for three in range(1, 8)]


def largest_inside(points: set[int]) -> set[int]:
    whole = [box for box in every_box() if inside([box]) <= points]
    return {box for box in whole if not any(box != other and not box & ~other for other in whole)}


@given(unions)
def test_a_complement_is_all_the_largest_boxes_outside(union: list[int]) -> None:
    assert set(SPACE.complement(union)) == largest_inside(set(POINTS) - inside(union))


@given(unions, unions)
def test_an_intersection_keeps_all_the_largest_boxes(left: list[int], right: list[int]) -> None:
    first, second = (SPACE.complement(SPACE.complement(union)) for union in (left, right))
    assert set(SPACE.both(first, second)) == largest_inside(inside(left) & inside(right))


def test_boxes_inside_others_are_dropped() -> None:
    assert maximal([0b0110101, 0b1111111, 0b0110101]) == [0b1111111]


def test_a_rule_nobody_could_read_is_refused() -> None:
    one_of_two = [(0b10 << 4 * place, 0b1000 << 4 * place) for place in range(10)]
    space = Space(tuple(0b11 << 2 * place for place in range(20)))
    boxes = [space.full]
    with pytest.raises(RuleTooTangled):
        for left, right in one_of_two:
            either = space.restrict(left | left >> 1, left) + space.restrict(right | right >> 1, right)
            boxes = space.both(boxes, either)
