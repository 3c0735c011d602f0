"""The embedded engines as tests and the demo use them."""

import os

import pytest
from celery import current_app
from django.db import connection

from config.engines import refuge
from config.engines.embedded import Engines
from config.engines.postgres import make_private
from config.engines.wheels import EngineFailed


@pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="another server, with a locale of its own")
@pytest.mark.django_db
def test_database_is_the_real_postgresql_with_the_builtin_locale():
    with connection.cursor() as cursor:
        cursor.execute("select datlocprovider, datlocale from pg_database where datname = current_database()")
        assert cursor.fetchone() == ("b", "C.UTF-8")


def test_broker_answers(engines):
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1)
        assert broker.connected


@pytest.mark.parametrize("place", ["a path with spaces", "d" * 90, "été"])
def test_sockets_keep_a_short_plain_path(place, tmp_path):
    """PostgreSQL splits the option at commas; a socket's path holds 108 bytes."""
    engines = Engines(tmp_path / place)
    assert len(str(engines.sockets / ".s.PGSQL.5432.lock")) < 108
    assert not engines.sockets.is_relative_to(tmp_path)
    assert Engines(tmp_path / place).sockets == engines.sockets
    assert Engines(tmp_path / (place + "2")).sockets != engines.sockets


def test_two_holders_share_and_the_last_one_stops(tmp_path):
    home = tmp_path / "with space"
    with Engines(home, durable=False).shared() as first:
        with Engines(home, durable=False).shared():
            assert first.running()
        assert first.running()
        assert Engines(home).stop_if_unused(even_if_kept=True) is False
    assert not first.running()
    assert first.cluster.pid() is None


def test_a_directory_of_someone_else_is_refused(tmp_path, monkeypatch):
    """A socket planted in /tmp by another user would receive our queries."""
    monkeypatch.setattr("config.engines.postgres.os.getuid", lambda: 4242)
    with pytest.raises(EngineFailed, match="belongs to someone else"):
        make_private(tmp_path)


@pytest.fixture
def no_namespace(monkeypatch):
    """As in a chroot, where the kernel refuses user namespaces."""
    monkeypatch.setenv("TRAME_NO_NAMESPACE", "1")
    refuge.namespace_allowed.cache_clear()
    yield
    refuge.namespace_allowed.cache_clear()


@pytest.mark.skipif(os.getuid() != 0, reason="only root becomes nobody")
def test_root_without_namespaces_runs_postgresql_as_nobody_even_from_a_closed_home(tmp_path, no_namespace):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    engines = Engines(closed / "engines", durable=False)
    try:
        with engines.shared():
            assert engines.cluster.data.stat().st_uid == refuge.NOBODY
            assert engines.cluster.ready()
        assert Engines(closed / "engines").cluster.data == engines.cluster.data
    finally:
        engines.erase()
    assert not engines.cluster.data.parent.exists()
