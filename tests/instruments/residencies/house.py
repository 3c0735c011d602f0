"""What the house's tests need to know of residencies."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile
from django.urls import reverse

from residencies import photos
from residencies.models import FollowUp
from tests.house.urls import PUBLIC, ROLE
from tests.instruments.residencies import drawing, staging
from workflows import clock
from workflows.models import Paper

RULES = {
    "residencies:calendar": PUBLIC, "residencies:calendar_file": PUBLIC, "residencies:public": PUBLIC,
    "residencies:booklet": PUBLIC, "residencies:photo": PUBLIC, "residencies:rounds": ROLE,
    "residencies:round_new": ROLE, "residencies:round": ROLE, "residencies:wishes": ROLE,
    "residencies:instalments": ROLE, "residencies:journal": ROLE, "residencies:write": ROLE,
    "residencies:entry": ROLE, "residencies:stay": ROLE, "residencies:agreement_preview": ROLE,
}  # fmt: skip


def scene(cast: Any) -> Any:
    """A round with a stay between two weeks (a page with a picture, instalments, a follow-up), a pair at study, and a
    host and a team that still wait."""
    stage = staging.on(cast)
    stay = staging.week_done(stage, staging.visited(stage))
    page = stay.entries.filter(day=staging.monday()).get()
    photo = photos.keep(page, photos.bare(drawing.upload()), "La gare à midi", 1)
    follow_up = FollowUp.objects.create(residency=stay, months=3, due_on=clock.today() + timedelta(days=90))
    printed(stay)
    kinds = type(cast.town).Kind
    village = staging.lead(cast, "Commune de Sept-Sorts", kinds.COMMUNE, "21770448500014", "Ida", "Noël")
    crew = staging.lead(cast, "Les Arpenteurs", kinds.ASSOCIATION, "41816609600069", "Léon", "Faye")
    host = staging.quickly(cast, stage.round.host_call, village, "Le préau ouvert")
    team = staging.quickly(cast, stage.round.team_call, crew, "Les arpenteurs")
    stage.round.match_up(by=cast.manager)
    people = {"village": village.memberships.get().user, "crew": crew.memberships.get().user}
    return SimpleNamespace(
        stage=stage, round=stage.round, stay=stay, page=page, photo=photo, follow_up=follow_up, host=host, team=team,
        draft=stage.round.residencies.drafted().get(), instalment=stay.instalments.first(), people=people,
    )  # fmt: skip


def printed(stay: Any) -> None:
    """Its booklet, as if it were presented: the paper itself has its own tests."""
    now = clock.now()
    paper = Paper(
        kind="R13", number=f"{stay.handle}-R13", code="LIVRET-ESSAI", title="Livret", template="residency_booklet",
        content={}, subject_type=stay.subject_type(), subject_id=stay.pk, transition=stay.journal().last(),
        issued_at=now,
    )  # fmt: skip
    paper.save()
    paper.made_at, paper.sha256 = now, "0" * 64
    paper.file.save("livret.pdf", ContentFile(b"%PDF-1.4"))


def of_stay(s: Any) -> list[dict[str, Any]]:
    return [{"pk": s.stay.pk}]


EXAMPLES = {
    **{f"residencies:{name}": of_stay for name in ("public", "booklet", "journal", "write", "agreement_preview")},
    "residencies:stay": lambda s: [{"pk": s.stay.pk}, {"pk": s.draft.pk}],
    "residencies:photo": lambda s: [{"pk": s.photo.pk}],
    "residencies:round": lambda s: [{"pk": s.round.pk}],
    "residencies:wishes": lambda s: [{"handle": s.host.handle}, {"handle": s.team.handle}],
    "residencies:entry": lambda s: [{"pk": s.stay.pk, "entry": s.page.pk}],
}


def step(thing: Any, name: str) -> str:
    return reverse("workflows:step", args=[thing.subject_kind(), thing.pk, name])


def PAGES(s: Any) -> list[str]:
    stay, trial = s.stay, f"?hote={s.host.pk}&equipe={s.team.pk}"
    return [
        s.host.get_absolute_url(), s.team.get_absolute_url(), stay.host.get_absolute_url(),
        f"{s.round.get_absolute_url()}{trial}", f"{s.round.get_absolute_url()}?hote={s.host.pk}&equipe=",
        *(step(stay, name) for name in ("plan_week", "drop_week", "file_certificate", "confirm_lodging", "interrupt")),
        step(s.round, "declare_tie"), step(s.round, "pair"), step(s.instalment, "order"), step(s.draft, "propose"),
    ]  # fmt: skip
