from typing import Any

from funding.desk import Desk, Task

from .models import Voucher


def to_spend(desk: Desk) -> Any:
    if not desk.written_for:
        return None
    rows = Voucher.objects.filter(state="ready", application__lead__in=desk.written_for)
    return rows.select_related("application").order_by("id")


def to_spend_task(voucher: Any) -> Task:
    return Task("voucher", "Dépenser le chèque", voucher.get_absolute_url(), voucher.application.title)
