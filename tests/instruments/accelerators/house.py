"""The network's lines in the rules of the house."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from funding.instruments.accelerators.models import Cohort, Place, Survey
from tests.house.urls import PUBLIC, ROLE, SIGNED
from tests.instruments.accelerators import world
from workflows import clock, ticks

RULES = {
    "accelerators:network": PUBLIC, "accelerators:node": PUBLIC, "accelerators:demo_day": PUBLIC,
    "accelerators:programme": SIGNED, "accelerators:cohorts": SIGNED,
    "accelerators:cohort": ROLE, "accelerators:cohort_impact": ROLE, "accelerators:calendar": ROLE,
    "accelerators:calendar_file": ROLE, "accelerators:place": ROLE, "accelerators:call": ROLE,
    "accelerators:node_new": ROLE, "accelerators:node_edit": ROLE, "accelerators:cohort_new": ROLE,
}  # fmt: skip
OURS = ("head", "team", "coach", "rival")


def scene(cast: Any) -> Any:
    """One of everything: a place offered, one in the programme with each kind of milestone, one heard, one done."""
    world.extend(cast, capacity=8)
    offered = world.place_of(world.admitted(cast, "Une place proposée"))
    running = world.running(cast, "En programme")
    for number, verb in enumerate(("approve", "condition", "refuse", ""), start=1):
        milestone = world.milestone(cast, running, f"Jalon {number}", days=number * 20)
        if verb:
            judged = world.filed(cast, milestone)
            due = {"due_on": clock.today() + timedelta(days=50)} if verb == "condition" else {}
            getattr(judged, verb)(by=cast.coach, said="Lu et discuté.", **due)
            world.follow()
    Place.objects.get(pk=running.pk).log_support(
        by=cast.coach, kind="coaching", on=clock.today(), hours="3", about="Mesurer l’effet"
    )
    heard = world.running(cast, "Entendu")
    world.filed(cast, world.milestone(cast, heard)).refuse(by=cast.coach, said="Rien n’a été essayé.")
    world.follow()
    due = clock.today() + timedelta(days=20)
    Place.objects.get(pk=heard.pk).open_hearing(by=cast.head, grievances="Rien.", rule="Article 4.", answer_by=due)
    done = _done(cast)
    redirected = world.submitted(cast, "À réorienter").take_charge(by=cast.officer)
    redirected.redirect(by=cast.officer, target=cast.other_call.pk, reason="Plus près de chez vous.")
    people = {name: cast.people.pop(name) for name in OURS}
    return SimpleNamespace(
        people=people, call=cast.call, node=cast.node, cohort=Cohort.objects.get(pk=cast.cohort.pk), offered=offered,
        running=running, heard=heard, done=done, redirected=redirected,
    )  # fmt: skip


def _done(cast: Any) -> Place:
    done, at = world.running(cast, "Terminé"), clock.now() + timedelta(days=15)
    cohort = Cohort.objects.get(pk=cast.cohort.pk)
    begins = {"kind": "workshop", "title": "Atelier", "starts_at": at.isoformat()[:19], "minutes": 90}
    cohort.add_event(by=cast.team, **begins)
    cohort.set_demo_day(by=cast.team, demo_at=at.isoformat()[:19], demo_place="Mairie", demo_words="Venez.")
    cohort.publish_demo_day(by=cast.head)
    done.enrol(by=cast.team)
    done.write_pitch(by=cast.holder, pitch="Un camion.", shown_publicly=True)
    with clock.at(at + timedelta(days=1)):
        done.graduate(by=cast.head, outcome="scaled", outcome_note="Douze communes.")
    with clock.at(at + timedelta(days=400)):
        ticks._take(Place, Place.become_alumni, 9)
        world.follow()
        ticks._take(Survey, Survey.ask, 9)
        Survey.objects.filter(months=6).get().answer(by=cast.holder, still_running="True", jobs=3, users=12)
    return Place.objects.get(pk=done.pk)


def _cohort(scene: Any) -> list[dict[str, Any]]:
    return [{"pk": scene.cohort.pk}]


def _places(scene: Any) -> list[dict[str, Any]]:
    return [{"pk": place.pk} for place in (scene.offered, scene.running, scene.heard, scene.done)]


EXAMPLES = {
    "accelerators:node": lambda scene: [{"slug": scene.node.slug}],
    "accelerators:node_edit": lambda scene: [{"slug": scene.node.slug}],
    "accelerators:cohort_new": lambda scene: [{"slug": scene.node.slug}],
    "accelerators:demo_day": _cohort, "accelerators:cohort": _cohort, "accelerators:cohort_impact": _cohort,
    "accelerators:calendar": _cohort, "accelerators:calendar_file": _cohort, "accelerators:place": _places,
    "accelerators:call": lambda scene: [{"code": scene.call.code}],
}  # fmt: skip


def PAGES(scene: Any) -> list[str]:
    """The files that the panels are on, and the steps whose form is ours."""
    steps = [("place", scene.running, name) for name in ("add_milestone", "log_support", "pause", "write_pitch")]
    steps += [("place", scene.offered, name) for name in ("accept", "decline")]
    steps += [("place", scene.heard, name) for name in ("answer_hearing", "drop_hearing", "exclude")]
    steps += [("cohort", scene.cohort, name) for name in ("set_up", "add_event", "set_demo_day", "plan_milestone")]
    steps += [("application", scene.redirected, name) for name in ("accept_redirection", "refuse_redirection")]
    files = [thing.application.get_absolute_url() for thing in (scene.offered, scene.running, scene.done)]
    return [*files, scene.redirected.get_absolute_url(), *(f"/etapes/{k}/{t.pk}/{name}/" for k, t, name in steps)]
