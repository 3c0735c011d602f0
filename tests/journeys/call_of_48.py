"""A call with 48 complete files and a pool of twelve reviewers; every state is reached through the steps.

Three files in forty-eight miss an eliminatory threshold; one, the dearest, is beyond what its signatory may sign.
"""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import product
from typing import Any

from django.db import transaction

from funding import conflicts
from funding.demo import checking
from funding.demo.replay import shared
from funding.models import Application, Criterion, Review, ReviewerProfile
from people.models import Mandate
from tests import cast as casting
from tests import sitting
from workflows import outbox
from workflows.models import Effect, Message, Paper

WHAT = ("Le guichet qui roule", "La maison des jeunes", "Le bus de santé", "L’école dehors", "Le fablab", "La halle",
        "Les repas partagés", "Le service à vélo")  # fmt: skip
WHERE = ("de la Brie", "du Grand Morin", "de la Marne", "des Hameaux", "du Centre", "de la Gare")
TITLES = [f"{what} {where}" for where, what in product(WHERE, WHAT)]
POOL = (
    ("Anaïs", "Bellanger"), ("Basile", "Cordier"), ("Clara", "Dumont"), ("Driss", "Embarek"), ("Elsa", "Faure"),
    ("Félix", "Garrigue"), ("Garance", "Hamon"), ("Hugo", "Iselin"), ("Iris", "Jouve"), ("Jonas", "Kessler"),
)  # fmt: skip
AID, DEAREST, CEILING = 21_000, 70_000, 60_000  # of a file; of the first one; of one signature
ELIMINATED = 3
BEST = 86  # of 90 points: two reviewers, nine criteria; each file has one less than the one before


def opened(cast: Any) -> list[Any]:
    """Twelve reviewers, each declared; a signatory with a ceiling and one without; 48 files found eligible."""
    cast.people |= {f"r{n}": reviewer(cast, *names) for n, names in enumerate(POOL, 3)}
    Mandate.objects.filter(user=cast.signatory).update(ceiling=CEILING)
    everywhere = ("programme", cast.programme.pk)
    cast.people["director"] = casting.mandate(
        casting.user("Soline", "Maillard", "Directrice générale"), Mandate.Role.SIGNATORY, scope=everywhere
    )
    Criterion.objects.filter(call=cast.call, key="finance").update(threshold=Decimal(2))
    costs = [100_000] + [30_000] * (len(TITLES) - 1)
    with outbox.by_hand(), transaction.atomic():
        files = [casting.eligible(cast, title=title, cost=cost) for title, cost in zip(TITLES, costs, strict=True)]
    conflicts.declare(cast.r3, cast.call, kind="link", reason="J’y ai travaillé.", application=files[20])
    return files


def reviewer(cast: Any, first: str, last: str) -> Any:
    everywhere = ("programme", cast.programme.pk)
    person = casting.mandate(casting.user(first, last, "Experte"), Mandate.Role.REVIEWER, scope=everywhere)
    ReviewerProfile.objects.create(user=person, themes=["santé", "jeunes"] if last[0] in "BDF" else ["vélo"])
    conflicts.declare(person, cast.call, kind="none")
    return person


def assessed(cast: Any, files: list[Any]) -> None:
    """Every review that is still owed is given, every file examined, its State-aid checks made."""
    rng = random.Random(48)
    for number, file in enumerate(files):
        owed = list(file.reviews.waiting())
        marks = shared(BEST - number, 18, rng)
        with outbox.by_hand(), transaction.atomic():
            for turn, review in enumerate(owed):
                review.submit(by=review.reviewer, **sheet(file, number, marks[9 * turn : 9 * turn + 9]))
            checking.check_all(Application.objects.get(pk=file.pk).examine(by=cast.officer), by=cast.officer)
    assert not Review.objects.waiting().exists()


def sheet(file: Any, number: int, marks: list[int]) -> dict[str, Any]:
    keys = [criterion.key for criterion in file.call.criteria.all()]
    given = dict(zip(keys, marks, strict=True))
    if number >= len(TITLES) - ELIMINATED:
        given["finance"] = 1
    return sitting.sheet(file, given)


# What the workers do, in parts: a person may look in between.


def deliver(since: int, but: tuple[str, ...] = (), most: int = 1_000_000) -> int:
    """Up to `most` of the effects written after `since`, and of those that they cause."""
    done = 0
    while done < most and (key := ripe(since).exclude(kind__in=but).values_list("key", flat=True).first()):
        assert outbox.deliver(key), Effect.objects.get(key=key).last_error
        done += 1
    return done


def made(file: Any) -> None:
    """The file's letter, drawn if it is not yet."""
    key = f"funding.application.{file.pk}."
    for effect in Effect.objects.filter(kind="paper", state="pending", key__startswith=key, key__endswith=".award"):
        assert outbox.deliver(effect.key)


def mailed(to: Any, notice: str, file: Any) -> None:
    """That one mail leaves."""
    message = Message.objects.get(to=to, notice=notice, url=file.get_absolute_url())
    assert outbox.deliver(Effect.objects.get(kind="mail", payload__message=message.pk).key)


def ripe(since: int) -> Any:
    """Reports and statements apart: beside forty-eight letters their PDF would prove nothing more."""
    rows = Effect.objects.filter(pk__gt=since, state="pending").order_by("pk")
    return rows.exclude(key__endswith=".paper.instruction_report").exclude(key__endswith=".paper.de_minimis")


def last_effect() -> int:
    return Effect.objects.order_by("pk").values_list("pk", flat=True).last() or 0


# What must hold in the end

STATES = {"award": ("awarded", "contracting"), "reserve": ("reserve_list",), "rejection": ("rejected",)}


def disagreements(call: Any) -> list[str]:
    """Files whose state, decision and letter (frozen with its number in their transaction) do not say the same."""
    papers = Paper.objects.filter(template__in=STATES)
    letters = {(paper.subject_id, paper.template): paper.content["reference"] for paper in papers}
    found = []
    for file in Application.objects.filter(call=call):
        decision = file.decision
        agree = decision and decision.signed_at and file.state in STATES[decision.kind]
        if not agree or letters.get((file.pk, decision.kind)) != decision.number:
            found.append(f"{file.handle}: {file.state}, {decision}")
    return found
