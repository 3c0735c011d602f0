from decimal import Decimal

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import funding.models.application_record
import funding.models.columns
import funding.models.document
import funding.models.face
import funding.models.of_file
import funding.models.seat
import workflows.clock
import workflows.models.stateful


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0002_changes_are_append_only"),
        ("people", "__first__"),
        ("workflows", "0002_journal_is_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journal_count", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(blank=True, default="", editable=False, max_length=64)),
                (
                    "state",
                    workflows.models.stateful.StateField(
                        db_index=True, default="draft", max_length=32, protected=True, verbose_name="état"
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        help_text="Début des numéros de dossier.", max_length=20, unique=True, verbose_name="code"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("AAP", "Appel à projets"),
                            ("AMI", "Appel à manifestation d’intérêt"),
                            ("PERM", "Ouvert toute l’année"),
                        ],
                        default="AAP",
                        max_length=4,
                        verbose_name="type",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="titre")),
                ("summary", models.CharField(max_length=300, verbose_name="en une phrase")),
                ("description", models.TextField(verbose_name="présentation")),
                ("opens_at", models.DateTimeField(verbose_name="ouverture")),
                ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="clôture")),
                (
                    "envelope",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="enveloppe de l’appel",
                    ),
                ),
                (
                    "min_total_cost",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="coût total minimal",
                    ),
                ),
                (
                    "max_total_cost",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="coût total maximal",
                    ),
                ),
                (
                    "min_aid",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="aide minimale",
                    ),
                ),
                (
                    "max_aid",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="aide maximale",
                    ),
                ),
                (
                    "aid_rate",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=7,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1")),
                        ],
                        verbose_name="taux maximal",
                    ),
                ),
                ("rates_by_size", models.JSONField(blank=True, default=dict, verbose_name="taux par taille")),
                (
                    "grant_share_of_aid",
                    models.DecimalField(
                        decimal_places=6,
                        default=Decimal("1"),
                        max_digits=7,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1")),
                        ],
                        verbose_name="part de subvention dans l’aide",
                    ),
                ),
                (
                    "max_grant_rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=7,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1")),
                        ],
                        verbose_name="taux maximal de subvention",
                    ),
                ),
                (
                    "own_funding_floor",
                    models.DecimalField(
                        decimal_places=6,
                        default=Decimal("0.2"),
                        max_digits=7,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1")),
                        ],
                        verbose_name="autofinancement minimal",
                    ),
                ),
                (
                    "eligible_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("commune", "Commune"),
                                ("epci", "Intercommunalité"),
                                ("department", "Département"),
                                ("region", "Région"),
                                ("state", "Service de l’État"),
                                ("public_body", "Établissement public"),
                                ("research", "Organisme de recherche"),
                                ("association", "Association ou fondation"),
                                ("company", "Entreprise"),
                                ("bank", "Banque"),
                                ("citizen", "Collectif de citoyens"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "eligible_departments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                ("min_months", models.PositiveSmallIntegerField(default=1, verbose_name="durée minimale (mois)")),
                ("max_months", models.PositiveSmallIntegerField(default=36, verbose_name="durée maximale (mois)")),
                ("cost_categories", models.JSONField(default=list, verbose_name="postes de dépenses")),
                ("with_shortlist", models.BooleanField(default=False, verbose_name="présélection par un comité")),
                ("blind", models.BooleanField(default=False, verbose_name="évaluation sans nom")),
                ("reviews_wanted", models.PositiveSmallIntegerField(default=2, verbose_name="évaluations par dossier")),
                (
                    "silence_months",
                    models.PositiveSmallIntegerField(default=2, verbose_name="silence valant rejet (mois)"),
                ),
                ("silence_basis", models.CharField(default="CRPA, art. L. 231-4, 3°", max_length=200)),
                (
                    "advance_rate",
                    models.DecimalField(
                        decimal_places=6,
                        default=Decimal("0.3"),
                        max_digits=7,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1")),
                        ],
                        verbose_name="avance",
                    ),
                ),
                (
                    "tie_breaks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=funding.models.columns.published_tie_breaks,
                        size=None,
                        verbose_name="départage à note égale",
                    ),
                ),
                (
                    "allow_skip",
                    models.BooleanField(
                        default=False, verbose_name="retenir un dossier plus petit, plus bas dans le classement"
                    ),
                ),
                (
                    "committed",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        editable=False,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="",
                    ),
                ),
                (
                    "contracted",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        editable=False,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="",
                    ),
                ),
                (
                    "paid",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        editable=False,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="",
                    ),
                ),
            ],
            options={
                "verbose_name": "appel",
                "ordering": ["closes_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_at", None), ("closes_at__gt", models.F("opens_at")), _connector="OR"
                        ),
                        name="call_closes_after_opening",
                        violation_error_message="La clôture vient après l’ouverture.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("committed__lte", models.F("envelope"))),
                        name="call_envelope_never_overcommitted",
                        violation_error_message="L’enveloppe de l’appel ne suffit pas.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contracted__lte", models.F("committed")), ("paid__lte", models.F("committed"))
                        ),
                        name="call_pays_what_it_committed",
                        violation_error_message="On ne conventionne ni ne verse plus que ce qui est engagé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "PERM"), ("closes_at__isnull", False), _connector="OR"),
                        name="call_has_a_closing",
                        violation_error_message="Indiquez la date de clôture\xa0: seul un appel permanent n’en a pas.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journal_count", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(blank=True, default="", editable=False, max_length=64)),
                (
                    "state",
                    workflows.models.stateful.StateField(
                        db_index=True, default="draft", max_length=32, protected=True, verbose_name="état"
                    ),
                ),
                ("instrument", models.CharField(editable=False, max_length=30)),
                (
                    "draft_code",
                    models.CharField(
                        default=funding.models.application_record.draft_code, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, editable=False, max_length=40, null=True, unique=True, verbose_name="numéro"
                    ),
                ),
                ("created_at", models.DateTimeField(default=workflows.clock.now, editable=False)),
                ("title", models.CharField(max_length=150, verbose_name="nom du projet")),
                (
                    "summary",
                    models.TextField(blank=True, max_length=1000, verbose_name="le projet en quelques phrases"),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="début des travaux")),
                ("months", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="durée (mois)")),
                ("answers", models.JSONField(blank=True, default=dict)),
                ("edition", models.PositiveIntegerField(default=0)),
                ("drafting", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "total_cost",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="dépenses",
                    ),
                ),
                (
                    "aid_requested",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="aide demandée",
                    ),
                ),
                (
                    "aid_wanted",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="aide demandée",
                    ),
                ),
                (
                    "own_funding",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="apport du porteur",
                    ),
                ),
                (
                    "partner_funding",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="apport des partenaires",
                    ),
                ),
                (
                    "other_public_aid",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="autres aides publiques",
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="déposé le")),
                ("silence_on", models.DateField(blank=True, null=True, verbose_name="silence valant rejet le")),
                ("answer_due_on", models.DateField(blank=True, null=True, verbose_name="pièces attendues le")),
                ("reopened_on", models.DateField(blank=True, null=True, verbose_name="rouvert le")),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            "reference", "title", "summary", config="french"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.commune",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_applications",
                        to="people.organisation",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="officiated",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="funding.call"
                    ),
                ),
            ],
            options={
                "verbose_name": "dossier",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["call", "state", "-id"], name="application_by_call"),
                    models.Index(fields=["state", "-id"], name="application_by_state"),
                    models.Index(fields=["officer", "state"], name="application_by_officer"),
                    models.Index(fields=["aid_requested", "id"], name="application_by_aid"),
                    models.Index(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "submitted",
                                    "incomplete",
                                    "eligible",
                                    "shortlisted",
                                    "under_due_diligence",
                                    "decision_proposed",
                                ),
                            )
                        ),
                        fields=["silence_on", "id"],
                        name="application_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("state", "awarded")),
                        fields=["call", "commune", "id"],
                        name="application_awarded",
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="application_search"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            ("state", "withdrawn"),
                            models.Q(("reference__isnull", False), ("submitted_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="application_submitted_with_number",
                        violation_error_message="Un dossier déposé a un numéro et une date de réception.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "incomplete"), _negated=True),
                            ("answer_due_on__isnull", False),
                            _connector="OR",
                        ),
                        name="application_incomplete_with_deadline",
                        violation_error_message="Une demande de pièces fixe un délai.",
                    ),
                ],
            },
            bases=(funding.models.face.Face, models.Model),
        ),
        migrations.CreateModel(
            name="AssignmentPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wanted", models.PositiveSmallIntegerField(verbose_name="évaluateurs par dossier")),
                ("due_on", models.DateField(verbose_name="évaluations attendues le")),
                ("made_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignment_plans", to="funding.call"
                    ),
                ),
            ],
            options={
                "verbose_name": "proposition d’affectation",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("sent_at", None)), fields=("call",), name="one_plan_in_preparation"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at", None), ("sent_by", None)),
                            models.Q(("sent_at__isnull", False), ("sent_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="plan_sent_by_someone",
                        violation_error_message="Un envoi a un auteur et une date.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApprovalRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.CharField(
                        choices=[("serial", "L’un après l’autre"), ("parallel", "Tous en même temps")],
                        default="serial",
                        max_length=10,
                        verbose_name="ordre des visas",
                    ),
                ),
                (
                    "wanted",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="0\xa0: tous.", verbose_name="visas nécessaires"
                    ),
                ),
                (
                    "second_authority",
                    models.ForeignKey(
                        blank=True,
                        help_text="Elle signe aussi chaque décision\xa0: l’État et la Région.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                        verbose_name="seconde autorité",
                    ),
                ),
                (
                    "call",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="approval_rules", to="funding.call"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CommitteeSession",
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
                ("starts_at", models.DateTimeField(verbose_name="date et heure")),
                ("duration", models.PositiveSmallIntegerField(default=180, verbose_name="durée prévue (minutes)")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="lieu")),
                ("link", models.URLField(blank=True, max_length=300, verbose_name="lien de visioconférence")),
                (
                    "envelope",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="enveloppe à répartir",
                    ),
                ),
                ("quorum", models.PositiveSmallIntegerField(default=1, verbose_name="quorum")),
                ("quorums", models.JSONField(blank=True, default=dict, verbose_name="quorum par collège")),
                (
                    "proxies_each",
                    models.PositiveSmallIntegerField(default=0, verbose_name="pouvoirs par membre présent"),
                ),
                (
                    "proxies_within_college",
                    models.BooleanField(default=False, verbose_name="pouvoirs dans un même collège seulement"),
                ),
                ("note", models.TextField(blank=True, verbose_name="notes de séance")),
                ("reopens_why", models.TextField(blank=True, verbose_name="motifs de la nouvelle délibération")),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("snapshot", models.JSONField(blank=True, editable=False, null=True)),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("secretary_signed_at", models.DateTimeField(blank=True, null=True)),
                ("chair_signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="funding.call"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "reopens",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reopened_by",
                        to="funding.committeesession",
                    ),
                ),
            ],
            options={
                "verbose_name": "séance du comité",
                "ordering": ["-starts_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["closed", "signed"]), _negated=True),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("snapshot__isnull", False),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="closed_session_is_frozen",
                        violation_error_message="Une séance close garde son relevé et son empreinte.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reopens", None), models.Q(("reopens_why", ""), _negated=True), _connector="OR"
                        ),
                        name="new_deliberation_has_reasons",
                        violation_error_message="Dites pourquoi le comité délibère à nouveau.",
                    ),
                ],
            },
            bases=(funding.models.seat.Seated, models.Model),
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journal_count", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(blank=True, default="", editable=False, max_length=64)),
                (
                    "state",
                    workflows.models.stateful.StateField(
                        db_index=True, default="waiting", max_length=32, protected=True, verbose_name="état"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="point")),
                ("opinion", models.TextField(blank=True, verbose_name="avis du rapporteur")),
                (
                    "proposed",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="montant proposé",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=0)),
                ("motion", models.JSONField(blank=True, default=dict)),
                ("secret_for", models.PositiveSmallIntegerField(default=0)),
                ("secret_against", models.PositiveSmallIntegerField(default=0)),
                ("secret_abstain", models.PositiveSmallIntegerField(default=0)),
                ("rounds", models.JSONField(blank=True, default=list)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("favourable", "Favorable"),
                            ("conditional", "Favorable sous conditions"),
                            ("reserve", "Liste complémentaire"),
                            ("unfavourable", "Défavorable"),
                            ("adjourned", "Ajourné"),
                        ],
                        max_length=15,
                        verbose_name="avis",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="montant retenu",
                    ),
                ),
                ("conditions", models.TextField(blank=True, verbose_name="conditions")),
                ("note", models.TextField(blank=True, verbose_name="notes")),
                ("rank", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rang")),
                (
                    "score",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True, verbose_name="note"),
                ),
                ("frozen", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "rapporteur",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="rapporteur",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_items",
                        to="funding.application",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="funding.committeesession"
                    ),
                ),
            ],
            options={
                "verbose_name": "point de l’ordre du jour",
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("session", "application"), name="one_item_per_file_and_session"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["favourable", "conditional"]), ("amount", 0), _connector="OR"
                        ),
                        name="only_a_favourable_opinion_has_an_amount",
                        violation_error_message="Seul un avis favorable porte un montant.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "conditional"), _negated=True),
                            models.Q(("conditions", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="conditional_opinion_has_conditions",
                        violation_error_message="Un avis sous conditions les écrit.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("key", models.SlugField(max_length=30)),
                ("name", models.CharField(max_length=150, verbose_name="critère")),
                ("help", models.CharField(blank=True, max_length=300, verbose_name="aide")),
                (
                    "weight",
                    models.DecimalField(decimal_places=2, default=Decimal("1"), max_digits=5, verbose_name="poids"),
                ),
                (
                    "threshold",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=3, null=True, verbose_name="seuil éliminatoire"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "À chaque évaluation"),
                            ("first", "Avant la présélection"),
                            ("jury", "Après la présélection (jury)"),
                        ],
                        default="",
                        max_length=5,
                        verbose_name="évaluation",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="criteria", to="funding.call"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("call", "key"), name="one_criterion_per_key"),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gt", 0)),
                        name="criterion_weighs_something",
                        violation_error_message="Le poids d’un critère est supérieur à zéro.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("award", "Attribution"),
                            ("reserve", "Liste complémentaire"),
                            ("rejection", "Rejet"),
                            ("ineligibility", "Irrecevabilité"),
                        ],
                        max_length=15,
                        verbose_name="sens",
                    ),
                ),
                (
                    "grant",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="subvention",
                    ),
                ),
                (
                    "recoverable_advance",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="avance récupérable",
                    ),
                ),
                (
                    "eligible_base",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="assiette éligible",
                    ),
                ),
                ("aid_regime", models.CharField(blank=True, max_length=250, verbose_name="régime d’aide")),
                ("state_aid", models.JSONField(blank=True, default=list)),
                ("reasons", models.TextField(verbose_name="motifs")),
                ("reasons_by_criterion", models.JSONField(blank=True, default=list)),
                ("conditions", models.TextField(blank=True, verbose_name="conditions")),
                ("rank", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rang")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valable jusqu’au")),
                ("drafted_at", models.DateTimeField()),
                ("sent_back_at", models.DateTimeField(blank=True, null=True)),
                ("sent_back_why", models.TextField(blank=True)),
                ("number", models.CharField(blank=True, max_length=40, null=True, unique=True, verbose_name="numéro")),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="retiré",
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="retirée le")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="funding.application"
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "first_mandate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.mandate",
                    ),
                ),
                (
                    "first_signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.mandate",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("kind", "award"), ("signed_at__isnull", False), ("withdrawn_at__isnull", True)
                        ),
                        fields=["application"],
                        include=("grant", "recoverable_advance", "withdrawn", "signed_at"),
                        name="decision_standing_awards",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mandate", None), ("number", None), ("signed_at", None), ("signed_by", None)),
                            models.Q(
                                ("mandate__isnull", False),
                                ("number__isnull", False),
                                ("sent_back_at", None),
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="decision_signed_by_someone_with_power",
                        violation_error_message="Une décision signée a un auteur, une délégation, une date et un numéro.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("first_mandate", None), ("first_signed_at", None), ("first_signed_by", None)),
                            models.Q(
                                ("first_mandate__isnull", False),
                                ("first_signed_at__isnull", False),
                                ("first_signed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="first_signature_by_someone_with_power",
                        violation_error_message="Une première signature a un auteur, une délégation et une date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("grant__gte", 0), ("kind", "award")),
                            models.Q(("grant", 0), ("recoverable_advance", 0)),
                            _connector="OR",
                        ),
                        name="only_an_award_has_an_amount",
                        violation_error_message="Seule une attribution porte un montant.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "withdrawn__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("grant"), "+", models.F("recoverable_advance")
                                ),
                            )
                        ),
                        name="withdrawn_up_to_what_was_awarded",
                        violation_error_message="On ne retire pas plus que ce qui a été accordé.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("sent_back_at", None), ("signed_at", None)),
                        fields=("application",),
                        name="one_decision_in_preparation",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
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
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="montant",
                    ),
                ),
                (
                    "withdrawn",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="retiré",
                    ),
                ),
                (
                    "eligible_base",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="dépenses retenues",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="début")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="fin")),
                ("obligations", models.TextField(blank=True, verbose_name="obligations particulières")),
                ("offered_at", models.DateTimeField(blank=True, null=True)),
                ("holder_signed_at", models.DateTimeField(blank=True, null=True)),
                ("holder_quality", models.CharField(blank=True, max_length=150)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
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
                    "mandate",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.mandate"
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
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreement", to="funding.application"
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreement", to="funding.decision"
                    ),
                ),
            ],
            options={
                "verbose_name": "convention",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["in_force", "closed"]), _negated=True),
                            models.Q(("signed_at", None), ("state", "closed")),
                            models.Q(("holder_signed_at__isnull", False), ("signed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="agreement_in_force_signed_by_both",
                        violation_error_message="Une convention en vigueur est signée par les deux parties.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Disbursement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journal_count", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(blank=True, default="", editable=False, max_length=64)),
                ("basis", models.TextField(blank=True, verbose_name="service fait")),
                ("number", models.CharField(blank=True, max_length=40, null=True, unique=True)),
                ("ordered_at", models.DateTimeField(blank=True, null=True)),
                ("paid_at", models.DateTimeField(blank=True, null=True)),
                ("returned_why", models.TextField(blank=True)),
                (
                    "state",
                    workflows.models.stateful.StateField(
                        db_index=True, default="planned", max_length=32, protected=True, verbose_name="état"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("advance", "Avance"), ("interim", "Acompte"), ("balance", "Solde")],
                        max_length=10,
                        verbose_name="nature",
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
                ("due_on", models.DateField(blank=True, null=True, verbose_name="prévu le")),
                (
                    "justified_cost",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="dépenses justifiées",
                    ),
                ),
                ("skipped_why", models.TextField(blank=True)),
                (
                    "overpaid",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="trop-perçu",
                    ),
                ),
                ("repaid_on", models.DateField(blank=True, null=True, verbose_name="reversé le")),
                ("repayment", models.CharField(blank=True, max_length=100, verbose_name="référence du reversement")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disbursements",
                        to="funding.agreement",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "versement",
                "ordering": ["agreement", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "position"), name="one_payment_per_position"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paid"), _negated=True),
                            models.Q(("ordered_by__isnull", False), ("paid_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="payment_ordered_and_released",
                        violation_error_message="Un versement est ordonné puis libéré.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paid_by", None),
                            models.Q(("paid_by", models.F("ordered_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="payment_by_two_people",
                        violation_error_message="Une seconde personne libère le versement.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "skipped"), _negated=True),
                            models.Q(("skipped_why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="payment_skipped_with_reason",
                        violation_error_message="Un versement sans objet a un motif.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("content_type", models.CharField(max_length=100)),
                ("extension", models.CharField(max_length=8)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("file", models.FileField(upload_to=funding.models.document.stored_at)),
                ("uploaded_at", models.DateTimeField()),
                ("question", models.CharField(blank=True, max_length=60)),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="acceptée le")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="funding.application"
                    ),
                ),
                (
                    "superseded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="supersedes",
                        to="funding.document",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Condition",
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
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=1000, verbose_name="condition")),
                ("due_on", models.DateField(verbose_name="à remplir avant le")),
                ("note", models.TextField(blank=True, verbose_name="ce qui la remplit")),
                ("filed_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.TextField(blank=True, verbose_name="réponse de l’instruction")),
                ("lifted_on", models.DateField(blank=True, null=True, verbose_name="levée le")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conditions", to="funding.application"
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
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conditions_set",
                        to="funding.decision",
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
            ],
            options={
                "verbose_name": "condition",
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("decision", "position"), name="one_condition_per_line"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "lifted"), _negated=True),
                            models.Q(("lifted_by__isnull", False), ("lifted_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="condition_lifted_by_someone_on_a_day",
                        violation_error_message="Une condition levée a une date et un auteur.",
                    ),
                ],
            },
            bases=(funding.models.of_file.OfFile, models.Model),
        ),
        migrations.CreateModel(
            name="AnonymisedCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("content_type", models.CharField(max_length=100)),
                ("extension", models.CharField(max_length=8)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("file", models.FileField(upload_to=funding.models.document.stored_at)),
                ("uploaded_at", models.DateTimeField()),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="copies", to="funding.document"
                    ),
                ),
            ],
            options={
                "verbose_name": "copie anonymisée",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FormVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField(default=dict)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="form_versions", to="funding.call"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("call", "number"), name="form_version_numbers"),
                    models.UniqueConstraint(
                        condition=models.Q(("published_at", None)),
                        fields=("call",),
                        name="one_working_draft_of_the_form",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="application",
            name="form_version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funding.formversion"
            ),
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journal_count", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(blank=True, default="", editable=False, max_length=64)),
                (
                    "state",
                    workflows.models.stateful.StateField(
                        db_index=True, default="standing", max_length=32, protected=True, verbose_name="état"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("none", "Aucun lien"), ("link", "Lien\xa0: déport")], max_length=4),
                ),
                ("reason", models.TextField(blank=True, max_length=1000, verbose_name="nature du lien")),
                ("declared_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                ("lifted_why", models.TextField(blank=True, verbose_name="pourquoi elle est levée")),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interests",
                        to="funding.application",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="interests", to="funding.call"
                    ),
                ),
                (
                    "declared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "déclaration d’intérêts",
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("kind", "link")),
                        fields=["user", "application", "call"],
                        name="interest_links",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "standing")),
                        fields=("user", "call", "application"),
                        name="one_declaration_per_thing",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "none"), models.Q(("reason", ""), _negated=True), _connector="OR"),
                        name="link_of_interest_says_which",
                        violation_error_message="Un déport dit la nature du lien.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lifted_at", None), ("lifted_by", None), ("lifted_why", ""), ("state", "standing")
                            ),
                            models.Q(
                                ("lifted_at__isnull", False),
                                ("lifted_by__isnull", False),
                                ("state", "lifted"),
                                models.Q(("lifted_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="link_lifted_by_someone_with_a_reason",
                        violation_error_message="Un déport levé l’est par quelqu’un, à une date, avec un motif.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lifted_by", None),
                            models.Q(("lifted_by", models.F("user")), _negated=True),
                            _connector="OR",
                        ),
                        name="link_lifted_by_another",
                        violation_error_message="On ne lève pas son propre déport.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LawVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "table",
                    models.CharField(
                        choices=[
                            ("de_minimis_general", "Plafond de minimis, régime général"),
                            ("de_minimis_sgei", "Plafond de minimis, services d’intérêt économique général"),
                            ("de_minimis_agriculture", "Plafond de minimis, agriculture"),
                            ("de_minimis_fishery", "Plafond de minimis, pêche et aquaculture"),
                            ("block_exemption", "Intensités du règlement général d’exemption (RGEC)"),
                            ("size", "Taille de l’entreprise"),
                            ("own_funding", "Participation minimale du maître d’ouvrage"),
                        ],
                        max_length=30,
                        verbose_name="règle",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("value", models.JSONField()),
                ("valid_from", models.DateField(verbose_name="en vigueur du")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                ("legal_basis", models.CharField(max_length=300, verbose_name="base juridique")),
                ("source_url", models.URLField(blank=True, max_length=300, verbose_name="texte en ligne")),
                (
                    "verified",
                    models.BooleanField(default=False, verbose_name="chiffres vérifiés dans le texte officiel"),
                ),
                ("drafted_at", models.DateTimeField(default=workflows.clock.now, editable=False)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "drafted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "version d’une règle",
                "ordering": ["table", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("table", "number"), name="one_law_version_per_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("published_at", None)),
                        fields=("table",),
                        name="one_law_version_in_preparation",
                        violation_error_message="Une version de cette règle est déjà en préparation\xa0: terminez-la.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="law_version_ends_after_it_begins",
                        violation_error_message="La fin vient après le début.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MinutedDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("asked_facts", models.JSONField(blank=True, default=dict)),
                ("drawn_at", models.DateTimeField(blank=True, null=True)),
                ("refused_at", models.DateTimeField(blank=True, null=True)),
                ("refusal", models.TextField(blank=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="draft", to="funding.agendaitem"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("drawn_at", None), ("refused_at", None), _connector="OR"),
                        name="draft_drawn_or_refused",
                        violation_error_message="Un projet est préparé, ou ne l’est pas.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by_applicant", models.BooleanField()),
                ("body", models.TextField(max_length=4000, verbose_name="message")),
                ("written_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="funding.application"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_lead", models.BooleanField(default=False, verbose_name="chef de file")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "size",
                    models.CharField(
                        choices=[
                            ("micro", "Micro-entreprise (moins de 10 personnes)"),
                            ("small", "Petite entreprise (moins de 50 personnes)"),
                            ("medium", "Entreprise moyenne (moins de 250 personnes)"),
                            ("large", "Grande entreprise"),
                            ("not_applicable", "Sans objet"),
                        ],
                        max_length=20,
                        verbose_name="taille",
                    ),
                ),
                ("is_economic", models.BooleanField(default=False, verbose_name="activité économique")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="personne à joindre")),
                (
                    "cost",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="dépenses",
                    ),
                ),
                (
                    "aid_rate",
                    models.DecimalField(
                        decimal_places=6,
                        default=Decimal("0"),
                        max_digits=7,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1")),
                        ],
                        verbose_name="taux",
                    ),
                ),
                (
                    "aid",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="aide",
                    ),
                ),
                (
                    "grant",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="subvention",
                    ),
                ),
                (
                    "recoverable_advance",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="avance récupérable",
                    ),
                ),
                ("engaged_at", models.DateTimeField(blank=True, null=True, verbose_name="engagement confirmé le")),
                ("engaged_by", models.CharField(blank=True, max_length=200, verbose_name="confirmé par")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="partners", to="funding.application"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partnerships",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-is_lead", "position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "organisation"),
                        name="one_part_per_organisation",
                        violation_error_message="Cette structure participe déjà au projet.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_lead", True)), fields=("application",), name="one_lead"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeclarationRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField(verbose_name="demandée le")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="rappelée le")),
                ("told", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="personnes prévenues")),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="declaration_request",
                        to="funding.partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "demande de déclaration",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reminded_at", None), ("reminded_at__gte", models.F("asked_at")), _connector="OR"
                        ),
                        name="declaration_reminded_after_asked",
                        violation_error_message="Un rappel vient après la demande.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CostLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("category", models.CharField(max_length=40)),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="costs", to="funding.partner"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("partner", "category"), name="one_line_per_category")],
            },
        ),
        migrations.CreateModel(
            name="AidDeclaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("companies", models.JSONField(default=list, verbose_name="entreprise unique")),
                ("aids", models.JSONField(default=list, verbose_name="aides reçues")),
                ("figures", models.JSONField(default=dict, verbose_name="chiffres du dernier exercice clos")),
                ("enterprises", models.JSONField(default=list, verbose_name="groupe")),
                ("declared_at", models.DateTimeField()),
                (
                    "declared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aid_declarations",
                        to="funding.partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "déclaration de minimis",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="PlannedReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "matched",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                    ),
                ),
                ("by_hand", models.BooleanField(default=False)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("", "À envoyer"), ("sent", "Envoyée"), ("refused", "Refusée")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("why", models.TextField(blank=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="planned_reviews",
                        to="funding.application",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="funding.assignmentplan"
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "application", "reviewer"), name="one_planned_review")
                ],
            },
        ),
        migrations.CreateModel(
            name="PoolInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="adresse électronique")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=workflows.clock.now)),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("name", models.CharField(blank=True, max_length=160, verbose_name="nom")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("reviewer", "Évaluateur"),
                            ("chair", "Président de comité"),
                            ("member", "Membre de comité, siège à donner en séance"),
                        ],
                        max_length=10,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                    ),
                ),
                (
                    "departments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                ("capacity", models.PositiveSmallIntegerField(default=10)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pool_invitations", to="funding.call"
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation à évaluer",
                "ordering": ["-created_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("call"),
                        django.db.models.functions.text.Upper("email"),
                        condition=models.Q(("accepted_at", None), ("cancelled_at", None)),
                        name="one_waiting_call_per_address",
                        violation_error_message="Cette personne est déjà invitée.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                ("instrument", models.CharField(default="grants", max_length=30, verbose_name="instrument")),
                ("legal_basis", models.TextField(verbose_name="base juridique")),
                ("summary", models.TextField(blank=True, verbose_name="objet")),
                (
                    "envelope",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="enveloppe",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="début")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="fin")),
                ("service", models.CharField(max_length=200, verbose_name="service")),
                ("address", models.TextField(verbose_name="adresse")),
                ("email", models.EmailField(max_length=254, verbose_name="adresse électronique")),
                ("phone", models.CharField(max_length=30, verbose_name="téléphone")),
                ("court", models.CharField(max_length=200, verbose_name="tribunal compétent")),
                ("court_address", models.TextField(blank=True, verbose_name="adresse du tribunal")),
                ("place", models.CharField(default="Paris", max_length=80, verbose_name="fait à")),
                (
                    "head",
                    models.CharField(
                        blank=True,
                        help_text="Par exemple\xa0: le directeur général du Fonds.",
                        max_length=200,
                        verbose_name="qui décide",
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="people.organisation",
                        verbose_name="autorité",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("envelope__gte", 0)),
                        name="programme_envelope_not_negative",
                        violation_error_message="L’enveloppe ne peut pas être négative.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="programme_ends_after_start",
                        violation_error_message="La fin du programme vient après son début.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FunderShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="montant",
                    ),
                ),
                (
                    "funder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="people.organisation",
                        verbose_name="financeur",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="funding.programme"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "funder"),
                        name="one_share_per_funder",
                        violation_error_message="Ce financeur a déjà une part dans ce programme.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="call",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="calls",
                to="funding.programme",
                verbose_name="programme",
            ),
        ),
        migrations.CreateModel(
            name="RegisterImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="fichier")),
                ("sha256", models.CharField(max_length=64)),
                ("imported_at", models.DateTimeField()),
                ("lines", models.PositiveIntegerField(default=0)),
                ("countable", models.PositiveIntegerField(default=0)),
                ("flagged", models.PositiveIntegerField(default=0)),
                ("found", models.JSONField(default=dict)),
                (
                    "imported_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "import du registre de minimis",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="RegisteredAid",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.PositiveIntegerField(verbose_name="ligne")),
                ("siren", models.CharField(blank=True, max_length=9, verbose_name="SIREN")),
                ("identifier", models.CharField(blank=True, max_length=40, verbose_name="identifiant")),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="bénéficiaire")),
                ("regime", models.CharField(max_length=20, verbose_name="régime")),
                ("instrument", models.CharField(blank=True, max_length=100, verbose_name="instrument")),
                ("authority", models.CharField(blank=True, max_length=200, verbose_name="autorité")),
                ("operator", models.CharField(blank=True, max_length=200, verbose_name="opérateur")),
                ("commune", models.CharField(blank=True, max_length=100, verbose_name="commune")),
                ("country", models.CharField(blank=True, max_length=60, verbose_name="pays")),
                ("sector", models.CharField(blank=True, max_length=100, verbose_name="secteur")),
                (
                    "gge",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, null=True, verbose_name="équivalent-subvention brut"
                    ),
                ),
                ("granted_on", models.DateField(null=True, verbose_name="octroyée le")),
                ("declared_on", models.DateField(null=True, verbose_name="déclarée le")),
                ("published_on", models.DateField(null=True, verbose_name="publiée le")),
                (
                    "anomalies",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="funding.registerimport"
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne du registre de minimis",
                "ordering": ["line"],
                "indexes": [models.Index(fields=["siren", "granted_on"], name="registered_aid_siren")],
            },
        ),
        migrations.CreateModel(
            name="RegisterRuling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.CharField(db_index=True, max_length=64)),
                ("said", models.JSONField()),
                (
                    "ruling",
                    models.CharField(
                        choices=[
                            ("aside", "Écartée\xa0: elle n’est pas comptée"),
                            ("confirmed", "Confirmée\xa0: elle est comptée"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(verbose_name="motif")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne de registre examinée",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="register_line_ruled_with_a_reason",
                        violation_error_message="Dites pourquoi\xa0: le motif reste avec la ligne.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.TextField(max_length=4000, verbose_name="contribution")),
                ("written_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="remarks", to="funding.application"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "contribution au débat",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="RequiredPiece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("label", models.CharField(max_length=150, verbose_name="intitulé")),
                ("help", models.CharField(blank=True, max_length=300, verbose_name="aide")),
                ("indispensable", models.BooleanField(default=True, verbose_name="indispensable")),
                ("required_by", models.CharField(blank=True, max_length=200, verbose_name="texte qui l’exige")),
                (
                    "for_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("commune", "Commune"),
                                ("epci", "Intercommunalité"),
                                ("department", "Département"),
                                ("region", "Région"),
                                ("state", "Service de l’État"),
                                ("public_body", "Établissement public"),
                                ("research", "Organisme de recherche"),
                                ("association", "Association ou fondation"),
                                ("company", "Entreprise"),
                                ("bank", "Banque"),
                                ("citizen", "Collectif de citoyens"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pieces", to="funding.call"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="PieceRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("other", models.CharField(blank=True, max_length=200, verbose_name="autre pièce")),
                ("message", models.TextField(verbose_name="explication")),
                ("asked_on", models.DateField()),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("due_on", models.DateField(verbose_name="réponse attendue le")),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("dropped_on", models.DateField(blank=True, null=True)),
                ("time_asked_on", models.DateField(blank=True, null=True)),
                ("time_asked_why", models.TextField(blank=True)),
                ("time_answered_on", models.DateField(blank=True, null=True)),
                ("time_refused_why", models.TextField(blank=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="piece_requests",
                        to="funding.application",
                    ),
                ),
                ("copies", models.ManyToManyField(blank=True, related_name="+", to="funding.document")),
                ("pieces", models.ManyToManyField(blank=True, to="funding.requiredpiece")),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gt", models.F("asked_on"))),
                        name="pieces_due_after_asked",
                        violation_error_message="Le délai de réponse se termine après la demande.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="piece",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="funding.requiredpiece",
            ),
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journal_count", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(blank=True, default="", editable=False, max_length=64)),
                (
                    "state",
                    workflows.models.stateful.StateField(
                        db_index=True, default="assigned", max_length=32, protected=True, verbose_name="état"
                    ),
                ),
                ("assigned_at", models.DateTimeField()),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="attendue le")),
                ("reminded_on", models.DateField(blank=True, editable=False, null=True)),
                (
                    "no_interest_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="absence de conflit d’intérêts déclarée le"
                    ),
                ),
                ("draft", models.JSONField(blank=True, default=dict)),
                ("opinion", models.TextField(blank=True, verbose_name="avis général")),
                ("reason", models.TextField(blank=True, verbose_name="raison du déport")),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "À chaque évaluation"),
                            ("first", "Avant la présélection"),
                            ("jury", "Après la présélection (jury)"),
                        ],
                        default="",
                        editable=False,
                        max_length=5,
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="funding.application"
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "évaluation",
                "constraints": [
                    models.UniqueConstraint(fields=("application", "reviewer"), name="one_review_per_reviewer"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "submitted"), _negated=True),
                            models.Q(("no_interest_at__isnull", False), ("submitted_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="review_submitted_with_declaration",
                        violation_error_message="Une évaluation est remise après la déclaration d’intérêts, à une date.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewerProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="domaines",
                    ),
                ),
                (
                    "departments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="départements",
                    ),
                ),
                ("capacity", models.PositiveSmallIntegerField(default=10, verbose_name="dossiers au plus, par appel")),
                ("away_from", models.DateField(blank=True, null=True, verbose_name="absent du")),
                ("away_until", models.DateField(blank=True, null=True, verbose_name="au")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviewer_profile",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "profil d’évaluateur",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("away_from", None), ("away_until", None)),
                            ("away_until__gte", models.F("away_from")),
                            _connector="OR",
                        ),
                        name="reviewer_back_after_leaving",
                        violation_error_message="Une absence a un premier et un dernier jour, dans cet ordre.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RuledSign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=300)),
                ("sentence", models.CharField(max_length=400)),
                (
                    "ruling",
                    models.CharField(
                        choices=[
                            ("confirmed", "Confirmé\xa0: déport"),
                            ("dismissed", "Écarté\xa0: sans lien d’intérêt"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(verbose_name="motif")),
                ("at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ruled_signs",
                        to="funding.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ruled_signs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "signe examiné",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["application", "user"], name="ruled_sign_of_pair")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", models.F("user")), _negated=True), models.Q(("reason", ""), _negated=True)
                        ),
                        name="sign_ruled_by_another_with_a_reason",
                        violation_error_message="Un signe est examiné par quelqu’un d’autre, avec un motif.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.PositiveSmallIntegerField()),
                ("comment", models.TextField(blank=True)),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="funding.criterion"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="funding.review"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("review", "criterion"), name="one_score_per_criterion"),
                    models.CheckConstraint(
                        condition=models.Q(("value__lte", 5)),
                        name="score_from_0_to_5",
                        violation_error_message="Une note va de 0 à 5.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "college",
                    models.CharField(
                        choices=[
                            ("administration", "Administration"),
                            ("experts", "Experts"),
                            ("elected", "Élus"),
                            ("citizens", "Citoyens"),
                        ],
                        max_length=15,
                        verbose_name="collège",
                    ),
                ),
                ("is_chair", models.BooleanField(default=False, verbose_name="préside")),
                ("is_secretary", models.BooleanField(default=False, verbose_name="tient le secrétariat")),
                ("may_vote", models.BooleanField(default=True, verbose_name="vote")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seats", to="funding.committeesession"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "siège",
                "ordering": ["-is_chair", "-is_secretary", "college", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("session", "user"), name="one_seat_per_person"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_chair", True)), fields=("session",), name="one_chair_per_session"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_secretary", True)),
                        fields=("session",),
                        name="one_secretary_per_session",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_chair", False), ("may_vote", True), _connector="OR"),
                        name="chair_votes",
                        violation_error_message="La personne qui préside a une voix.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proxy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proxies_given", to="funding.seat"
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proxies_held", to="funding.seat"
                    ),
                ),
            ],
            options={
                "verbose_name": "pouvoir",
                "ordering": ["given_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("giver",), name="one_proxy_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("giver", models.F("holder")), _negated=True),
                        name="proxy_to_another",
                        violation_error_message="Un pouvoir se donne à une autre personne.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("arrived_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="presences", to="funding.seat"
                    ),
                ),
            ],
            options={
                "ordering": ["arrived_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_at", None)), fields=("seat",), name="one_presence_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_at", None), ("left_at__gte", models.F("arrived_at")), _connector="OR"
                        ),
                        name="presence_ends_after_it_began",
                        violation_error_message="On part après être arrivé.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        choices=[("for", "Pour"), ("against", "Contre"), ("abstain", "Abstention")],
                        max_length=10,
                    ),
                ),
                ("cast_at", models.DateTimeField(blank=True, null=True)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ballots", to="funding.agendaitem"
                    ),
                ),
                (
                    "cast_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots_by_proxy",
                        to="funding.seat",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ballots", to="funding.seat"
                    ),
                ),
            ],
            options={
                "verbose_name": "bulletin",
                "constraints": [models.UniqueConstraint(fields=("item", "round", "seat"), name="one_ballot_per_seat")],
            },
        ),
        migrations.CreateModel(
            name="SetAside",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="pourquoi")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="asides", to="funding.decision"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("decision", "by"), name="one_mark_per_signatory")],
            },
        ),
        migrations.CreateModel(
            name="SigningAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signing_acts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="SigningLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("imprint", models.CharField(max_length=64)),
                ("tries", models.PositiveSmallIntegerField(default=1)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("refused_at", models.DateTimeField(blank=True, null=True)),
                ("refusal", models.TextField(blank=True)),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="funding.signingact"
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signing_lines", to="funding.decision"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("refused_at", None), ("signed_at", None)),
                        fields=("decision",),
                        name="one_signature_under_way",
                        violation_error_message="Cette décision est déjà en cours de signature.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("signed_at", None), ("refused_at", None), _connector="OR"),
                        name="signing_line_signed_or_refused",
                        violation_error_message="Une décision est signée, ou ne l’est pas.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StateAidCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="numéro")),
                (
                    "regime",
                    models.CharField(
                        choices=[
                            ("none", "Hors champ\xa0: pas d’activité économique dans ce projet"),
                            ("de_minimis", "De minimis, régime général"),
                            ("de_minimis_sgei", "De minimis, service d’intérêt économique général"),
                            ("block_exemption", "Règlement général d’exemption (RGEC)"),
                        ],
                        max_length=20,
                        verbose_name="régime",
                    ),
                ),
                ("checked_for", models.DateField(verbose_name="contrôlé pour le")),
                (
                    "aid",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="aide contrôlée",
                    ),
                ),
                (
                    "gge",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="équivalent-subvention brut",
                    ),
                ),
                (
                    "ceiling",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="plafond",
                    ),
                ),
                (
                    "headroom",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="marge",
                    ),
                ),
                ("fits_from", models.DateField(blank=True, null=True, verbose_name="possible à partir du")),
                ("given", models.JSONField()),
                ("facts", models.JSONField()),
                ("lines", models.JSONField(default=list)),
                ("laws", models.JSONField(default=list)),
                ("refusals", models.JSONField(default=list)),
                ("passed", models.BooleanField(verbose_name="passé")),
                ("regime_text", models.CharField(max_length=250, verbose_name="régime cité")),
                ("made_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="aid_checks", to="funding.application"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="aid_checks", to="funding.partner"
                    ),
                ),
            ],
            options={
                "verbose_name": "contrôle d’aide d’État",
                "ordering": ["partner_id", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("partner", "number"), name="one_aid_check_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("regime", "none"), _negated=True), ("gge", 0), _connector="OR"),
                        name="no_grant_equivalent_outside_state_aid",
                        violation_error_message="Hors du champ des aides d’État, il n’y a pas d’équivalent-subvention.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeMinimisAward",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("siren", models.CharField(max_length=9, verbose_name="SIREN")),
                ("name", models.CharField(max_length=200, verbose_name="entreprise")),
                ("regime", models.CharField(max_length=20, verbose_name="régime")),
                (
                    "gge",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="équivalent-subvention brut",
                    ),
                ),
                (
                    "kept",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="équivalent-subvention brut maintenu",
                    ),
                ),
                ("granted_on", models.DateField(verbose_name="octroyée le")),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="de_minimis_awards",
                        to="funding.decision",
                    ),
                ),
                (
                    "check_passed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funding.stateaidcheck"
                    ),
                ),
            ],
            options={
                "verbose_name": "aide de minimis octroyée",
                "ordering": ["granted_on", "id"],
                "indexes": [models.Index(fields=["siren", "granted_on"], name="de_minimis_award_siren")],
                "constraints": [
                    models.UniqueConstraint(fields=("decision", "check_passed"), name="one_de_minimis_award_per_check"),
                    models.CheckConstraint(
                        condition=models.Q(("kept__lte", models.F("gge"))),
                        name="de_minimis_kept_up_to_what_was_granted",
                        violation_error_message="On ne maintient pas plus que ce qui a été octroyé.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisaLevel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("name", models.CharField(max_length=100, verbose_name="niveau")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="visa_levels", to="funding.call"
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visa_levels",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="titulaire",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="VisaDeputy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="premier jour")),
                ("valid_to", models.DateField(verbose_name="dernier jour")),
                ("reference", models.CharField(max_length=200, verbose_name="acte")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="suppléant",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deputies", to="funding.visalevel"
                    ),
                ),
            ],
            options={
                "ordering": ["-valid_from", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__gte", models.F("valid_from"))),
                        name="deputy_ends_after_it_begins",
                        violation_error_message="Le dernier jour vient après le premier.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Visa",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "opinion",
                    models.CharField(
                        blank=True,
                        choices=[("given", "Visa donné"), ("refused", "Visa refusé"), ("sent_back", "Projet renvoyé")],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="motif")),
                ("at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="visas", to="funding.decision"
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funding.visadeputy",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visas", to="funding.visalevel"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("decision", "level"), name="one_visa_per_level"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("at", None), ("by", None), ("opinion", "")),
                            models.Q(("at__isnull", False), ("by__isnull", False)),
                            _connector="OR",
                        ),
                        name="visa_given_by_someone_on_a_day",
                        violation_error_message="Un visa a un auteur et une date.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journal_count", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(blank=True, default="", editable=False, max_length=64)),
                ("first_signed_at", models.DateTimeField(blank=True, null=True)),
                ("first_said", models.JSONField(blank=True, default=dict)),
                ("sent_back_why", models.TextField(blank=True, verbose_name="ce qu’il faut revoir")),
                (
                    "state",
                    workflows.models.stateful.StateField(
                        db_index=True, default="opened", max_length=32, protected=True, verbose_name="état"
                    ),
                ),
                ("facts", models.TextField(verbose_name="faits")),
                ("rule", models.TextField(verbose_name="règle méconnue")),
                (
                    "envisaged",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="retrait envisagé",
                    ),
                ),
                ("total", models.BooleanField(default=False, verbose_name="retrait total")),
                ("due_on", models.DateField(verbose_name="observations attendues le")),
                ("opened_at", models.DateTimeField()),
                ("observations", models.TextField(blank=True, verbose_name="observations")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("nothing_to_add_at", models.DateTimeField(blank=True, null=True)),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="montant retiré",
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
                ("reasons", models.TextField(blank=True, verbose_name="motifs")),
                ("why_not_followed", models.TextField(blank=True, verbose_name="réponse aux observations")),
                ("number", models.CharField(blank=True, max_length=40, null=True, unique=True, verbose_name="numéro")),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("repaid_on", models.DateField(blank=True, null=True, verbose_name="reversé le")),
                ("repayment", models.CharField(blank=True, max_length=100, verbose_name="référence du reversement")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawals",
                        to="funding.application",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="withdrawals", to="funding.decision"
                    ),
                ),
                ("documents", models.ManyToManyField(blank=True, related_name="+", to="funding.document")),
                (
                    "first_mandate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.mandate",
                    ),
                ),
                (
                    "first_signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.mandate",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "retrait d’une aide",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["withdrawn", "annulled"]), _negated=True),
                            models.Q(
                                ("mandate__isnull", False),
                                ("number__isnull", False),
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                models.Q(("reasons", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="withdrawal_signed_with_reasons_by_someone_with_power",
                        violation_error_message="Un retrait a des motifs, un auteur, une délégation, une date et un numéro.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__lte", models.F("envisaged"))),
                        name="withdrawal_within_what_was_envisaged",
                        violation_error_message="On ne retire pas plus que ce que la lettre d’observations envisageait.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to_repay__lte", models.F("amount"))),
                        name="withdrawal_gives_back_what_it_takes",
                        violation_error_message="On ne réclame pas plus que ce qui est retiré.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("first_mandate", None), ("first_signed_at", None), ("first_signed_by", None)),
                            models.Q(
                                ("first_mandate__isnull", False),
                                ("first_signed_at__isnull", False),
                                ("first_signed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="first_signature_of_a_withdrawal",
                        violation_error_message="Une première signature a un auteur, une délégation et une date.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["opened", "heard"])),
                        fields=("application",),
                        name="one_withdrawal_at_a_time",
                    ),
                ],
            },
            bases=(funding.models.of_file.OfFile, models.Model),
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journal_count", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(blank=True, default="", editable=False, max_length=64)),
                ("first_signed_at", models.DateTimeField(blank=True, null=True)),
                ("first_said", models.JSONField(blank=True, default=dict)),
                ("sent_back_why", models.TextField(blank=True, verbose_name="ce qu’il faut revoir")),
                (
                    "state",
                    workflows.models.stateful.StateField(
                        db_index=True, default="lodged", max_length=32, protected=True, verbose_name="état"
                    ),
                ),
                ("reasons", models.TextField(verbose_name="motifs")),
                ("lodged_at", models.DateTimeField(verbose_name="reçu le")),
                ("notified_on", models.DateField(blank=True, null=True, verbose_name="acte notifié le")),
                ("until", models.DateField(blank=True, null=True, verbose_name="délai de recours")),
                ("late", models.BooleanField(default=False, verbose_name="hors délai")),
                ("answer_by", models.DateField(verbose_name="réponse attendue le")),
                ("advice", models.TextField(blank=True, verbose_name="avis de l’instruction")),
                ("advised_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.TextField(blank=True, verbose_name="motifs de la réponse")),
                ("number", models.CharField(blank=True, max_length=40, null=True, unique=True, verbose_name="numéro")),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "act",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workflows.transition"
                    ),
                ),
                (
                    "advised_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first_mandate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.mandate",
                    ),
                ),
                (
                    "first_signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lodged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.mandate",
                    ),
                ),
                (
                    "signed_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to="funding.application"
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="funding.decision",
                    ),
                ),
                ("documents", models.ManyToManyField(blank=True, related_name="+", to="funding.document")),
                (
                    "withdrawal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="funding.withdrawal",
                    ),
                ),
            ],
            options={
                "verbose_name": "recours gracieux",
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "lodged")), fields=["answer_by", "id"], name="appeal_waiting"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["confirmed", "granted"]), _negated=True),
                            models.Q(
                                ("mandate__isnull", False),
                                ("number__isnull", False),
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="appeal_answered_with_reasons_by_someone_with_power",
                        violation_error_message="Une réponse à un recours a motifs, auteur, délégation et numéro.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reasons", ""), _negated=True),
                        name="appeal_says_why",
                        violation_error_message="Un recours dit pourquoi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("first_mandate", None), ("first_signed_at", None), ("first_signed_by", None)),
                            models.Q(
                                ("first_mandate__isnull", False),
                                ("first_signed_at__isnull", False),
                                ("first_signed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="first_signature_of_an_answer",
                        violation_error_message="Une première signature a un auteur, une délégation et une date.",
                    ),
                ],
            },
            bases=(funding.models.of_file.OfFile, models.Model),
        ),
    ]
