"""Each field tied to its label, help, error and counter, for who does not see the page."""

import re
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override

from look.forms import EurosField
from look.gallery import SampleForm


@pytest.fixture
def wrong():
    return SampleForm({"role": "<b>court</b>", "asked": "abc", "kind": "town"})


def ids(html):
    return set(re.findall(r'\bid="([^"]+)"', html))


def described(html):
    return [name for group in re.findall(r'aria-describedby="([^"]+)"', html) for name in group.split()]


def test_every_description_exists_and_every_label_has_its_control(draw, wrong):
    html = draw("{% form_fields form %}", form=wrong)
    assert described(html) and set(described(html)) <= ids(html)
    assert set(re.findall(r'<label for="([^"]+)"', html)) <= ids(html)


def test_ids_are_unique(draw, wrong):
    html = draw("{% error_summary form %}{% form_fields form %}", form=wrong)
    found = re.findall(r'\bid="([^"]+)"', html)
    assert len(found) == len(set(found))


def test_the_order_is_label_help_error_control_counter(draw, wrong):
    html = draw("{% field form.role audience='Le jury' %}", form=wrong)
    places = [html.index(part) for part in ("<label", 'class="help"', 'class="err"', "<textarea", 'class="counter"')]
    assert places == sorted(places)
    assert 'aria-invalid="true"' in html and "field--bad" in html
    assert 'aria-describedby="id_role_help id_role_error id_role_note"' in html


def test_what_was_typed_is_kept_and_escaped(draw, wrong):
    html = draw("{% field form.role %}", form=wrong)
    assert "&lt;b&gt;court&lt;/b&gt;" in html and "<b>court" not in html


def test_optional_is_said_and_required_is_not(draw):
    form = SampleForm()
    assert "(facultatif)" in draw("{% field form.quote %}", form=form)
    assert "facultatif" not in draw("{% field form.name %}", form=form)


def test_choices_are_a_group_with_a_legend(draw, wrong):
    html = draw("{% field form.kind %}", form=wrong)
    assert html.strip().startswith("<fieldset") and "<legend" in html
    assert html.count('class="form-check-input"') == 3 and "checked" in html
    assert 'id="id_kind_0"' in html and '<label for="id_kind_0">' in html


def test_a_single_box_has_its_label_beside_it(draw):
    html = draw("{% field form.agree %}", form=SampleForm())
    assert html.index("<input") < html.index("<label")


def test_a_date_uses_the_picker_in_its_own_format(draw):
    from datetime import date

    html = draw("{% field form.start %}", form=SampleForm(initial={"start": date(2027, 3, 12)}))
    assert 'type="date"' in html and 'value="2027-03-12"' in html


def test_the_unit_stands_at_the_end(draw):
    html = draw("{% field form.asked %}", form=SampleForm(initial={"asked": Decimal("46200")}))
    assert 'value="46\u202f200"' in html and '<span aria-hidden="true">€</span>' in html
    assert 'inputmode="numeric"' in html


def test_the_counter_says_the_limit_without_script(draw):
    html = draw("{% field form.role %}", form=SampleForm())
    assert "1\u202f500 caractères au plus" in html and 'data-counter="id_role_note"' in html


def test_keywords_go_to_the_control(draw):
    html = draw("{% field form.role rows=9 hx_post='/x/' %}", form=SampleForm())
    assert 'rows="9"' in html and 'hx-post="/x/"' in html


def test_hidden_fields_are_bare(draw):
    class Hidden(forms.Form):
        token = forms.CharField(widget=forms.HiddenInput)

    html = draw("{% form_fields form %}", form=Hidden())
    assert 'type="hidden"' in html and "<label" not in html


def test_the_summary_links_to_each_field_and_takes_focus(draw, wrong):
    html = draw("{% error_summary form %}", form=wrong)
    assert 'role="alert"' in html and 'tabindex="-1"' in html
    assert "Ce que vous avez saisi est gardé" in html
    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert "id_role" in targets and targets <= ids(draw("{% form_fields form %}", form=wrong))


def test_the_summary_is_silent_when_all_is_well(draw):
    assert draw("{% error_summary form %}", form=SampleForm()).strip() == ""
    assert draw("{% error_title form %}", form=SampleForm()) == ""


def test_the_title_of_the_page_begins_with_error(draw, wrong):
    assert draw("{% error_title form %}", form=wrong).startswith("Erreur")


@pytest.mark.parametrize("word", ["obligatoire", "invalide", "valide", "veuillez"])
def test_django_speaks_as_the_house_does(wrong, word):
    said = " ".join(text for errors in wrong.errors.values() for text in errors)
    assert said and word not in said.lower()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("46200", "46200"), ("46 200", "46200"), ("46\u202f200 €", "46200"), ("1 234,50", "1234.50"),
        ("1,234.50", "1234.50"), ("1.234,50", "1234.50"), ("0", "0"),
    ],
)  # fmt: skip
def test_amounts_as_people_type_them(typed, read):
    assert EurosField().clean(typed) == Decimal(read)


@pytest.mark.parametrize("typed", ["-5", "−5", "abc", "1.234", "12,345", "1" * 18, "1e9999", "NaN", "\x00"])
def test_amounts_that_are_refused(typed):
    """« 1.234 » may be a thousand or not: better ask than guess."""
    with pytest.raises(forms.ValidationError):
        EurosField().clean(typed)


@pytest.mark.parametrize(("language", "read"), [("en", "1250"), ("fr", None)])
def test_a_lone_comma_before_three_digits_is_a_thousand_in_english_alone(language, read):
    with override(language):
        if read is None:
            with pytest.raises(ValidationError):
                EurosField().clean("1,250")
        else:
            assert EurosField().clean("1,250") == Decimal(read)
