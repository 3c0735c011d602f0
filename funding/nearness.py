"""What the product sees by itself between people and files: the same structure, the same SIREN, the same mail domain,
a name among a partner's contacts, earlier files together. Reasons to look twice, never decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from people.models import Mandate, Membership, Organisation
from people.names import key_of
from workflows import clock

# Addresses of these say nothing of one's employer.
OPEN_TO_ALL = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "live.fr", "msn.com",
    "yahoo.com", "yahoo.fr", "icloud.com", "me.com", "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "neuf.fr",
    "exemple.fr",  # the demonstration's
    "laposte.net", "bbox.fr", "numericable.fr", "proton.me", "protonmail.com", "gmx.fr", "gmx.com",
})  # fmt: skip


def domain_of(email: str) -> str:
    domain = email.rpartition("@")[2].lower()
    return "" if domain in OPEN_TO_ALL else domain


class Nearness:
    """People and files read once; `found` compares them through what they share, not pair by pair."""

    def __init__(self, people: Iterable[Any], applications: Iterable[Any]) -> None:
        self.people = {person.pk: person for person in people}
        self.files = [application.pk for application in applications]
        self.reasons: dict[tuple[int, int], dict[str, str]] = defaultdict(dict)

    def found(self) -> dict[tuple[int, int], list[str]]:
        return {pair: list(said.values()) for pair, said in self.signs().items()}

    def signs(self) -> dict[tuple[int, int], dict[str, str]]:
        """(person, file) -> what each sign is made of -> its sentence; without those that someone dismissed."""
        self._compare()
        for person, file, key in self._dismissed():
            self.reasons[person, file].pop(key, None)
        return {pair: said for pair, said in self.reasons.items() if said}

    def _dismissed(self) -> Iterable[tuple[int, int, str]]:
        from .models import RuledSign

        rows = RuledSign.objects.dismissed().filter(user__in=self.people, application__in=self.files)
        return list(rows.values_list("user", "application", "key")) if self.reasons else []

    def _compare(self) -> None:
        self._read()
        names = {key_of(str(person)): pk for pk, person in self.people.items() if person.last_name}
        for file in self.files:
            mine = self.partners[file]
            self._structures(file, mine)
            self._domains(file, {d for org in mine for d in self.domains[org]})
            said = " ".join(self.contacts[file])
            for name, pk in names.items() if said else ():
                if name in said:
                    self._say(pk, file, "contact", _("Son nom figure parmi les personnes à joindre du dossier."))
            self._earlier(file, mine)

    def _say(self, person: int, file: int, key: str, sentence: str) -> None:
        self.reasons[person, file].setdefault(key, sentence)

    def _read(self) -> None:
        from .models import Partner

        self.partners: dict[int, set[int]] = defaultdict(set)
        self.contacts: dict[int, list[str]] = defaultdict(list)
        rows = Partner.objects.filter(application__in=self.files)
        for file, org, contact in rows.values_list("application", "organisation", "contact"):
            self.partners[file].add(org)
            if contact:
                self.contacts[file].append(key_of(contact))
        theirs = {org for orgs in self.partners.values() for org in orgs}
        self.domains: dict[int, set[str]] = defaultdict(set)
        members = Membership.objects.filter(organisation__in=theirs).values_list("organisation", "user__email")
        for org, email in members:
            if domain := domain_of(email):
                self.domains[org].add(domain)
        self.of_person: dict[int, set[int]] = defaultdict(set)
        for row in Membership.objects.filter(user__in=self.people).values_list("user", "organisation"):
            self.of_person[row[0]].add(row[1])
        acting = Mandate.objects.in_force(clock.today()).filter(user__in=self.people, organisation__isnull=False)
        for row in acting.values_list("user", "organisation"):
            self.of_person[row[0]].add(row[1])
        known = theirs | {org for orgs in self.of_person.values() for org in orgs}
        facts = Organisation.objects.filter(pk__in=known).values_list("pk", "siren", "name")
        self.siren = {pk: siren for pk, siren, _name in facts}
        self.name = {pk: name for pk, _siren, name in facts}
        self._invert()

    def _invert(self) -> None:
        self.by_org: dict[int, set[int]] = defaultdict(set)
        self.by_siren: dict[str, set[int]] = defaultdict(set)
        self.by_domain: dict[str, set[int]] = defaultdict(set)
        for pk, person in self.people.items():
            self.by_domain[domain_of(person.email)].add(pk)
            for org in self.of_person[pk]:
                self.by_org[org].add(pk)
                self.by_siren[self.siren.get(org, "")].add(pk)
        self._read_earlier()

    def _read_earlier(self) -> None:
        """organisation -> people whose own structure, or who themselves, were in another file with it."""
        from .models import Application, Partner

        mine = {org for orgs in self.of_person.values() for org in orgs}
        by_file: dict[int, set[int]] = defaultdict(set)
        for file, org in Partner.objects.filter(organisation__in=mine).values_list("application", "organisation"):
            by_file[file] |= self.by_org[org]
        made = Application.objects.filter(created_by__in=self.people).values_list("pk", "created_by")
        for file, person in made:
            by_file[file].add(person)
        self.together: dict[int, set[tuple[int, int]]] = defaultdict(set)
        others = Partner.objects.filter(application__in=by_file).values_list("application", "organisation")
        for file, org in others:
            self.together[org] |= {(person, file) for person in by_file[file]}

    def _structures(self, file: int, mine: set[int]) -> None:
        for org in mine:
            for person in self.by_org.get(org, ()):
                sentence = _("Membre de « %(name)s », qui est au dossier.") % {"name": self.name[org]}
                self._say(person, file, f"structure:{org}", sentence)
            for person in self.by_siren.get(self.siren.get(org) or "-", set()) - self.by_org.get(org, set()):
                sentence = _("Sa structure a le même SIREN que « %(name)s ».") % {"name": self.name[org]}
                self._say(person, file, f"siren:{self.siren[org]}", sentence)

    def _domains(self, file: int, domains: set[str]) -> None:
        for domain in domains:
            for person in self.by_domain.get(domain, ()):
                sentence = _("Son adresse est du même domaine (%(domain)s) qu’un membre du dossier.")
                self._say(person, file, f"domain:{domain}", sentence % {"domain": domain})

    def _earlier(self, file: int, mine: set[int]) -> None:
        for org in mine:
            for person in {who for who, other in self.together.get(org, ()) if other != file}:
                sentence = _("Déjà dans un même dossier que « %(name)s ».") % {"name": self.name[org]}
                self._say(person, file, f"earlier:{org}", sentence)
