"""Who may open which page, and what it says."""

from io import BytesIO

import pytest
from django.test import Client

from funding.instruments.guarantees.models import BankAgreement, Contributor, Cover, Entry, GuaranteeFund
from tests import cast as casting
from tests.instruments.guarantees import playing
from tests.words import plain

pytestmark = pytest.mark.django_db


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def status(user, path):
    return browser(user).get(path).status_code


def test_each_reads_what_is_theirs(scene):
    cover = playing.called(scene)
    cast, fund = scene.cast, scene.fund.get_absolute_url()
    bank = f"/garanties/banques/{scene.agreement.pk}/"
    mine, other = [Contributor.objects.get(organisation=o) for o in (scene.bank, cast.authority)]
    assert {status(p, fund) for p in (cast.manager, cast.officer, cast.payer, cast.signatory, scene.lender)} == {200}
    assert status(scene.rival, fund) == 403, "a partner bank that brought nothing"
    assert status(cast.stranger, fund) == 404
    assert {status(p, bank) for p in (scene.maker, scene.checker, cast.officer)} == {200}
    assert {status(p, bank) for p in (scene.rival, scene.lender, cast.stranger)} == {404}
    page = cover.get_absolute_url()
    assert {status(p, page) for p in (scene.maker, scene.checker, scene.boss, cast.officer, cast.payer)} == {200}
    assert {status(p, page) for p in (scene.rival, scene.lender, cast.stranger)} == {404}
    assert status(scene.maker, f"{fund}parts/{mine.pk}/") == 200
    assert status(scene.maker, f"{fund}parts/{other.pk}/") == 404
    assert status(scene.lender, f"{fund}ecritures/") == 200
    assert status(scene.lender, f"{fund}ecritures/nouvelle/") == 403
    assert status(cast.payer, f"{fund}ecritures/nouvelle/") == 200


@pytest.mark.parametrize("how", [playing.delegated, playing.active, playing.called, playing.paid, playing.settled])
def test_a_cover_tells_its_turn(scene, how):
    cover = how(scene)
    for person in (scene.maker, scene.checker, scene.cast.payer, scene.cast.officer, scene.boss):
        page = browser(person).get(cover.get_absolute_url())
        assert page.status_code == 200
    assert browser(scene.boss).get(cover.application.get_absolute_url()).status_code == 200
    assert browser(scene.maker).get(cover.application.get_absolute_url()).status_code == 200
    assert browser(scene.cast.officer).get(cover.application.get_absolute_url()).status_code == 200


def test_constant_instalments_from_the_file_to_the_cover(scene):
    """The borrower answers a rate; the bank declares the one that was signed, at the page or by the API."""
    cover = playing.delegated(scene, loan_repayment="annuity", loan_rate="3.25")
    assert cover.loan_rate == playing.D("0.0325")
    maker, today = browser(scene.maker), playing.clock.today().isoformat()
    step = f"/etapes/cover/{cover.pk}/declare_disbursement/"
    page = plain(maker.get(step).content.decode())
    assert "Taux nominal annuel du prêt" in page and 'value="3,25"' in page
    typed = {"disbursed_on": today, "disbursed": "120 000", "grace": "0"}
    refused = maker.post(step, typed | {"loan_rate": "101"})
    assert refused.status_code == 422 and Cover.objects.get().disbursed_on is None
    assert maker.post(step, typed | {"loan_rate": "3"}).status_code == 302
    page = plain(maker.get(cover.get_absolute_url()).content.decode())
    assert "taux nominal de 3 %" in page and "2 156,24 € par mois" in page
    asked = f"/api/things/cover/{cover.pk}/steps/declare_disbursement"
    assert maker.post(asked, typed | {"loan_rate": "2.5"}, "application/json").status_code == 200
    assert Cover.objects.get().loan_rate == playing.D("0.025")
    linear = playing.delegated(scene, title="Autre")
    page = maker.get(f"/etapes/cover/{linear.pk}/declare_disbursement/").content.decode()
    assert "Taux nominal" not in page


