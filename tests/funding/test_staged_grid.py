"""A call may have one grid before the shortlist and another for the jury: each assessment marks its own."""

from datetime import timedelta

import pytest

from funding import assessment
from funding.deliberation import Deliberation
from tests import cast as casting
from tests import sitting
from workflows import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = casting.play()
    cast.call.with_shortlist = True
    cast.call.save(update_fields=["with_shortlist"])
    keys = list(cast.call.criteria.values_list("key", flat=True))
    cast.call.criteria.filter(key__in=keys[:3]).update(stage="first")
    cast.call.criteria.filter(key__in=keys[3:5]).update(stage="jury")
    return cast


def assessed(cast, file, value, people=("reviewer", "second_reviewer")):
    reviewers = [getattr(cast, name) for name in people]
    file.assign(by=cast.officer, reviewers=reviewers, due_on=clock.today() + timedelta(days=21))
    for review in file.reviews.filter(reviewer__in=reviewers):
        marks = {f"mark_{c.key}": value for c in review.criteria}
        review.submit(by=review.reviewer, opinion="Lu.", no_interest=True, **marks)
    return file


def jurors(cast):
    from funding import conflicts

    for name, first in (("juror", "Ana"), ("second_juror", "Léo")):
        person = casting.user(first, "Jury")
        cast.people[name] = casting.mandate(person, "reviewer", scope=("programme", cast.programme.pk))
        conflicts.declare(person, cast.call, kind="none")
    return ("juror", "second_juror")


def test_each_assessment_marks_its_own_lines(cast):
    file = assessed(cast, casting.eligible(cast), 4)
    assert {len(review.criteria) for review in file.reviews.all()} == {7}  # three of the first, four of both
    file.shortlist(by=cast.chair)
    assessed(cast, file, 3, jurors(cast))
    assert {len(r.criteria) for r in file.reviews.filter(stage="jury")} == {6}
    score = assessment.file_score(file)
    assert (str(score.score), len(score.seats), len(score.means)) == ("3.00", 2, 6)
    assert len(assessment.reasons_by_criterion(file)) == 6


def test_the_jury_must_have_marked_before_the_file_is_examined(cast):
    from workflows.errors import StepRefused

    file = assessed(cast, casting.eligible(cast), 4).shortlist(by=cast.chair)
    with pytest.raises(StepRefused, match="0 évaluation remise sur les 2"):
        file.examine(by=cast.officer)
    assessed(cast, file, 3, jurors(cast)).examine(by=cast.officer)


def test_a_session_ranks_on_the_marks_of_the_jury(cast):
    file = assessed(cast, casting.eligible(cast), 4).shortlist(by=cast.chair)
    examined = assessed(cast, file, 3, jurors(cast)).examine(by=cast.officer)
    session = sitting.prepared(cast, [examined])
    seen = Deliberation(session)
    assert len(seen.grid) == 6
    assert str(seen.scores[session.items.get().pk].score) == "3.00"


def test_a_grid_without_stages_is_marked_whole(cast):
    cast.call.criteria.update(stage="")
    file = assessed(cast, casting.eligible(cast), 4)
    assert {len(review.criteria) for review in file.reviews.all()} == {9}
    assert assessment.stage_of(file) == ""
