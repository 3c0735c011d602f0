"""A further instrument is one new folder and no edit elsewhere: a fifth is put in a temporary one, and walked."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

HERE = Path(__file__).parent


def test_an_instrument_is_one_new_folder(tmp_path, engines):
    shutil.copytree(HERE / "vouchers", tmp_path / "instruments" / "vouchers")
    walk = tmp_path / "test_walk.py"
    shutil.copy(HERE / "walk.py", walk)
    (tmp_path / "conftest.py").write_text("from tests.conftest import *  # noqa: F403\n")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "COV_"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", str(walk), "-p", "no:cacheprovider", "-q",
         "--tb=short", "-c", str(settings.BASE_DIR / "pyproject.toml"), f"--rootdir={settings.BASE_DIR}"],
        env=environment | {"INSTRUMENTS_PATH": str(tmp_path / "instruments")},
        cwd=settings.BASE_DIR, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
    assert done.stdout.startswith(".....")
