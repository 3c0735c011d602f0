"""The national register as it is published: read as a stream, anomalies flagged and kept, never fatal (domain F.1)."""

import io
import tracemalloc
from datetime import date, datetime
from decimal import Decimal as D
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from funding import register
from funding.models import RegisteredAid, RegisterImport
from people.models import Mandate
from tests import cast as casting
from tests.funding.desk import as_, text_of
from workflows import clock

pytestmark = pytest.mark.django_db
PAGE = "/gestion/registre-de-minimis/"
HEADING = (
    "régime;instrument;autorité;opérateur;identifiant;nom bénéficiaire;commune;pays;secteur;montant_esb;"
    "date_octroi;date_declaration;date_publication"
)
GOOD = ("général;subvention directe;Région;Bpifrance;55208131766522;Les Ateliers;Meaux;France;25.62Z;{};{};"
        "2026-03-20;2026-04-01")  # fmt: skip


@pytest.fixture(autouse=True)
def today():
    with clock.at(datetime(2026, 11, 22, 9)):
        yield


@pytest.fixture
def cast():
    return casting.play()


def load(*lines, heading=HEADING, encoding="utf-8", newline="\n"):
    return register.load(io.BytesIO(newline.join([heading, *lines]).encode(encoding)), name="aides_minimis.csv")


def line(amount="3187", day="2026-03-01"):
    return GOOD.format(amount, day)


def only():
    return RegisteredAid.objects.get()


def test_a_line_is_read_whole(cast):
    made = load(line("3 187,50"))
    row = only()
    assert (made.lines, made.countable, made.flagged, made.found) == (1, 1, 0, {})
    assert (row.siren, row.gge, row.granted_on) == ("552081317", D("3187.50"), date(2026, 3, 1))
    assert (row.regime, row.authority, row.declared_on) == ("general", "Région", date(2026, 3, 20))


@pytest.mark.parametrize("text, code", [
    (line(""), "no_amount"), (line("beaucoup"), "no_amount"), (line("-5"), "negative"), (line("0"), "zero"),
    (line(day="hier"), "no_day"), (line(day="2027-01-01"), "future"), (line(day="2024-02-30"), "no_day"),
    (line(day="2025-06-01"), "before"), (line("300000,01"), "above_ceiling"), (line("NaN"), "no_amount"),
    (line("1e400"), "no_amount"), (line().replace("général", "autre"), "unknown_regime"),
    (line().replace("55208131766522", ""), "no_siren"), (line().replace("55208131766522", "55208131866522"),
                                                         "wrong_siren"),
    (line() + ";de trop", "columns"), ("général;x", "columns"), (line().replace("Meaux", "M" * 500), "too_long"),
])  # fmt: skip
def test_each_anomaly_is_flagged_and_the_line_kept(cast, text, code):
    made = load(text)
    assert code in only().anomalies
    assert made.lines == made.flagged == 1 and made.found[code] == 1


def test_exactly_the_ceiling_is_no_anomaly_and_the_ceiling_is_the_regimes(cast):
    assert load(line("300000")).flagged == 0
    assert load(line("700000").replace("général", "SIEG")).flagged == 0
    assert load(line("50001").replace("général", "Agriculture")).found == {"above_ceiling": 1}


def test_twins_are_both_kept_and_counted(cast):
    made = load(line(), line())
    assert made.countable == 2 and made.found == {"twice": 1}
    assert RegisteredAid.objects.countable(["552081317"]).count() == 2


def test_what_cannot_be_read_is_not_counted(cast):
    made = load(line(""), line(day="hier"), line().replace("55208131766522", "inconnu"), line())
    assert made.countable == 1
    assert RegisteredAid.objects.countable(["552081317"]).count() == 1


@pytest.mark.parametrize("options", [
    {"encoding": "cp1252"}, {"encoding": "utf-8-sig"}, {"newline": "\r\n"}, {"heading": HEADING.upper()},
])  # fmt: skip
def test_files_as_they_are_saved(cast, options):
    load(line(), **options)
    assert only().authority == "Région" and only().anomalies == []


