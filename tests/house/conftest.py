import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import override_settings

from tests.house.stage import Stage


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """One world per module, undone at its end; what a test does in it is undone by `undone()`."""
    in_cookies = override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies")
    with in_cookies, django_db_blocker.unblock(), transaction.atomic():
        try:
            yield Stage()
        finally:
            transaction.set_rollback(True)


@pytest.fixture(scope="module")
def bare_errors():
    """403 and 404 without their page: ten thousand refusals are asked for here, the page has its own tests."""
    from django.urls import get_resolver

    patch = pytest.MonkeyPatch()
    resolver = get_resolver()
    known = resolver.resolve_error_handler

    def bare(code):
        if code in (403, 404):
            return lambda request, exception=None: HttpResponse(status=code)
        return known(code)

    patch.setattr(resolver, "resolve_error_handler", bare, raising=False)
    yield
    patch.undo()
