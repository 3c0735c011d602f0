"""docker-compose.yml and the Dockerfile speak of the settings, queues and packages that exist."""

import re
import shlex

import pytest
import yaml
from django.conf import settings

from config.engines.installation import PAPER_LIBRARIES, ROOT
from config.engines.postgres import LOCALE

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = ("web", "worker", "papers", "beat")
READ = set(re.findall(r"""env(?:\.\w+)?\(\s*"([A-Z_]+)\"""", (ROOT / "config" / "settings.py").read_text()))


@pytest.mark.parametrize("name", [*OURS, "migrate"])
def test_each_variable_is_read_by_the_settings(name):
    given = set(COMPOSE["services"][name]["environment"])
    assert given <= READ
    assert {"DATABASE_URL", "BROKER_URL", "EMAIL_URL", "STORAGE_URL", "SECRET_KEY", "ALLOWED_HOSTS"} <= given


def test_nothing_secret_has_a_default():
    text = (ROOT / "docker-compose.yml").read_text()
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        assert set(re.findall(r"\$\{" + name + r"([^}]*)\}", text)) == {":?"}


def test_the_services_are_there():
    assert set(COMPOSE["services"]) == {*OURS, "migrate", "database", "broker", "mail"}
    assert COMPOSE["services"]["database"]["image"].startswith("postgres:")
    assert COMPOSE["services"]["broker"]["image"].startswith("redis:")


def test_replicas_of_the_workers_by_one_number():
    replicas = {name: COMPOSE["services"][name].get("deploy", {}).get("replicas") for name in OURS}
    assert replicas == {"web": None, "worker": "${WORKERS:-1}", "papers": "${WORKERS:-1}", "beat": None}


def test_the_workers_drain_every_queue():
    commands = [COMPOSE["services"][name]["command"] for name in ("worker", "papers")]
    drained = {re.search(r"--queues (\S+)", command)[1] for command in commands}
    assert drained == {settings.CELERY_TASK_DEFAULT_QUEUE, "papers"}


def test_the_image_has_what_papers_need():
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert all(package in dockerfile for package in PAPER_LIBRARIES.values())


def test_the_cluster_is_made_as_the_embedded_one():
    """A locale without its encoding is refused by initdb."""
    assert shlex.split(COMPOSE["services"]["database"]["environment"]["POSTGRES_INITDB_ARGS"]) == LOCALE


def test_the_database_is_healthy_once_it_can_be_reached():
    """The image's own set-up runs a server without TCP, which it stops again."""
    assert "-h 127.0.0.1" in " ".join(COMPOSE["services"]["database"]["healthcheck"]["test"])
