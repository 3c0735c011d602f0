"""One benchmark, in this process, on the database that the environment names: python -m bench.one NAME ANSWER."""

import json
import sys
from importlib import import_module
from pathlib import Path


def main(name: str, answer: str) -> None:
    import django

    django.setup()
    rows = import_module(f"bench.{name}").rows()
    Path(answer).write_text(json.dumps([row.plain() for row in rows]))


if __name__ == "__main__":
    main(*sys.argv[1:3])
