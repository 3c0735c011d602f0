"""What a laptop may lack and continuous integration may not."""

import os

import pytest


def need(found, package: str):
    """Give back what was found; else skip here, and fail where CI=true, so that nothing is skipped unseen."""
    if found:
        return found
    message = f"Missing: sudo apt-get install {package}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    return pytest.skip(message)
