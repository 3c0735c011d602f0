"""The round of a selected file, and what one side may know of the other before it is matched."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404

from . import questions
from .models import Preference, Round


def open_round(application: Any) -> Round | None:
    """The open round of its call, unless it is bound already."""
    found = Round.objects.open().filter(Q(host_call=application.call_id) | Q(team_call=application.call_id))
    return found.with_calls().first()


def round_of(application: Any) -> Round:
    found = open_round(application)
    if found is None:
        raise Http404
    return found


def shown(row: Any, is_host: bool) -> dict[str, Any]:
    """A candidate as the other side reads it."""
    answers = row.answers
    return {
        "title": row.title,
        "lead": row.lead,
        "place": row.commune or row.lead.commune,
        "text": answers.get("need") if is_host else answers.get("references"),
        "disciplines": questions.named(questions.disciplines(row)),
        "weeks": questions.week_bits(row).bit_count(),
    }


def ranked(application: Any) -> dict[int, int]:
    return dict(Preference.objects.filter(chooser=application).values_list("chosen", "rank"))
