"""The booklet (*livret*): the public journal with its pictures, made once when the host countersigns the presentation.

Pictures are named by the hash of their file, so that the frozen content says which they are to the byte.
"""

from __future__ import annotations

from typing import Any

from look.typography import day_hour

from .. import questions
from .common import issued, row, written

MOST_PAGES, MOST_PICTURES, MOST_TEXT = 120, 60, 150_000


def facts(residency: Any, entry: Any) -> dict[str, Any]:
    pages, left = story(residency)
    return issued(residency, entry) | {
        "subject": str(residency),
        "place_name": residency.place,
        "host": residency.host.lead.name,
        "team": residency.team.lead.name,
        "need": residency.host.answers.get("need") or residency.host.summary,
        "disciplines": ", ".join(questions.named(questions.disciplines(residency.team))),
        "members": [
            row(str(one.get("name") or "–"), one.get("craft") or "")
            for one in residency.team.answers.get("members") or []
        ],
        "weeks": [f"du {written(week.starts_on)} au {written(week.ends_on)}" for week in residency.kept_weeks()],
        "cover": cover_of(pages),
        "pages": pages,
        "left_out": left,
        "made": [row(one.name, one.what) for one in residency.deliverables.all()],
        "presentation": {
            "when": day_hour(residency.presentation_at) if residency.presentation_at else "à venir",
            "where": residency.presentation_place,
            "attendance": residency.attendance or 0,
            "account": residency.presentation_account,
        },
    }


def cover_of(pages: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The first picture that lies flat, or the first at all."""
    shown = [photo for page in pages for photo in page["photos"]]
    return next((photo for photo in shown if photo["wide"]), shown[0] if shown else None)


def story(residency: Any) -> tuple[list[dict[str, Any]], int]:
    """The public pages in the order in which they were lived, within what a paper may hold; how many are left out."""
    rows = list(residency.entries.filter(visibility="public").told())
    pages, text, pictures = [], 0, 0
    for page in rows:
        shown = list(page.photos.all())[: MOST_PICTURES - pictures]
        text, pictures = text + len(page.text), pictures + len(shown)
        if text > MOST_TEXT or len(pages) == MOST_PAGES:
            break
        pages.append({
            "day": page.day.isoformat(), "title": page.title, "text": page.text,
            "author": page.author.get_full_name(),
            "photos": [{"sha256": p.sha256, "alt": p.alt, "wide": p.width >= p.height} for p in shown],
        })  # fmt: skip
    return pages, len(rows) - len(pages)
