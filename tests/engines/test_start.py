"""bin/start before anything runs: ports, twice at once, beginning again."""

import socket

import pytest

from config.engines import start


def test_a_port_in_use_gives_the_next_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert start.free_port("127.0.0.1", port) > port
        with pytest.raises(start.CannotStart, match=rf"Ports {port} to {port} are all in use. Try: bin/start --port"):
            start.free_port("127.0.0.1", port, tries=1)


def test_started_twice_says_where_the_first_one_is(tmp_path):
    with start.alone(tmp_path) as lock:
        lock.write("process 12, http://localhost:8000")
        lock.flush()
        with (
            pytest.raises(start.CannotStart, match=r"already running .*http://localhost:8000"),
            start.alone(tmp_path),
        ):
            pass
    with start.alone(tmp_path):
        pass


def test_fresh_erases_only_after_a_yes(tmp_path, monkeypatch):
    monkeypatch.setenv("TRAME_VAR", str(tmp_path))
    (tmp_path / "mail").mkdir()
    (tmp_path / "logins.txt").write_text("x")
    monkeypatch.setattr("builtins.input", lambda question: "no")
    with pytest.raises(start.CannotStart, match="Nothing was erased"):
        start.wipe(tmp_path, yes=False)
    assert (tmp_path / "logins.txt").exists()
    monkeypatch.setattr("builtins.input", lambda question: "oui")
    start.wipe(tmp_path, yes=False)
    assert list(tmp_path.iterdir()) == []
