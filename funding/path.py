"""The thread of a file as its holder sees it: the stages that its call has, and where it stands."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from look.typography import day_short, month_year

# State -> the stage one is at. A file that ended keeps the stage where it ended.
STAGE_OF = {
    "draft": "filing",
    "submitted": "check",
    "incomplete": "check",
    "eligible": "review",
    "shortlisted": "study",
    "under_due_diligence": "study",
    "decision_proposed": "decision",
    "awarded": "after",
    "reserve_list": "decision",
    "rejected": "decision",
    "ineligible": "check",
    "implicitly_rejected": "decision",
    "lapsed": "check",
    "withdrawn_award": "after",
}
# The step of the journal that ended a stage.
ENDED_BY = {
    "filing": ("submit",),
    "check": ("admit",),
    "review": ("shortlist", "examine"),
    "shortlist": ("shortlist",),
    "study": ("propose",),
    "decision": ("award", "reserve", "reject", "declare_ineligible"),
}
ENDS = frozenset({
    "reserve_list", "rejected", "ineligible", "implicitly_rejected", "lapsed", "withdrawn", "withdrawn_award",
})  # fmt: skip
REFUSALS = ENDS - {"reserve_list"}


def stages(application: Any) -> list[tuple[str, str]]:
    shortlist = [("shortlist", _("Présélection"))] if application.call.with_shortlist else []
    return [
        ("filing", _("Dépôt")),
        ("check", _("Vérification")),
        ("review", _("Évaluation")),
        *shortlist,
        ("study", _("Instruction")),
        ("decision", _("Décision")),
        *application.AFTER,
    ]


def stage_of(application: Any, state: str) -> str:
    """What follows the decision is the instrument's; the first of its stages until it says more."""
    key = STAGE_OF.get(state, "filing")
    return application.AFTER[0][0] if key == "after" else key


def path(application: Any, journal: list[Any], agreement: Any = None) -> list[dict[str, Any]]:
    """As `{% thread %}` reads it: each stage with its state and its date, or what is to come."""
    known = stages(application)
    dates = _dates(journal)
    current = _current(application, journal, agreement)
    keys = [key for key, _label in known]
    here = keys.index(current) if current in keys else len(keys)
    lines = []
    for position, (key, label) in enumerate(known):
        if position < here:
            lines.append({"title": label, "state": "done", "detail": day_short(dates[key]) if key in dates else ""})
        elif position == here:
            lines.append(_present(application, key, label, dates, agreement))
        elif application.state not in REFUSALS:
            lines.append({"title": label, "state": "todo", "detail": _ahead(application, key)})
    return lines


def _current(application: Any, journal: list[Any], agreement: Any) -> str:
    if application.state == "withdrawn":
        last = journal[-1].source if journal else "draft"
        return stage_of(application, last)
    if application.state == "awarded" and (after := application.stage_after()):
        return after[0]
    if agreement is not None and agreement.state in ("in_force", "waived"):
        return "payments"
    if agreement is not None and agreement.state == "closed":
        return "closed"
    return stage_of(application, application.state)


def _present(application: Any, key: str, label: str, dates: dict[str, Any], agreement: Any) -> dict[str, Any]:
    if application.state in ENDS:
        state = "bad" if application.state in REFUSALS else "done"
        detail = str(application.state_label("holder"))
        return {"title": label, "state": state, "detail": detail, "current": True, "spoken": _("Terminé :")}
    details = {"filing": _("brouillon"), "check": _("en cours"), "agreement": _("en préparation")}
    detail = details.get(key, _("en cours"))
    if application.state == "incomplete":
        detail = _("pièce attendue")
    if key == "agreement" and agreement is not None:
        detail = str(agreement.get_state_display())
    elif application.state == "awarded" and (after := application.stage_after()):
        detail = str(after[1])
    return {"title": label, "state": "now", "detail": detail}


def _ahead(application: Any, key: str) -> str:
    if key == "decision" and application.silence_on:
        return _("avant le %(day)s") % {"day": day_short(application.silence_on)}
    if key == "filing" and application.call.closes_at:
        return day_short(application.call.closes_at)
    if key == "payments" and application.starts_on:
        return _("dès %(month)s") % {"month": month_year(application.starts_on)}
    return ""


def _dates(journal: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for entry in journal:
        for key, steps in ENDED_BY.items():
            if entry.step in steps:
                found[key] = entry.at
    return found
