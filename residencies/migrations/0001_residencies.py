from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import residencies.models.faces
import residencies.models.journal
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
            name="HostApplication",
            fields=[],
            options={
                "verbose_name": "candidature d’un territoire hôte",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=(residencies.models.faces.Selected, "funding.application"),
        ),
        migrations.CreateModel(
            name="TeamApplication",
            fields=[],
            options={
                "verbose_name": "candidature d’une équipe",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=(residencies.models.faces.Selected, "funding.application"),
        ),
        migrations.CreateModel(
            name="Residency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journal_count", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(blank=True, default="", editable=False, max_length=64)),
                (
                    "state",
                    workflows.models.stateful.StateField(
                        db_index=True, default="drafted", max_length=32, protected=True, verbose_name="état"
                    ),
                ),
                ("created_at", models.DateTimeField(default=workflows.clock.now, editable=False)),
                ("reasons", models.JSONField(blank=True, default=dict)),
                ("answer_due_on", models.DateField(blank=True, null=True, verbose_name="réponse attendue le")),
                ("matched_at", models.DateTimeField(blank=True, null=True)),
                ("topic", models.CharField(blank=True, max_length=200, verbose_name="sujet de la résidence")),
                (
                    "stipend",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="bourse",
                    ),
                ),
                (
                    "total_cost",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="coût de la résidence",
                    ),
                ),
                (
                    "host_cash",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="apport de l’hôte en argent",
                    ),
                ),
                (
                    "host_in_kind",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="apport de l’hôte en nature",
                    ),
                ),
                ("in_kind_detail", models.TextField(blank=True, verbose_name="ce que l’hôte apporte en nature")),
                ("obligations", models.TextField(blank=True, verbose_name="engagements particuliers")),
                ("rights", models.TextField(blank=True, verbose_name="droits d’auteur et droit à l’image")),
                ("aid_regime", models.CharField(blank=True, max_length=20, verbose_name="au regard des aides d’État")),
                ("host_signed_at", models.DateTimeField(blank=True, null=True)),
                ("host_quality", models.CharField(blank=True, max_length=150)),
                ("team_signed_at", models.DateTimeField(blank=True, null=True)),
                ("team_quality", models.CharField(blank=True, max_length=150)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("lodging", models.TextField(blank=True, verbose_name="logement")),
                ("lodging_confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("visited_on", models.DateField(blank=True, null=True, verbose_name="prévisite le")),
                ("visit_report", models.TextField(blank=True, verbose_name="compte rendu de la prévisite")),
                ("presentation_at", models.DateTimeField(blank=True, null=True, verbose_name="restitution le")),
                (
                    "presentation_place",
                    models.CharField(blank=True, max_length=200, verbose_name="lieu de la restitution"),
                ),
                ("attendance", models.PositiveIntegerField(blank=True, null=True, verbose_name="personnes présentes")),
                ("presentation_account", models.TextField(blank=True, verbose_name="ce qui s’est dit")),
                ("presented_at", models.DateTimeField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("cancel_reason", models.TextField(blank=True, verbose_name="motif de l’annulation")),
                ("cancel_answer_on", models.DateField(blank=True, null=True, verbose_name="observations attendues le")),
                ("host_observed", models.TextField(blank=True)),
                ("team_observed", models.TextField(blank=True)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "earned",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="",
                    ),
                ),
                (
                    "to_repay",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="à reverser",
                    ),
                ),
                ("repaid_on", models.DateField(blank=True, null=True, verbose_name="reversé le")),
                ("repayment", models.CharField(blank=True, max_length=100)),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hosted_residencies",
                        to="funding.application",
                    ),
                ),
                (
                    "host_signed_by",
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
                    "presented_by",
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
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="residencies",
                        to="funding.application",
                    ),
                ),
                (
                    "team_signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "résidence",
                "ordering": ["-id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["match_refused", "cancelled"]), _negated=True),
                        fields=("host",),
                        name="host_matched_once",
                        violation_error_message="Cet hôte est déjà apparié.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["match_refused", "cancelled"]), _negated=True),
                        fields=("team",),
                        name="team_matched_once",
                        violation_error_message="Cette équipe est déjà appariée.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("host", models.F("team")), _negated=True),
                        name="residency_has_two_sides",
                        violation_error_message="Une résidence réunit un hôte et une équipe.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    [
                                        "agreement_signed",
                                        "pre_visited",
                                        "immersion",
                                        "interval",
                                        "interrupted",
                                        "presentation_scheduled",
                                    ],
                                ),
                                _negated=True,
                            ),
                            models.Q(
                                ("host_signed_at__isnull", False),
                                ("signed_at__isnull", False),
                                ("team_signed_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="residency_agreement_signed_by_three",
                        violation_error_message="La convention de résidence a trois signataires.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cancelled"), _negated=True),
                            models.Q(("cancelled_at__isnull", False), models.Q(("cancel_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="residency_cancelled_with_reason",
                        violation_error_message="Une annulation a une date et un motif.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["match_proposed", "accepted_by_host", "accepted_by_team"]), _negated=True
                            ),
                            ("answer_due_on__isnull", False),
                            _connector="OR",
                        ),
                        name="match_proposed_until_a_day",
                        violation_error_message="Un appariement proposé fixe un délai.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="jour")),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="titre")),
                ("text", models.TextField(max_length=6000, verbose_name="ce que vous avez vu, entendu, essayé")),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("team", "L’équipe seulement"),
                            ("host", "L’équipe, l’hôte et le programme"),
                            ("public", "Tout le monde"),
                        ],
                        default="host",
                        max_length=6,
                        verbose_name="qui peut le lire\u202f?",
                    ),
                ),
                ("written_at", models.DateTimeField(default=workflows.clock.now)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                ("sending", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "residency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="residencies.residency"
                    ),
                ),
            ],
            options={
                "verbose_name": "page du journal",
                "ordering": ["day", "id"],
                "indexes": [models.Index(fields=["residency", "day"], name="journal_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("residency", "sending"), name="journal_entry_sent_once"),
                    models.CheckConstraint(
                        condition=models.Q(("visibility__in", ["team", "host", "public"])),
                        name="journal_entry_for_someone",
                        violation_error_message="Choisissez qui peut lire cette page.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instalment",
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
                ("position", models.PositiveSmallIntegerField()),
                (
                    "milestone",
                    models.CharField(
                        choices=[
                            ("signed", "À la signature"),
                            ("halfway", "À mi-parcours"),
                            ("presented", "Après la restitution"),
                            ("settled", "Solde de l’annulation"),
                        ],
                        max_length=10,
                        verbose_name="échéance",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="montant",
                    ),
                ),
                ("basis", models.TextField(blank=True, verbose_name="service fait")),
                ("number", models.CharField(blank=True, max_length=40, null=True, unique=True)),
                ("ordered_at", models.DateTimeField(blank=True, null=True)),
                ("paid_at", models.DateTimeField(blank=True, null=True)),
                ("returned_why", models.TextField(blank=True)),
                (
                    "ordered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paid_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "residency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instalments",
                        to="residencies.residency",
                    ),
                ),
            ],
            options={
                "verbose_name": "versement de la bourse",
                "ordering": ["residency", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("residency", "position"), name="one_instalment_per_position"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paid"), _negated=True),
                            models.Q(("ordered_by__isnull", False), ("paid_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="instalment_ordered_and_released",
                        violation_error_message="Un versement est ordonné puis libéré.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paid_by", None),
                            models.Q(("paid_by", models.F("ordered_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="instalment_by_two_people",
                        violation_error_message="Une seconde personne libère le versement.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "Accident ou maladie"),
                            ("place", "Lieu devenu indisponible"),
                            ("dispute", "Désaccord entre l’hôte et l’équipe"),
                            ("force", "Force majeure"),
                            ("other", "Autre"),
                        ],
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="survenu le")),
                ("account", models.TextField(verbose_name="ce qui s’est passé")),
                ("insurer_told", models.BooleanField(default=False, verbose_name="un assureur doit être prévenu")),
                ("logged_at", models.DateTimeField()),
                (
                    "logged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "residency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="incidents",
                        to="residencies.residency",
                    ),
                ),
            ],
            options={
                "verbose_name": "incident",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
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
                ("months", models.PositiveSmallIntegerField()),
                ("due_on", models.DateField()),
                ("continued", models.CharField(blank=True, max_length=10, verbose_name="la suite")),
                ("account", models.TextField(blank=True, verbose_name="ce qui a changé")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "residency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="residencies.residency",
                    ),
                ),
            ],
            options={
                "verbose_name": "retour sur résidence",
                "ordering": ["residency", "months"],
                "constraints": [
                    models.UniqueConstraint(fields=("residency", "months"), name="one_follow_up_per_month"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            models.Q(("account", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="follow_up_answered_in_words",
                        violation_error_message="Un retour sur résidence dit ce qui a changé.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(choices=[("host", "Hôte"), ("team", "Équipe")], max_length=4)),
                (
                    "understanding",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="compréhension de la question",
                    ),
                ),
                (
                    "welcome",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="accueil et présence",
                    ),
                ),
                (
                    "usefulness",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="utilité des productions",
                    ),
                ),
                ("changed", models.TextField(verbose_name="ce que la résidence a changé")),
                ("missed", models.TextField(blank=True, verbose_name="ce qui a manqué")),
                (
                    "rights_agreed",
                    models.BooleanField(default=False, verbose_name="contrat de cession de droits signé"),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "residency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evaluations",
                        to="residencies.residency",
                    ),
                ),
            ],
            options={
                "verbose_name": "évaluation",
                "ordering": ["side"],
                "constraints": [models.UniqueConstraint(fields=("residency", "side"), name="one_evaluation_per_side")],
            },
        ),
        migrations.CreateModel(
            name="Deliverable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                ("what", models.CharField(max_length=300, verbose_name="ce que c’est, à qui cela sert")),
                ("address", models.URLField(blank=True, max_length=300, verbose_name="adresse en ligne")),
                ("filed_at", models.DateTimeField()),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "residency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliverables",
                        to="residencies.residency",
                    ),
                ),
            ],
            options={
                "verbose_name": "production",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address", ""), _negated=True), ("document__isnull", False), _connector="OR"
                        ),
                        name="deliverable_can_be_seen",
                        violation_error_message="Une production a un fichier ou une adresse.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(choices=[("host", "Hôte"), ("team", "Équipe")], max_length=4)),
                ("insurer", models.CharField(max_length=120, verbose_name="assureur")),
                ("number", models.CharField(max_length=60, verbose_name="numéro de contrat")),
                ("starts_on", models.DateField(verbose_name="valable du")),
                ("ends_on", models.DateField(verbose_name="au")),
                ("filed_at", models.DateTimeField(default=workflows.clock.now)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "residency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="certificates",
                        to="residencies.residency",
                    ),
                ),
            ],
            options={
                "verbose_name": "attestation d’assurance",
                "ordering": ["side", "starts_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="certificate_ends_after_it_starts",
                        violation_error_message="L’attestation finit après avoir commencé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["host", "team"])),
                        name="certificate_of_one_side",
                        violation_error_message="Une attestation est celle de l’hôte ou de l’équipe.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journal_count", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(blank=True, default="", editable=False, max_length=64)),
                (
                    "state",
                    workflows.models.stateful.StateField(
                        db_index=True, default="open", max_length=32, protected=True, verbose_name="état"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="nom de la session")),
                (
                    "weeks",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="semaines d’immersion",
                    ),
                ),
                (
                    "stipend",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="bourse d’une équipe",
                    ),
                ),
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="jours pour accepter",
                    ),
                ),
                ("created_at", models.DateTimeField(default=workflows.clock.now, editable=False)),
                ("computed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "host_call",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hosting_round", to="funding.call"
                    ),
                ),
                (
                    "team_call",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="residing_round", to="funding.call"
                    ),
                ),
            ],
            options={
                "verbose_name": "session de résidences",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("host_call", models.F("team_call")), _negated=True),
                        name="round_ties_two_calls",
                        violation_error_message="Une session relie deux appels\xa0: un pour les hôtes, un pour les équipes.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stipend__gt", 0)),
                        name="round_pays_something",
                        violation_error_message="Une équipe en résidence est payée\xa0: indiquez la bourse.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="residency",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="residencies", to="residencies.round"
            ),
        ),
        migrations.CreateModel(
            name="Tie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300, verbose_name="lien")),
                (
                    "declared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="funding.application"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ties", to="residencies.round"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="funding.application"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("host", "team"), name="one_tie_per_pair")],
            },
        ),
        migrations.CreateModel(
            name="Week",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="du")),
                ("ends_on", models.DateField(verbose_name="au")),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("dropped", models.BooleanField(default=False)),
                (
                    "host_lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
                (
                    "residency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="weeks", to="residencies.residency"
                    ),
                ),
                (
                    "team_lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "semaine d’immersion",
                "ordering": ["starts_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="week_ends_after_it_starts",
                        violation_error_message="Une semaine finit après avoir commencé.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("dropped", False)),
                        expressions=[
                            (
                                models.Func(
                                    models.F("starts_on"),
                                    models.F("ends_on"),
                                    models.Value("[]"),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.F("team_lead"),
                                    models.F("team_lead"),
                                    models.Value("[]"),
                                    function="int8range",
                                    output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="weeks_of_a_team_apart",
                        violation_error_message="L’équipe est déjà en résidence ces jours-là.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("dropped", False)),
                        expressions=[
                            (
                                models.Func(
                                    models.F("starts_on"),
                                    models.F("ends_on"),
                                    models.Value("[]"),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.F("host_lead"),
                                    models.F("host_lead"),
                                    models.Value("[]"),
                                    function="int8range",
                                    output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="weeks_of_a_host_apart",
                        violation_error_message="L’hôte accueille déjà une équipe ces jours-là.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("alt", models.CharField(max_length=250, verbose_name="ce qu’on y voit")),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("file", models.FileField(max_length=120, upload_to=residencies.models.journal.stored_at)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="residencies.journalentry",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("alt", ""), _negated=True),
                        name="photo_is_described",
                        violation_error_message="Décrivez la photo pour qui ne la voit pas.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)])),
                (
                    "chooser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="residency_wishes",
                        to="funding.application",
                    ),
                ),
                (
                    "chosen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="funding.application"
                    ),
                ),
            ],
            options={
                "ordering": ["chooser", "rank"],
                "constraints": [
                    models.UniqueConstraint(fields=("chooser", "chosen"), name="wished_once"),
                    models.UniqueConstraint(fields=("chooser", "rank"), name="one_wish_per_rank"),
                ],
            },
        ),
    ]
