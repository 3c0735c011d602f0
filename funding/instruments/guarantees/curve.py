"""The exposure of a fund over the months to come: one statement, whatever the number of covers.

A cover's exposure is level until its principal begins to be repaid, then falls by equal steps until its last day. Its
step is added where it begins and taken away after its end: the fund's curve is today's sum less the running sum of the
running steps. The covers are read once, added up by their two days, then by month; no row per month and loan exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from funding.rules.deadlines import add_months
from workflows import clock

MONTHS = 120

STATEMENT = """
WITH live AS MATERIALIZED (
    SELECT repays_from, ends_on, sum(exposure) AS whole
    FROM guarantees_cover WHERE fund_id = %(fund)s AND state IN ('active', 'watch') GROUP BY repays_from, ends_on
), falling AS (
    SELECT first, GREATEST(last, first) AS last, sum(whole) AS whole
    FROM live, LATERAL (
        SELECT GREATEST((EXTRACT(YEAR FROM repays_from)::int - %(year)s) * 12
                        + EXTRACT(MONTH FROM repays_from)::int - %(month)s, 1) AS first,
               GREATEST((EXTRACT(YEAR FROM ends_on)::int - %(year)s) * 12
                        + EXTRACT(MONTH FROM ends_on)::int - %(month)s, 1) AS last
    ) AS span GROUP BY first, GREATEST(last, first)
), steps AS (
    SELECT month, sum(step) AS step FROM (
        SELECT first AS month, whole / (last - first + 1) AS step FROM falling
        UNION ALL
        SELECT last + 1, -whole / (last - first + 1) FROM falling
    ) AS changes GROUP BY month
), months AS (
    SELECT month, sum(coalesce(step, 0)) OVER (ORDER BY month) AS falls
    FROM generate_series(1, %(months)s) AS month LEFT JOIN steps USING (month)
)
SELECT 0, coalesce(sum(whole), 0) FROM falling
UNION ALL
SELECT month, (SELECT coalesce(sum(whole), 0) FROM falling) - sum(falls) OVER (ORDER BY month) FROM months
ORDER BY 1
"""


@dataclass(frozen=True)
class Point:
    on: date
    exposure: Decimal


def of_fund(fund: Any, months: int = MONTHS) -> list[Point]:
    """Today, then each month: euros, to the cent."""
    today = clock.today()
    values = {"fund": fund.pk, "year": today.year, "month": today.month, "months": months}
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, values)
        rows = cursor.fetchall()
    first = today.replace(day=1)
    return [Point(add_months(first, month), max(value, Decimal(0)).quantize(Decimal("0.01"))) for month, value in rows]
