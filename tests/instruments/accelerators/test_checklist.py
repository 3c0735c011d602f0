"""Chapter C.4, row by row: the step that carries it, what it refuses, whom it tells, which paper it makes."""

import pytest

from funding.instruments.accelerators.models import AcceleratorApplication, Milestone, Place, Survey
from workflows.steps import steps_of

FILE, PLACE, MILESTONE, SURVEY = AcceleratorApplication, Place, Milestone, Survey
# row of C.4 -> (machine, step, from, to, roles, obstacles, notices, papers)
ROWS = {
    "A1": (FILE, "submit", "draft", "submitted", {"binder"}, {"call_closed", "form_incomplete", "too_many_refusals"},
           {"received", "new_file"}, {"D01"}),
    "A2 demander_pieces": (FILE, "request_pieces", "submitted", "incomplete", {"officer"}, {"silence_passed"},
                           {"pieces_asked"}, {"D02"}),
    "A2 completer": (FILE, "complete", "incomplete", "submitted", {"holder", "binder"}, {"asked_pieces_missing"},
                     {"pieces_filed"}, {"D01b"}),
    "A3 proposer": (FILE, "redirect", "submitted", None, {"officer"}, {"redirection_awaited"},
                    {"accelerator_redirection_asked"}, set()),
    "A3 reorienter": (FILE, "accept_redirection", "submitted", None, {"holder", "binder"}, {"target_closed"},
                      {"accelerator_redirected", "accelerator_redirected_here", "accelerator_redirected_away"},
                      {"D01r"}),
    "A4 preselectionner": (FILE, "shortlist", "eligible", "shortlisted", {"chair"},
                           {"reviews_missing", "criterion_eliminates"}, {"shortlisted"}, set()),
    "A4 ecarter": (FILE, "reject", "decision_proposed", "rejected", {"signatory"}, {"author_signs"}, {"rejected"},
                   {"D08"}),
    "A5": (FILE, "examine", "shortlisted", "under_due_diligence", {"officer"}, {"reviews_missing"}, set(), set()),
    "A6 proposer": (FILE, "propose", "under_due_diligence", "decision_proposed", {"officer"},
                    {"jury_not_heard", "cohort_missing"}, {"decision_to_sign"}, set()),
    "A6 admettre": (FILE, "award", "decision_proposed", "awarded", {"signatory"}, {"cohort_full", "mandate_misfit"},
                    {"accelerator_admitted"}, {"D07a"}),
    "A7 liste_attente": (FILE, "reserve", "decision_proposed", "reserve_list", {"signatory"}, {"author_signs"},
                         {"accelerator_waiting_listed"}, {"D09a"}),
    "A7 refuser": (FILE, "reject", "decision_proposed", "rejected", {"signatory"}, {"author_signs"}, {"rejected"},
                   {"D08"}),
    "A8 repecher": (FILE, "propose", "reserve_list", "decision_proposed", {"officer"}, {"place_not_accepted"},
                    {"decision_to_sign"}, set()),
    "A8 proposer": (PLACE, "offer", "prepared", "offered", {"system"}, set(), {"accelerator_place_offered"}, set()),
    "A8 accepter": (PLACE, "accept", "offered", "onboarding", {"holder", "binder"}, {"offer_over"},
                    {"accelerator_place_accepted"}, set()),
    "A8 caducite": (PLACE, "lapse", "offered", "lapsed", {"clock"}, set(), {"accelerator_place_lapsed"}, set()),
    "A9 porteur": (PLACE, "sign_charter", "onboarding", None, {"binder"}, {"charter_unprepared", "not_admitted"},
                   {"accelerator_charter_signed_by_holder"}, set()),
    "A9 accelerateur": (PLACE, "countersign", "onboarding", "in_programme", {"node_head"},
                        {"head_unproven", "holder_has_not_signed", "aid_unchecked"},
                        {"accelerator_charter_in_force"}, {"D10a"}),
    "A10 soumettre_jalon": (MILESTONE, "file", "planned", "filed", {"holder", "binder"}, {"programme_stopped"},
                            {"accelerator_milestone_filed"}, set()),
    "A10 examen": (PLACE, "open_review", "in_programme", "milestone_review", {"system"}, set(), set(), set()),
    "A10 valider_jalon": (MILESTONE, "approve", "filed", "go", {"coach", "node_team"}, {"filer_judges"},
                          {"accelerator_milestone_judged"}, {"D13"}),
    "A10 conditions": (MILESTONE, "condition", "filed", "conditional", {"coach"}, {"filer_judges"},
                       {"accelerator_milestone_judged"}, {"D13"}),
    "A10 no-go": (MILESTONE, "refuse", "filed", "no_go", {"coach"}, {"filer_judges"},
                  {"accelerator_milestone_judged"}, {"D13"}),
    "A10 J-7": (MILESTONE, "remind", "planned", None, {"clock"}, set(), {"accelerator_milestone_due"}, set()),
    "A10 J+1": (MILESTONE, "chase", "planned", None, {"clock"}, set(), {"accelerator_milestone_late"}, set()),
    "A11 griefs": (PLACE, "open_hearing", "milestone_review", "hearing", {"node_head"},
                   {"head_unproven", "no_ground_to_leave"},
                   {"accelerator_hearing_opened"}, {"D14a"}),
    "A11 observations": (PLACE, "answer_hearing", "hearing", None, {"holder", "binder"}, set(),
                         {"accelerator_hearing_answered"}, set()),
    "A11 exclure": (PLACE, "exclude", "hearing", "excluded", {"signatory"}, {"hearing_running", "opener_excludes"},
                    {"accelerator_excluded"}, {"D15a"}),
    "A12 suspendre": (PLACE, "pause", "in_programme", "paused", {"node_team", "node_head"}, {"pause_used_up"},
                      {"accelerator_paused"}, {"D15p"}),
    "A12 reprendre": (PLACE, "resume", "paused", "in_programme", {"node_team", "holder"}, set(),
                      {"accelerator_resumed"}, set()),
    "A13 inscrire_demo_day": (PLACE, "enrol", "in_programme", "demo_day", {"node_team"},
                              {"milestones_open", "demo_day_unset"}, {"accelerator_on_stage"}, set()),
    "A13 diplomer": (PLACE, "graduate", "demo_day", "graduated", {"node_head"}, {"head_unproven", "demo_day_to_come"},
                     {"accelerator_graduated"}, {"D19a"}),
    "A14 anciens": (PLACE, "become_alumni", "graduated", "alumni", {"clock"}, set(), {"accelerator_alumni"}, set()),
    "A14 enquete": (SURVEY, "ask", "planned", "asked", {"clock"}, set(), {"accelerator_survey_asked"}, set()),
    "A14 reponse": (SURVEY, "answer", "asked", "answered", {"holder", "binder"}, set(),
                    {"accelerator_survey_answered"}, {"D20a"}),
    "A15": (FILE, "withdraw", "submitted", "withdrawn", {"binder"}, set(), {"withdrawn"}, set()),
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_each_row_has_its_step(row):
    machine, name, source, target, roles, obstacles, notices, papers = ROWS[row]
    step = steps_of(machine)[name]
    assert source in step.sources
    assert step.target == target
    assert roles <= {role.code for role in step.by}
    assert obstacles <= {obstacle.__name__ for obstacle in step.unless}
    assert notices <= {notice.name for notice in step.tells}
    assert papers == {paper.code for paper in step.issues}


def test_no_row_of_the_domain_is_missing():
    assert {row.split()[0] for row in ROWS} == {f"A{number}" for number in range(1, 16)}


def test_a_freed_place_always_calls_the_next():
    for name in ("decline", "lapse", "give_back", "exclude", "leave"):
        assert "offer_next" in {follow.__name__ for follow in steps_of(PLACE)[name].then}, name
