"""Pages as those concerned read them, at 1,000 and at 100,000 applications.

A person's own load stays (twenty files of each kind), the house around them grows a hundredfold: as many more towns,
officers and reviewers. Offices cover the whole programme, so that lists and portfolio meet every file. The number of
statements must be the same, the work within twice: processor time of the page and of its database backend, so that
a busy machine does not blur it.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import crowd
from bench.table import Row, ms
from funding.models import Application, Partner, Review
from look import keyset
from people.models import Organisation, User

FEW, MANY = 1_000, 100_000
MOST, TWICE, ROUNDS = 15, 2.0, 9
OTHERS, TOWNS = 200, 2_000


def originals() -> tuple[Any, list[Any]]:
    """One file of each kind, through the gate."""
    from django.utils import timezone

    from tests import cast as actors

    cast = actors.play()
    call = cast.call
    call.__class__.objects.filter(pk=call.pk).update(envelope=900_000)
    assigned = actors.eligible(cast)
    assigned.assign(by=cast.officer, reviewers=[cast.reviewer], due_on=timezone.now().date())
    paid = actors.awarded(cast)
    from workflows import outbox

    outbox.drain(but=("paper",))
    actors.in_force(cast, Application.objects.get(pk=paid.pk))
    files = [
        actors.application(cast), actors.submitted(cast), actors.submitted(cast, title="Un atelier au marché"),
        actors.eligible(cast), assigned, actors.reviewed(cast), actors.proposed(cast),
        actors.proposed(cast, kind="rejection"), actors.awarded(cast), paid,
    ]  # fmt: skip
    outbox.drain(but=("paper",))
    return cast, [Application.objects.get(pk=file.pk) for file in files]


def grow(cast: Any, files: list[Any], count: int, first: int) -> None:
    lead = {"organisation_id": crowd.spread("organisation_id", TOWNS)}
    crowd.of(
        files, count // len(files) - 1, first=first, officer_id=crowd.spread("officer_id", OTHERS),
        lead_id=crowd.spread("lead_id", TOWNS),
        links={Partner: lead, Review: {"reviewer_id": crowd.spread("reviewer_id", OTHERS)}},
    )  # fmt: skip
    crowd.settle()


def neighbours(cast: Any) -> None:
    people = [cast.officer.pk, cast.reviewer.pk, cast.second_reviewer.pk]
    crowd.copy(User, people, OTHERS, id=f"n * {crowd.STEP} + o.id", email="n || '.' || o.email")
    crowd.copy(Organisation, [cast.town.pk, cast.association.pk], TOWNS, **crowd.ORGANISATION)


def places(cast: Any, files: list[Any]) -> list[tuple[str, Any, str]]:
    draft, filed, *_others, paid = files
    review = Review.objects.filter(reviewer=cast.reviewer, state="assigned").first()
    rows = Application.objects.submitted().order_by("-pk")
    far = rows[min(keyset.SIZE * 999, rows.count() - keyset.SIZE - 1)]
    deep = keyset.write_cursor(far, ("-pk",))
    return [
        ("holder, home", cast.holder, "/accueil/"),
        ("holder, own files", cast.holder, "/mes-dossiers/"),
        ("holder, a file", cast.holder, f"/dossiers/{filed.handle}/"),
        ("holder, an award", cast.holder, f"/dossiers/{paid.handle}/"),
        ("holder, the form", cast.holder, f"/dossiers/{draft.handle}/remplir/"),
        ("officer, home", cast.officer, "/accueil/"),
        ("officer, list", cast.officer, "/dossiers/"),
        ("officer, list by state", cast.officer, "/dossiers/?state=submitted"),
        ("officer, list by deadline", cast.officer, "/dossiers/?sort=due"),
        ("officer, search of a common word", cast.officer, "/dossiers/?q=guichet"),
        ("officer, search of a number", cast.officer, f"/dossiers/?q={filed.handle}"),
        ("officer, thousandth page", cast.officer, f"/dossiers/?after={deep}"),
        ("officer, a file", cast.officer, f"/dossiers/{filed.handle}/"),
        ("officer, an award", cast.officer, f"/dossiers/{paid.handle}/"),
        ("reviewer, home", cast.reviewer, "/accueil/"),
        ("reviewer, queue", cast.reviewer, "/evaluations/"),
        ("reviewer, a review", cast.reviewer, review.get_absolute_url()),
        ("signatory, decisions", cast.signatory, "/decisions/"),
        ("payer, payments", cast.payer, "/versements/"),
        ("funder, home", cast.funder, "/accueil/"),
        ("funder, portfolio", cast.funder, "/portefeuille/"),
        ("funder, portfolio by state", cast.funder, "/portefeuille/?state=awarded"),
        ("funder, portfolio, search", cast.funder, "/portefeuille/?q=guichet"),
        ("funder, a file", cast.funder, f"/dossiers/{paid.handle}/"),
    ]


class Cost:
    """Milliseconds of work, in this process and in its database backend: what else runs on the machine is not in it."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")  # all of it in the one process we look at
            cursor.execute("SELECT pg_backend_pid()")
            self.backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def now(self) -> float:
        return time.process_time() + int(self.backend.read_text().split()[0]) / 1e9


def measure(cast: Any, files: list[Any]) -> dict[str, tuple[int, float, list[Any]]]:
    found, cost = {}, Cost()
    for name, person, url in places(cast, files):
        client = Client(headers={"host": "localhost"})
        client.force_login(person, "django.contrib.auth.backends.ModelBackend")
        reply = client.get(url, follow=True)
        assert reply.status_code == 200, (url, reply.status_code)
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        queries = list(seen.captured_queries)  # the next request empties the log
        times = []
        for _round in range(ROUNDS):
            began = cost.now()
            client.get(url)
            times.append(cost.now() - began)
        slow = sorted(queries, key=lambda q: -float(q["time"]))[:2]
        found[name] = len(queries), statistics.median(times), slow
    return found


def rows() -> list[Row]:
    cast, files = originals()
    neighbours(cast)
    grow(cast, files, FEW, 1)
    small = measure(cast, files)
    grow(cast, files, MANY, FEW // len(files))
    large = measure(cast, files)
    table = []
    for name, (few, before, _slow) in small.items():
        many, after, slow = large[name]
        ratio = after / before
        met = few == many and many <= MOST and ratio <= TWICE
        table.append(
            Row(name, f"{ms(before)} → {ms(after)}", f"× {ratio:.2f}, {few} → {many} statements",
                f"≤ {MOST}, ≤ × {TWICE:.0f}", met)
        )  # fmt: skip
        if ratio > TWICE:
            for query in slow:
                print(f"  slow: {name}: {query['time']} s: {query['sql'][:2500]}", flush=True)
    return table
