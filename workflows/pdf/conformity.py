"""What WeasyPrint leaves to do for one file to be PDF/A-3a and PDF/UA-1 at once."""

from types import MethodType
from typing import Any

# PDF/UA's identification, and the schema that PDF/A wants declared for it, inside the same rdf:RDF.
UA_IDENTIFICATION = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"\
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


def claim_accessibility(metadata: Any) -> None:
    """Make this document's metadata carry both identifications."""
    plain = metadata.generate_rdf_metadata

    def both(self: Any, variant: str, version: int, conformance: str) -> bytes:
        rdf: bytes = plain(variant, version, conformance)
        return rdf.replace(b"</rdf:RDF>", UA_IDENTIFICATION + b"</rdf:RDF>")

    metadata.generate_rdf_metadata = MethodType(both, metadata)


PAGINATION = {"Type": "/Pagination"}


def footers_are_artifacts(document: Any, pdf: Any) -> None:
    """Turn the text of page margins into pagination artifacts (ISO 14289-1, 7.8).

    WeasyPrint marks it as content, then leaves its structure elements hanging from no tree: a screen reader
    would either stumble on them or read the footer in the middle of a sentence.
    """
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    kept = _reachable(pdf, root)
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    for page, key in zip(_pages(pdf), range(0, len(numbers), 2), strict=False):
        parents = numbers[key + 1]
        orphans = {mcid for mcid, parent in enumerate(parents) if _number(parent) not in kept}
        if orphans:
            for mcid in orphans:
                parents[mcid] = "null"
            _rewrite(_object(pdf, page["Contents"]), orphans)
    for item in pdf.objects:
        number = getattr(item, "number", None)
        if isinstance(item, dict) and item.get("Type") == "/StructElem" and number not in kept:
            item.clear()


def finish(document: Any, pdf: Any) -> None:
    """Called by WeasyPrint when all is drawn and nothing is written yet."""
    from .lean import write_once

    footers_are_artifacts(document, pdf)
    # WeasyPrint names an embedded file twice among the associated ones.
    associated = pdf.catalog.get("AF")
    if associated:
        associated[:] = dict.fromkeys(associated)
    write_once(pdf)


def _number(reference: Any) -> int:
    return int(reference.split()[0])


def _object(pdf: Any, reference: Any) -> Any:
    return pdf.objects[_number(reference)]


def _pages(pdf: Any) -> list[Any]:
    kids = pdf.pages["Kids"]
    return [pdf.objects[kids[n]] for n in range(0, len(kids), 3)]


def _reachable(pdf: Any, root: Any) -> set[int]:
    kept, waiting = set(), [root]
    while waiting:
        item = waiting.pop()
        if item.number in kept:
            continue
        kept.add(item.number)
        for kid in item.get("K", ()):
            if isinstance(kid, bytes | str):
                child = _object(pdf, kid)
                if child.get("Type") == "/StructElem":
                    waiting.append(child)
    return kept


def _rewrite(stream: Any, orphans: set[int]) -> None:
    import pydyf

    for n, token in enumerate(stream.stream):
        if isinstance(token, pydyf.Dictionary) and token.get("MCID") in orphans:
            stream.stream[n - 1] = "/Artifact"
            stream.stream[n] = pydyf.Dictionary(PAGINATION)
