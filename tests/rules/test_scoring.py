from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.rules.grids import DEFAULT_GRID, Criterion
from funding.rules.scoring import Quorum, Score, score_file, sheet_refusals
from funding.rules.wording import ValueRefused, refuse
from tests.words import plain

GRID = (
    Criterion(key="need", label="Besoin", weight=Decimal(2)),
    Criterion(key="impact", label="Impact", weight=Decimal(3), impact=True),
    Criterion(key="feasibility", label="Faisabilité", weight=Decimal(1), threshold=Decimal("3.00")),
)


def sheet(seat, *values, grid=GRID, comment="vu"):
    return [Score(seat=seat, criterion=c.key, value=v, comment=comment) for c, v in zip(grid, values, strict=True)]


THREE_SEATS = [*sheet("A", 4, 5, 3), *sheet("B", 3, 4, 4), *sheet("C", 5, 3, 2)]


def codes(found):
    return [refusal.code for refusal in found.refusals]


def test_AT_K1_weighted_mean_of_three_seats():
    found = score_file(grid=GRID, scores=THREE_SEATS)
    assert found.means == {"need": Decimal("4.00"), "impact": Decimal("4.00"), "feasibility": Decimal("3.00")}
    assert found.score == Decimal("3.83")
    assert found.seats == ("A", "B", "C")


def test_AT_K1_a_recused_seat_leaves_scores_and_quorum():
    three = score_file(grid=GRID, scores=THREE_SEATS, recused={"C"}, quorum=Quorum(seats=3))
    assert three.means == {"need": Decimal("3.50"), "impact": Decimal("4.50"), "feasibility": Decimal("3.50")}
    assert three.score == Decimal("4.00")
    assert codes(three) == ["quorum_missing"]
    assert not three.rankable
    assert score_file(grid=GRID, scores=THREE_SEATS, recused={"C"}, quorum=Quorum(seats=2)).rankable


def test_AT_K2_exactly_the_threshold_passes():
    found = score_file(grid=GRID, scores=THREE_SEATS)
    assert found.eliminated_by == ()
    assert found.rankable
    assert found.margin == 0


def test_AT_K2_below_the_threshold_cannot_be_proposed():
    found = score_file(grid=GRID, scores=[*sheet("A", 5, 5, 3), *sheet("B", 5, 5, 2)])
    assert found.eliminated_by == ("feasibility",)
    assert found.margin == Decimal("-0.50")
    assert codes(found) == ["below_threshold"]
    assert plain(found.refusals[0].sentence) == "La note moyenne est de 2,50 pour « Faisabilité » : il faut au moins 3."


def test_a_mean_just_below_the_threshold_does_not_read_as_the_threshold():
    refusal = refuse("x", "%(mean)s / %(threshold)s", mean=Fraction(2999, 1000), threshold=Fraction(3))
    assert refusal.sentence == "2,99 / 3"


def test_each_college_has_its_quorum():
    colleges = {"A": "citoyens", "B": "experts", "C": "experts"}
    quorum = Quorum(seats=3, colleges={"citoyens": 1, "experts": 2})
    facts = {"grid": GRID, "scores": THREE_SEATS, "colleges": colleges, "quorum": quorum}
    assert score_file(**facts).rankable
    without = score_file(**facts, recused=["A"])
    assert codes(without) == ["quorum_missing", "college_quorum_missing"]
    assert "citoyens" in without.refusals[1].sentence


def test_half_a_sheet_counts_for_nothing():
    found = score_file(grid=GRID, scores=[*THREE_SEATS, Score(seat="D", criterion="need", value=0)])
    assert found.score == Decimal("3.83")
    assert found.unfinished == ("D",)


def test_nobody_scored():
    found = score_file(grid=GRID, scores=[])
    assert (found.score, found.means, found.margin, found.impact) == (None, {}, None, None)
    assert codes(found) == ["quorum_missing"]


def test_divergence_from_three_points():
    assert score_file(grid=GRID, scores=THREE_SEATS).divergences == {}
    wide = score_file(grid=GRID, scores=[*THREE_SEATS, *sheet("D", 2, 2, 4)])
    assert wide.divergences == {"need": 3, "impact": 3}


def test_half_a_hundredth_goes_up():
    one = (
        Criterion(key="a", label="A", weight=Decimal("0.995")),
        Criterion(key="b", label="B", weight=Decimal("0.005")),
    )
    assert score_file(grid=one, scores=sheet("A", 1, 2, grid=one)).score == Decimal("1.01")


@pytest.mark.parametrize("value", [3.5, 3.0, Decimal(3), "3", None, True, -1, 6])
def test_a_score_is_an_integer_from_0_to_5(value):
    with pytest.raises(ValueRefused, match="not_a_score"):
        Score(seat="A", criterion="need", value=value)


@pytest.mark.parametrize(("value", "missing"), [(0, 1), (1, 1), (2, 0), (4, 0), (5, 1)])
def test_the_extremes_are_explained(value, missing):
    found = sheet_refusals(grid=GRID[:1], scores=sheet("A", value, grid=GRID[:1], comment=" "))
    assert [refusal.code for refusal in found] == ["comment_missing"] * missing
    assert sheet_refusals(grid=GRID[:1], scores=sheet("A", value, grid=GRID[:1])) == ()


def test_a_sheet_with_a_hole_cannot_be_handed_in():
    found = sheet_refusals(grid=GRID, scores=sheet("A", 3, 3, 3)[:2])
    assert [refusal.code for refusal in found] == ["score_missing"]
    assert plain(found[0].sentence) == "Il manque une note : Faisabilité."


def test_a_seat_scores_once_and_a_grid_weighs_something():
    with pytest.raises(ValueRefused, match="scored_twice"):
        score_file(grid=GRID, scores=[*THREE_SEATS, THREE_SEATS[0]])
    for grid in ([], [Criterion(key="a", label="A", weight=Decimal(0))], [GRID[0], GRID[0]]):
        with pytest.raises(ValueRefused, match="grid_unusable"):
            score_file(grid=grid, scores=[])


def test_the_default_grid_is_the_nine_mechanisms_of_the_report():
    assert len({criterion.key for criterion in DEFAULT_GRID}) == 9
    assert [c.key for c in DEFAULT_GRID if c.impact] == ["evaluate"]
    assert str(DEFAULT_GRID[0].label).startswith("Changer")
    best = score_file(grid=DEFAULT_GRID, scores=sheet("A", *[5] * 9, grid=DEFAULT_GRID))
    assert best.score == Decimal("5.00")


SHEETS = st.lists(st.tuples(*[st.integers(0, 5)] * 3), min_size=1, max_size=6)


@given(sheets=SHEETS, seat=st.integers(0, 5), criterion=st.integers(0, 2))
def test_a_higher_score_never_lowers_a_file(sheets, seat, criterion):
    def scored(values):
        return score_file(grid=GRID, scores=[s for i, v in enumerate(values) for s in sheet(str(i), *v)])

    better = [list(values) for values in sheets]
    changed = better[seat % len(better)]
    changed[criterion] = min(5, changed[criterion] + 1)
    before, after = scored(sheets), scored(better)
    assert 0 <= before.score <= after.score <= 5
    assert before.margin <= after.margin
    assert min(before.means.values()) <= before.score <= max(before.means.values())
