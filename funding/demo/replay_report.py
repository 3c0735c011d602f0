"""What a replay prints, and the decisions that it leaves as files."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import Count, F, Sum

from funding.models import Agreement, Decision
from look.typography import day, euros, euros_cents
from workflows import clock, outbox
from workflows.models import Effect, Paper

from .pdf import slug
from .replay import Replay

TITLE, LEAD = 44, 40
AWARD = "award"


def ranking(replay: Replay) -> Iterator[str]:
    """One line a file, in the order of the committee; the cut where the envelope ends."""
    yield f"{'rank':>4}  {'score':>5}  {'project':<{TITLE}}  {'lead':<{LEAD}}  {'grant':>14}  confidence"
    for entry in replay.entries:
        kept = entry.application.reference in replay.committee.awarded
        amount = euros(entry.proposed) if kept else "–"
        yield (
            f"{entry.place['rank']:>4}  {entry.place['score']:>5}  {short(entry.row['title'], TITLE):<{TITLE}}  "
            f"{short(entry.application.lead.name, LEAD):<{LEAD}}  {amount:>14}  {entry.row['confidence']}"
        )
        if kept and entry.place["rank"] == len(replay.committee.awarded):
            yield "-" * (TITLE + LEAD + 45)


def portfolio(replay: Replay) -> Iterator[str]:
    call = replay.call
    agreements = Agreement.objects.filter(application__call=call)
    yield f"envelope   {euros_cents(call.envelope):>20}"
    yield f"committed  {euros_cents(call.committed):>20}  by {awards(replay).count()} signed decisions"
    yield f"remaining  {euros_cents(call.remaining):>20}"
    yield f"agreements {agreements.count():>18}  opened, with {planned(agreements)} payments planned"
    yield ""
    for region, count, amount in by_region(replay):
        yield f"  {region:<28} {count:>3}  {euros(amount):>15}"


def awards(replay: Replay) -> Any:
    return Decision.objects.filter(application__call=replay.call, kind=AWARD, signed_at__isnull=False)


def planned(agreements: Any) -> int:
    return int(agreements.aggregate(n=Count("disbursements"))["n"])


def by_region(replay: Replay) -> list[tuple[str, int, Decimal]]:
    rows = awards(replay).values(region=F("application__commune__department__region__name"))
    found = rows.annotate(n=Count("pk"), total=Sum("grant")).order_by("-total")
    return [(row["region"], row["n"], row["total"]) for row in found]


def dates(replay: Replay) -> Iterator[str]:
    call, kept = replay.call, len(replay.committee.awarded)
    assert call.closes_at is not None
    opened, closed = clock.paris_day(call.opens_at), clock.paris_day(call.closes_at)
    signed = clock.paris_day(awards(replay).order_by("signed_at").first().signed_at)
    yield f"{day(opened)}: opening. {day(closed)}, 17:00: closing, {len(replay.entries)} files."
    yield f"{day(signed)}: {kept} decisions of award and {len(replay.entries) - kept} of rejection signed."
    yield f"{(closed - opened).days} days open, {(signed - closed).days} from closing to announcement."


def short(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def write_decisions(replay: Replay, folder: Path) -> Iterator[Path]:
    """The decisions of award as files, named by rank; made here unless a worker was faster."""
    folder.mkdir(parents=True, exist_ok=True)
    for entry in replay.entries:
        if entry.application.reference not in replay.committee.awarded:
            continue
        paper = Paper.objects.get(template=AWARD, subject_id=entry.application.pk)
        if not paper.made_at:
            key = Effect.objects.get(kind="paper", payload__paper=paper.pk).key
            outbox.deliver(key)
            paper.refresh_from_db()
        if paper.file:
            path = folder / f"{entry.place['rank']:02}-{entry.application.reference}-{slug(entry.row['title'])}.pdf"
            with paper.file.open("rb") as made:
                path.write_bytes(made.read())
            yield path
