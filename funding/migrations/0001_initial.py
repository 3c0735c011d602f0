# Generated by Django 5.2.19 on 2026-11-22 02:54

from decimal import Decimal

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import funding.models.application_record
import funding.models.document
import workflows.clock
import workflows.models.stateful


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journal_count", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(blank=True, default="", editable=False, max_length=64)),
                (
                    "state",
                    workflows.models.stateful.StateField(
                        db_index=True, default="draft", max_length=32, protected=True, verbose_name="état"
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        help_text="Début des numéros de dossier.", max_length=20, unique=True, verbose_name="code"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("AAP", "Appel à projets"),
                            ("AMI", "Appel à manifestation d’intérêt"),
                            ("PERM", "Ouvert toute l’année"),
                        ],
                        default="AAP",
                        max_length=4,
                        verbose_name="type",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="titre")),
                ("summary", models.CharField(max_length=300, verbose_name="en une phrase")),
                ("description", models.TextField(verbose_name="présentation")),
                ("opens_at", models.DateTimeField(verbose_name="ouverture")),
                ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="clôture")),
                (
                    "envelope",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="enveloppe de l’appel",
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
                        verbose_name="coût total minimal",
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
                        verbose_name="coût total maximal",
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
                        verbose_name="aide minimale",
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
                        verbose_name="aide maximale",
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
                        verbose_name="taux maximal",
                    ),
                ),
                ("rates_by_size", models.JSONField(blank=True, default=dict, verbose_name="taux par taille")),
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
                        verbose_name="part de subvention dans l’aide",
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
                        verbose_name="taux maximal de subvention",
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
                        verbose_name="autofinancement minimal",
                    ),
                ),
                (
                    "eligible_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("commune", "Commune"),
                                ("epci", "Intercommunalité"),
                                ("department", "Département"),
                                ("region", "Région"),
                                ("state", "Service de l’État"),
                                ("public_body", "Établissement public"),
                                ("research", "Organisme de recherche"),
                                ("association", "Association ou fondation"),
                                ("company", "Entreprise"),
                                ("bank", "Banque"),
                                ("citizen", "Collectif de citoyens"),
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
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                ("min_months", models.PositiveSmallIntegerField(default=1, verbose_name="durée minimale (mois)")),
                ("max_months", models.PositiveSmallIntegerField(default=36, verbose_name="durée maximale (mois)")),
                ("cost_categories", models.JSONField(default=list, verbose_name="postes de dépenses")),
                ("with_shortlist", models.BooleanField(default=False, verbose_name="présélection par un comité")),
                ("reviews_wanted", models.PositiveSmallIntegerField(default=2, verbose_name="évaluations par dossier")),
                (
                    "silence_months",
                    models.PositiveSmallIntegerField(default=2, verbose_name="silence valant rejet (mois)"),
                ),
                ("silence_basis", models.CharField(default="CRPA, art. L. 231-4, 3°", max_length=200)),
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
                "verbose_name": "appel",
                "ordering": ["closes_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journal_count", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(blank=True, default="", editable=False, max_length=64)),
                (
                    "state",
                    workflows.models.stateful.StateField(
                        db_index=True, default="draft", max_length=32, protected=True, verbose_name="état"
                    ),
                ),
                ("instrument", models.CharField(editable=False, max_length=30)),
                (
                    "draft_code",
                    models.CharField(
                        default=funding.models.application_record.draft_code, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, editable=False, max_length=40, null=True, unique=True, verbose_name="numéro"
                    ),
                ),
                ("created_at", models.DateTimeField(default=workflows.clock.now, editable=False)),
                ("title", models.CharField(max_length=150, verbose_name="nom du projet")),
                (
                    "summary",
                    models.TextField(blank=True, max_length=1000, verbose_name="le projet en quelques phrases"),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="début des travaux")),
                ("months", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="durée (mois)")),
                ("answers", models.JSONField(blank=True, default=dict)),
                ("edition", models.PositiveIntegerField(default=0)),
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
                        verbose_name="aide demandée",
                    ),
                ),
                (
                    "own_funding",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="apport du porteur",
                    ),
                ),
                (
                    "partner_funding",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="apport des partenaires",
                    ),
                ),
                (
                    "other_public_aid",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="autres aides publiques",
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="déposé le")),
                ("silence_on", models.DateField(blank=True, null=True, verbose_name="silence valant rejet le")),
                ("answer_due_on", models.DateField(blank=True, null=True, verbose_name="pièces attendues le")),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            "reference", "title", "summary", config="french"
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="funding.call"
                    ),
                ),
            ],
            options={
                "verbose_name": "dossier",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("key", models.SlugField(max_length=30)),
                ("name", models.CharField(max_length=150, verbose_name="critère")),
                ("help", models.CharField(blank=True, max_length=300, verbose_name="aide")),
                (
                    "weight",
                    models.DecimalField(decimal_places=2, default=Decimal("1"), max_digits=5, verbose_name="poids"),
                ),
                (
                    "threshold",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=3, null=True, verbose_name="seuil éliminatoire"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="criteria", to="funding.call"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("award", "Attribution"),
                            ("reserve", "Liste complémentaire"),
                            ("rejection", "Rejet"),
                            ("ineligibility", "Irrecevabilité"),
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
                        verbose_name="avance récupérable",
                    ),
                ),
                (
                    "eligible_base",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="assiette éligible",
                    ),
                ),
                ("aid_regime", models.CharField(blank=True, max_length=250, verbose_name="régime d’aide")),
                ("reasons", models.TextField(verbose_name="motifs")),
                ("reasons_by_criterion", models.JSONField(blank=True, default=list)),
                ("conditions", models.TextField(blank=True, verbose_name="conditions")),
                ("rank", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rang")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valable jusqu’au")),
                ("drafted_at", models.DateTimeField()),
                ("sent_back_at", models.DateTimeField(blank=True, null=True)),
                ("sent_back_why", models.TextField(blank=True)),
                ("number", models.CharField(blank=True, max_length=40, null=True, unique=True, verbose_name="numéro")),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="funding.application"
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journal_count", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(blank=True, default="", editable=False, max_length=64)),
                (
                    "state",
                    workflows.models.stateful.StateField(
                        db_index=True, default="drafted", max_length=32, protected=True, verbose_name="état"
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
                    "eligible_base",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="dépenses retenues",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="début")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="fin")),
                ("obligations", models.TextField(blank=True, verbose_name="obligations particulières")),
                ("offered_at", models.DateTimeField(blank=True, null=True)),
                ("holder_signed_at", models.DateTimeField(blank=True, null=True)),
                ("holder_quality", models.CharField(blank=True, max_length=150)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
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
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.mandate"
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreement", to="funding.application"
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreement", to="funding.decision"
                    ),
                ),
            ],
            options={
                "verbose_name": "convention",
            },
        ),
        migrations.CreateModel(
            name="Disbursement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journal_count", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(blank=True, default="", editable=False, max_length=64)),
                (
                    "state",
                    workflows.models.stateful.StateField(
                        db_index=True, default="planned", max_length=32, protected=True, verbose_name="état"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("advance", "Avance"), ("interim", "Acompte"), ("balance", "Solde")],
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
                ("due_on", models.DateField(blank=True, null=True, verbose_name="prévu le")),
                ("basis", models.TextField(blank=True, verbose_name="service fait")),
                (
                    "justified_cost",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="dépenses justifiées",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=40, null=True, unique=True)),
                ("ordered_at", models.DateTimeField(blank=True, null=True)),
                ("paid_at", models.DateTimeField(blank=True, null=True)),
                ("returned_why", models.TextField(blank=True)),
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
                "verbose_name": "versement",
                "ordering": ["agreement", "position"],
            },
        ),
        migrations.CreateModel(
            name="FormVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField(default=dict)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="form_versions", to="funding.call"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.AddField(
            model_name="application",
            name="form_version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funding.formversion"
            ),
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_lead", models.BooleanField(default=False, verbose_name="chef de file")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "size",
                    models.CharField(
                        choices=[
                            ("micro", "Micro-entreprise (moins de 10 personnes)"),
                            ("small", "Petite entreprise (moins de 50 personnes)"),
                            ("medium", "Entreprise moyenne (moins de 250 personnes)"),
                            ("large", "Grande entreprise"),
                            ("not_applicable", "Sans objet"),
                        ],
                        max_length=20,
                        verbose_name="taille",
                    ),
                ),
                ("is_economic", models.BooleanField(default=False, verbose_name="activité économique")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="personne à joindre")),
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
                        verbose_name="avance récupérable",
                    ),
                ),
                ("engaged_at", models.DateTimeField(blank=True, null=True, verbose_name="engagement confirmé le")),
                ("engaged_by", models.CharField(blank=True, max_length=200, verbose_name="confirmé par")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="partners", to="funding.application"
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
                "ordering": ["-is_lead", "position", "id"],
            },
        ),
        migrations.CreateModel(
            name="CostLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("category", models.CharField(max_length=40)),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="costs", to="funding.partner"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                ("instrument", models.CharField(default="grants", max_length=30, verbose_name="instrument")),
                ("legal_basis", models.TextField(verbose_name="base juridique")),
                ("summary", models.TextField(blank=True, verbose_name="objet")),
                (
                    "envelope",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="enveloppe",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="début")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="fin")),
                ("service", models.CharField(max_length=200, verbose_name="service")),
                ("address", models.TextField(verbose_name="adresse")),
                ("email", models.EmailField(max_length=254, verbose_name="adresse électronique")),
                ("phone", models.CharField(max_length=30, verbose_name="téléphone")),
                ("court", models.CharField(max_length=200, verbose_name="tribunal compétent")),
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
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="FunderShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="funding.programme"
                    ),
                ),
            ],
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
            name="RequiredPiece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("label", models.CharField(max_length=150, verbose_name="intitulé")),
                ("help", models.CharField(blank=True, max_length=300, verbose_name="aide")),
                ("indispensable", models.BooleanField(default=True, verbose_name="indispensable")),
                ("required_by", models.CharField(blank=True, max_length=200, verbose_name="texte qui l’exige")),
                (
                    "for_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("commune", "Commune"),
                                ("epci", "Intercommunalité"),
                                ("department", "Département"),
                                ("region", "Région"),
                                ("state", "Service de l’État"),
                                ("public_body", "Établissement public"),
                                ("research", "Organisme de recherche"),
                                ("association", "Association ou fondation"),
                                ("company", "Entreprise"),
                                ("bank", "Banque"),
                                ("citizen", "Collectif de citoyens"),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="pieces", to="funding.call"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="PieceRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("other", models.CharField(blank=True, max_length=200, verbose_name="autre pièce")),
                ("message", models.TextField(verbose_name="explication")),
                ("asked_on", models.DateField()),
                ("due_on", models.DateField(verbose_name="réponse attendue le")),
                ("answered_on", models.DateField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="piece_requests",
                        to="funding.application",
                    ),
                ),
                ("pieces", models.ManyToManyField(blank=True, to="funding.requiredpiece")),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(blank=True, max_length=60)),
                ("name", models.CharField(max_length=200)),
                ("content_type", models.CharField(max_length=100)),
                ("extension", models.CharField(max_length=8)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("file", models.FileField(upload_to=funding.models.document.stored_at)),
                ("uploaded_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="acceptée le")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="funding.application"
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "piece",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="funding.requiredpiece",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journal_count", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(blank=True, default="", editable=False, max_length=64)),
                (
                    "state",
                    workflows.models.stateful.StateField(
                        db_index=True, default="assigned", max_length=32, protected=True, verbose_name="état"
                    ),
                ),
                ("assigned_at", models.DateTimeField()),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="attendue le")),
                (
                    "no_interest_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="absence de conflit d’intérêts déclarée le"
                    ),
                ),
                ("draft", models.JSONField(blank=True, default=dict)),
                ("opinion", models.TextField(blank=True, verbose_name="avis général")),
                ("reason", models.TextField(blank=True, verbose_name="raison du déport")),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="funding.application"
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "évaluation",
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.PositiveSmallIntegerField()),
                ("comment", models.TextField(blank=True)),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="funding.criterion"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="funding.review"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(fields=("call", "key"), name="one_criterion_per_key"),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__gt", 0)),
                name="criterion_weighs_something",
                violation_error_message="Le poids d’un critère est supérieur à zéro.",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("mandate", None), ("number", None), ("signed_at", None), ("signed_by", None)),
                    models.Q(
                        ("mandate__isnull", False),
                        ("number__isnull", False),
                        ("sent_back_at", None),
                        ("signed_at__isnull", False),
                        ("signed_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="decision_signed_by_someone_with_power",
                violation_error_message="Une décision signée a un auteur, une délégation, une date et un numéro.",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("grant__gte", 0), ("kind", "award")),
                    models.Q(("grant", 0), ("recoverable_advance", 0)),
                    _connector="OR",
                ),
                name="only_an_award_has_an_amount",
                violation_error_message="Seule une attribution porte un montant.",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sent_back_at", None), ("signed_at", None)),
                fields=("application",),
                name="one_decision_in_preparation",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["in_force", "closed"]), _negated=True),
                    models.Q(("signed_at", None), ("state", "closed")),
                    models.Q(("holder_signed_at__isnull", False), ("signed_at__isnull", False)),
                    _connector="OR",
                ),
                name="agreement_in_force_signed_by_both",
                violation_error_message="Une convention en vigueur est signée par les deux parties.",
            ),
        ),
        migrations.AddConstraint(
            model_name="disbursement",
            constraint=models.UniqueConstraint(fields=("agreement", "position"), name="one_payment_per_position"),
        ),
        migrations.AddConstraint(
            model_name="disbursement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "paid"), _negated=True),
                    models.Q(("ordered_by__isnull", False), ("paid_by__isnull", False)),
                    _connector="OR",
                ),
                name="payment_ordered_and_released",
                violation_error_message="Un versement est ordonné puis libéré.",
            ),
        ),
        migrations.AddConstraint(
            model_name="disbursement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("paid_by", None), models.Q(("paid_by", models.F("ordered_by")), _negated=True), _connector="OR"
                ),
                name="payment_by_two_people",
                violation_error_message="Une seconde personne libère le versement.",
            ),
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.UniqueConstraint(fields=("call", "number"), name="form_version_numbers"),
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at", None)), fields=("call",), name="one_working_draft_of_the_form"
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["call", "state", "-id"], name="application_by_call"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["state", "-id"], name="application_by_state"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["officer", "state"], name="application_by_officer"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("silence_on__isnull", False)), fields=["silence_on"], name="application_silence"
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="application_search"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    ("state", "withdrawn"),
                    models.Q(("reference__isnull", False), ("submitted_at__isnull", False)),
                    _connector="OR",
                ),
                name="application_submitted_with_number",
                violation_error_message="Un dossier déposé a un numéro et une date de réception.",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "incomplete"), _negated=True), ("answer_due_on__isnull", False), _connector="OR"
                ),
                name="application_incomplete_with_deadline",
                violation_error_message="Une demande de pièces fixe un délai.",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.UniqueConstraint(
                fields=("application", "organisation"),
                name="one_part_per_organisation",
                violation_error_message="Cette structure participe déjà au projet.",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_lead", True)), fields=("application",), name="one_lead"
            ),
        ),
        migrations.AddConstraint(
            model_name="costline",
            constraint=models.UniqueConstraint(fields=("partner", "category"), name="one_line_per_category"),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("envelope__gte", 0)),
                name="programme_envelope_not_negative",
                violation_error_message="L’enveloppe ne peut pas être négative.",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="programme_ends_after_start",
                violation_error_message="La fin du programme vient après son début.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundershare",
            constraint=models.UniqueConstraint(
                fields=("programme", "funder"),
                name="one_share_per_funder",
                violation_error_message="Ce financeur a déjà une part dans ce programme.",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at", None), ("closes_at__gt", models.F("opens_at")), _connector="OR"),
                name="call_closes_after_opening",
                violation_error_message="La clôture vient après l’ouverture.",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("committed__lte", models.F("envelope"))),
                name="call_envelope_never_overcommitted",
                violation_error_message="L’enveloppe de l’appel ne suffit pas.",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("contracted__lte", models.F("committed")), ("paid__lte", models.F("committed"))),
                name="call_pays_what_it_committed",
                violation_error_message="On ne conventionne ni ne verse plus que ce qui est engagé.",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "PERM"), ("closes_at__isnull", False), _connector="OR"),
                name="call_has_a_closing",
                violation_error_message="Indiquez la date de clôture : seul un appel permanent n’en a pas.",
            ),
        ),
        migrations.AddConstraint(
            model_name="piecerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gt", models.F("asked_on"))),
                name="pieces_due_after_asked",
                violation_error_message="Le délai de réponse se termine après la demande.",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(fields=("application", "reviewer"), name="one_review_per_reviewer"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "submitted"), _negated=True),
                    models.Q(("no_interest_at__isnull", False), ("submitted_at__isnull", False)),
                    _connector="OR",
                ),
                name="review_submitted_with_declaration",
                violation_error_message="Une évaluation est remise après la déclaration d’intérêts, à une date.",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.UniqueConstraint(fields=("review", "criterion"), name="one_score_per_criterion"),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__lte", 5)),
                name="score_from_0_to_5",
                violation_error_message="Une note va de 0 à 5.",
            ),
        ),
    ]
