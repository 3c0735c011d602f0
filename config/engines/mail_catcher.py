"""Where e-mail goes on one machine without EMAIL_URL: each message becomes an .eml file in var/mail."""

import asyncio
import re
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP


class Catcher:
    """Named by time and recipient, so that a directory listing reads like an inbox."""

    def __init__(self, directory: Path):
        self.directory = directory
        directory.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server, session, envelope):
        moment = time.strftime("%Y-%m-%d_%H%M%S")
        recipient = re.sub(r"[^\w.@+-]", "_", envelope.rcpt_tos[0])[:80]
        path = self.directory / f"{moment}_{time.monotonic_ns() % 10**9:09d}_{recipient}.eml"
        hidden = path.with_suffix(".part")
        hidden.write_bytes(envelope.original_content)
        hidden.rename(path)
        return "250 Kept"


async def serve(directory: Path, port: int) -> None:
    loop = asyncio.get_running_loop()
    handler = Catcher(directory)
    server = await loop.create_server(lambda: SMTP(handler, enable_SMTPUTF8=True), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
