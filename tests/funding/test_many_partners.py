"""A hundred partners, by one code path, on a page that still answers."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from funding import consortium
from tests import cast as casting

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.play()


def crowd(cast, file, count):
    made = [
        casting.organisation(f"Structure {n}", "association", "", cast.commune, size="micro", rna=f"W77{n:07}")
        for n in range(count)
    ]
    return [consortium.add(file, organisation) for organisation in made]


def test_a_hundred_take_part_and_one_more_is_refused_in_the_same_words_everywhere(cast, client):
    file = casting.application(cast)
    crowd(cast, file, 98)
    extra = casting.organisation("La cent unième", "association", "", cast.commune, size="micro", rna="W779999999")
    with pytest.raises(ValidationError, match="100 partenaires"):
        consortium.add(file, extra)
    client.force_login(cast.holder)
    url = reverse("funding:partner_add", args=[file.handle])
    answer = client.post(url, {"organisation": extra.pk}, follow=True)
    assert "100 partenaires au plus" in " ".join(answer.content.decode().split()).replace(" ", " ")
    assert file.partners.count() == 100
    assert reverse("funding:application_section", args=[file.handle, "budget"]) in answer.redirect_chain[-1][0]
    assert answer.status_code == 200