def test_commas_quotes_and_columns_in_another_order(cast):
    load('2026-03-01,"1234.50","Ateliers, les ""vrais""",552081317', heading="date_octroi,montant_esb,nom,siren")
    assert (only().gge, only().name) == (D("1234.50"), 'Ateliers, les "vrais"')


def test_a_new_import_replaces_the_last_and_the_reports_stay(cast):
    load(line(), line("5"))
    load(line("7"))
    assert [row.gge for row in RegisteredAid.objects.all()] == [D(7)]
    assert RegisterImport.objects.count() == 2


@pytest.mark.parametrize("data, said", [
    (b"", "pas un CSV"), (b"PK\x03\x04\x00\x00", "pas un CSV"),
    (b"a;b\n1;2\n", "identifiant, montant_esb, date_octroi"),
])  # fmt: skip
def test_what_is_not_the_register_changes_nothing(cast, data, said):
    load(line())
    with pytest.raises(register.NotTheRegister) as refused:
        register.load(io.BytesIO(data), name="x.csv")
    assert said in " ".join(refused.value.messages)
    assert RegisteredAid.objects.count() == RegisterImport.objects.count() == 1


def test_twenty_thousand_lines_as_a_stream(cast, django_assert_max_num_queries):
    """The register had 17,621 lines in September 2026."""
    rows = "\n".join(line(str(n % 9000), "2026-03-01") for n in range(20_000))
    stream = io.BytesIO(f"{HEADING}\n{rows}".encode())
    with django_assert_max_num_queries(120):  # 500 lines at a time
        made = register.load(stream, name="x.csv")
    assert made.lines == 20_000
    assert RegisteredAid.objects.count() == 20_000


def test_memory_does_not_grow_with_the_file(cast):
    def peak(lines):
        rows = "\n".join(line(str(n), "2026-03-01") for n in range(1, lines))
        stream = io.BytesIO(f"{HEADING}\n{rows}".encode())
        tracemalloc.start()
        register.load(stream, name="x.csv")
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(2000) < 1.3 * peak(1000)


# --- The command and the page


def test_the_command_says_what_it_flagged(cast, tmp_path):
    path, out = tmp_path / "aides.csv", StringIO()
    path.write_text(f"{HEADING}\n{line()}\n{line('-1')}", encoding="utf-8")
    call_command("import_de_minimis", str(path), stdout=out)
    assert "2 lignes, 1 comptées, 1 signalées." in out.getvalue() and "Montant négatif" in out.getvalue()
    with pytest.raises(CommandError, match="absent"):
        call_command("import_de_minimis", str(tmp_path / "absent.csv"))


def upload(person, data):
    return as_(person).post(PAGE, {"file": SimpleUploadedFile("aides.csv", data)}, follow=True)


def test_who_manages_everything_imports_and_reads_the_report(cast):
    steward = casting.mandate(casting.user("Iris", "Morel"), Mandate.Role.MANAGER)
    assert "Aucun registre importé" in text_of(as_(steward).get(PAGE))
    said = text_of(upload(steward, f"{HEADING}\n{line()}\n{line('-1')}".encode()))
    assert "2 lignes lues, 1 comptées, 1 signalées." in said and "Montant négatif" in said
    assert "Montant négatif" in text_of(as_(steward).get(f"{PAGE}?anomaly=negative"))
    assert as_(steward).get(f"{PAGE}?anomaly=nothing&after=x").status_code == 200
    answer = as_(steward).post(PAGE, {"file": SimpleUploadedFile("a.csv", b"a;b")})
    assert answer.status_code == 422 and "Il manque la colonne" in text_of(answer)


def test_who_else_reads_or_is_refused(cast):
    assert as_(cast.officer).get(PAGE).status_code == 200
    assert upload(cast.officer, b"x").status_code == upload(cast.manager, b"x").status_code == 403
    for person in (cast.mayor, cast.payer, cast.reviewer):
        assert as_(person).get(PAGE).status_code == 403
