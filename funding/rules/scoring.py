"""What a jury's scores are worth: means, weights, eliminatory thresholds, divergence, recusals, quorum.

A file is scored by the seats that are not recused and that scored every criterion: half a sheet counts for
nothing, neither in the means nor in the quorum.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from .grids import Criterion
from .wording import Refusal, ValueRefused, refuse

LOWEST, HIGHEST = 0, 5
COMMENT_AT_MOST = 1
COMMENT_AT_LEAST = 5
DIVERGENCE = 3
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One seat's score on one criterion, an integer from 0 to 5. Raises `ValueRefused` for anything else."""

    seat: str
    criterion: str
    value: int
    comment: str = ""

    def __post_init__(self) -> None:
        is_integer = isinstance(self.value, int) and not isinstance(self.value, bool)
        if not is_integer or not LOWEST <= self.value <= HIGHEST:
            text = _("Donnez une note entière de %(lowest)s à %(highest)s.")
            raise ValueRefused(refuse("not_a_score", text, lowest=LOWEST, highest=HIGHEST))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quorum:
    """How many seats must have scored: in all, and in each college that has a number of its own."""

    seats: int = 1
    colleges: Mapping[str, int] = field(default_factory=dict, hash=False)


ONE_SEAT = Quorum()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileScore:
    """A file's result, out of 5. `score` and `means` have two decimals; None and empty without any full
    sheet.

    `seats` are those that count; `unfinished` those that scored only a part of the grid; `divergences`
    gives, per criterion, max − min where it is 3 or more: the chair then asks for a note. `margin` is the
    smallest distance to an eliminatory threshold (None when the grid has none). `refusals` say why the file
    cannot be ranked.
    """

    score: Decimal | None
    means: Mapping[str, Decimal] = field(hash=False)
    seats: tuple[str, ...]
    unfinished: tuple[str, ...]
    divergences: Mapping[str, int] = field(hash=False)
    eliminated_by: tuple[str, ...]
    margin: Decimal | None
    impact: Decimal | None
    refusals: tuple[Refusal, ...]

    @property
    def rankable(self) -> bool:
        return not self.refusals


def score_file(
    *,
    grid: Sequence[Criterion],
    scores: Iterable[Score],
    recused: Collection[str] = (),
    colleges: Mapping[str, str] | None = None,
    quorum: Quorum = ONE_SEAT,
) -> FileScore:
    """Σ (weight × mean of seats) ÷ Σ weights, computed exactly and rounded half up to two decimals (AT-K1,
    AT-K2).

    `colleges` gives the college of a seat. A mean is compared with its threshold before any rounding;
    exactly the threshold passes. Raises `ValueRefused` for a grid without weight, or a seat that scored a
    criterion twice.
    """
    weights = _weights(grid)
    sheets = _sheets(grid=grid, scores=scores, recused=recused)
    full = {seat: sheet for seat, sheet in sheets.items() if len(sheet) == len(grid)}
    refusals = _quorum_refusals(seats=full, colleges=colleges or {}, quorum=quorum)
    columns = {c.key: [sheet[c.key] for sheet in full.values()] for c in grid} if full else {}
    means = {key: Fraction(sum(values), len(values)) for key, values in columns.items()}
    eliminated = tuple(c.key for c in grid if c.threshold is not None and means and means[c.key] < c.threshold)
    margins = [means[c.key] - Fraction(c.threshold) for c in grid if c.threshold is not None and means]
    impacts = [means[c.key] for c in grid if c.impact and means]
    weighted = sum((weights[key] * sum(values) for key, values in columns.items()), ZERO)
    whole = sum(weights.values(), ZERO) * len(full)
    return FileScore(
        score=_two_decimals(Fraction(weighted) / Fraction(whole)) if full else None,
        means={key: _two_decimals(mean) for key, mean in means.items()},
        seats=tuple(full),
        unfinished=tuple(seat for seat in sheets if seat not in full),
        divergences=_divergences(columns),
        eliminated_by=eliminated,
        margin=_two_decimals(min(margins)) if margins else None,
        impact=_two_decimals(sum(impacts, Fraction(0)) / len(impacts)) if impacts else None,
        refusals=refusals + _threshold_refusals(grid=grid, means=means, eliminated=eliminated),
    )


