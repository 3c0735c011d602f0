import pytest

from tests.instruments.guarantees import playing


@pytest.fixture
def scene(db):
    return playing.play()
