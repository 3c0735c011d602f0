"""What is declared is used, what is used exists, what is generated is current."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import CheckConstraint, UniqueConstraint
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from tests.house import sources
from workflows import notices, papers
from workflows.management.commands.document_workflows import machines
from workflows.pdf import machine
from workflows.steps import steps_of


def rows():
    return [step for model in machines() for step in steps_of(model).values()]


def test_every_notice_is_told_by_a_step_and_has_its_words():
    told = {notice.name for step in rows() for notice in step.tells}
    assert set(notices.registry) - told == set()
    for name, notice in notices.registry.items():
        lines = Path(get_template(notice.template).origin.name).read_text().strip().splitlines()
        assert len(lines) >= 3, f"{name}: a subject, a blank line, a body"


def test_every_step_has_its_words_for_the_journal():
    """A step is named by what one does, its trace by what was done."""
    tables = {}
    for model in machines():
        assert set(steps_of(model)) - set(model.DONE) == set(), model.__name__
        known, told = tables.setdefault(model.subject_type(), (set(), set()))
        known.update(steps_of(model)), told.update(model.DONE)
    assert {step for known, told in tables.values() for step in told - known} == set()


def test_every_paper_is_issued_by_a_step_and_has_its_layout():
    issued = {kind.name for step in rows() for kind in step.issues}
    assert set(papers.registry) - issued == set()
    for kind in papers.registry.values():
        machine.templates().get_template(kind.template)


def test_every_constraint_speaks():
    """Convention 6: what the database refuses, it refuses with a sentence."""
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in sources.ROOMS]
    mute = []
    for model in ours:
        for constraint in model._meta.constraints:
            default = constraint.violation_error_message == constraint.default_violation_error_message
            if isinstance(constraint, CheckConstraint) and default:
                mute.append(constraint.name)
    assert mute == []
    names = [c.name for m in ours for c in m._meta.constraints if isinstance(c, (CheckConstraint, UniqueConstraint))]
    assert len(names) == len(set(names))


def test_machines_are_documented_as_they_run():
    call_command("document_workflows", "--check", stdout=StringIO())


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


def test_french_is_typeset():
    out = StringIO()
    try:
        call_command("typeset", "--check", stdout=out)
    except CommandError as error:
        pytest.fail(f"{error}\n{out.getvalue()}")


# --- Templates: each exists where it is named, each is used somewhere.

NAMED = re.compile(r"""["']([\w./-]+\.(?:html|txt))["']""")
# Found by a name made of parts: the folder says who asks for them.
BY_NAME = ("notices/", "papers/", "steps/", "account/", "allauth/", "mfa/", "admin/", "registration/")
BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}


def texts():
    return [*sources.python(*sources.ROOMS), *sources.templates()]


def test_every_template_that_is_named_exists():
    missing = []
    for path in texts():
        for name in set(NAMED.findall(path.read_text(encoding="utf-8"))):
            if "/" not in name or name.startswith((".", "/")) or "%" in name:
                continue
            try:
                get_template(name) if not name.startswith("papers/") else machine.templates().get_template(name)
            except TemplateDoesNotExist:
                missing.append(f"{sources.named(path)}: {name}")
            except Exception as error:
                if type(error).__name__ == "TemplateNotFound":
                    missing.append(f"{sources.named(path)}: {name}")
    assert missing == []


def test_every_template_is_used():
    said = "\n".join(path.read_text(encoding="utf-8") for path in texts())
    names = [sources.called(path) for path in sources.templates()]
    # f"funding/file/tab_{tab}.html" names every template of that shape.
    composed = [
        "[\\w-]+".join(map(re.escape, re.split(r"\{[^}]*\}", found)))
        for found in re.findall(r"""f["']([\w/.-]*\{[^}]+\}[\w/.-]*\.(?:html|txt))["']""", said)
    ]
    unused = []
    for name in names:
        stem = name.rsplit(".", 1)[0].rsplit("/", 1)[-1]
        named = name in said or re.search(rf"""["'/]{re.escape(stem)}["']""", said)
        named = named or any(re.fullmatch(pattern, name) for pattern in composed)
        if not named and name not in BY_DJANGO and not name.startswith(BY_NAME):
            unused.append(name)
    assert unused == []


def test_every_template_of_a_step_is_of_a_row():
    known = {(model.subject_kind(), step.name) for model in machines() for step in steps_of(model).values()}
    stray = [
        sources.named(path)
        for path in sources.templates((".html",))
        if sources.called(path).startswith("steps/") and not path.name.startswith("_")
        and (path.parent.name, path.stem) not in known
    ]  # fmt: skip
    assert stray == []


def test_every_notice_template_is_of_a_notice():
    known = {notice.template for notice in notices.registry.values()}
    said = "\n".join(path.read_text(encoding="utf-8") for path in sources.python(*sources.ROOMS))
    stray = [
        name
        for name in (sources.called(path) for path in sources.templates((".txt",)))
        if name.startswith("notices/") and name not in known and f'"{Path(name).stem}"' not in said
    ]
    assert stray == []


def test_every_template_compiles():
    for path in sources.templates():
        name = sources.called(path)
        if name.startswith("papers/"):
            machine.templates().get_template(name)
        else:
            get_template(name)
