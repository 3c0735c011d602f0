"""PDF/A-3a and PDF/UA-1 in one file, as far as its own dictionaries can tell."""

import re
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest

from tests.papers.reading import CREATED, PAPERS, drawn, structure


@pytest.fixture(scope="module", params=[*PAPERS, "draft"])
def document(request):
    pdf = drawn("award", draft=True) if request.param == "draft" else drawn(request.param)
    with pikepdf.open(BytesIO(pdf)) as opened:
        yield opened


def test_syntax(document):
    assert document.check_pdf_syntax() == []


def test_both_identifications_in_one_rdf(document):
    xmp = document.Root.Metadata.read_bytes().decode()
    assert xmp.count("<rdf:RDF") == xmp.count("</rdf:RDF>") == 1
    inside = xmp[xmp.index("<rdf:RDF") : xmp.index("</rdf:RDF>")]
    assert 'pdfaid:part="3"' in inside and 'pdfaid:conformance="A"' in inside
    assert 'pdfuaid:part="1"' in inside
    assert "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>" in inside
    with document.open_metadata() as metadata:
        assert metadata.pdfa_status == "3A"
        assert metadata["dc:title"] == str(document.docinfo["/Title"])
        assert metadata["dc:creator"] == [str(document.docinfo["/Author"])]
        assert metadata["xmp:CreateDate"].startswith(CREATED.strftime("%Y-%m-%dT%H:%M:%S"))


def test_catalog(document):
    root = document.Root
    assert root.MarkInfo.Marked
    assert root.ViewerPreferences.DisplayDocTitle
    assert str(root.Lang) == "fr"
    (intent,) = root.OutputIntents
    assert intent.S == "/GTS_PDFA1" and intent.DestOutputProfile.N == 3
    assert document.trailer.ID
    assert "/AcroForm" not in root and "/JavaScript" not in root.get("/Names", {})


def test_associated_file(document):
    (file,) = document.Root.AF
    assert file.AFRelationship == "/Data" and file.UF == "donnees.json"
    assert str(file.EF.F.Subtype) == "/application/json"
    assert str(file.EF.F.Params.ModDate) == "D:20270528071200Z"


def test_fonts_are_embedded_and_ours(document):
    names = set()
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            assert "/FontFile2" in item
            names.add(re.sub(r"^/[A-Z]{6}\+", "", str(item.FontName)).strip("/"))
    assert names and all(name.startswith(("Source-Sans", "SourceSans", "Newsreader")) for name in names), names


def test_tags(document):
    tags = [str(item.S) for item in structure(document)]
    headings = [int(tag[2]) for tag in tags if re.fullmatch(r"/H\d", tag)]
    assert headings[0] == 1 and headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    # A table that goes on over the page is tagged there again, and its caption is not said twice.
    assert 0 <= tags.count("/Table") - tags.count("/Caption") < len(document.pages)
    assert tags.count("/Caption") > 0 or "/Table" not in tags
    assert "/Figure" not in tags, "pictures of a paper are artifacts; a figure would need a text"


def test_cells_know_their_headers(document):
    for item in structure(document):
        if item.S == "/TD":
            assert len(item.A.Headers) > 0


def test_every_mark_of_a_page_leads_to_the_tree(document):
    """Footers are artifacts: no structure element hangs from nothing."""
    known = {item.objgen for item in structure(document)}
    numbers = document.Root.StructTreeRoot.ParentTree.Nums
    for page in document.pages:
        parents = numbers[2 * int(page.StructParents) + 1]
        marked = {
            int(operands[1].MCID)
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and "/MCID" in operands[1]
        }
        assert marked
        for number in marked:
            assert parents[number].objgen in known
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem":
            assert item.objgen in known


def test_no_links_nor_actions(document):
    """A link needs a description that WeasyPrint does not write; addresses are printed in full instead."""
    assert all("/Annots" not in page for page in document.pages)
    assert "/OpenAction" not in document.Root
