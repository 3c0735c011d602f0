"""Papers: frozen content in, bytes out.

A paper is a pure function of its arguments: same facts, same bytes, on any day and in any process. This
package knows no model, no database, no clock. What it offers is the whole of its interface:

- ``render(content, template, *, lang, title, author, created, draft, attachment) -> bytes``: PDF/A-3a and
  PDF/UA-1 in one file, with the facts embedded as JSON;
- ``sign(pdf, signer=None) -> bytes``: the seal (PAdES B-B, invisible), applied last;
- ``available() -> str | None``: the sentence that says what the machine lacks, or nothing;
- ``warm()``: to be called once by each worker process, after the fork;
- ``PaperError``: every refusal, with a sentence.

WeasyPrint is imported when the first paper is made: a machine without its libraries still runs the product.
"""

from .errors import PaperError
from .machine import available, warm
from .render import render
from .signing import sign

__all__ = ["PaperError", "available", "render", "sign", "warm"]
