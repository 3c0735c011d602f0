"""What set-up says, and when it works again."""

import subprocess
import sys
from pathlib import Path

import pytest

from config.engines import installation
from tests.needs import need


def test_advice_gives_the_exact_line_and_what_is_off():
    said = installation.advice(["libpango-1.0-0", "chromium"], tests=True)
    assert "    sudo apt-get install libpango-1.0-0 chromium\n" in said
    assert "papers are off" in said
    assert "skipped" in said


def test_advice_for_the_browser_alone_leaves_papers_on():
    assert "papers" not in installation.advice(["chromium"], tests=True)


def test_missing_libraries_are_named_by_their_debian_package(monkeypatch):
    monkeypatch.setattr(installation, "has_library", lambda name: "harfbuzz" not in name)
    assert installation.missing_packages(tests=False) == ["libharfbuzz-subset0"]


def test_a_missing_browser_matters_to_tests_only(monkeypatch):
    monkeypatch.setattr(installation, "has_library", lambda name: True)
    monkeypatch.setattr(installation.shutil, "which", lambda name: None)
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert installation.missing_packages(tests=False) == []
    assert installation.missing_packages(tests=True) == ["chromium", "qpdf", "poppler-utils"]


def test_without_root_nothing_is_installed(monkeypatch):
    monkeypatch.setattr(installation.os, "getuid", lambda: 1000)
    monkeypatch.setattr(installation.subprocess, "run", lambda *a, **k: pytest.fail("ran a command"))
    assert installation.install_system_packages(["chromium"]) is False


@pytest.mark.parametrize("changed", ["LOCK", "TESTS_LOCK", "ROOT"])
def test_the_stamp_follows_the_locks_and_the_place(changed, monkeypatch, tmp_path):
    before = installation.stamp(tests=True)
    if changed == "ROOT":
        monkeypatch.setattr(installation, "ROOT", tmp_path)
    else:
        (tmp_path / "lock").write_text("django==1.0")
        monkeypatch.setattr(installation, changed, tmp_path / "lock")
    assert installation.stamp(tests=True) != before


@pytest.mark.parametrize(
    ("had", "asked", "installs"),
    [(None, False, ["requirements.lock"]), (False, True, ["requirements.lock", "requirements-tests.lock"]),
     (False, False, []), (True, False, []), (True, True, [])],
)  # fmt: skip
def test_what_the_service_needs_and_what_tests_need_beside_it(had, asked, installs, monkeypatch, tmp_path):
    """A start after the tests takes nothing away."""
    commands = []
    monkeypatch.setattr(installation, "VENV", tmp_path)
    monkeypatch.setattr(installation, "run", lambda command, hint: commands.append(command))
    if had is not None:
        (tmp_path / "trame-stamp").write_text(installation.stamp(tests=had))
    assert installation.install_packages(tests=asked) is bool(installs)
    assert [Path(word).name for word in (commands[-1] if commands else []) if word.endswith(".lock")] == installs
    assert (tmp_path / "trame-stamp").read_text() == installation.stamp(tests=asked or bool(had))


def test_an_old_python_is_refused_with_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr(installation.sys, "version_info", (3, 9, 2))
    assert installation.main([]) == 1
    assert "Python 3.11 or newer is needed, this is 3.9" in capsys.readouterr().err


def test_a_command_that_fails_says_what_to_type():
    failing = [sys.executable, "-c", "import sys; sys.exit('ensurepip is not available')"]
    with pytest.raises(installation.SetUpFailed, match=r"ensurepip(.|\n)*apt-get install python3-venv"):
        installation.run(failing, hint="sudo apt-get install python3-venv")


def test_the_installer_needs_nothing_installed():
    """It runs on the system's Python, before the virtual environment exists."""
    code = "import config.engines.installation"
    subprocess.run([sys.executable, "-S", "-c", code], check=True, cwd=installation.ROOT)


@pytest.mark.parametrize("path", ["requirements.lock", "requirements-tests.lock", "bin/installer.txt"])
def test_every_package_is_locked_by_hash_and_names_no_registry(path):
    text = Path(installation.ROOT, path).read_text()
    entries = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert entries
    assert all("==" in line and line.endswith("\\") for line in entries)
    assert "://" not in text
    assert "index-url" not in text


def test_what_is_missing_skips_here_and_fails_in_continuous_integration(monkeypatch):
    assert need("/usr/bin/chromium", "chromium") == "/usr/bin/chromium"
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install chromium"):
        need(None, "chromium")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"):
        need(None, "chromium")


def test_an_environment_of_another_checkout_is_never_emptied(monkeypatch, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "kept").touch()
    (tmp_path / "venv").symlink_to(other)
    monkeypatch.setattr(installation, "VENV", tmp_path / "venv")
    with pytest.raises(installation.SetUpFailed, match="is a link to"):
        installation.install_packages(tests=False)
    assert (other / "kept").exists()
