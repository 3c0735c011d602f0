"""Six answers against a call's rules: the bounds themselves pass, a cent beyond does not."""

from decimal import Decimal

import pytest

from funding.catalogue import Place
from funding.eligibility import Answers, examine
from tests import cast as casting
from tests.words import plain

pytestmark = pytest.mark.django_db
HERE = Place("La Ferté-sous-Jouarre (77)", "77")


@pytest.fixture
def call():
    return casting.play().call


def answers(**given):
    known = {"kind": "association", "place": HERE, "cost": Decimal(100_000), "months": 18, "started": False}
    return Answers(**{**known, "own": Decimal(30_000), **given})


def outcome(call, **given):
    return examine(call, answers(**given)).outcome


def test_all_is_well(call):
    found = examine(call, answers())
    assert found.outcome == "yes"
    assert len(found.verdicts) == 6
    assert "70 %" in plain(found.verdicts[-1].sentence)


@pytest.mark.parametrize(
    ("rule", "given", "expected"),
    [
        ({"eligible_kinds": ["commune"]}, {}, "no"),
        ({"eligible_kinds": ["commune", "association"]}, {}, "yes"),
        ({"eligible_departments": ["59"]}, {}, "no"),
        ({"eligible_departments": ["77"]}, {}, "yes"),
        ({"min_total_cost": Decimal(100_000)}, {}, "yes"),
        ({"min_total_cost": Decimal("100000.01")}, {}, "no"),
        ({"max_total_cost": Decimal(100_000)}, {}, "yes"),
        ({"max_total_cost": Decimal("99999.99")}, {}, "no"),
        ({}, {"months": 36}, "yes"),
        ({}, {"months": 37}, "no"),
        ({"min_months": 12}, {"months": 11}, "no"),
        ({}, {"started": True}, "maybe"),
        ({}, {"own": Decimal("29999.99")}, "maybe"),
        ({}, {"own": Decimal(100_000)}, "no"),
        ({"max_aid": Decimal(50_000)}, {}, "maybe"),
        ({"min_aid": Decimal(70_000)}, {}, "yes"),
        ({"min_aid": Decimal("70000.01")}, {}, "no"),
        ({"aid_rate": Decimal("0.9")}, {"kind": "commune", "own": Decimal(20_000)}, "yes"),
        ({"aid_rate": Decimal("0.9")}, {"kind": "commune", "own": Decimal("19999.99")}, "maybe"),
        ({"aid_rate": Decimal("0.9")}, {"own": Decimal("19999.99")}, "maybe"),
        ({"aid_rate": Decimal("0.9"), "own_funding_floor": Decimal(0)}, {"own": Decimal("19999.99")}, "yes"),
        ({"rates_by_size": {"micro": "0.8"}}, {"own": Decimal(20_000)}, "yes"),
    ],
)  # fmt: skip
def test_each_rule_has_its_verdict(call, rule, given, expected):
    for name, value in rule.items():
        setattr(call, name, value)
    found = examine(call, answers(**given))
    assert found.outcome == expected
    for verdict in found.verdicts:
        assert verdict.outcome == "yes" or verdict.remedy, verdict


ASKED = {"kind": "commune", "territory": "77", "cost": "100 000", "own": "30 000,00", "months": "18", "started": "no"}


def test_the_page_answers_without_an_account(client, call):
    page = client.get("/appels/LIT-2026/eligibilite/", ASKED)
    assert page.status_code == 200
    assert "Oui, a priori vous pouvez déposer" in page.content.decode()
    assert "/appels/LIT-2026/deposer/" in page.content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"cost": "-5"}, "Un montant ne peut pas être négatif"),
        ({"cost": "0"}, "Indiquez un coût supérieur à zéro"),
        ({"cost": "beaucoup"}, "Écrivez un montant en chiffres"),
        ({"cost": "9" * 18}, "Ce montant est trop grand"),
        ({"months": "-1"}, "Comptez au moins un mois"),
        ({"months": "1,5"}, "Écrivez un nombre entier"),
        ({"territory": "Atlantide"}, "Nous ne trouvons pas ce lieu"),
        ({"territory": "77\x00"}, ""),
        ({"territory": "x" * 10_001}, ""),
        ({"kind": "pirate"}, ""),
        ({"started": ""}, "Choisissez une réponse"),
        ({"territory": "<script>alert(1)</script>"}, "Nous ne trouvons pas ce lieu"),
    ],
)  # fmt: skip
def test_what_does_not_read_is_said_and_kept(client, call, wrong, sentence):
    page = client.get("/appels/LIT-2026/eligibilite/", ASKED | wrong)
    body = page.content.decode()
    assert page.status_code == 422
    assert sentence in body
    assert "<script>alert" not in body
    assert 'value="30 000,00"' in body


def test_the_check_costs_a_fixed_number_of_queries(client, call, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client.get("/appels/LIT-2026/eligibilite/", ASKED)
