"""Reading writes nothing: a link may be followed by a preview, a crawler, or twice. Held on every GET of every test."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

WRITES = re.compile(r'(?i)\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(?P<table>\w+)')
# Who is here, when the key was last used, and what allauth notes of the account's address where it has not yet.
OF_THE_VISIT = {"django_session", "people_apitoken", "account_emailaddress"}


class Wrote(AssertionError):
    pass


class WritesNothing:
    """Around every other middleware of the product."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)

        def refuse(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
            found = WRITES.match(str(sql))
            if found and found["table"] not in OF_THE_VISIT:
                raise Wrote(f"{request.path} is read, and writes to {found['table']}: {sql}")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(refuse):
            return self.get_response(request)
