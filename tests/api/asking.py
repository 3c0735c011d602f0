"""A client of the API as one person, by their token."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from people import tokens


class Asker:
    """`ask.get("/calls")`, `ask.post("/applications", {...})`: status and body of each answer."""

    def __init__(self, user: Any = None) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {}
        if user is not None:
            _token, raw = tokens.create(user, "tests")
            self.headers = {"Authorization": f"Bearer {raw}"}

    def __call__(self, method: str, path: str, data: Any = None, **extra: Any) -> tuple[int, Any]:
        body = data if isinstance(data, (bytes, str)) else json.dumps(data) if data is not None else ""
        response = self.client.generic(
            method, f"/api{path}", body, content_type="application/json", headers=self.headers, **extra
        )
        return response.status_code, response.json()

    def get(self, path: str) -> tuple[int, Any]:
        return self("GET", path)

    def post(self, path: str, data: Any = None) -> tuple[int, Any]:
        return self("POST", path, data)

    def patch(self, path: str, data: Any) -> tuple[int, Any]:
        return self("PATCH", path, data)

    def put(self, path: str, data: Any) -> tuple[int, Any]:
        return self("PUT", path, data)

    def send(self, path: str, **fields: Any) -> tuple[int, Any]:
        """A form with files."""
        response = self.client.post(f"/api{path}", fields, headers=self.headers)
        return response.status_code, response.json()
