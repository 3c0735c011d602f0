#!/usr/bin/env python
"""Django's command line. Without DATABASE_URL it talks to the embedded engines, if they are up."""

import os
import sys

WITHOUT_DATABASE = {
    "help",
    "--help",
    "--version",
    "makemessages",
    "compilemessages",
    "collectstatic",
    "check",
}


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if "DATABASE_URL" not in os.environ and command not in WITHOUT_DATABASE:
        from config.engines.embedded import Engines

        if not Engines.for_work().running():
            sys.stderr.write(
                "No database: the embedded engines are down. Type bin/engines up (or bin/start), or set DATABASE_URL.\n"
            )
            if command not in {"makemigrations", "startapp", "startproject"}:
                sys.exit(1)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
