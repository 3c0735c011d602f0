"""Before the servers: translations, static files, migrations, communes, demo data on an empty database.

One process for all of it, because starting Django costs more than any of these when nothing changed.
`--image` stops before the database: a container's image is built without one.
"""

import contextlib
import hashlib
import io
import os
import sys
from pathlib import Path

from config.engines.installation import ROOT, say

WATCHED = ("static/**/*", "locale/**/*.po", "**/migrations/*.py", "**/management/commands/*.py")
ROOMS = ("config", "look", "workflows", "people", "funding", "residencies")


def fingerprint() -> str:
    """Of all that the preparation reads. Unchanged since the last one: the start spares itself this process."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    folders = [(ROOT, pattern) for pattern in WATCHED[:2]]
    folders += [(ROOT / room, pattern) for room in ROOMS for pattern in WATCHED[2:]]
    for path in sorted(path for folder, pattern in folders for path in folder.glob(pattern)):
        found = path.stat()
        digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Migrations")
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def territories() -> None:
    """The real communes that a town picks itself from."""
    from django.core.management import call_command

    from people.models import Commune

    if not Commune.objects.exists():
        say("Regions, departments, intercommunalities and communes of France")
        call_command("load_territories", stdout=io.StringIO())


def compile_messages() -> None:
    """locale/*.po to .mo without GNU gettext, which a bare machine lacks."""
    import polib

    for source in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            say(f"Translations: {source.relative_to(ROOT)}")
            made = target.with_name(f"{target.name}.{os.getpid()}")  # whole at once: someone may be reading
            polib.pofile(str(source)).save_as_mofile(str(made))
            made.replace(target)


def collect_static() -> None:
    """Again only when a static file, or the list of packages, changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = os.stat(storage.path(name))
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    mark = Path(settings.STATIC_ROOT) / "trame-stamp"
    if mark.exists() and mark.read_text() == digest.hexdigest():
        return
    say("Static files")
    settings.STORAGES["staticfiles"]["BACKEND"] = settings.STATICFILES_MANIFEST
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.write_text(digest.hexdigest())


def demo() -> None:
    """The cast and its applications, once."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command, get_commands

    if get_user_model().objects.exists():
        return
    if "demo" not in get_commands():
        say("No demo data: this version has no `manage.py demo`.")
        return
    say("Demo data")
    call_command("demo", "--no-logins")  # the start prints them last


def write_logins() -> None:
    """var/logins.txt, which the start prints at the end."""
    from django.conf import settings
    from django.core.management import call_command, get_commands

    if (Path(settings.VAR_DIR) / "logins.txt").exists() or "demo" not in get_commands():
        return
    with contextlib.suppress(Exception):
        call_command("demo", "--logins", stdout=io.StringIO())


def main(words: list[str]) -> None:
    import django

    compile_messages()  # before Django reads them
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    collect_static()
    if "--image" in words:
        return
    migrate()
    territories()
    if "--demo" in words:
        demo()
        write_logins()


if __name__ == "__main__":
    main(sys.argv[1:])
