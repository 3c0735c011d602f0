"""Diagrams and rights tables, written from the same rows that run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from workflows.models import Stateful
from workflows.steps import Step, steps_of


class Command(BaseCommand):
    help = "Write docs/workflows/*.md; with --check, fail when one is not current."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "docs" / "workflows"
        with override("fr"):
            pages = {f"{slug(model)}.md": page(model) for model in machines()}
        stale = [name for name, text in pages.items() if _read(folder / name) != text]
        stale += [path.name for path in folder.glob("*.md") if path.name not in pages]
        if check and stale:
            raise CommandError(f"Not current: {', '.join(stale)}. Run manage.py document_workflows.")
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.glob("*.md"):
            path.unlink()
        for name, text in pages.items():
            (folder / name).write_text(text, encoding="utf-8")
        self.stdout.write(f"{len(pages)} machines documented.")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def machines() -> list[type[Stateful]]:
    found = [m for m in apps.get_models(include_auto_created=True) if issubclass(m, Stateful) and steps_of(m)]
    return sorted((m for m in found if m.__module__.split(".")[0] != "tests"), key=slug)


def slug(model: type[Stateful]) -> str:
    return f"{model._meta.app_label}-{model._meta.model_name}"


def page(model: type[Stateful]) -> str:
    steps = list(steps_of(model).values())
    lines = [f"# {model._meta.verbose_name} (`{model._meta.label}`)", ""]
    lines += ["Written by `manage.py document_workflows` from the rows that run; do not edit.", ""]
    lines += ["```mermaid", "stateDiagram-v2", *_diagram(model, steps), "```", ""]
    lines += [
        "| step | label | from | to | by | unless | tells | issues | then |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [_row(step) for step in steps]
    lines += ["", *_rights(steps)]
    return "\n".join(lines) + "\n"


def _diagram(model: type[Stateful], steps: list[Step]) -> list[str]:
    field: Any = model._meta.get_field("state")  # type: ignore[misc]
    labels = dict(field.choices or ())
    used = sorted(
        {state for step in steps for state in (*step.sources, *([step.target] if step.target else []))},
        key=list(labels).index,
    )
    names = [f"    {state}: {labels[state]}" for state in used]
    start = [f"    [*] --> {field.get_default()}"]
    moves = [f"    {source} --> {step.target or source}: {step.label}" for step in steps for source in step.sources]
    return names + start + moves


def _row(step: Step) -> str:
    cells = [
        f"`{step.name}`",
        str(step.label),
        ", ".join(step.sources),
        step.target or "(unchanged)",
        ", ".join(str(role.label) for role in step.by),
        ", ".join(f"`{obstacle.__name__}`" for obstacle in step.unless),
        ", ".join(f"`{notice.name}`" for notice in step.tells),
        ", ".join(f"{kind.code} `{kind.name}`" for kind in step.issues),
        ", ".join(f"`{function.__name__}`" for function in step.then),
    ]
    return f"| {' | '.join(cells)} |"


def _rights(steps: list[Step]) -> list[str]:
    """Who may take what: the table a reviewer reads when a right changes."""
    roles = sorted({role for step in steps for role in step.by}, key=lambda role: role.code)
    lines = ["## Rights", "", f"| step | {' | '.join(str(role.label) for role in roles)} |"]
    lines.append("|---|" + "---|" * len(roles))
    for step in steps:
        marks = ["yes" if role in step.by else "" for role in roles]
        lines.append(f"| `{step.name}` | {' | '.join(marks)} |")
    return lines
