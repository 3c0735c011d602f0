"""What a letter is spared shows nowhere: the bytes are those that WeasyPrint and pydyf give unaided."""

import pytest
from weasyprint import HTML
from weasyprint.html import UA

from tests.papers.reading import PAPERS, draw
from workflows.pdf import lean


@pytest.mark.parametrize("name", PAPERS)
def test_what_is_spared_changes_no_byte(name, monkeypatch):
    ours = draw(name)
    monkeypatch.setattr(lean.Letter, "_ua_stylesheets", HTML._ua_stylesheets)
    monkeypatch.setattr(lean, "write_once", lambda pdf: None)
    assert draw(name) == ours


def test_every_rule_for_all_elements_is_found():
    """A release that writes them otherwise would bring them back in silence."""
    spared = lean.EVERYWHERE.sub("", UA)
    assert [line for line in spared.splitlines() if line.startswith("::")] == []
    assert UA.count("\n::") == len(lean.EVERYWHERE.findall(UA)) == 6
    assert "br::before" in spared
