"""Real engines for every test that touches the database or the broker, started by the first one that asks.

Runs may overlap: each has its own test database and its own key prefix on the broker; the last to end stops
the engines. DATABASE_URL and BROKER_URL, when set, are used instead: with HTTPS=false, and a role that may create
databases.
"""

import os
from pathlib import Path

import pytest
from django.conf import settings
from environ import Env
from psycopg import sql

from config.engines.embedded import Engines
from config.engines.installation import browser
from config.engines.prepare import compile_messages
from tests import remembered, spread, template
from tests.needs import need
from tests.undefined import Hole

EMBEDDED = not os.environ.get("DATABASE_URL")
ENGINES = Engines.for_tests()

# Here and not in a fixture: Django copies these when its first connection is made.
settings.DATABASES["default"].setdefault("OPTIONS", {}).pop("pool", None)
settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"test_trame_{os.getpid()}"
if EMBEDDED:
    settings.DATABASES["default"].update(Env.db_url_config(ENGINES.database_url))
if not os.environ.get("BROKER_URL"):
    settings.CELERY_BROKER_URL = ENGINES.broker_url
settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = f"test-{os.getpid()}:"
settings.SECURE_SSL_REDIRECT = False
settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = False
settings.MIDDLEWARE.insert(0, "tests.reading.WritesNothing")
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STORAGES["staticfiles"]["BACKEND"] = settings.STATICFILES_PLAIN
settings.WHITENOISE_USE_FINDERS = True
compile_messages()
Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where there is none
settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


class Named:
    """Each failure is named when it happens: one begins to mend before a long run is over."""

    def __init__(self, plugins):
        self.plugins = plugins

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.plugins.getplugin("terminalreporter").write_line(f"\nFAILED at {report.when}: {report.nodeid}")


def pytest_configure(config):
    if config.pluginmanager.hasplugin("xdist"):
        config.pluginmanager.register(spread)
    if not hasattr(config, "workerinput"):  # the one that writes, not its workers
        config.pluginmanager.register(Named(config.pluginmanager))


@pytest.fixture(scope="session", autouse=True)
def undefined_variables_fail():
    """A hole in a page of ours is an error here, an empty text in production."""
    from django.template import engines as templates

    templates["django"].engine.string_if_invalid = Hole()


@pytest.fixture(autouse=True)
def memory(request, _django_db_marker):
    """A test that has the database to itself may be given rows that an earlier one had built (`remembered`), unless it
    changes how they are built."""
    asked = set(request.fixturenames)
    if "db" in asked:
        request.getfixturevalue("db")
    if not asked & {"monkeypatch", "settings"}:
        remembered.begin()
    yield
    remembered.end()


@pytest.fixture(scope="session")
def engines():
    """PostgreSQL and Valkey, up. Asked for by whatever needs the database; ask for it to use the broker."""
    if not EMBEDDED and os.environ.get("BROKER_URL"):
        yield None
        return
    with ENGINES.shared():
        drop_leftovers()
        yield ENGINES


@pytest.fixture(scope="session")
def django_db_modify_db_settings(engines, django_db_modify_db_settings_parallel_suffix):
    """The engines are up before the test database is made, from one that is migrated already."""
    url = os.environ.get("DATABASE_URL") or ENGINES.database_url
    name = template.made(url, Path(settings.VAR_DIR) / "testing" / "template.lock")
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = name


def drop_leftovers():
    """Databases of runs that were killed."""
    with ENGINES.cluster.connect() as db:
        for (name,) in db.execute("select datname from pg_database where datname like 'test\\_trame\\_%'"):
            pid = name.removeprefix("test_trame_").split("_")[0]
            if pid.isdigit() and not os.path.exists(f"/proc/{pid}"):
                db.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def process_environment(engines, django_db_setup):
    """The environment of a process that must see this run's database and broker (a worker, a command)."""
    database = settings.DATABASES["default"]
    url = os.environ.get("DATABASE_URL") or ENGINES.database_url
    return {
        **os.environ,
        "DATABASE_URL": url.rsplit("/", 1)[0] + "/" + database["NAME"],
        "BROKER_URL": settings.CELERY_BROKER_URL,
        "BROKER_PREFIX": settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"],
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "HTTPS": "false",
    }


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser, for journeys."""
    return need(browser(), "chromium")
