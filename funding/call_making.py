"""Making a call, anew or from another: what it begins with, what is taken over."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from .models import Call, Criterion, FormVersion, Programme, RequiredPiece
from .rules.grids import DEFAULT_GRID

# Never taken over: identity, dates, state, journal and money already spent.
OWN = {
    "id", "code", "title", "state", "opens_at", "closes_at", "committed", "contracted", "paid",
    "journal_count", "journal_head",
}  # fmt: skip


def first_categories() -> list[dict[str, str]]:
    return [
        {"key": "staff", "label": _("Salaires et indemnités du projet")},
        {"key": "studies", "label": _("Études, design, recherche")},
        {"key": "equipment", "label": _("Petits équipements, location")},
        {"key": "travel", "label": _("Déplacements et accueil du public")},
    ]


def make(call: Call, programme: Programme) -> Call:
    """A new draft: its instrument's grid, questions and pieces, else the nine mechanisms, an empty form and none."""
    call.programme = programme
    face = call.face
    call.cost_categories = first_categories() if face.WITH_BUDGET else []
    call.envelope, call.aid_rate = call.envelope or 0, call.aid_rate or 0
    with transaction.atomic():
        call.save()
        for position, line in enumerate(face.CRITERIA or DEFAULT_GRID):
            Criterion.objects.create(
                call=call, position=position, key=line.key, name=str(line.label), weight=line.weight,
                threshold=line.threshold, stage=line.stage,
            )  # fmt: skip
        for position, (label, explained, indispensable) in enumerate(face.PIECES):
            RequiredPiece.objects.create(
                call=call, position=position, label=str(label), help=str(explained), indispensable=indispensable
            )
        first = {"key": "projet", "title": _("Le projet"), "help": "", "questions": []}
        FormVersion.objects.create(call=call, number=1, content={"sections": written(face.FORM) or [first]})
    return call


def written(sections: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """An instrument's questions as a form keeps them: their words, in the language of whoever makes the call."""
    return json.loads(json.dumps(list(sections), default=str))


def copy(source: Call, **own: Any) -> Call:
    """Everything but the dates and the files: rules, pieces, grid, questions. A draft under a new code."""
    facts = {f.attname: getattr(source, f.attname) for f in Call._meta.concrete_fields if f.name not in OWN}
    version = source.form_versions.latest_published() or source.form_versions.first()
    with transaction.atomic():
        made = Call.objects.create(**facts, **own)
        for model, rows in ((RequiredPiece, source.pieces.all()), (Criterion, source.criteria.all())):
            for row in rows:
                row.pk, row._state.adding, row.call = None, True, made
            model.objects.bulk_create(rows)
        FormVersion.objects.create(call=made, number=1, content=version.content if version else {"sections": []})
    return made


def suggested_code(code: str) -> str:
    """The next year's code, or a numbered one, that no call bears yet."""
    import re

    year = re.search(r"(20\d\d)$", code)
    stem, number = (code[: year.start()], int(year.group()) + 1) if year else (f"{code[:17]}-", 2)
    while Call.objects.filter(code__iexact=f"{stem}{number}").exists():
        number += 1
    return f"{stem}{number}"