def sheet_refusals(*, grid: Sequence[Criterion], scores: Iterable[Score]) -> tuple[Refusal, ...]:
    """What keeps one seat's sheet from being handed in: a criterion without score, a 0, 1 or 5 without
    comment.
    """
    given = {score.criterion: score for score in scores}
    found: list[Refusal] = []
    for criterion in grid:
        score = given.get(criterion.key)
        if score is None:
            text = _("Il manque une note : %(criterion)s.")
            found.append(refuse("score_missing", text, criterion=str(criterion.label)))
        elif needs_comment(score.value) and not score.comment.strip():
            text = _("Expliquez la note %(value)s en une phrase : %(criterion)s.")
            found.append(refuse("comment_missing", text, value=score.value, criterion=str(criterion.label)))
    return tuple(found)


def needs_comment(value: int) -> bool:
    """The extremes are explained: 0, 1 and 5."""
    return value <= COMMENT_AT_MOST or value >= COMMENT_AT_LEAST


def _weights(grid: Sequence[Criterion]) -> dict[str, Decimal]:
    weights = {criterion.key: criterion.weight for criterion in grid}
    if len(weights) < len(grid) or any(weight < 0 for weight in weights.values()) or not sum(weights.values()):
        text = _("La grille demande des critères distincts et au moins un poids supérieur à zéro.")
        raise ValueRefused(refuse("grid_unusable", text))
    return weights


def _sheets(
    *, grid: Sequence[Criterion], scores: Iterable[Score], recused: Collection[str]
) -> dict[str, dict[str, int]]:
    """Scores by seat, then criterion; recused seats and criteria that left the grid are not there."""
    keys = {criterion.key for criterion in grid}
    away = set(recused)
    sheets: dict[str, dict[str, int]] = {}
    for score in scores:
        if score.seat in away or score.criterion not in keys:
            continue
        sheet = sheets.setdefault(score.seat, {})
        if score.criterion in sheet:
            text = _("Une même personne a noté deux fois le même critère.")
            raise ValueRefused(refuse("scored_twice", text, seat=score.seat, criterion=score.criterion))
        sheet[score.criterion] = score.value
    return sheets


def _quorum_refusals(*, seats: Collection[str], colleges: Mapping[str, str], quorum: Quorum) -> tuple[Refusal, ...]:
    found: list[Refusal] = []
    if len(seats) < max(1, quorum.seats):
        text = _("Le quorum n’est pas atteint : %(present)s sur %(needed)s membres ont noté ce dossier.")
        found.append(refuse("quorum_missing", text, present=len(seats), needed=max(1, quorum.seats)))
    for college, needed in quorum.colleges.items():
        present = sum(colleges.get(seat) == college for seat in seats)
        if present < needed:
            text = _("Le quorum du collège « %(college)s » n’est pas atteint : %(present)s sur %(needed)s.")
            found.append(refuse("college_quorum_missing", text, college=college, present=present, needed=needed))
    return tuple(found)


def _threshold_refusals(
    *, grid: Sequence[Criterion], means: Mapping[str, Fraction], eliminated: Collection[str]
) -> tuple[Refusal, ...]:
    text = _("La note moyenne est de %(mean)s pour « %(criterion)s » : il faut au moins %(threshold)s.")
    return tuple(
        refuse(
            "below_threshold",
            text,
            mean=means[c.key],
            criterion=str(c.label),
            threshold=Fraction(c.threshold),
        )
        for c in grid
        if c.key in eliminated and c.threshold is not None
    )


def _divergences(columns: Mapping[str, Sequence[int]]) -> dict[str, int]:
    spreads = {key: max(values) - min(values) for key, values in columns.items()}
    return {key: spread for key, spread in spreads.items() if spread >= DIVERGENCE}


def _two_decimals(value: Fraction) -> Decimal:
    """Half up, away from zero: exact, because the fraction is never first turned into a long decimal."""
    sign = -1 if value < 0 else 1
    hundredths = (200 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return Decimal(sign * hundredths).scaleb(-2)
