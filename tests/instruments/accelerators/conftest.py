import pytest

from tests.instruments.accelerators import world


@pytest.fixture
def network():
    return world.play()