def test_home_and_header_bring_what_waits(scene):
    playing.called(scene, title="Un appel à payer")
    playing.delegated(scene, title="Un prêt à décaisser")
    assert b"payer" in browser(scene.cast.payer).get("/accueil/", follow=True).content
    home = browser(scene.maker).get("/accueil/", follow=True).content.decode()
    assert "Un prêt à décaisser" in home and "/garanties/" in home
    assert "Lire et signer" not in home, "who declares a disbursement signs nothing"


def test_a_file_on_the_home_page_says_where_its_guarantee_stands(scene):
    """And no longer that the administration has it."""
    playing.active(scene, title="Un prêt garanti")
    home = plain(browser(scene.boss).get("/accueil/", follow=True).content.decode())
    assert "Un prêt garanti" in home and "Étape 7 sur 7 : en vie" in home
    assert "C’est à" not in home


def test_every_step_of_a_cover_has_its_page(scene):
    """Each form opens for whoever may take the step."""
    covers = [playing.delegated(scene), playing.active(scene, title="b"), playing.defaulted(scene, title="c"),
              playing.called(scene, title="d"), playing.settled(scene, title="e")]  # fmt: skip
    opened = 0
    for cover in covers:
        for person in (scene.maker, scene.checker, scene.cast.payer, scene.cast.officer, scene.cast.signatory):
            from workflows import engine

            for door in engine.doors(cover, person):
                if door.open and door.asks:
                    assert browser(person).get(door.url).status_code == 200, door
                    opened += 1
    assert opened > 20


def test_a_manager_opens_a_fund_with_its_parties(scene):
    programme = casting.programme(scene.cast.authority, code="neuf")
    programme.instrument = "guarantees"
    programme.save()
    casting.mandate(scene.cast.manager, "manager", scope=("programme", programme.pk))
    manager = browser(scene.cast.manager)
    typed = {"programme": programme.pk, "name": "Fonds neuf", "code": "neuf", "multiplier": "5",
             "loss_given_default": "60"}  # fmt: skip
    assert manager.post("/garanties/fonds-nouveau/", typed).status_code == 302
    fund = GuaranteeFund.objects.get(code="neuf")
    assert str(fund.loss_given_default) == "0.600000"
    page = f"{fund.get_absolute_url()}contributeurs/nouveau/"
    wrong = manager.post(page, {"siren": "123", "tranche": "1", "promised": "1000"})
    assert wrong.status_code == 422 and "n’est pas connue ici" in wrong.content.decode()
    party = {"siren": scene.bank.siren, "tranche": "1", "promised": "1 000"}
    assert manager.post(page, party).status_code == 302
    assert manager.post(page, party).status_code == 422
    deal = {"siren": scene.bank.siren, "reference": "CP-9", "signed_on": "2026-01-05", "rate": "80", "fee_rate": "2,5",
            "fee_basis": "yearly", "max_guaranteed": "50000", "max_months": "84", "waiting_months": "2",
            "min_retention": "25", "notice_days": "60", "report_months": "3"}  # fmt: skip
    deals = f"{fund.get_absolute_url()}conventions/nouvelle/"
    refused = manager.post(deals, deal)
    assert refused.status_code == 422 and "garder" in refused.content.decode()
    assert manager.post(deals, deal | {"rate": "0"}).status_code == 422
    assert manager.post(deals, deal | {"rate": "70"}).status_code == 302
    deal = BankAgreement.objects.get(reference="CP-9")
    assert deal.fee_rate.normalize() == playing.D("0.025") and deal.yearly
    casting.mandate(scene.cast.payer, "finance", scope=("programme", programme.pk))
    money = {"kind": "contribution", "contributor": fund.contributors.get().pk, "amount": "1 000", "day": "2026-01-06",
             "words": "Premier appel"}  # fmt: skip
    assert browser(scene.cast.payer).post(f"{fund.get_absolute_url()}ecritures/nouvelle/", money).status_code == 302
    assert Entry.objects.get(fund=fund).words == "Premier appel"


def upload(scene, content, person=None, name="mars.csv"):
    file = BytesIO(content)
    file.name = name
    path = f"/garanties/banques/{scene.agreement.pk}/compte-rendu/"
    return browser(person or scene.maker).post(path, {"as_of": playing.clock.today().isoformat(), "file": file})


