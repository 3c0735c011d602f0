from __future__ import annotations

from django.db import connection, models


class Counter(models.Model):
    """Numbers without gaps: the row stays locked until the transaction that took the number commits,
    so a roll-back gives it back. Take it last: nothing that can wait may follow."""

    name = models.CharField(max_length=80, primary_key=True)
    value = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"

    @classmethod
    def take(cls, name: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO workflows_counter (name, value) VALUES (%s, 1) "
                "ON CONFLICT (name) DO UPDATE SET value = workflows_counter.value + 1 RETURNING value",
                [name],
            )
            return int(cursor.fetchone()[0])
