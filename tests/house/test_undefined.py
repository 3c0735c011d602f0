"""The guard on undefined variables itself: it fails where it must, and asks nothing more."""

import pytest
from django.conf import settings
from django.template import Context, Origin, engines
from django.template.base import Template

from tests.undefined import UndefinedVariable


def drawn(source, name="page.html", **facts):
    engine = engines["django"].engine
    template = Template(source, Origin(str(settings.BASE_DIR / "templates" / name)), name, engine)
    return template.render(Context(facts))


@pytest.mark.parametrize(
    "source",
    [
        "{{ nothing }}",
        "{{ thing.nothing }}",
        "{{ nothing|upper }}",
        "{% load i18n %}{% blocktranslate %}De {{ nothing }}{% endblocktranslate %}",
    ],
)
def test_what_nobody_gives_fails(source):
    with pytest.raises(UndefinedVariable, match="nothing"):
        drawn(source, thing={})


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{% if nothing %}a{% else %}b{% endif %}", "b"),
        ("{{ nothing|default:'c' }}", "c"),
        ("{% firstof nothing 'd' %}", "d"),
        ("{{ empty }}", ""),
    ],
)
def test_a_question_about_what_may_be_missing_stays(source, text):
    assert drawn(source, empty="") == text


def test_the_templates_of_others_are_theirs():
    engine = engines["django"].engine
    template = Template("{{ nothing }}", Origin("/elsewhere/page.html"), "page.html", engine)
    assert template.render(Context()) == ""
