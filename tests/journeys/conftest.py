"""The stage of the journeys: a live server on real PostgreSQL, an SMTP server, Chromium."""

import email
import email.policy
import os
import re
import socket
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as django_settings
from django.db import connections
from playwright.sync_api import sync_playwright

from tests import browser as driving
from tests.words import plain

from .seen import of_this_run


class Mails:
    """An SMTP server's letter box."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):
        letter = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        self.letters.append((envelope.rcpt_tos[0], letter))
        return "250 Kept"

    def to(self, user):
        return [letter for address, letter in self.letters if address == user.email]

    def about(self, user, words):
        """The text of the only letter to `user` whose subject has these words."""
        found = [m for m in self.to(user) if words in plain(m["Subject"])]
        assert len(found) == 1, f"{words!r}: {[m['Subject'] for m in self.to(user)]}"
        return found[0].get_body(("plain",)).get_content()


def pytest_collection_modifyitems(items):
    """Every journey drives the browser; the live server needs tables that commit."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and "site" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.failed = report.failed
    return report


@pytest.fixture(scope="package")
def browser(chromium):
    """One Chromium for all journeys. Playwright runs a loop in this thread: Django must let the test query in it."""
    known = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=chromium, args=driving.FLAGS)
        yield launched
        launched.close()
        connections.close_all()  # the loop has connections of its own, which nobody else would close
    if known is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="package")
def mail_server():
    mails = Mails()
    mails.port = free_port()
    server = Controller(mails, hostname="127.0.0.1", port=mails.port)
    server.start()
    yield mails
    server.stop()


@pytest.fixture(scope="package")
def eyes(seen):
    return driving.Eyes(seen)


@pytest.fixture(scope="package")
def seen():
    return of_this_run()


@pytest.fixture
def site(request, browser, eyes, mail_server, live_server, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_server.port
    settings.SITE_URL = live_server.url
    settings.STORAGES = settings.STORAGES | {"default": django_settings.STORAGES["default"] | {
        "OPTIONS": {"location": tmp_path}}}  # fmt: skip
    mail_server.letters.clear()
    name = re.sub(r"\W+", "-", request.node.name).strip("-")
    made = driving.Site(live_server.url, browser, mail_server, Path(django_settings.VAR_DIR) / "journeys" / name)
    made.eyes = eyes
    yield made
    made.finish(getattr(request.node, "failed", True))
