"""docker-compose.yml and the Dockerfile speak of the settings, queues and packages that exist."""

import re
import shlex
from fnmatch import fnmatch

import pytest
import yaml
from django.conf import settings

from config.engines.installation import PAPER_LIBRARIES, ROOT
from config.engines.postgres import LOCALE

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DEPLOY = (ROOT / "docs" / "deploy.md").read_text()
OURS = ("web", "worker", "papers", "beat")
READ = set(re.findall(r"""env(?:\.\w+)?\(\s*"([A-Z_]+)\"""", (ROOT / "config" / "settings.py").read_text()))


@pytest.mark.parametrize("name", [*OURS, "migrate"])
def test_each_variable_is_read_by_the_settings(name):
    given = set(COMPOSE["services"][name]["environment"])
    assert given <= READ
    assert {"DATABASE_URL", "BROKER_URL", "EMAIL_URL", "STORAGE_URL", "SECRET_KEY", "ALLOWED_HOSTS"} <= given


@pytest.mark.parametrize("name", [*OURS, "migrate"])
def test_each_variable_of_the_guide_reaches_the_containers(name):
    """.env is not in the image: what compose does not pass on changes nothing."""
    documented = set(re.findall(r"`([A-Z_]+)`", DEPLOY.split("## Variables")[1].split("##")[0])) & READ
    assert len(documented) > 20
    unfit = {"DEBUG", "PAPERS_OPTIONAL", "DATABASE_POOL"}  # for a developer's machine; for web alone
    assert documented - unfit <= set(COMPOSE["services"][name]["environment"])


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


def test_the_image_is_built_once_for_all():
    services = COMPOSE["services"]
    assert [name for name in services if "build" in services[name]] == ["migrate"]
    assert {services[name]["image"] for name in (*OURS, "migrate")} == {"trame"}


def test_the_cluster_is_made_as_the_embedded_one():
    """A locale without its encoding is refused by initdb."""
    assert shlex.split(COMPOSE["services"]["database"]["environment"]["POSTGRES_INITDB_ARGS"]) == LOCALE


def test_the_database_is_healthy_once_it_can_be_reached():
    """The image's own set-up runs a server without TCP, which it stops again."""
    assert "-h 127.0.0.1" in " ".join(COMPOSE["services"]["database"]["healthcheck"]["test"])


def test_only_the_proxy_of_this_host_reaches_the_services():
    """The web server believes X-Forwarded-For; whoever reached it without the proxy could write it."""
    ports = [port for service in COMPOSE["services"].values() for port in service.get("ports", [])]
    assert len(ports) == 2
    assert all(port.startswith(("127.0.0.1:", "${BIND:-127.0.0.1}:")) for port in ports)


def test_a_stopped_worker_has_the_time_of_a_delivery():
    longest = settings.CELERY_TASK_ANNOTATIONS["workflows.tasks.deliver"]["time_limit"]
    assert longest < 60
    assert all(COMPOSE["services"][name]["stop_grace_period"] == "1m" for name in OURS)


def test_a_service_that_has_just_started_can_be_stopped():
    """The kernel spares process 1 a SIGTERM that it has not asked for yet."""
    assert all(COMPOSE["services"][name]["init"] is True for name in (*OURS, "migrate"))


def test_backups_take_the_volume_that_exists_and_stay_out_of_the_image():
    assert set(re.findall(r"-v (\w+):/files", DEPLOY)) == {f"{COMPOSE['name']}_files"}
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {"*.dump", "*.tgz"} <= set((ROOT / ".gitignore").read_text().split())
    written = re.findall(r"(?:> |/to/)([\w-]+)(?:\$\([^)]*\))?\.(dump|tgz)", DEPLOY)
    assert len(written) >= 3
    for stem, end in written:
        assert any(fnmatch(f"{stem}.{end}", pattern) for pattern in ignored), f"{stem}.{end}"


def test_what_the_services_say_does_not_fill_the_disk():
    for name, service in COMPOSE["services"].items():
        assert service["logging"]["options"].keys() >= {"max-size", "max-file"}, name
