"""What a draft still lacks before it can be submitted."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.prepared import prepared

EMPTY = (None, "", [], {})
MONEY = ("aid_wanted", "own_funding", "partner_funding", "other_public_aid")


def is_answered(question: dict[str, Any], answers: dict[str, Any], files: set[str]) -> bool:
    if question["kind"] == "file":
        return question["key"] in files
    return answers.get(question["key"]) not in EMPTY


def unanswered(application: Any) -> list[str]:
    """Labels of the required questions without an answer, then of the facts every file needs."""
    files = answered_by_files(application)
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
    files = answered_by_files(application)
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
    kind = application.lead.kind
    return [p for p in _pieces(application.call_id) if not p.for_kinds or kind in p.for_kinds]


def takes_files(application: Any) -> bool:
    """While it is written, or its pieces are awaited."""
    return bool(application.is_draft or application.state == application.S.INCOMPLETE)


def missing_pieces(application: Any) -> list[Any]:
    return missing_of(application, asked_pieces(application))


def missing_of(application: Any, pieces: list[Any]) -> list[Any]:
    filed = {piece for _question, piece in _filed(application.pk)}
    return [piece for piece in pieces if piece.pk not in filed]


def answered_by_files(application: Any) -> set[str]:
    """The questions that a current file answers."""
    return {question for question, _piece in _filed(application.pk) if question}


@prepared
def _pieces(call: Any) -> Any:
    from .models import RequiredPiece

    return RequiredPiece.objects.filter(call=call)


@prepared
def _filed(application: Any) -> Any:
    """Of each current file, the question and the piece that it answers."""
    from .models import Document

    return Document.objects.current().filter(application=application).values_list("question", "piece")
