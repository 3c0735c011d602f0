from datetime import date

import pytest

from funding.rules.dated import Law, NoLawInForce, Table

OLD = Law(value=1, valid_from=date(2014, 1, 1), valid_to=date(2023, 12, 31), legal_basis="l’ancien texte")
NEW = Law(value=2, valid_from=date(2024, 1, 1), valid_to=date(2026, 12, 31), legal_basis="le nouveau texte")
TABLE = Table("plafond", (OLD, NEW))


@pytest.mark.parametrize(
    ("day", "row"),
    [
        (date(2014, 1, 1), OLD),
        (date(2023, 12, 31), OLD),
        (date(2024, 1, 1), NEW),
        (date(2026, 12, 31), NEW),
    ],
)
def test_the_row_of_a_day_first_and_last_days_included(day, row):
    assert TABLE.at(day) is row


@pytest.mark.parametrize("day", [date(2013, 12, 31), date(2027, 1, 1)])
def test_a_day_that_no_text_covers_is_refused_in_french(day):
    with pytest.raises(NoLawInForce) as refused:
        TABLE.at(day)
    assert refused.value.refusal.values["day"] == day
    assert "plafond" in refused.value.refusal.sentence
    assert str(day.year) in refused.value.refusal.sentence


def test_an_open_row_holds_until_it_is_changed():
    table = Table("seuil", (Law(value=1, valid_from=date(2001, 6, 10), legal_basis="loi"),))
    assert table.at(date(2099, 1, 1)).value == 1


def test_a_row_may_hold_for_one_day():
    day = date(2024, 6, 1)
    one = Law(value=1, valid_from=day, valid_to=day, legal_basis="décret d’un jour")
    assert Table("un jour", (one,)).at(day) is one


@pytest.mark.parametrize(
    "rows",
    [
        (NEW, OLD),
        (OLD, OLD),
        (OLD, Law(value=3, valid_from=date(2023, 12, 31), legal_basis="le même jour")),
        (Law(value=1, valid_from=date(2001, 1, 1), legal_basis="loi"), NEW),
        (Law(value=1, valid_from=date(2002, 1, 1), valid_to=date(2001, 1, 1), legal_basis="loi"),),
    ],
)
def test_a_table_never_says_two_things_of_one_day(rows):
    with pytest.raises(ValueError, match="table"):
        Table("table", rows)
