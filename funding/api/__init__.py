"""Calls, applications and their steps in JSON. Each router with whether anyone may ask."""

from . import anything, applications, calls, committee, things

ROUTERS = [(calls.router, True), (calls.steps, False), (applications.router, False), (things.router, False),
           (committee.router, False), (anything.router, False)]  # fmt: skip
