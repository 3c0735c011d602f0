"""Refusals without their page and their line in the log, for tests that ask for thousands of them: the pages of 403
and 404 have their own."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.http import HttpResponse
from django.urls import get_resolver


@contextmanager
def bare_errors() -> Iterator[None]:
    resolver = get_resolver()
    known = resolver.resolve_error_handler

    def bare(code: int) -> object:
        if code in (403, 404):
            return lambda request, exception=None: HttpResponse(status=code)
        return known(code)

    quiet = mock.patch.object(logging.getLogger("django.request"), "disabled", True)
    with quiet, mock.patch.object(resolver, "resolve_error_handler", bare):
        yield
