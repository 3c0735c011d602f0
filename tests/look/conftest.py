from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from workflows import clock

FRIDAY = datetime(2027, 2, 26, 9, 42, tzinfo=UTC)  # 10 h 42 in Paris


@pytest.fixture(autouse=True)
def friday():
    with clock.at(FRIDAY), translation.override("fr"):
        yield FRIDAY


@pytest.fixture
def draw(rf):
    """Render a piece of template with the tags of the house."""

    def render(source, path="/", **values):
        request = values.pop("request", None) or rf.get(path)
        return Template("{% load i18n look %}" + source).render(Context({"request": request, **values}))

    return render
