"""Answers as people read them: each question with its answer in words, whatever its kind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from look.typography import day, euros, euros_cents
from people.identifiers import spaced

from . import completeness
from .forms.kept import figures


def words(question: dict[str, Any], answer: Any) -> Any:
    """One answer in words; "" when there is none. Tables come as rows of words, several choices as a list."""
    if answer in (None, "", [], {}):
        return ""
    kind = question["kind"]
    labels = {option["key"]: option["label"] for option in question.get("options", [])}
    if kind == "one":
        return labels.get(answer, answer)
    if kind == "many":
        return [labels.get(key, key) for key in answer]
    if kind == "table":
        return [
            [
                words(column | {"kind": column.get("kind", "short")}, row.get(column["key"]))
                for column in question["columns"]
            ]
            for row in answer
        ]
    try:
        return _simple(kind, answer)
    except (ValueError, InvalidOperation, TypeError, AttributeError):
        return str(answer)  # an answer given to another kind of question, before a new version


def _simple(kind: str, answer: Any) -> str:
    if kind == "yes_no":
        return _("Oui") if answer else _("Non")
    if kind == "amount":
        value = Decimal(str(answer))
        return euros(value) if value == value.to_integral_value() else euros_cents(value)
    if kind == "number":
        return figures(answer)
    if kind == "date":
        return day(date.fromisoformat(answer))
    if kind == "territory":
        return answer["label"]
    return spaced(answer) if kind == "siret" else str(answer)


def reading(application: Any) -> dict[str, Any]:
    """The sections, questions and answers of a file, with its files by question and by piece."""
    files = list(application.documents.current().select_related("uploaded_by"))
    by_question = {document.question: document for document in files if document.question}
    by_piece = {document.piece_id: document for document in files if document.piece_id}
    typed = application.drafting.get("typed", {})
    chapters = [
        {
            "title": section["title"],
            "lines": [
                {
                    "question": question,
                    "kind": question["kind"],
                    "answer": words(question, application.answers.get(question["key"])),
                    "document": by_question.get(question["key"]),
                    "refused": typed.get(f"q-{question['key']}"),
                }
                for question in section["questions"]
            ],
        }
        for section in application.form_version.sections
    ]
    pieces = [{"piece": p, "document": by_piece.get(p.pk)} for p in completeness.asked_pieces(application)]
    return {"chapters": chapters, "pieces": pieces, "documents": files}
