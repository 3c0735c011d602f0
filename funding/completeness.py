"""What a draft still lacks before it can be submitted."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

EMPTY = (None, "", [], {})
MONEY = ("aid_wanted", "own_funding", "partner_funding", "other_public_aid")


def is_answered(question: dict[str, Any], answers: dict[str, Any], files: set[str]) -> bool:
    if question["kind"] == "file":
        return question["key"] in files
    return answers.get(question["key"]) not in EMPTY


def unanswered(application: Any) -> list[str]:
    """Labels of the required questions without an answer, then of the facts every file needs."""
    files = set(application.documents.current().exclude(question="").values_list("question", flat=True))
    left = [
        question["label"]
        for question in application.form_version.questions()
        if question.get("required") and not is_answered(question, application.answers, files)
    ]
    return left + missing_facts(application) + refused(application)


def refused(application: Any) -> list[str]:
    """Optional answers that were typed and refused: the file must not leave without what its author wrote."""
    typed = application.drafting.get("typed", {})
    known = {f"q-{q['key']}": q["label"] for q in application.form_version.questions() if not q.get("required")}
    money = [name for name in typed if name.startswith("c-") or name in MONEY]
    return [known[name] for name in typed if name in known] + ([str(_("Budget et partenaires"))] if money else [])


def missing_facts(application: Any) -> list[str]:
    from .models import Application

    names = ("title", "summary", "commune", "starts_on", "months")
    return [
        str(Application._meta.get_field(name).verbose_name) for name in names if getattr(application, name) in EMPTY
    ]


def sections_progress(application: Any) -> list[dict[str, Any]]:
    """For each section: its title, how many required answers it wants and how many it has."""
    files = set(application.documents.current().exclude(question="").values_list("question", flat=True))
    rows = []
    for section in application.form_version.sections:
        wanted = [q for q in section["questions"] if q.get("required")]
        given = [q for q in wanted if is_answered(q, application.answers, files)]
        rows.append(
            {
                "section": section,
                "wanted": len(wanted),
                "given": len(given),
                "done": len(wanted) == len(given),
            }
        )
    return rows


def asked_pieces(application: Any) -> list[Any]:
    """The call's pieces that concern this holder."""
    return [p for p in application.call.pieces.all() if not p.for_kinds or application.lead.kind in p.for_kinds]


def takes_files(application: Any) -> bool:
    """While it is written, or its pieces are awaited."""
    return bool(application.is_draft or application.state == application.S.INCOMPLETE)


def missing_pieces(application: Any) -> list[Any]:
    filed = set(application.documents.current().exclude(piece=None).values_list("piece", flat=True))
    return [piece for piece in asked_pieces(application) if piece.pk not in filed]
