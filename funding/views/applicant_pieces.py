"""The places where files go: a piece that the call asks for, or a question of the form."""

from __future__ import annotations

from typing import Any

from .. import blind, completeness, files


def slots(thing: Any, part: Any) -> dict[str, Any]:
    """For the part « Pièces », one slot per piece; for the call's own parts, one per file question."""
    current = list(blind.with_copies(thing.documents.current(), thing.call))
    questions = [question for question in part.content.get("questions", []) if question["kind"] == "file"]
    pieces = [] if part.content.get("questions") else completeness.asked_pieces(thing)
    by_piece = {document.piece_id: document for document in current if document.piece_id}
    by_question = {document.question: document for document in current if document.question}
    return {
        "piece_slots": [_slot("piece", p.pk, p.label, p.help, p.indispensable, by_piece.get(p.pk)) for p in pieces],
        "question_slots": {
            q["key"]: _slot(
                "question", q["key"], q["label"], q.get("help", ""), bool(q.get("required")), by_question.get(q["key"])
            )
            for q in questions
        },
        "other_files": [d for d in current if not d.piece_id and not d.question],
        "accept": files.ACCEPT,
    }  # fmt: skip


def _slot(kind: str, key: Any, label: str, help_text: str, required: bool, document: Any) -> dict[str, Any]:
    return {"kind": kind, "key": key, "label": label, "help": help_text, "required": required, "document": document}
