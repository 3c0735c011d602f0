"""The questions of a call's form, as its builder changes them: pure operations on `FormVersion.content`.

A key is made once, when a section, a question, an option or a column is added; answers hang on it, so nothing
here ever changes one, nor gives a removed one to something else.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Content = dict[str, Any]
KEY_LENGTH = 40
MOST_SECTIONS, MOST_QUESTIONS = 20, 150
WITH_LIMIT, WITH_OPTIONS = ("short", "long"), ("one", "many")


class Refused(Exception):
    """The sentence that the manager reads."""


class Questions:
    """A working copy of a form's content; `content` is what to save. Keys of `others` are never given again."""

    def __init__(self, content: Content, others: Iterable[Content] = ()) -> None:
        self.content: Content = deepcopy(content) or {}
        self.content.setdefault("sections", [])
        self.taken = {key for one in (self.content, *others) for key in keys_of(one)}

    @property
    def sections(self) -> list[dict[str, Any]]:
        return self.content["sections"]

    def all(self) -> Iterator[dict[str, Any]]:
        return (question for section in self.sections for question in section["questions"])

    def section(self, key: str) -> dict[str, Any]:
        return next((section for section in self.sections if section["key"] == key), None) or gone()

    def question(self, key: str) -> dict[str, Any]:
        return next((question for question in self.all() if question["key"] == key), None) or gone()

    def home_of(self, key: str) -> tuple[int, int]:
        """Where a question stands: its section, its place there."""
        for row, section in enumerate(self.sections):
            for column, question in enumerate(section["questions"]):
                if question["key"] == key:
                    return row, column
        gone()
        raise AssertionError

    def new_key(self, label: str) -> str:
        key = slugify(label)[:KEY_LENGTH].strip("-") or "q"
        while key in self.taken:
            key = f"{re.sub(r'-[0-9a-f]{4}$', '', key)[: KEY_LENGTH - 5]}-{secrets.token_hex(2)}"
        self.taken.add(key)
        return key

    # Sections

    def add_section(self, title: str, help: str = "") -> str:
        if len(self.sections) >= MOST_SECTIONS:
            raise Refused(_("Un formulaire compte %(most)s parties au plus.") % {"most": MOST_SECTIONS})
        key = self.new_key(title)
        self.sections.append({"key": key, "title": title, "help": help, "questions": []})
        return key

    def edit_section(self, key: str, title: str, help: str = "") -> None:
        self.section(key).update(title=title, help=help)

    # Questions

    def add(self, section: str, kind: str, facts: dict[str, Any]) -> str:
        if sum(1 for _question in self.all()) >= MOST_QUESTIONS:
            raise Refused(_("Un formulaire compte %(most)s questions au plus.") % {"most": MOST_QUESTIONS})
        key = self.new_key(facts["label"])
        made = {"key": key, "kind": kind}
        self.section(section)["questions"].append(made)
        self._write(made, facts)
        return key

    def edit(self, key: str, facts: dict[str, Any]) -> None:
        """The kind stays: an answer already given must still be read."""
        self._write(self.question(key), facts)

    def _write(self, question: dict[str, Any], facts: dict[str, Any]) -> None:
        question.update(label=facts["label"], help=facts.get("help", ""), required=bool(facts.get("required")))
        if question["kind"] in WITH_LIMIT:
            question["limit"] = facts.get("limit") or (250 if question["kind"] == "short" else 3000)
        if question["kind"] in WITH_OPTIONS and not question.get("kept"):
            labels = [{"label": label} for label in facts.get("options", [])]
            question["options"] = keyed(labels, question.get("options", []))
        if question["kind"] == "table" and not question.get("kept"):
            question["columns"] = keyed(facts.get("columns", []), question.get("columns", []))

    def duplicate(self, key: str) -> str:
        row, column = self.home_of(key)
        original = self.question(key)
        copy = deepcopy(original) | {"label": _("%(label)s (copie)") % {"label": original["label"]}}
        copy["key"] = self.new_key(copy["label"])
        copy.pop("kept", None)
        self.sections[row]["questions"].insert(column + 1, copy)
        return copy["key"]

    # Both: `key` is a section's or a question's

    def move(self, key: str, step: int) -> None:
        """One place up (-1) or down (1); a question at the edge of its section goes to the next one."""
        if any(section["key"] == key for section in self.sections):
            index = self.sections.index(self.section(key))
            swap(self.sections, index, index + step)
            return
        row, column = self.home_of(key)
        questions = self.sections[row]["questions"]
        if 0 <= column + step < len(questions):
            swap(questions, column, column + step)
        elif 0 <= row + step < len(self.sections):
            moved = questions.pop(column)
            target = self.sections[row + step]["questions"]
            target.insert(len(target) if step < 0 else 0, moved)

    def remove(self, key: str) -> dict[str, Any]:
        """What `restore` needs to put it back where it was."""
        for index, section in enumerate(self.sections):
            if section["key"] == key:
                refuse_kept(section["questions"])
                return {"index": index, "section": self.sections.pop(index)}
        row, column = self.home_of(key)
        refuse_kept([self.question(key)])
        question = self.sections[row]["questions"].pop(column)
        return {"index": column, "question": question, "home": self.sections[row]["key"]}

    def restore(self, removed: dict[str, Any]) -> None:
        thing = removed.get("section") or removed["question"]
        if set(keys_of({"sections": [thing]}) if "section" in removed else [thing["key"]]) & set(keys_of(self.content)):
            return  # pressed twice: it is there already
        if "section" in removed:
            self.sections.insert(removed["index"], thing)
            return
        home = next((s for s in self.sections if s["key"] == removed["home"]), None) or last(self.sections)
        home["questions"].insert(removed["index"], thing)


