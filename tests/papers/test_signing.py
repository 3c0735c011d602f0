"""The seal: what it covers, what breaks it, and that it keeps the file conformant."""

from io import BytesIO

import pikepdf
import pytest

from tests.papers.reading import drawn, words
from workflows.pdf import PaperError, sign, signing


@pytest.fixture
def own(tmp_path):
    return signing.load_signer(*signing.own_seal(tmp_path))


def test_sealed_file_is_genuine_and_keeps_the_drawn_bytes(own):
    pdf = drawn("award")
    sealed = sign(pdf, own)
    assert sealed.startswith(pdf)
    assert signing.check_seal(sealed, own.signing_cert).genuine
    assert words(sealed) == words(pdf)


@pytest.mark.parametrize("where", [0.2, 0.5])
def test_one_byte_changed_breaks_it(own, where):
    pdf = drawn("reserve")
    sealed = bytearray(sign(pdf, own))
    sealed[int(len(pdf) * where)] ^= 1
    try:
        report = signing.check_seal(bytes(sealed), own.signing_cert)
    except Exception:  # a byte that breaks the syntax is refused by the reader itself
        return
    assert not report.genuine


def test_another_seal_is_not_ours(own, tmp_path):
    other = signing.load_signer(*signing.own_seal(tmp_path / "other"))
    assert not signing.check_seal(sign(drawn("reserve"), other), own.signing_cert).genuine


def test_unsealed_file_is_not_genuine(own):
    assert not signing.check_seal(drawn("reserve"), own.signing_cert).genuine


def test_seal_is_invisible_and_keeps_the_claims(own):
    with pikepdf.open(BytesIO(sign(drawn("award"), own))) as document:
        (field,) = document.Root.AcroForm.Fields
        assert [float(value) for value in field.Rect] == [0, 0, 0, 0]
        assert field.V.SubFilter == "/ETSI.CAdES.detached"
        with document.open_metadata() as metadata:
            assert metadata.pdfa_status == "3A"
        assert document.Root.MarkInfo.Marked


def test_key_of_this_installation_is_made_once_and_private(settings, tmp_path):
    settings.SEAL_KEY = settings.SEAL_CERT = ""
    settings.VAR_DIR = tmp_path
    signing.seal.cache_clear()
    try:
        sealed = sign(drawn("reserve"))
        assert signing.check_seal(sealed).genuine
        key = tmp_path / "seal" / "seal.key"
        assert key.stat().st_mode & 0o077 == 0
        before = key.read_bytes()
        signing.seal.cache_clear()
        assert signing.check_seal(sealed).genuine and key.read_bytes() == before
    finally:
        signing.seal.cache_clear()


def test_a_seal_that_cannot_be_read_is_said(settings, tmp_path):
    settings.SEAL_KEY, settings.SEAL_CERT = str(tmp_path / "none.key"), ""
    signing.seal.cache_clear()
    with pytest.raises(PaperError, match="go together"):
        signing.seal()
    settings.SEAL_CERT = str(tmp_path / "none.pem")
    with pytest.raises(PaperError, match="cannot be read"):
        signing.seal()
    signing.seal.cache_clear()
