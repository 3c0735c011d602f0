from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.contrib.messages import ERROR, SUCCESS
from django.contrib.messages.storage.base import Message
from django.template import TemplateSyntaxError
from django.utils import translation

from look.people import initials, tint
from workflows import clock

from .conftest import FRIDAY
from .test_typography import marked

STEPS = [
    {"title": "Dépôt", "detail": "30 janvier", "state": "done"},
    SimpleNamespace(title="Instruction", detail="", state="now", url="/la/"),
    {"title": "<b>Décision</b>", "state": "todo"},
]


def test_a_badge_is_an_icon_and_words(draw):
    html = draw('{% badge label "no" %}', label="Refusé <1>")
    assert 'class="state state--no"' in html and "<svg" in html and "Refusé &lt;1&gt;" in html


def test_a_tone_that_means_nothing_is_refused(draw):
    with pytest.raises(TemplateSyntaxError):
        draw('{% badge "x" "pink" %}')
    with pytest.raises(TemplateSyntaxError):
        draw('{% alert "pink" "x" %}')


@pytest.mark.parametrize(
    ("days", "tone"), [(14, ""), (8, ""), (7, "soon"), (0.1, "soon"), (-0.1, "late"), (-3, "late")]
)
def test_a_deadline_has_three_tones(draw, days, tone):
    html = draw("{% due moment %}", moment=FRIDAY + timedelta(days=days))
    assert f'class="due{" due--" + tone if tone else ""}"' in html
    assert "<time datetime=" in html


def test_a_deadline_met_stays_calm(draw):
    html = draw("{% due moment done=True %}", moment=FRIDAY - timedelta(days=3))
    assert 'class="due"' in html and "retard" not in html


def test_a_deadline_says_date_hour_and_rest(draw):
    html = marked(draw('{% due moment "jusqu’au" %}', moment=FRIDAY + timedelta(days=6)))
    assert "jusqu’au <time" in html and "jeudi 4~mars 2027 à 10~h~42" in html and "dans 6~jours" in html


@pytest.mark.parametrize("tag", ["due", "datebox"])
def test_nothing_binds_nothing(draw, tag):
    html = draw("{% " + tag + " nothing %}", nothing=None)
    assert html == "" if tag == "due" else "toute l’année" in html


def test_the_clock_is_that_of_the_product(draw):
    """A replay of 2018 must not say that everything is late."""
    with clock.at(FRIDAY.replace(year=2018)):
        assert "due--soon" in draw("{% due day %}", day=date(2018, 2, 28))


def test_a_date_box(draw):
    html = draw("{% datebox day soon=14 year=True %}", day=date(2027, 3, 12))
    assert "datebox--soon" in html and "<b>12</b>" in html and "mars 2027" in html and "14\u00a0jours" in html


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Karim Bensaïd", "KB"), ("Yann Le Goff", "YG"), ("Élodie", "É"), ("Mairie de La Ferté", "MF"), ("", "")],
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_a_person_keeps_a_tint(draw):
    assert tint("Karim Bensaïd") == tint("Karim Bensaïd")
    html = draw('{% person name "instructeur" %}', name="<Karim>")
    assert "&lt;Karim&gt;" in html and "<small>instructeur</small>" in html


def test_nobody_is_the_system(draw):
    assert "<b>Trame</b>" in draw('{% person "" "envoi automatique" %}')


def test_the_thread_speaks(draw):
    html = draw("{% thread steps %}", steps=STEPS)
    assert html.count("<li") == 3 and html.count('aria-current="step"') == 1
    assert marked(html).count("Fait~:") == 1 and "En cours" in html and "À venir" in html
    assert '<a class="quiet" href="/la/">Instruction</a>' in html and "&lt;b&gt;Décision" in html


def test_the_mini_thread_says_what_it_draws(draw):
    html = marked(draw('{% mini_thread 4 8 "instruction" %}'))
    assert "Étape 4 sur 8~: instruction" in html
    assert html.count("<circle") == 8 and html.count('class="kd"') == 3 and html.count('class="kn"') == 1
    assert 'aria-hidden="true"' in html


def test_the_compact_one_still_says_it(draw):
    html = draw("{% mini_thread 6 8 compact=True %}")
    assert '<span class="visually-hidden">Étape 6 sur 8</span>' in html and "6 / 8" in html


def test_alerts(draw):
    html = draw('{% alert "warn" title text "/la/" "Renouveler" level=2 %}', title="A <b>", text="C <i>")
    assert "<h2" in html and "A &lt;b&gt;" in html and "C &lt;i&gt;" in html and 'href="/la/"' in html


def test_a_callout_takes_any_html_but_escapes_values(draw):
    html = draw('{% callout "ok" title %}<p>Oui</p><p>{{ value }}</p>{% endcallout %}', title="<t>", value="<v>")
    assert "<p>Oui</p>" in html and "&lt;v&gt;" in html and "&lt;t&gt;" in html


def test_figures_and_empty_states(draw):
    html = draw(
        "{% kpis figures %}", figures=[{"name": "Présents", "value": 7, "unit": "sur 9", "tone": "ok", "sense": "x"}]
    )
    assert '<dd class="v">7 <small>sur 9</small></dd>' in html and "ok-t" in html
    html = draw('{% empty "Rien." "/la/" "Voir" title="Rien ne vous attend" %}')
    assert "<h2" in html and 'href="/la/"' in html


def test_toasts_are_announced(draw):
    html = draw("{% toasts %}", messages=[Message(SUCCESS, "Devis <envoyé>"), Message(ERROR, "Non")])
    assert 'role="status"' in html and "Devis &lt;envoyé&gt;" in html and html.count("toast-x--bad") == 1


def test_english(draw):
    with translation.override("en"):
        html = draw("{% due moment %}{{ sum|euros }}", moment=FRIDAY + timedelta(days=6), sum=1500)
    assert "Thursday 4\u00a0March 2027 at 10:42" in html and "in 6\u00a0days" in html and "€1,500" in html
