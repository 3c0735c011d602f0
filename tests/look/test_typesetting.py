import ast

import pytest
from django.core.management import CommandError, call_command

from look.typesetting import python_source, template_source

from .test_typography import marked

PROGRAM = """x = _("Qui l'a ?") + "Qui ?"
y = ngettext(
    "un mot : %(n)s "
    "suite !", "b ?", n)
z = pgettext("key ?", "Oui ?") % {"a ?": 1}
q = _("a\\u00a0: b")
r = _(f"a ? {b ? c}") if 0 else other("Non ?")
""".replace("{b ? c}", "")


def test_only_gettext_strings_change():
    typeset = python_source(PROGRAM)
    ast.parse(typeset)
    assert marked(typeset).splitlines()[:6] == [
        'x = _("Qui l’a_?") + "Qui ?"',
        "y = ngettext(",
        '    "un mot~: %(n)s "',
        '    "suite_!", "b_?", n)',
        'z = pgettext("key ?", "Oui_?") % {"a ?": 1}',
        'q = _("a\\u00a0: b")',
    ]
    assert 'other("Non ?")' in typeset
    assert python_source(typeset) == typeset


@pytest.mark.parametrize(
    ("source", "typeset"),
    [
        ('{% translate "Qui ?" %}', '{% translate "Qui_?" %}'),
        ('{% badge _("L\'un : x") "no" %}', '{% badge _("L’un~: x") "no" %}'),
        ('<p title="Non ?">Total : {{ x }} € !</p>', '<p title="Non ?">Total~: {{ x }}~€_!</p>'),
        ("{% if a > b %}Oui ?{% endif %}", "{% if a > b %}Oui_?{% endif %}"),
        ("<script>a ? b : c</script>", "<script>a ? b : c</script>"),
        (
            "{# Why ? #}<!-- a ? -->{% comment %}b ?{% endcomment %}",
            "{# Why ? #}<!-- a ? -->{% comment %}b ?{% endcomment %}",
        ),
        (
            '<a class="{% if a > 1 %}x{% endif %}" href="/?a=1">Voir ?</a>',
            '<a class="{% if a > 1 %}x{% endif %}" href="/?a=1">Voir_?</a>',
        ),
    ],
)
def test_templates_keep_their_code(source, typeset):
    assert marked(template_source(source)) == typeset
    assert template_source(template_source(source)) == template_source(source)


def test_the_command_checks_then_writes_once(tmp_path, settings, capsys):
    settings.BASE_DIR = tmp_path
    page = tmp_path / "templates" / "a.html"
    page.parent.mkdir()
    page.write_text("Qui ?\n")
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "0001.py").write_text('_("Qui ?")\n')
    with pytest.raises(CommandError):
        call_command("typeset", "templates", "migrations", check=True)
    assert page.read_text() == "Qui ?\n"
    call_command("typeset", "templates", "migrations")
    assert page.read_text() == "Qui\u202f?\n"
    assert (tmp_path / "migrations" / "0001.py").read_text() == '_("Qui ?")\n'
    call_command("typeset", "templates", "migrations", check=True)
