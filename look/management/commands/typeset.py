from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from look.typesetting import corrections


def ours() -> list[str]:
    """The rooms of this project, each once, and the templates they share."""
    paths = [Path(config.path) for config in apps.get_app_configs()]
    inside = {path.relative_to(settings.BASE_DIR).parts[0] for path in paths if is_ours(path)}
    return [*sorted(inside), "config", "templates"]


def is_ours(path: Path) -> bool:
    return path.is_relative_to(settings.BASE_DIR) and ".venv" not in path.parts


class Command(BaseCommand):
    help = "Put no-break spaces and true apostrophes in the French of the sources (gettext strings, templates)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="*", help="folders or files under the project; all of it by default")
        parser.add_argument("--check", action="store_true", help="change nothing; fail when something would")

    def handle(self, *args: Any, **options: Any) -> None:
        folders = options["paths"] or ours()
        found = {path: (source, typeset) for path, source, typeset in corrections(settings.BASE_DIR, folders)}
        for path, (source, typeset) in found.items():
            pairs = zip(source.splitlines(), typeset.splitlines(), strict=False)
            lines = [str(number) for number, (before, after) in enumerate(pairs, start=1) if before != after]
            self.stdout.write(f"{path.relative_to(settings.BASE_DIR)}: {', '.join(lines)}")
            if not options["check"]:
                path.write_text(typeset)
        if found and options["check"]:
            raise CommandError(f"{len(found)} files to typeset: run `manage.py typeset`.")