def gone() -> Any:
    raise Refused(_("Cet élément n’est plus dans le formulaire : quelqu’un vient de le retirer."))


def refuse_kept(questions: list[dict[str, Any]]) -> None:
    """The instrument reads these answers: a call keeps their questions, with their kind and choices."""
    if kept := [question["label"] for question in questions if question.get("kept")]:
        text = _("L’instrument lit cette réponse : « %(label)s » reste dans le formulaire.")
        raise Refused(text % {"label": kept[0]})


def last(sections: list[dict[str, Any]]) -> dict[str, Any]:
    return sections[-1] if sections else gone()


def swap(things: list[Any], one: int, other: int) -> None:
    if 0 <= other < len(things):
        things[one], things[other] = things[other], things[one]


def keys_of(content: Content) -> Iterator[str]:
    for section in content.get("sections", []):
        yield section["key"]
        yield from (question["key"] for question in section.get("questions", []))


def keyed(wanted: list[dict[str, Any]], known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Options or columns with their keys: the same label keeps its key; a corrected one keeps that of its place."""
    by_label = {row["label"]: row["key"] for row in known}
    labels = {row["label"] for row in wanted}
    free = {index: row["key"] for index, row in enumerate(known) if row["label"] not in labels}
    used: set[str] = {row["key"] for row in known}
    made = []
    for index, row in enumerate(wanted):
        key = by_label.get(row["label"]) or free.get(index) or fresh(row["label"], used)
        used.add(key)
        made.append({"key": key, **row})
    return made


def fresh(label: str, used: set[str]) -> str:
    base = key = slugify(label)[:KEY_LENGTH].strip("-") or "choix"
    number = 2
    while key in used:
        key, number = f"{base[: KEY_LENGTH - 4]}-{number}", number + 1
    return key


# What a new version changes, in sentences


def diff(old: Content, new: Content) -> list[dict[str, str]]:
    """What the new version adds, changes, moves and drops, in its order: `what`, `label`, `detail`."""
    before, after = located(old), located(new)
    found = [sentence for key, there in after.items() if (sentence := difference(before.get(key), there))]
    gone_away = [
        {"what": "removed", "label": there["label"], "detail": _("Les réponses déjà écrites restent gardées.")}
        for key, there in before.items()
        if key not in after
    ]
    return found + gone_away


def located(content: Content) -> dict[str, dict[str, Any]]:
    """Sections and questions by key, each with the section that holds it and its rank among what both kept."""
    found: dict[str, dict[str, Any]] = {}
    for section in content.get("sections", []):
        found[section["key"]] = {"label": section["title"], "help": section.get("help", ""), "kind": "section"}
        for question in section.get("questions", []):
            found[question["key"]] = {**question, "home": section["key"], "home_title": section["title"]}
    return found


def difference(old: dict[str, Any] | None, new: dict[str, Any]) -> dict[str, str] | None:
    if old is None:
        detail = _("Nouvelle partie.") if new["kind"] == "section" else ""
        return {"what": "added", "label": new["label"], "detail": detail or wanted(new)}
    details = []
    if old["label"] != new["label"]:
        details.append(_("Avant : « %(label)s ».") % {"label": old["label"]})
    if (old.get("help") or "") != (new.get("help") or ""):
        details.append(_("L’aide change."))
    if bool(old.get("required")) != bool(new.get("required")):
        details.append(wanted(new))
    if old.get("limit") != new.get("limit"):
        details.append(_("Limite : %(limit)s caractères.") % {"limit": new.get("limit")})
    for name in ("options", "columns"):
        if (old.get(name) or []) != (new.get(name) or []):
            details.append(counted(name, new.get(name) or []))
    if old.get("home") != new.get("home"):
        details.append(_("Passe dans la partie « %(section)s ».") % {"section": new["home_title"]})
    return {"what": "changed", "label": new["label"], "detail": " ".join(details)} if details else None


def wanted(question: dict[str, Any]) -> str:
    return _("Une réponse est attendue.") if question.get("required") else _("Réponse facultative.")


def counted(name: str, rows: list[Any]) -> str:
    count = len(rows)
    if name == "options":
        return ngettext("%(count)s choix proposé.", "%(count)s choix proposés.", count) % {"count": count}
    return ngettext("%(count)s colonne.", "%(count)s colonnes.", count) % {"count": count}
