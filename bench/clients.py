"""Two hundred people in one process: a thread each, plain HTTP, a session that is already open."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

TOKEN = "t" * 32
BOUNDARY = "frontier-of-the-bench"


@dataclass
class Answer:
    status: int
    sent: float  # seconds of the epoch
    seconds: float


@dataclass
class Person:
    port: int
    session: str
    answers: dict[str, list[Answer]] = field(default_factory=dict)

    def ask(self, kind: str, method: str, path: str, body: bytes = b"", content: str = "") -> Answer:
        headers = {
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Connection": "close",
        }
        if content:
            headers["Content-Type"] = content
        began, sent = time.perf_counter(), time.time()
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        try:
            link.request(method, path, body or None, headers)
            reply = link.getresponse()
            reply.read()
            status = reply.status
        except OSError:
            status = 0
        finally:
            link.close()
        answer = Answer(status, sent, time.perf_counter() - began)
        self.answers.setdefault(kind, []).append(answer)
        return answer

    def get(self, kind: str, path: str) -> Answer:
        return self.ask(kind, "GET", path)

    def post(self, kind: str, path: str, **data: Any) -> Answer:
        return self.ask(kind, "POST", path, urlencode(data).encode(), "application/x-www-form-urlencoded")

    def upload(self, kind: str, path: str, file: bytes, name: str, **data: Any) -> Answer:
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in data.items()
        ]
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        parts += [head.encode(), b"Content-Type: application/pdf\r\n\r\n", file, f"\r\n--{BOUNDARY}--\r\n".encode()]
        return self.ask(kind, "POST", path, b"".join(parts), f"multipart/form-data; boundary={BOUNDARY}")


def together(tasks: list[Callable[[], Any]], limit: float) -> float:
    """Run all at once, each in its thread, let go by one barrier. Seconds until the last; at most `limit`."""
    barrier = threading.Barrier(len(tasks) + 1)

    def run(task: Callable[[], Any]) -> None:
        barrier.wait()
        task()

    threads = [threading.Thread(target=run, args=(task,), daemon=True) for task in tasks]
    for thread in threads:
        thread.start()
    barrier.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join(max(0.0, limit - (time.perf_counter() - began)))
    return time.perf_counter() - began
