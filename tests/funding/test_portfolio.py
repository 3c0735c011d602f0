"""The funder's page and exports: sums that agree with the acts, cells that no spreadsheet runs."""

import csv
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from funding import portfolio
from funding.models import Call
from funding.worklists import Desk
from tests import cast as casting
from workflows import outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


@pytest.fixture
def paid(cast):
    file = casting.awarded(cast, title="=cmd|' /C calc'!A0")
    outbox.drain()
    casting.in_force(cast, file)
    advance = file.agreement.disbursements.first()
    advance.order(by=cast.payer, basis="Convention signée")
    advance.release(by=cast.second_payer)
    return file


def test_the_sums_are_those_of_the_acts(cast, paid):
    casting.submitted(cast, title="Autre")
    (line,) = portfolio.programmes(Desk(cast.funder))
    money = line.money
    assert (money.envelope, money.committed, money.contracted, money.paid, money.remaining) == tuple(
        Decimal(n) for n in (1_000_000, 70_000, 70_000, 21_000, 930_000)
    )
    assert portfolio.by_department(Desk(cast.funder)) == {"77": (1, Decimal(70_000))}
    call_command("recount")


def test_recount_names_a_sum_that_lies(cast, paid):
    Call.objects.filter(pk=cast.call.pk).update(committed=Decimal("70000.01"))
    with pytest.raises(CommandError, match=r"LIT-2026\.committed"):
        call_command("recount")


def test_the_page_shows_them_to_offices_alone(cast, paid, client, django_assert_max_num_queries):
    url = reverse("funding:portfolio")
    assert client.get(url).status_code == 302
    for who in ("holder", "stranger"):
        client.force_login(getattr(cast, who))
        assert client.get(url).status_code == 404, who
    client.force_login(cast.funder)
    with django_assert_max_num_queries(15):
        page = client.get(url).content.decode()
    assert "70\u202f000" in page and "930\u202f000" in page and "sur la seule décision" not in page
    Call.objects.filter(pk=cast.call.pk).update(contracted=0)  # a small aid: no agreement
    assert "sur la seule décision" in client.get(url).content.decode()
    assert client.get(url, {"call": "inconnu", "state": "x", "department": "zz"}).status_code == 200


def test_csv_cells_are_harmless_and_amounts_french(cast, paid, client):
    client.force_login(cast.funder)
    answer = client.get(reverse("funding:export_csv"))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    heading, row = csv.reader(io.StringIO(text), delimiter=";")
    line = dict(zip(heading, row, strict=True))
    assert line["Projet"] == "'=cmd|' /C calc'!A0"
    assert (line["Attribué"], line["Versé"]) == ("70000,00", "21000,00")


def test_xlsx_holds_numbers_dates_and_no_formula(cast, paid, client):
    client.force_login(cast.funder)
    answer = client.get(reverse("funding:export_xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    heading, row = sheet.iter_rows()
    line = dict(zip([c.value for c in heading], row, strict=True))
    assert line["Attribué"].value == 70_000
    assert line["Projet"].data_type == "s" and line["Projet"].value.startswith("'=")
    assert line["Déposé le"].is_date


def test_exports_are_closed_to_others(cast, paid, client):
    client.force_login(cast.stranger)
    assert client.get(reverse("funding:export_csv")).status_code == 404
