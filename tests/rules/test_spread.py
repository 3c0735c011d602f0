"""Mean, median and spread of a file; and who scores unlike those who read the same files."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from funding.rules.spread import habits, spread, weighted

GRID = {"need": Decimal(2), "impact": Decimal(3), "feasibility": Decimal(1)}


def sheet(need, impact, feasibility):
    return {"need": need, "impact": impact, "feasibility": feasibility}


def test_the_numbers_of_at_k1():
    """Weights 2, 3, 1; seats A(4,5,3) B(3,4,4) C(5,3,2): the mean of the file is 3.83."""
    found = spread(sheets=[sheet(4, 5, 3), sheet(3, 4, 4), sheet(5, 3, 2)], weights=GRID)
    assert (found.mean, found.median, found.gap) == (Decimal("3.83"), Decimal("3.67"), 2)
    assert (found.lowest, found.highest) == (Decimal("3.50"), Decimal("4.33"))


def test_a_gap_of_three_on_one_criterion_is_seen_under_equal_means():
    found = spread(sheets=[sheet(5, 2, 3), sheet(2, 4, 3)], weights=GRID)
    assert found.mean == Decimal("3.17") and found.gap == 3


def test_half_a_sheet_counts_for_nothing():
    assert spread(sheets=[{"need": 5}], weights=GRID).mean is None
    assert weighted({"need": 5}, GRID) is None


def test_a_severe_reviewer_is_seen_and_a_reader_of_weak_files_is_not():
    """3 takes a point and a half off everywhere; 4 only read the two weakest files, as the others did."""
    files = {n: {1: Fraction(4), 2: Fraction(4), 3: Fraction(5, 2)} for n in range(8)}
    files |= {n: {1: Fraction(1), 2: Fraction(1), 4: Fraction(1)} for n in range(8, 11)}
    found = habits(files)
    assert found[3].unlike and found[3].bias == Decimal("-1.50") and found[3].z < -2
    assert not found[4].unlike and found[4].z == Decimal("0.00") and found[4].mean == Decimal("1.00")


def test_too_few_shared_files_say_nothing():
    found = habits({1: {1: Fraction(5), 2: Fraction(0)}, 2: {1: Fraction(5)}})
    assert found[1].bias == Decimal("5.00") and found[1].z is None and not found[1].unlike


MARKS = st.fixed_dictionaries({key: st.integers(0, 5) for key in GRID})


@given(st.lists(MARKS, min_size=1, max_size=6))
def test_mean_and_median_lie_between_the_extremes(sheets):
    found = spread(sheets=sheets, weights=GRID)
    assert found.lowest <= found.median <= found.highest
    assert found.lowest <= found.mean <= found.highest
    assert 0 <= found.gap <= 5


@given(
    st.dictionaries(st.integers(0, 9), st.dictionaries(st.integers(1, 4), st.integers(0, 5), min_size=2), max_size=9)
)
def test_shifting_a_whole_file_changes_nobodys_bias(files):
    plain = {f: {r: Fraction(v) for r, v in marks.items()} for f, marks in files.items()}
    shifted = {f: {r: v + f for r, v in marks.items()} for f, marks in plain.items()}
    before, after = habits(plain), habits(shifted)
    assert {r: (h.bias, h.z) for r, h in before.items()} == {r: (h.bias, h.z) for r, h in after.items()}
