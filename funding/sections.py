"""The parts of an application's form: three that every call has, the call's own between them; how far each is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import completeness
from .forms.application import PREFIX, RESOURCES, AnswersForm, BudgetForm, ProjectForm

STRUCTURE, PROJECT, BUDGET, PIECES = "structure", "projet", "budget", "pieces"
FACTS = ("title", "summary", "commune", "starts_on", "months")


@dataclass
class Section:
    key: str
    title: str
    template: str
    form_class: Callable[..., Any] | None = None
    help: str = ""
    wanted: int = 0
    given: int = 0
    wrong: int = 0
    content: dict[str, Any] = field(default_factory=dict)
    url: str = ""
    position: int = 0

    @property
    def asks(self) -> bool:
        """Whether there is something to type (templates would call the form's class)."""
        return self.form_class is not None

    @property
    def done(self) -> bool:
        return self.given >= self.wanted and not self.wrong

    @property
    def detail(self) -> str:
        if self.wrong:
            return ngettext("un point à corriger", "%(count)s points à corriger", self.wrong) % {"count": self.wrong}
        if self.done:
            return _("terminée")
        if not self.given:
            return _("pas commencée")
        return _("%(given)s sur %(wanted)s") % {"given": self.given, "wanted": self.wanted}

    def step(self, current: str) -> dict[str, Any]:
        """As `{% thread %}` reads it."""
        state = "now" if self.key == current else "bad" if self.wrong else "done" if self.done else "todo"
        return {"title": self.title, "detail": self.detail, "state": state, "url": self.url}


def sections_of(application: Any) -> list[Section]:
    """In order, with their progress. A handful of queries whatever the number of questions and partners."""
    parts = [_structure(application), _project(application)]
    progress = completeness.sections_progress(application)
    parts += [_of_call(row, position) for position, row in enumerate(progress)]
    parts += [_budget(application)] if application.WITH_BUDGET else []
    parts.append(_pieces(application))
    typed = application.drafting.get("typed", {})
    for position, part in enumerate(parts, start=1):
        part.position = position
        part.url = reverse("funding:application_section", args=[application.handle, part.key])
        part.wrong = sum(1 for name in typed if holds(part, name))
    return parts


def holds(part: Section, name: str) -> bool:
    """Whether a refused value belongs to this part."""
    if part.key == PROJECT:
        return name in FACTS
    if part.key == BUDGET:
        return name in RESOURCES or name.startswith("c-")
    return any(name == PREFIX + question["key"] for question in part.content.get("questions", []))


def _structure(application: Any) -> Section:
    return Section(STRUCTURE, _("La structure"), "structure", wanted=1, given=1)


def _project(application: Any) -> Section:
    given = sum(1 for name in FACTS if getattr(application, name) not in completeness.EMPTY)
    return Section(PROJECT, _("Le projet"), "questions", ProjectForm, wanted=len(FACTS), given=given)


def _of_call(row: dict[str, Any], position: int) -> Section:
    content = row["section"]
    key = content.get("key") or f"partie-{position + 1}"
    if key in (STRUCTURE, PROJECT, BUDGET, PIECES):
        key = f"{key}-{position + 1}"
    return Section(
        key, content["title"], "questions", AnswersForm.over(content), content.get("help", ""), row["wanted"],
        row["given"], content=content,
    )  # fmt: skip


def _budget(application: Any) -> Section:
    from .budget import resources_gap

    partners = list(application.partners.all())
    others = [partner for partner in partners if not partner.is_lead]
    engaged = sum(1 for partner in others if partner.engaged_at)
    balanced = bool(application.total_cost) and resources_gap(application) == 0
    given = engaged + bool(application.total_cost) + balanced
    return Section(BUDGET, _("Budget et partenaires"), "budget", BudgetForm, wanted=2 + len(others), given=given)


def _pieces(application: Any) -> Section:
    asked = [piece for piece in completeness.asked_pieces(application) if piece.indispensable]
    missing = completeness.missing_of(application, asked)
    return Section(PIECES, _("Pièces à joindre"), "pieces", wanted=len(asked), given=len(asked) - len(missing))


def find(parts: list[Section], key: str) -> Section | None:
    return next((part for part in parts if part.key == key), None)


# Which part mends which obstacle of the submission: read by the checklist.
MENDS = {
    "kind_not_eligible": STRUCTURE,
    "territory_not_eligible": PROJECT,
    "budget_refused": BUDGET,
    "own_funding_short": BUDGET,
    "partners_not_engaged": BUDGET,
    "pieces_missing": PIECES,
}


@dataclass
class Point:
    """One thing that stands in the way of the submission, and where to mend it."""

    sentence: str
    part: Section | None = None


def points(application: Any, attempt: Any, parts: list[Section] | None = None) -> list[Point]:
    """Every obstacle of the submission; missing answers are told section by section."""
    parts, found = parts or sections_of(application), []
    for obstacle in type(application).submit.unless:
        name = obstacle.__name__
        if name == "form_incomplete":
            found += [Point(_missing(part), part) for part in parts if part.form_class and _lacks(part)]
        elif sentence := obstacle(application, attempt):
            found.append(Point(str(sentence), find(parts, MENDS.get(name, ""))))
    return found


def _lacks(part: Section) -> bool:
    return bool(part.wrong) or (part.key != BUDGET and not part.done)


def _missing(part: Section) -> str:
    if part.wrong:
        return _("« %(part)s » : %(detail)s.") % {"part": part.title, "detail": part.detail}
    left = part.wanted - part.given
    return ngettext(
        "« %(part)s » : il reste une réponse à donner.", "« %(part)s » : il reste %(count)s réponses à donner.", left
    ) % {"part": part.title, "count": left}
