"""The seal: an invisible PAdES B-B signature, applied last.

A visible signature field would break PDF/UA; the page says « signé électroniquement » in words instead. A
sealed file is not deterministic (it bears a time): keep the hash of the drawn bytes and of the sealed ones.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings

from .errors import PaperError

FIELD = "Cachet"


@lru_cache(maxsize=1)
def seal() -> Any:
    """The signer of this installation, its key read once.

    ``SEAL_KEY`` and ``SEAL_CERT`` name PEM files (a certificate may be followed by its chain). Without them a
    self-made seal is generated under ``VAR_DIR``: enough for a demonstration, trusted by nobody else.
    """
    key, certificate = getattr(settings, "SEAL_KEY", ""), getattr(settings, "SEAL_CERT", "")
    if bool(key) != bool(certificate):
        raise PaperError("SEAL_KEY and SEAL_CERT go together.")
    if not key:
        key, certificate = own_seal(Path(settings.VAR_DIR) / "seal")
    return load_signer(Path(key), Path(certificate))


def load_signer(key: Path, certificate: Path) -> Any:
    from asn1crypto import pem, x509
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    try:
        private = load_pem_private_key(key.read_bytes(), password=None)
        chain = [x509.Certificate.load(der) for _, _, der in pem.unarmor(certificate.read_bytes(), multiple=True)]
    except (OSError, ValueError, TypeError) as error:
        raise PaperError(f"The seal cannot be read: {error}.") from error
    store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(chain[1:])

    class LoadedSigner(signers.Signer):
        """pyHanko's own signer parses its key at every signature, 90 to 230 ms for RSA."""

        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            return _raw(private, data, digest_algorithm)

    return LoadedSigner(signing_cert=chain[0], cert_registry=store)


def _raw(private: Any, data: bytes, digest_algorithm: str) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

    known: dict[str, Any] = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}
    digest = known[digest_algorithm]()
    if isinstance(private, rsa.RSAPrivateKey):
        return private.sign(data, padding.PKCS1v15(), digest)
    if isinstance(private, ec.EllipticCurvePrivateKey):
        return private.sign(data, ec.ECDSA(digest))
    raise PaperError("The seal's key is neither RSA nor elliptic.")


def sign(pdf: bytes, signer: Any = None) -> bytes:
    """The same document with its seal, as an incremental update: the drawn bytes stay a prefix of the file."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    out = signers.sign_pdf(writer, metadata, signer=signer or seal(), in_place=False)
    return bytes(out.getvalue())


@dataclass(frozen=True)
class SealReport:
    """What the seal of a file says. ``genuine`` is pyHanko's bottom line, never « intact » alone."""

    genuine: bool
    signed_by: str


def check_seal(pdf: bytes, trusted: Any = None) -> SealReport:
    """Whether the file is the one that the seal (this installation's, or ``trusted``) was put on."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
    if len(signatures) != 1:
        return SealReport(False, "")
    root = trusted or seal().signing_cert
    status = validate_pdf_signature(signatures[0], ValidationContext(trust_roots=[root], allow_fetching=False))
    return SealReport(status.bottom_line, status.signing_cert.subject.human_friendly)


def own_seal(directory: Path) -> tuple[Path, Path]:
    """A self-made seal, generated once, its key readable by its owner only."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key_path, cert_path = directory / "seal.key", directory / "seal.pem"
    if key_path.exists() and cert_path.exists():
        return key_path, cert_path
    directory.mkdir(parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Cachet de démonstration")])
    now = datetime.now(UTC)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    key_path.touch(mode=0o600)
    key_path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    cert_path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return key_path, cert_path
