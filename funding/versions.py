"""Two versions of a call's questions: what changed, by key, and the move of a draft from one to the next."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from . import drafts
from .models import FormVersion

COMPARED = ("label", "help", "kind", "required", "limit", "options", "columns")


def changes(old: FormVersion, new: FormVersion) -> list[dict[str, Any]]:
    """New, gone and changed questions, in the order of the new version; what is gone comes last."""
    before = {question["key"]: question for question in old.questions()}
    after = {question["key"]: question for question in new.questions()}
    found = []
    for key, question in after.items():
        if key not in before:
            found.append({"kind": "new", "label": question["label"], "detail": _detail_new(question)})
        elif what := _differences(before[key], question):
            found.append({"kind": "changed", "label": question["label"], "detail": " ".join(what)})
    gone = [q for key, q in before.items() if key not in after]
    kept = _("Votre réponse reste gardée dans le brouillon.")
    return found + [{"kind": "gone", "label": question["label"], "detail": kept} for question in gone]


def _detail_new(question: dict[str, Any]) -> str:
    return _("Une réponse est attendue.") if question.get("required") else _("Réponse facultative.")


def _differences(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    sentences = {
        "label": _("L’intitulé a changé : c’était « %(old)s ».") % {"old": old.get("label", "")},
        "help": _("L’aide a changé."),
        "kind": _("Le type de réponse a changé : relisez la vôtre."),
        "required": _("Une réponse est maintenant attendue.")
        if new.get("required")
        else _("La réponse devient facultative."),
        "limit": _("La limite est maintenant de %(limit)s caractères.") % {"limit": new.get("limit") or "–"},
        "options": _("Les choix proposés ont changé."),
        "columns": _("Les colonnes ont changé."),
    }
    return [sentences[name] for name in COMPARED if (old.get(name) or "") != (new.get(name) or "")]


def move(application: Any, version: FormVersion) -> None:
    """Answers keep their keys; those that a changed question refuses wait as typed, to be corrected."""
    from .forms.application import AnswersForm

    with transaction.atomic():
        locked = drafts.lock(application)
        locked.form_version = version
        for section in version.sections:
            form = AnswersForm.over(section).current(locked)
            for name in list(form.errors):
                if name not in form.typed:
                    form.typed[name] = form.posted(name)
                    form.put(name, "")
        drafts.touch(locked)
    application.__dict__.update(locked.__dict__)
    application.__dict__.get("_state").fields_cache["form_version"] = version
