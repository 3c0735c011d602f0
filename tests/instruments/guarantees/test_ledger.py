"""The ledger: what the database refuses, what the recount proves, who bears what."""

from datetime import datetime, time
from decimal import Decimal as D

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from funding.instruments.guarantees import curve, figures, ledger, recount
from funding.instruments.guarantees.ledger import Act
from funding.instruments.guarantees.models import Account, Balance, Cover, Entry, GuaranteeFund, Line
from funding.rules.deadlines import add_months
from tests.instruments.guarantees import playing
from workflows import clock
from workflows.errors import StepRefused

pytestmark = pytest.mark.django_db


def run(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE guarantees_entry SET words = 'autre'", "DELETE FROM guarantees_entry",
        "UPDATE guarantees_line SET debit = debit + 1 WHERE debit > 0", "DELETE FROM guarantees_line",
    ],
)  # fmt: skip
def test_nothing_is_changed_nor_removed(scene, statement):
    with pytest.raises(DatabaseError, match="append-only"):
        run(statement)


def test_an_entry_that_does_not_balance_is_refused(scene):
    act = Act(playing.attempt(scene.cast.payer), "Faux")
    with pytest.raises(ValueError, match="sum to"):
        ledger.write(scene.fund, "fee", [(Account.ENGAGED, None, D(5)), (Account.COMMITTED, None, D(-4))], act)
    with pytest.raises(DatabaseError, match="does not balance"), transaction.atomic():
        entry = Entry.objects.latest("id")
        Line.objects.create(entry=entry, fund=scene.fund, account="engaged", debit=D(1))
        run("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="does not balance"), transaction.atomic():
        Entry.objects.create(fund=scene.fund, kind="fee", day=clock.today(), at=clock.now(), by_name="x", words="vide")
        run("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.create(entry=Entry.objects.latest("id"), fund=scene.fund, account="cash", debit=D(1))


def test_recount_agrees_then_names_what_does_not(scene, capsys):
    playing.delegated(scene, title="a")
    playing.active(scene, title="b")
    playing.settled(scene, title="c")
    call_command("recount_guarantees")
    assert "agree" in capsys.readouterr().out
    Cover.objects.live().update(exposure=D(59_999))
    Balance.objects.filter(account="engaged").update(amount=1)
    found = [str(gap) for gap in recount.gaps()]
    assert len(found) == 2 and "solde engaged" in found[0] and "59999.00 ≠ 60000.00" in found[1]
    with pytest.raises(CommandError, match="59999"):
        call_command("recount_guarantees")


def test_every_contributor_balances_and_their_parts_sum_to_the_cash(scene):
    playing.settled(scene, loss=100_000)
    stakes = figures.stakes(scene.fund)
    position = ledger.position(scene.fund)
    assert sum(row.worth for row in stakes) == position.endowment == 2_000_000 + 1_200 - 50_000
    assert [(row.contributor.tranche, row.lost) for row in stakes] == [(1, 50_000), (2, 0), (3, 0)]
    assert [row.earned for row in stakes] == [D("240.00"), D("360.00"), D("600.00")]
    assert all(row.worth == row.brought + row.earned - row.lost for row in stakes)
    assert figures.loss_rate(scene.fund).quantize(D("0.0001")) == D("0.8333")


def test_income_and_fees_move_every_part(scene):
    act = Act(playing.attempt(scene.cast.payer), "Intérêts")
    fund = GuaranteeFund.locked(scene.fund.pk)
    ledger.earn(fund, "income", D("100.01"), act)
    ledger.spend(fund, D("50.00"), act)
    assert ledger.position(fund).endowment == D("2000050.01")
    with pytest.raises(StepRefused, match="ne suffisent pas"):
        ledger.pay(fund, "final_payment", D(2_000_001), act)


def test_the_curve_is_the_sum_of_the_schedules(scene):
    """Against the schedules, loan by loan: linear, with grace, and repaid at once."""
    today = clock.today()
    playing.active(scene, title="a")
    playing.active(scene, title="b", loan=60_000, loan_months="24")
    bullet = playing.active(scene, title="c", loan=50_000, loan_repayment="bullet", loan_months="36")
    points = curve.of_fund(scene.fund, 120)
    assert len(points) == 121 and points[0].exposure == 60_000 + 30_000 + 25_000 and points[120].exposure == 0
    for month in (1, 12, 23, 24, 35, 36, 59, 60):
        first = 60_000 * D(60 - month) / 60
        second = 30_000 * D(max(24 - month, 0)) / 24
        third = 25_000 if month < 36 else 0
        assert abs(points[month].exposure - (first + second + third)) <= D("0.02"), month
    assert points[12].on == add_months(today.replace(day=1), 12)
    bullet.release(by=scene.checker, repaid_on=today)
    assert curve.of_fund(scene.fund, 12)[0].exposure == 90_000


def test_the_curve_follows_constant_instalments(scene):
    """Against the schedules, loan by loan: two of one rate with different terms, one with another, one of no interest
    and one in equal instalments of principal; and as well a year on, from what is left then."""
    loans = [("120000", "60", "annuity", "3.6"), ("90000", "84", "annuity", "3.6"), ("60000", "24", "annuity", "12"),
             ("48000", "48", "annuity", "0"), ("30000", "30", "linear", "")]  # fmt: skip
    covers = [
        playing.active(scene, title=str(n), loan=loan, loan_months=months, loan_repayment=kind, loan_rate=rate)
        for n, (loan, months, kind, rate) in enumerate(loans)
    ]

    def agrees(since):
        points = curve.of_fund(scene.fund, 96)
        for month in range(85):
            left = [cover.planned_principal()[since + month :][:1] or [D(0)] for cover in covers]
            plan = sum((cover.exposed(amount) for cover, (amount,) in zip(covers, left, strict=True)), D(0))
            assert abs(points[month].exposure - plan) <= 1, (since, month)

    agrees(0)
    assert curve.of_fund(scene.fund, 96)[-1].exposure == 0
    later = add_months(clock.today(), 12)
    with clock.at(datetime.combine(later, time(12))):
        for cover in covers:
            cover.amortise(by=scene.maker, outstanding=cover.planned_principal()[12], as_of=later, unpaid=0)
        agrees(12)


def test_the_curve_and_the_capacity_are_one_statement_each(scene, django_assert_num_queries):
    playing.active(scene)
    with django_assert_num_queries(1):
        curve.of_fund(scene.fund)
    with django_assert_num_queries(1):
        assert ledger.position(scene.fund).capacity == 2_001_200 * 5 - 60_000


def test_an_empty_fund_shows_zero(scene):
    assert {point.exposure for point in curve.of_fund(scene.fund, 3)} == {D(0)}
    assert figures.key_figures(ledger.position(scene.fund))
