"""Same facts, same bytes: twice, in another process, under another hash seed, time zone and locale."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.papers.reading import draw

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import django; django.setup()
import hashlib
from tests.papers.reading import draw
print(hashlib.sha256(draw("award") + draw("receipt", draft=True)).hexdigest())
"""


def test_twice_in_a_process():
    assert draw("award") == draw("award")


@pytest.mark.parametrize(("seed", "zone"), [("1", "Pacific/Auckland"), ("4242", "America/Cayenne")])
def test_in_another_process(seed, zone):
    environment = os.environ | {
        "PYTHONHASHSEED": seed,
        "TZ": zone,
        "LC_ALL": "C",
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }
    out = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    here = hashlib.sha256(draw("award") + draw("receipt", draft=True)).hexdigest()
    assert out.stdout.strip() == here


def test_in_a_forked_child():
    """A worker forks after its parent may have drawn: the child builds its own fonts."""
    expected = draw("reserve")
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writer, hashlib.sha256(draw("reserve")).digest())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        assert pipe.read() == hashlib.sha256(expected).digest()
    os.waitpid(child, 0)
