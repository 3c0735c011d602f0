"""The exposure of a fund over the months to come: one statement, whatever the number of covers.

A cover's exposure is level until its principal begins to be repaid, then falls until its last day: by equal steps, or
by steps that grow with the loan's monthly rate `t` where its instalments are constant. A step is then a part of the
cover times `(1 + t)` to the power of the month, so that the parts of one rate add up whatever their loans. The part is
added where it begins and taken away after its end: the fund's curve is today's sum less the running sum of the steps.
The covers are read once, added up by their two days and rate, then by month; no row per month and loan exists.
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
    SELECT repays_from, ends_on, loan_rate, sum(exposure) AS whole
    FROM guarantees_cover WHERE fund_id = %(fund)s AND state IN ('active', 'watch')
    GROUP BY repays_from, ends_on, loan_rate
), falling AS (
    SELECT first, GREATEST(last, first) AS last, rate, sum(whole) AS whole
    FROM live, LATERAL (
        SELECT GREATEST((EXTRACT(YEAR FROM repays_from)::int - %(year)s) * 12
                        + EXTRACT(MONTH FROM repays_from)::int - %(month)s, 1) AS first,
               GREATEST((EXTRACT(YEAR FROM ends_on)::int - %(year)s) * 12
                        + EXTRACT(MONTH FROM ends_on)::int - %(month)s, 1) AS last,
               loan_rate::float8 / 12 AS rate
    ) AS span GROUP BY first, GREATEST(last, first), rate
), parts AS (
    SELECT rate, first, last, whole::float8 * CASE WHEN rate = 0 THEN 1.0 / (last - first + 1)
           ELSE rate / (power(1 + rate, last + 1) - power(1 + rate, first)) END AS part FROM falling
), changes AS (
    SELECT rate, month, sum(part) AS part FROM (
        SELECT rate, first AS month, part FROM parts UNION ALL SELECT rate, last + 1, -part FROM parts
    ) AS either GROUP BY rate, month
), running AS (
    SELECT month, power(1 + rate, month) * sum(coalesce(part, 0)) OVER (PARTITION BY rate ORDER BY month) AS step
    FROM (SELECT DISTINCT rate FROM parts) AS rates CROSS JOIN generate_series(1, %(months)s) AS month
    LEFT JOIN changes USING (rate, month)
), months AS (
    SELECT month, coalesce(sum(step), 0) AS falls
    FROM generate_series(1, %(months)s) AS month LEFT JOIN running USING (month) GROUP BY month
)
SELECT 0, coalesce(sum(whole), 0) FROM falling
UNION ALL
SELECT month, (SELECT coalesce(sum(whole), 0) FROM falling) - (sum(falls) OVER (ORDER BY month))::numeric FROM months
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
