"""A refusal as a person meets it: the step's page and the API say the same sentence, and nothing was written."""

from __future__ import annotations

import html
import json
from typing import Any

from tests.house.doors import api_address, signed_in
from tests.words import plain
from workflows.models import Effect, Transition


def written(thing: Any) -> tuple[Any, ...]:
    """What a step that got through would have changed."""
    row = type(thing)._base_manager.filter(pk=thing.pk).values().get()
    return row, Transition.objects.count(), Effect.objects.count()


def refused(person: Any, thing: Any, step: str, **typed: Any) -> str:
    """Both doors refuse; the words of the page, which are those of the API too."""
    before, client = written(thing), signed_in(person)
    page = client.post(f"/etapes/{thing.subject_kind()}/{thing.pk}/{step}/", typed)
    api = client.post(
        f"{api_address(thing)}/steps/{step}", json.dumps(typed, default=str), content_type="application/json"
    )
    assert page.status_code == api.status_code and page.status_code in (409, 422), (page.status_code, api.content)
    answer, said = json.loads(api.content), plain(html.unescape(page.text))
    sentences = [*answer["sentences"], *(word for words in answer["errors"].values() for word in words)]
    assert sentences and all(plain(sentence) in said for sentence in sentences), sentences
    assert written(thing) == before
    return plain(" ".join(sentences))
