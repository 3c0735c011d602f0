from decimal import Decimal

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import workflows.clock
import workflows.models.stateful


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("funding", "0001_initial"),
        ("people", "0002_changes_are_append_only"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="AcceleratorApplication",
            fields=[],
            options={
                "verbose_name": "demande d’accompagnement",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("funding.application",),
        ),
        migrations.CreateModel(
            name="Cohort",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journal_count", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(blank=True, default="", editable=False, max_length=64)),
                (
                    "state",
                    workflows.models.stateful.StateField(
                        db_index=True, default="prepared", max_length=32, protected=True, verbose_name="état"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="numéro")),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("starts_on", models.DateField(verbose_name="début")),
                ("ends_on", models.DateField(verbose_name="fin")),
                ("capacity", models.PositiveSmallIntegerField(verbose_name="places")),
                ("taken", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="places prises")),
                (
                    "most_pause_days",
                    models.PositiveSmallIntegerField(default=90, verbose_name="jours de pause au plus"),
                ),
                (
                    "hour_price",
                    models.DecimalField(
                        decimal_places=2,
                        default=90,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="prix de marché d’une heure d’accompagnement",
                    ),
                ),
                ("demo_at", models.DateTimeField(blank=True, null=True, verbose_name="journée de démonstration")),
                ("demo_place", models.CharField(blank=True, max_length=200, verbose_name="lieu")),
                (
                    "demo_words",
                    models.TextField(blank=True, max_length=2000, verbose_name="présentation de la journée"),
                ),
                ("demo_published_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "coaches",
                    models.ManyToManyField(
                        blank=True,
                        related_name="coached_cohorts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="accompagnateurs",
                    ),
                ),
            ],
            options={
                "verbose_name": "promotion",
                "ordering": ["-starts_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("taken__lte", models.F("capacity"))),
                        name="cohort_never_over_capacity",
                        violation_error_message="La promotion n’a plus de place.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="cohort_ends_after_it_began",
                        violation_error_message="La promotion finit après avoir commencé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("demo_published_at", None), ("demo_at__isnull", False), _connector="OR"),
                        name="published_demo_day_has_a_date",
                        violation_error_message="Une journée publiée a une date.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommonMilestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="jalon")),
                ("expected", models.TextField(max_length=1000, verbose_name="ce qui est attendu")),
                ("due_on", models.DateField(verbose_name="échéance")),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="common_milestones",
                        to="accelerators.cohort",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("workshop", "Atelier"), ("review", "Revue"), ("meeting", "Rencontre")],
                        default="workshop",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("title", models.CharField(max_length=150, verbose_name="intitulé")),
                ("starts_at", models.DateTimeField(verbose_name="début")),
                ("minutes", models.PositiveSmallIntegerField(default=120, verbose_name="durée (minutes)")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="lieu")),
                ("cancelled_why", models.CharField(blank=True, max_length=300, verbose_name="annulé car")),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="accelerators.cohort"
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Node",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="adresse")),
                ("summary", models.CharField(max_length=300, verbose_name="en une phrase")),
                ("description", models.TextField(blank=True, max_length=4000, verbose_name="présentation")),
                (
                    "departments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3),
                        blank=True,
                        default=list,
                        help_text="Vide\xa0: toute la France.",
                        size=None,
                        verbose_name="départements",
                    ),
                ),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="thèmes",
                    ),
                ),
                ("capacity", models.PositiveSmallIntegerField(default=8, verbose_name="places par promotion")),
                ("email", models.EmailField(max_length=254, verbose_name="adresse électronique")),
                ("accredited_from", models.DateField(verbose_name="accrédité du")),
                ("accredited_to", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                (
                    "accreditation",
                    models.CharField(blank=True, max_length=150, verbose_name="décision d’accréditation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accelerator_nodes",
                        to="people.organisation",
                        verbose_name="structure",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nodes",
                        to="funding.programme",
                        verbose_name="réseau",
                    ),
                ),
            ],
            options={
                "verbose_name": "accélérateur",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "organisation"),
                        name="one_node_per_organisation",
                        violation_error_message="Cette structure est déjà dans le réseau.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accredited_to", None),
                            ("accredited_to__gte", models.F("accredited_from")),
                            _connector="OR",
                        ),
                        name="node_accredited_between_two_days",
                        violation_error_message="L’accréditation finit après avoir commencé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__gte", 1)),
                        name="node_takes_someone",
                        violation_error_message="Une promotion a une place au moins.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="cohort",
            name="node",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="cohorts", to="accelerators.node"
            ),
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journal_count", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(blank=True, default="", editable=False, max_length=64)),
                (
                    "state",
                    workflows.models.stateful.StateField(
                        db_index=True, default="prepared", max_length=32, protected=True, verbose_name="état"
                    ),
                ),
                ("from_list", models.BooleanField(default=False, verbose_name="depuis la liste complémentaire")),
                ("created_at", models.DateTimeField(default=workflows.clock.now, editable=False)),
                ("offered_on", models.DateField(blank=True, null=True, verbose_name="proposée le")),
                ("answer_by", models.DateField(blank=True, null=True, verbose_name="à accepter avant le")),
                ("reminded_on", models.DateField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("aims", models.TextField(blank=True, verbose_name="objectifs")),
                ("support", models.TextField(blank=True, verbose_name="accompagnement prévu")),
                (
                    "hours",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=6, verbose_name="heures prévues"
                    ),
                ),
                (
                    "hour_price",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="prix de marché de l’heure",
                    ),
                ),
                ("holder_signed_at", models.DateTimeField(blank=True, null=True)),
                ("holder_quality", models.CharField(blank=True, max_length=150)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("paused_on", models.DateField(blank=True, null=True)),
                ("paused_until", models.DateField(blank=True, null=True, verbose_name="en pause jusqu’au")),
                ("paused_days", models.PositiveSmallIntegerField(default=0)),
                ("paused_why", models.TextField(blank=True)),
                ("pitch", models.TextField(blank=True, verbose_name="présentation publique")),
                ("shown_publicly", models.BooleanField(default=False, verbose_name="montré sur la page publique")),
                ("pitched_at", models.TimeField(blank=True, null=True, verbose_name="heure de passage")),
                ("graduated_on", models.DateField(blank=True, null=True, verbose_name="fin du programme")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("scaled", "Changement d’échelle"),
                            ("transferred", "Reprise par une autre structure"),
                            ("goes_on", "Poursuite à la même échelle"),
                            ("stopped", "Arrêt du projet"),
                        ],
                        max_length=12,
                        verbose_name="issue",
                    ),
                ),
                ("outcome_note", models.TextField(blank=True, verbose_name="bilan")),
                ("left_why", models.TextField(blank=True, verbose_name="motif")),
                (
                    "aid_check",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funding.stateaidcheck",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="places", to="funding.application"
                    ),
                ),
                (
                    "coach",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coached_places",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="accompagnateur",
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="places", to="accelerators.cohort"
                    ),
                ),
                (
                    "holder_signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "place",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "prepared",
                                    "offered",
                                    "onboarding",
                                    "in_programme",
                                    "milestone_review",
                                    "paused",
                                    "hearing",
                                    "demo_day",
                                    "graduated",
                                    "alumni",
                                ),
                            )
                        ),
                        fields=("application",),
                        name="one_place_per_file",
                        violation_error_message="Ce projet a déjà une place.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    [
                                        "in_programme",
                                        "milestone_review",
                                        "paused",
                                        "hearing",
                                        "demo_day",
                                        "graduated",
                                        "alumni",
                                    ],
                                ),
                                _negated=True,
                            ),
                            models.Q(
                                ("coach__isnull", False),
                                ("holder_signed_at__isnull", False),
                                ("signed_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="place_in_programme_signed_by_both",
                        violation_error_message="Un projet accompagné a un accompagnateur et une charte signée des deux.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paused"), _negated=True),
                            models.Q(("paused_on__isnull", False), ("paused_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="pause_has_an_end",
                        violation_error_message="Une pause a un début et une fin.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("graduated", "alumni")), _negated=True),
                            models.Q(("graduated_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="graduated_with_an_outcome",
                        violation_error_message="Un programme terminé a une date et une issue.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journal_count", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(blank=True, default="", editable=False, max_length=64)),
                (
                    "state",
                    workflows.models.stateful.StateField(
                        db_index=True, default="planned", max_length=32, protected=True, verbose_name="état"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="jalon")),
                ("expected", models.TextField(max_length=1000, verbose_name="ce qui est attendu")),
                ("due_on", models.DateField(verbose_name="échéance")),
                ("evidence", models.TextField(blank=True, verbose_name="ce qui a été fait")),
                ("filed_at", models.DateTimeField(blank=True, null=True)),
                ("said", models.TextField(blank=True, verbose_name="avis")),
                ("judged_at", models.DateTimeField(blank=True, null=True)),
                ("reminded_on", models.DateField(blank=True, null=True)),
                ("chased_on", models.DateField(blank=True, null=True)),
                (
                    "common",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="copies",
                        to="accelerators.commonmilestone",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funding.document",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "judged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="milestones", to="accelerators.place"
                    ),
                ),
            ],
            options={
                "verbose_name": "jalon",
                "ordering": ["due_on", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("place", "common"), name="one_copy_per_common_milestone"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "filed"), _negated=True),
                            models.Q(("filed_at__isnull", False), models.Q(("evidence", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="milestone_filed_with_evidence",
                        violation_error_message="Un jalon remis dit ce qui a été fait.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["go", "conditional", "no_go"]), _negated=True),
                            models.Q(
                                ("judged_at__isnull", False),
                                ("judged_by__isnull", False),
                                models.Q(("said", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="milestone_judged_with_reasons",
                        violation_error_message="Un jalon jugé a un avis, une date et un auteur.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hearing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grievances", models.TextField(verbose_name="griefs")),
                ("rule", models.TextField(verbose_name="règle méconnue")),
                ("answer_by", models.DateField(verbose_name="observations attendues le")),
                ("opened_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True, verbose_name="observations")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("reasons", models.TextField(blank=True, verbose_name="motifs")),
                ("why_not_followed", models.TextField(blank=True, verbose_name="réponse aux observations")),
                ("excluded", models.BooleanField(null=True)),
                ("number", models.CharField(blank=True, max_length=40, null=True, unique=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.mandate"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hearings", to="accelerators.place"
                    ),
                ),
            ],
            options={
                "verbose_name": "procédure de sortie",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)), fields=("place",), name="one_hearing_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("excluded", True), _negated=True),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("mandate__isnull", False),
                                ("number__isnull", False),
                                models.Q(("reasons", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="exclusion_signed_with_reasons",
                        violation_error_message="Une sortie prononcée a des motifs, un auteur, une délégation et un numéro.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recruitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "most_refusals",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Trois, par exemple. Vide\xa0: pas de limite.",
                        null=True,
                        verbose_name="refus avant de ne plus pouvoir déposer",
                    ),
                ),
                (
                    "administration_quorum",
                    models.PositiveSmallIntegerField(default=2, verbose_name="quorum du collège de l’administration"),
                ),
                ("citizens_quorum", models.PositiveSmallIntegerField(default=3, verbose_name="quorum du jury citoyen")),
                (
                    "accept_days",
                    models.PositiveSmallIntegerField(default=10, verbose_name="jours pour accepter une place"),
                ),
                (
                    "late_entry_days",
                    models.PositiveSmallIntegerField(
                        default=15,
                        verbose_name="jours après le début pendant lesquels une place libérée est encore proposée",
                    ),
                ),
                (
                    "call",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="recruitment", to="funding.call"
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recruitments",
                        to="accelerators.cohort",
                        verbose_name="promotion à remplir",
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide\xa0: l’appel est celui du réseau, qui oriente les dossiers.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recruitments",
                        to="accelerators.node",
                        verbose_name="accélérateur",
                    ),
                ),
            ],
            options={
                "verbose_name": "recrutement",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("most_refusals", None), ("most_refusals__gte", 1), _connector="OR"),
                        name="recruitment_allows_one_try",
                        violation_error_message="Un refus au moins, ou rien.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("accept_days__gte", 1)),
                        name="recruitment_leaves_a_day_to_accept",
                        violation_error_message="Laissez un jour au moins pour accepter une place.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Redirection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(verbose_name="pourquoi")),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("consented", models.BooleanField(null=True)),
                ("refused_why", models.TextField(blank=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redirections",
                        to="funding.application",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funding.call"),
                ),
                (
                    "target",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funding.call"),
                ),
            ],
            options={
                "verbose_name": "réorientation",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)),
                        fields=("application",),
                        name="one_redirection_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("origin", models.F("target")), _negated=True),
                        name="redirection_goes_elsewhere",
                        violation_error_message="Choisissez un autre appel.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Support",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("coaching", "Accompagnement"),
                            ("expertise", "Expertise"),
                            ("training", "Formation"),
                            ("premises", "Locaux et matériel"),
                        ],
                        default="coaching",
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                ("on", models.DateField(verbose_name="date")),
                ("hours", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="heures")),
                ("price", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="prix de l’heure")),
                ("about", models.CharField(max_length=200, verbose_name="objet")),
                (
                    "logged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="supports", to="accelerators.place"
                    ),
                ),
            ],
            options={
                "verbose_name": "accompagnement",
                "ordering": ["-on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hours__gt", 0), ("price__gte", 0)),
                        name="support_lasts_and_is_worth",
                        violation_error_message="Un accompagnement dure un peu et a un prix de marché.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journal_count", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(blank=True, default="", editable=False, max_length=64)),
                (
                    "state",
                    workflows.models.stateful.StateField(
                        db_index=True, default="planned", max_length=32, protected=True, verbose_name="état"
                    ),
                ),
                ("months", models.PositiveSmallIntegerField(verbose_name="mois après le programme")),
                ("opens_on", models.DateField(verbose_name="ouverte le")),
                ("reminded_on", models.DateField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("still_running", models.BooleanField(null=True, verbose_name="le projet continue")),
                (
                    "jobs",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="emplois (équivalents temps plein)"
                    ),
                ),
                ("users", models.PositiveIntegerField(blank=True, null=True, verbose_name="usagers touchés")),
                (
                    "raised",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="financements obtenus",
                    ),
                ),
                (
                    "territories",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="territoires d’implantation"),
                ),
                ("words", models.TextField(blank=True, verbose_name="ce qui a changé")),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="surveys", to="accelerators.place"
                    ),
                ),
            ],
            options={
                "verbose_name": "enquête",
                "ordering": ["months"],
                "constraints": [
                    models.UniqueConstraint(fields=("place", "months"), name="one_survey_per_project_and_time"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            models.Q(("answered_at__isnull", False), ("still_running__isnull", False)),
                            _connector="OR",
                        ),
                        name="survey_answered_says_whether_it_runs",
                        violation_error_message="Une enquête remplie dit si le projet continue.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="cohort",
            constraint=models.UniqueConstraint(
                fields=("node", "number"),
                name="one_cohort_per_number",
                violation_error_message="Cet accélérateur a déjà une promotion de ce numéro.",
            ),
        ),
    ]
