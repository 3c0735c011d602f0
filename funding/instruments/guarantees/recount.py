"""Proving the ledger: every debit has its credit, every kept sum is the sum of its lines, every cover says what the
ledger says. Nothing is loaded: the database groups, and what does not agree comes back through a server-side cursor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

# Each gives sentences' parts where something does not agree: (what, whose, kept, counted).
UNBALANCED = """
SELECT 'débits et crédits', f.code || coalesce(' / contributeur ' || l.contributor_id, ''), sum(l.debit), sum(l.credit)
FROM guarantees_line l JOIN guarantees_guaranteefund f ON f.id = l.fund_id
GROUP BY f.code, l.contributor_id HAVING sum(l.debit) <> sum(l.credit)
"""
ENTRIES = """
SELECT 'écriture', l.entry_id::text, sum(l.debit), sum(l.credit)
FROM guarantees_line l GROUP BY l.entry_id HAVING sum(l.debit) <> sum(l.credit)
UNION ALL
SELECT 'écriture sans ligne', e.id::text, 0, 0 FROM guarantees_entry e
WHERE NOT EXISTS (SELECT 1 FROM guarantees_line l WHERE l.entry_id = e.id)
"""
BALANCES = """
SELECT 'solde ' || coalesce(b.account, s.account), f.code, coalesce(b.amount, 0), coalesce(s.amount, 0)
FROM guarantees_balance b
FULL JOIN (SELECT fund_id, account, contributor_id, sum(debit - credit) AS amount
           FROM guarantees_line GROUP BY fund_id, account, contributor_id) s
  ON s.fund_id = b.fund_id AND s.account = b.account AND s.contributor_id IS NOT DISTINCT FROM b.contributor_id
JOIN guarantees_guaranteefund f ON f.id = coalesce(b.fund_id, s.fund_id)
WHERE coalesce(b.amount, 0) <> coalesce(s.amount, 0)
"""
COVERS = """
WITH counted AS (
    SELECT e.application_id,
           sum(l.debit - l.credit) FILTER (WHERE l.account = 'reserved') AS reserved,
           sum(l.debit - l.credit) FILTER (WHERE l.account = 'engaged') AS engaged,
           sum(l.debit - l.credit) FILTER (WHERE l.account = 'defaulted') AS defaulted
    FROM guarantees_line l JOIN guarantees_entry e ON e.id = l.entry_id
    WHERE l.account IN ('reserved', 'engaged', 'defaulted') GROUP BY e.application_id
), told AS (
    SELECT c.application_id, c.state,
           CASE WHEN c.state = 'offered' THEN c.guaranteed ELSE 0 END AS reserved,
           CASE WHEN c.state IN ('active', 'watch') THEN c.exposure ELSE 0 END AS engaged,
           CASE WHEN c.state IN ('default_notified', 'called', 'provisionally_paid') THEN c.exposure ELSE 0 END
               AS defaulted
    FROM guarantees_cover c
)
SELECT 'garantie (' || t.state || ')', t.application_id::text, t.reserved + t.engaged + t.defaulted,
       coalesce(n.reserved, 0) + coalesce(n.engaged, 0) + coalesce(n.defaulted, 0)
FROM told t LEFT JOIN counted n USING (application_id)
WHERE (t.reserved, t.engaged, t.defaulted)
      <> (coalesce(n.reserved, 0), coalesce(n.engaged, 0), coalesce(n.defaulted, 0))
"""
# Set aside for a file that neither waits for its decision nor has a cover.
ORPHANS = """
SELECT 'réservation', a.reference, 0, sum(l.debit - l.credit)
FROM guarantees_line l JOIN guarantees_entry e ON e.id = l.entry_id
JOIN funding_application a ON a.id = e.application_id
WHERE l.account = 'reserved' AND a.state NOT IN ('under_due_diligence', 'decision_proposed')
  AND NOT EXISTS (SELECT 1 FROM guarantees_cover c WHERE c.application_id = a.id)
GROUP BY a.reference HAVING sum(l.debit - l.credit) <> 0
"""
# A cover says what the ledger received for it; where it is paid for by the year, what the years say.
COMMISSIONS = """
SELECT 'commission', c.application_id::text, c.commission_paid, coalesce(n.received, 0)
FROM guarantees_cover c LEFT JOIN (
    SELECT e.cover_id, sum(l.credit - l.debit) AS received
    FROM guarantees_line l JOIN guarantees_entry e ON e.id = l.entry_id
    WHERE l.account = 'commission' GROUP BY e.cover_id
) n ON n.cover_id = c.id
WHERE c.commission_paid <> coalesce(n.received, 0)
"""
YEARS = """
SELECT 'commissions annuelles', c.application_id::text, c.commission || ', ' || c.commission_paid,
       sum(y.amount) || ', ' || sum(y.paid)
FROM guarantees_yearlycommission y JOIN guarantees_cover c ON c.id = y.cover_id
GROUP BY c.id HAVING (sum(y.amount), sum(y.paid)) <> (c.commission, c.commission_paid)
"""
PROOFS = (UNBALANCED, ENTRIES, BALANCES, COVERS, ORPHANS, COMMISSIONS, YEARS)


@dataclass(frozen=True)
class Gap:
    what: str
    whose: str
    kept: Any
    counted: Any

    def __str__(self) -> str:
        return f"{self.what} {self.whose}: {self.kept} ≠ {self.counted}"


def gaps() -> Iterator[Gap]:
    """All that does not agree, one after the other."""
    with transaction.atomic():
        for proof in PROOFS:
            with connection.chunked_cursor() as cursor:
                cursor.execute(proof)
                for row in cursor:
                    yield Gap(*row)