def test_a_report_is_compared_then_confirmed(scene):
    """Nothing is written before the confirmation; then exposures, watches and defaults follow."""
    well, late, gone = [playing.active(scene, days=100, title=f"Prêt {n}") for n in range(3)]
    today = playing.clock.today().strftime("%d/%m/%Y")
    rows = [(well, "100000", "0", "", ""), (late, "110000,50", "2", "", "")]
    rows.append((gone, "115000", "3", "liquidation", today))
    answer = upload(scene, playing.sheet(rows))
    assert answer.status_code == 302
    assert set(Cover.objects.values_list("state", "exposure")) == {("active", 60_000)}
    page = browser(scene.maker).get(answer.url).content.decode()
    assert "110" in page and "120" in page
    settle = f"{answer.url}suite/"
    assert browser(scene.cast.officer).post(settle).status_code == 403
    assert browser(scene.rival).post(settle).status_code == 404
    browser(scene.checker).post(settle)
    states = {c.application.title: (c.state, c.exposure) for c in Cover.objects.all()}
    assert states == {
        "Prêt 0": ("active", 50_000), "Prêt 1": ("watch", playing.D("55000.25")),
        "Prêt 2": ("default_notified", 57_500),
    }  # fmt: skip
    again = browser(scene.checker).post(settle, follow=True)
    assert "déjà confirmé" in again.content.decode()


def test_a_wrong_report_changes_nothing_and_names_its_cells(scene):
    """Another bank's loan reads as one that does not exist."""
    mine = playing.active(scene)
    content = playing.sheet(
        [(mine, "beaucoup", "x", "", ""), ("GAR-2026-9999-G", "1", "0", "", ""), (mine, "130000", "0", "panne", "")]
    )
    answer = upload(scene, content)
    page = answer.content.decode()
    assert answer.status_code == 422
    for said in ("Ligne 2, colonne « capital_restant_du »", "Ligne 2, colonne « echeances_impayees »",
                 "n’est pas une garantie en cours de votre banque", "ne peut pas remonter", "Ligne 4"):  # fmt: skip
        assert said in page.replace("\u00a0", " ").replace("\u202f", " "), said
    assert not scene.agreement.reports.exists()
    for broken in (b"", b"PK\x03\x04rien", b"\xff\xfe\x00", b"colonne\n1"):
        assert upload(scene, broken, name="x.xlsx").status_code == 422


def test_another_bank_s_loan_is_refused(scene):
    theirs = playing.active(scene)
    deal = BankAgreement.objects.get(bank=scene.other_bank)
    file = BytesIO(playing.sheet([(theirs, "1000", "0", "", "")]))
    file.name = "x.csv"
    path = f"/garanties/banques/{deal.pk}/compte-rendu/"
    answer = browser(scene.rival).post(path, {"as_of": playing.clock.today().isoformat(), "file": file})
    assert answer.status_code == 422 and "garantie en cours de votre banque" in answer.content.decode()


def test_a_report_in_a_workbook(scene):
    from openpyxl import Workbook

    cover, book = playing.active(scene), Workbook()
    book.active.append(["garantie", "capital_restant_du", "echeances_impayees"])
    book.active.append([cover.handle, 96000.5, 0])
    data = BytesIO()
    book.save(data)
    answer = upload(scene, data.getvalue(), name="mars.xlsx")
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert scene.agreement.reports.get().rows.get().outstanding == playing.D("96000.50")


def test_who_follows_a_fund_alone_reads_no_envelope_to_commit(scene):
    """Nor zeros for one: the fund's own figures, on the portfolio; the way there, on the home page."""
    backer = casting.mandate(casting.user("Brune", "Garance"), "funder", scope=("programme", scene.fund.programme_id))
    portfolio, home = (browser(backer).get(url).content.decode() for url in ("/portefeuille/", "/accueil/"))
    told = ("votée par les financeurs", "enveloppe moins engagé", "Qui finance")
    assert scene.fund.name in portfolio and scene.call.title in portfolio
    assert [said for said in told if said in portfolio] == []
    assert "Ouvrir le portefeuille" in home and ">Engagé<" not in home
    grants, house = (browser(scene.cast.funder).get(url).content.decode() for url in ("/portefeuille/", "/accueil/"))
    assert [said for said in told if said in grants] == list(told) and ">Engagé<" in house
