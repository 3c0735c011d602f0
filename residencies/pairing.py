"""From files to sides and back: who is selected and free, what each wants, what bars a pair, in words.

The arithmetic is in `rules.matching`; here it is fed and read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funding.models import Application, Partner
from people.models import Membership
from workflows import clock

from . import questions
from .rules import matching
from .rules.matching import Barrier, Matching, Place, Side


class Pool:
    """A round's selected files that are free, as sides; read once, in a handful of queries."""

    def __init__(self, found: Any) -> None:
        self.round = found

    @cached_property
    def files(self) -> dict[int, Any]:
        calls = [self.round.host_call_id, self.round.team_call_id]
        rows = Application.objects.awarded().filter(call__in=calls)
        rows = rows.select_related("lead__commune__department", "commune__department", "call")
        rows = rows.prefetch_related("partners__organisation", "reviews__scores__criterion")
        return {row.pk: row for row in rows.order_by("pk")}

    @cached_property
    def bound(self) -> dict[int, int]:
        """File -> the file it is bound to, drafts aside."""
        from .models import Residency

        rows = Residency.objects.bound().exclude(pk__in=Residency.objects.drafted().values("pk"))
        pairs = rows.filter(host__in=self.files) | rows.filter(team__in=self.files)
        return {side: other for h, t in pairs.values_list("host", "team") for side, other in ((h, t), (t, h))}

    @property
    def hosts(self) -> list[int]:
        return [pk for pk in self._of(self.round.host_call_id) if pk not in self.bound]

    @property
    def teams(self) -> list[int]:
        return [pk for pk in self._of(self.round.team_call_id) if pk not in self.bound]

    def _of(self, call: int) -> list[int]:
        return [pk for pk, row in self.files.items() if row.call_id == call]

    @staticmethod
    def rows(keys: Iterable[int]) -> Any:
        return Application.objects.filter(pk__in=list(keys)).select_related("lead").order_by("title")

    @cached_property
    def sides(self) -> dict[int, Side]:
        ranks, ties = self._ranks(), self._ties()
        return {pk: self._side(row, ranks[pk], ties[pk]) for pk, row in self.files.items()}

    def _side(self, row: Any, ranks: dict[int, int], ties: set[int]) -> Side:
        from funding.assessment import file_score

        score = file_score(row)
        host = row.call_id == self.round.host_call_id
        return Side(
            key=row.pk, weeks=questions.week_bits(row), disciplines=questions.disciplines(row),
            place=place_of(row), reach=matching.ANYWHERE if host else questions.reach(row), ranks=ranks,
            score=(score and score.score) or Decimal(0), ties=frozenset(ties),
        )  # fmt: skip

    def _ranks(self) -> dict[int, dict[int, int]]:
        from .models import Preference

        found: dict[int, dict[int, int]] = defaultdict(dict)
        rows = Preference.objects.filter(chooser__in=self.files).values_list("chooser", "chosen", "rank")
        for chooser, chosen, rank in rows:
            found[chooser][chosen] = rank
        return found

    def _ties(self) -> dict[int, set[int]]:
        """Said by the manager; already refused; a member or a structure in both; an earlier stay of the same two."""
        from .models import Residency, Tie

        found: dict[int, set[int]] = defaultdict(set)
        pairs = set(Tie.objects.filter(round=self.round).values_list("host", "team"))
        pairs |= set(self.round.residencies.refused().values_list("host", "team"))
        known = set(Residency.objects.public().exclude(round=self.round).values_list("host__lead", "team__lead"))
        hosts, teams = self._of(self.round.host_call_id), self._of(self.round.team_call_id)
        people, structures = self._people(), self._structures()
        for host in hosts:
            for team in teams:
                leads = (self.files[host].lead_id, self.files[team].lead_id)
                if people[host] & people[team] or structures[host] & structures[team] or leads in known:
                    pairs.add((host, team))
        for host, team in pairs:
            found[host].add(team)
            found[team].add(host)
        return found

    def _structures(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        for partner in Partner.objects.filter(application__in=self.files).select_related("organisation"):
            found[partner.application_id].add(partner.organisation.siren or f"#{partner.organisation_id}")
        return found

    def _people(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        rows = Membership.objects.filter(organisation__partnerships__application__in=self.files)
        for file, user in rows.values_list("organisation__partnerships__application", "user"):
            found[file].add(user)
        return found

    def free(self, keys: Iterable[int]) -> list[Side]:
        return [self.sides[key] for key in keys]

    def match(self) -> Matching:
        return matching.match(self.free(self.hosts), self.free(self.teams), weeks=self.round.weeks)

    def barriers(self, host: int, team: int) -> list[Barrier]:
        return matching.barriers(self.sides[host], self.sides[team], weeks=self.round.weeks)

    def sentences(self, host: int, team: int) -> list[str]:
        """What forbids this pair; nothing when it may be."""
        if host not in self.files or team not in self.files:
            return [_("Les deux candidatures doivent être sélectionnées : signez d’abord la sélection.")]
        taken = [str(self.files[key].lead) for key in (host, team) if key in self.bound]
        said = [_("%(who)s : déjà dans une autre résidence.") % {"who": who} for who in taken]
        return said + [in_words(barrier) for barrier in self.barriers(host, team)]

    def upset(self, pairs: dict[int, int]) -> list[tuple[Any, Any]]:
        """Hosts and teams that would rather have each other than what these pairs give them."""
        found = matching.blocking_pairs(
            pairs, self.free(self.hosts), self.free(self.teams), weeks=self.round.weeks
        )  # fmt: skip
        return [(self.files[pair.host], self.files[pair.team]) for pair in found]


def place_of(application: Any) -> Place:
    commune = application.commune or application.lead.commune
    if commune is None:
        return Place()
    department = commune.department
    return Place(department=department.pk, region=department.region_id, zone=department.zone)


def in_words(barrier: Barrier) -> str:
    if barrier.kind == matching.DATES:
        shared, wanted = barrier.detail
        return _("Pas assez de semaines en commun : %(shared)s, il en faut %(wanted)s.") % {
            "shared": shared, "wanted": wanted
        }  # fmt: skip
    if barrier.kind == matching.DISCIPLINES:
        named = ", ".join(questions.named(barrier.detail))
        return _("Il manque à l’équipe une discipline souhaitée : %(named)s.") % {"named": named}
    if barrier.kind == matching.DISTANCE:
        return _("Le territoire est plus loin que l’équipe ne peut aller.")
    return _("Un lien antérieur unit les deux parties.")


def reasons_of(residency: Any) -> dict[str, Any]:
    """Why this pair, as JSON: read again by its sheet and its page."""
    pool = Pool(residency.round)
    return told(pool, matching.pair_of(pool.sides[residency.host_id], pool.sides[residency.team_id]))


def told(pool: Pool, pair: matching.Pair) -> dict[str, Any]:
    host = pool.sides[pair.host]
    return {
        "weeks": pair.weeks, "host_rank": pair.host_rank, "team_rank": pair.team_rank,
        "disciplines": questions.named(host.disciplines),
        "nearness": matching.steps_between(host.place, pool.sides[pair.team].place),
    }  # fmt: skip


def reason_lines(reasons: dict[str, Any]) -> list[str]:
    """In sentences; empty where nothing was kept."""
    if "weeks" not in reasons:
        return []
    count = reasons["weeks"]
    lines = [ngettext("%(count)s semaine possible en commun", "%(count)s semaines possibles en commun", count)
             % {"count": count}]  # fmt: skip
    if reasons["disciplines"]:
        lines.append(_("Disciplines souhaitées réunies : %(named)s") % {"named": ", ".join(reasons["disciplines"])})
    near = {0: _("Même département"), 1: _("Même région")}.get(reasons["nearness"])
    lines += [near] if near else []
    for rank, ranked, other in (
        (reasons["host_rank"], _("Vœu n° %(rank)s de l’hôte"), _("Hors des vœux de l’hôte")),
        (reasons["team_rank"], _("Vœu n° %(rank)s de l’équipe"), _("Hors des vœux de l’équipe")),
    ):
        lines.append(ranked % {"rank": rank} if rank else other)
    return lines


FREE = "free"


def why_alone(one: matching.Alone, *, is_team: bool) -> list[str]:
    """Why a side stays alone, in sentences: how many of the other side, and what parted them."""
    labels = {
        matching.DATES: _("%(whom)s : pas assez de semaines en commun"),
        matching.DISCIPLINES: _("%(whom)s : il manque une discipline"),
        matching.DISTANCE: _("%(whom)s : trop loin"),
        matching.TIE: _("%(whom)s : lien antérieur"),
        FREE: _("%(whom)s : paire possible, mais les vœux en ont formé d’autres"),
    }
    counts = [*one.barred, (FREE, one.preferred_another)]
    lines = [labels[kind] % {"whom": _counted(count, hosts=is_team)} for kind, count in counts if count]
    return lines or [_("Personne en face")]


def _counted(count: int, *, hosts: bool) -> str:
    if hosts:
        return ngettext("%(count)s hôte", "%(count)s hôtes", count) % {"count": count}
    return ngettext("%(count)s équipe", "%(count)s équipes", count) % {"count": count}


def draft_all(found: Any, attempt: Any) -> None:
    """The drafts of the round are made anew; what was already proposed stays."""
    from .models import Residency

    found.residencies.drafted().delete()
    pool = Pool(found)
    rows = [_drafted(found, pool, pair) for pair in pool.match().pairs]
    Residency.objects.bulk_create(rows)


def draft_one(found: Any, attempt: Any, host: Any, team: Any) -> None:
    """One pair as the manager wants it: the drafts of either side go, the partner left alone stays so."""
    drafts = found.residencies.drafted()
    drafts.filter(host=host).delete()
    if team is None:
        return
    drafts.filter(team=team).delete()
    pool = Pool(found)
    pair = matching.pair_of(pool.sides[host.pk], pool.sides[team.pk])
    _drafted(found, pool, pair).save(force_insert=True)


def _drafted(found: Any, pool: Pool, pair: matching.Pair) -> Any:
    from .models import Residency

    reasons = told(pool, pair)
    return Residency(round=found, host=pool.files[pair.host], team=pool.files[pair.team], reasons=reasons)


def answer_day(residency: Any, attempt: Any) -> date:
    return clock.paris_day(attempt.at) + timedelta(days=residency.round.answer_days)


def changed(pairs: dict[int, int], host: int, team: int | None) -> dict[int, int]:
    """These pairs with one changed: whoever had that team is left alone."""
    rest = {h: t for h, t in pairs.items() if h != host and t != team}
    return rest | ({host: team} if team else {})
