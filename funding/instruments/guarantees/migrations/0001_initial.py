from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

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
            name="GuaranteeApplication",
            fields=[],
            options={
                "verbose_name": "demande de garantie",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("funding.application",),
        ),
        migrations.CreateModel(
            name="BankAgreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=60, verbose_name="référence")),
                ("signed_on", models.DateField(verbose_name="signée le")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="fin")),
                (
                    "rate",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=7,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1")),
                        ],
                        verbose_name="quotité",
                    ),
                ),
                (
                    "max_guaranteed",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="garantie maximale par prêt",
                    ),
                ),
                (
                    "max_loan",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="prêt maximal",
                    ),
                ),
                ("max_months", models.PositiveSmallIntegerField(default=84, verbose_name="durée maximale (mois)")),
                (
                    "delegation",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="prêt maximal en délégation",
                    ),
                ),
                (
                    "fee_rate",
                    models.DecimalField(
                        decimal_places=6,
                        help_text="Une fois, sur le montant garanti.",
                        max_digits=7,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1")),
                        ],
                        verbose_name="commission",
                    ),
                ),
                ("waiting_months", models.PositiveSmallIntegerField(default=2, verbose_name="délai de carence (mois)")),
                (
                    "min_retention",
                    models.DecimalField(
                        decimal_places=6,
                        default=Decimal("0.25"),
                        max_digits=7,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1")),
                        ],
                        verbose_name="risque que la banque garde",
                    ),
                ),
                (
                    "notice_days",
                    models.PositiveSmallIntegerField(default=60, verbose_name="jours pour déclarer un événement"),
                ),
                (
                    "report_months",
                    models.PositiveSmallIntegerField(default=3, verbose_name="compte rendu tous les (mois)"),
                ),
                (
                    "bank",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guarantee_agreements",
                        to="people.organisation",
                        verbose_name="banque",
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
            ],
            options={
                "verbose_name": "convention de partenariat",
                "ordering": ["fund", "bank__name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("rate__gt", 0)),
                        name="bank_agreement_covers_something",
                        violation_error_message="La quotité est supérieure à zéro\xa0: sinon, rien n’est garanti.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "rate__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.Value(1), "-", models.F("min_retention")
                                ),
                            )
                        ),
                        name="bank_keeps_its_own_risk",
                        violation_error_message="La quotité laisse à la banque moins que le risque qu’elle doit garder.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("delegation", 0), ("mandate__isnull", False), _connector="OR"),
                        name="delegation_under_a_mandate",
                        violation_error_message="Une délégation à la banque cite la délégation de signature du fonds.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("journal_count", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(blank=True, default="", editable=False, max_length=64)),
                (
                    "state",
                    workflows.models.stateful.StateField(
                        db_index=True, default="offered", max_length=32, protected=True, verbose_name="état"
                    ),
                ),
                (
                    "loan",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="prêt",
                    ),
                ),
                ("months", models.PositiveSmallIntegerField(verbose_name="durée (mois)")),
                (
                    "repayment",
                    models.CharField(
                        choices=[("linear", "Échéances de capital égales"), ("bullet", "En une fois, à la fin")],
                        max_length=10,
                        verbose_name="remboursement",
                    ),
                ),
                ("grace", models.PositiveSmallIntegerField(default=0, verbose_name="différé (mois)")),
                (
                    "rate",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=7,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1")),
                        ],
                        verbose_name="quotité",
                    ),
                ),
                (
                    "guaranteed",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="montant garanti",
                    ),
                ),
                (
                    "commission",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="commission",
                    ),
                ),
                (
                    "commission_paid",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0.00"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="commission reçue",
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
                ("delegated", models.BooleanField(default=False, verbose_name="accordée en délégation")),
                ("offered_on", models.DateField(verbose_name="offerte le")),
                ("offer_ends_on", models.DateField(verbose_name="offre valable jusqu’au")),
                ("disbursed_on", models.DateField(blank=True, null=True, verbose_name="décaissé le")),
                (
                    "disbursed",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="montant décaissé",
                    ),
                ),
                ("activated_at", models.DateTimeField(blank=True, null=True)),
                ("repays_from", models.DateField(blank=True, null=True, verbose_name="première échéance de capital")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="dernière échéance")),
                ("released_from", models.DateField(blank=True, null=True)),
                (
                    "outstanding",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0.00"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="capital restant dû",
                    ),
                ),
                ("reported_on", models.DateField(blank=True, null=True, verbose_name="arrêté au")),
                (
                    "exposure",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0.00"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="encours garanti",
                    ),
                ),
                ("unpaid", models.PositiveSmallIntegerField(default=0, verbose_name="échéances impayées")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covers",
                        to="guarantees.bankagreement",
                    ),
                ),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cover", to="funding.application"
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "garantie",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["agreement", "state", "-id"], name="cover_by_bank"),
                    models.Index(
                        condition=models.Q(("state", "offered")), fields=["offer_ends_on"], name="cover_offers"
                    ),
                    models.Index(condition=models.Q(("state", "active")), fields=["released_from"], name="cover_terms"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("guaranteed__gt", 0), ("guaranteed__lte", models.F("loan"))),
                        name="cover_guarantees_part_of_a_loan",
                        violation_error_message="Le montant garanti est une part du prêt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("delegated", False), ("proposed_by", None)),
                            models.Q(
                                ("delegated", True),
                                ("granted_by__isnull", False),
                                ("proposed_by__isnull", False),
                                models.Q(("proposed_by", models.F("granted_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="delegated_cover_by_two_people",
                        violation_error_message="En délégation, une autre personne de la banque valide.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("activated_at", None), ("state__in", ["offered", "offer_expired", "cancelled"])),
                            models.Q(
                                ("activated_at__isnull", False),
                                ("disbursed_on__isnull", False),
                                ("ends_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="cover_in_force_for_a_disbursed_loan",
                        violation_error_message="Une garantie en vie couvre un prêt décaissé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("exposure__lte", models.F("guaranteed")),
                                ("state__in", ["active", "watch", "default_notified", "called", "provisionally_paid"]),
                            ),
                            ("exposure", 0),
                            _connector="OR",
                        ),
                        name="exposure_only_while_it_covers",
                        violation_error_message="Seule une garantie en cours a un encours, au plus son montant garanti.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("commission_paid__lte", models.F("commission"))),
                        name="commission_paid_up_to_what_is_due",
                        violation_error_message="On ne reçoit pas plus que la commission due.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GuaranteeFund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                (
                    "multiplier",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="Ce que le fonds peut garantir pour un euro de dotation nette.",
                        max_digits=6,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="coefficient multiplicateur",
                    ),
                ),
                (
                    "cap_rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=7,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1")),
                        ],
                        verbose_name="plafond de portefeuille",
                    ),
                ),
                ("revolving", models.BooleanField(default=False, verbose_name="plafond net des récupérations")),
                (
                    "loss_given_default",
                    models.DecimalField(
                        decimal_places=6,
                        default=Decimal("0.6"),
                        max_digits=7,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1")),
                        ],
                        verbose_name="perte attendue en cas de défaut",
                    ),
                ),
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guarantee_fund",
                        to="funding.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "fonds de garantie",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contribution", "Apport"),
                            ("reservation", "Réservation"),
                            ("engagement", "Engagement"),
                            ("amortisation", "Amortissement"),
                            ("release", "Libération"),
                            ("commission", "Commission"),
                            ("default_notice", "Défaillance"),
                            ("provisional_payment", "Versement provisionnel"),
                            ("final_payment", "Versement définitif"),
                            ("recovery", "Récupération"),
                            ("refund", "Reversement"),
                            ("income", "Produit"),
                            ("fee", "Frais"),
                        ],
                        max_length=20,
                        verbose_name="événement",
                    ),
                ),
                ("day", models.DateField(verbose_name="jour")),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=200)),
                ("words", models.CharField(max_length=300, verbose_name="libellé")),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guarantee_entries",
                        to="funding.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cover",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="guarantees.cover",
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="guarantees.guaranteefund",
                    ),
                ),
            ],
            options={
                "verbose_name": "écriture",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["fund", "-id"], name="entry_by_fund")],
            },
        ),
        migrations.AddField(
            model_name="cover",
            name="fund",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="covers", to="guarantees.guaranteefund"
            ),
        ),
        migrations.CreateModel(
            name="Contributor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tranche",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Première perte"), (2, "Mezzanine"), (3, "Pari passu")],
                        default=3,
                        verbose_name="tranche",
                    ),
                ),
                (
                    "promised",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="promis",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guarantee_stakes",
                        to="people.organisation",
                        verbose_name="structure",
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributors",
                        to="guarantees.guaranteefund",
                    ),
                ),
            ],
            options={
                "verbose_name": "contributeur",
                "ordering": ["tranche", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fund", "organisation", "tranche"),
                        name="one_stake_per_tranche",
                        violation_error_message="Ce contributeur est déjà dans cette tranche.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="bankagreement",
            name="fund",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="guarantees.guaranteefund"
            ),
        ),
        migrations.CreateModel(
            name="Balance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.CharField(
                        choices=[
                            ("cash", "Trésorerie"),
                            ("capital", "Apports"),
                            ("commission", "Commissions"),
                            ("income", "Produits"),
                            ("fee", "Frais"),
                            ("loss", "Sinistres"),
                            ("reserved", "Garanties réservées"),
                            ("engaged", "Garanties engagées"),
                            ("defaulted", "Garanties en défaut"),
                            ("committed", "Engagements donnés"),
                        ],
                        max_length=12,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16)),
                (
                    "contributor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="balances",
                        to="guarantees.contributor",
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="balances",
                        to="guarantees.guaranteefund",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fund", "account", "contributor"), name="one_balance_per_account", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.CharField(
                        choices=[
                            ("cash", "Trésorerie"),
                            ("capital", "Apports"),
                            ("commission", "Commissions"),
                            ("income", "Produits"),
                            ("fee", "Frais"),
                            ("loss", "Sinistres"),
                            ("reserved", "Garanties réservées"),
                            ("engaged", "Garanties engagées"),
                            ("defaulted", "Garanties en défaut"),
                            ("committed", "Engagements donnés"),
                        ],
                        max_length=12,
                        verbose_name="compte",
                    ),
                ),
                (
                    "debit",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="débit",
                    ),
                ),
                (
                    "credit",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="crédit",
                    ),
                ),
                (
                    "contributor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="guarantees.contributor",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="guarantees.entry"
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="guarantees.guaranteefund"
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne d’écriture",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("credit", 0), ("debit__gt", 0)),
                            models.Q(("credit__gt", 0), ("debit", 0)),
                            _connector="OR",
                        ),
                        name="line_is_debit_or_credit",
                        violation_error_message="Une ligne porte un débit ou un crédit, pas les deux.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("account__in", ["reserved", "engaged", "defaulted", "committed"]),
                                ("contributor", None),
                            ),
                            models.Q(
                                ("account__in", ["cash", "capital", "commission", "income", "fee", "loss"]),
                                ("contributor__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="line_of_money_names_its_contributor",
                        violation_error_message="Une ligne d’argent dit à quel contributeur elle revient.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "gross",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="récupéré",
                    ),
                ),
                (
                    "costs",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0.00"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="frais",
                    ),
                ),
                (
                    "fund_part",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="part du fonds",
                    ),
                ),
                (
                    "bank_part",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="part de la banque",
                    ),
                ),
                ("reported_on", models.DateField(verbose_name="déclarée le")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="reçue le")),
                (
                    "cover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recoveries", to="guarantees.cover"
                    ),
                ),
                (
                    "reported_by",
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
                "verbose_name": "récupération",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "gross",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("costs"), "+", models.F("fund_part")
                                    ),
                                    "+",
                                    models.F("bank_part"),
                                ),
                            )
                        ),
                        name="recovery_shared_to_the_cent",
                        violation_error_message="Une récupération se partage au centime entre le fonds et la banque.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_of", models.DateField(verbose_name="arrêté au")),
                ("name", models.CharField(max_length=200, verbose_name="fichier")),
                ("sha256", models.CharField(max_length=64)),
                ("uploaded_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="guarantees.bankagreement",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "compte rendu de banque",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at", None), ("dropped_at", None)),
                        fields=("agreement",),
                        name="one_report_to_confirm",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="ligne")),
                (
                    "outstanding",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="capital restant dû",
                    ),
                ),
                ("unpaid", models.PositiveSmallIntegerField(default=0, verbose_name="échéances impayées")),
                ("event", models.CharField(blank=True, max_length=15, verbose_name="événement")),
                ("event_on", models.DateField(blank=True, null=True)),
                (
                    "cover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="guarantees.cover"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="guarantees.report"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "cover"), name="one_row_per_cover_and_report")
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("receivership", "Redressement judiciaire"),
                            ("liquidation", "Liquidation judiciaire"),
                            ("acceleration", "Déchéance du terme"),
                        ],
                        max_length=15,
                        verbose_name="événement",
                    ),
                ),
                ("event_on", models.DateField(verbose_name="survenu le")),
                ("notified_on", models.DateField(verbose_name="déclaré le")),
                ("late", models.BooleanField(default=False, verbose_name="déclaré tard")),
                (
                    "outstanding",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="capital restant dû à l’événement",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="circonstances")),
                (
                    "estimated_loss",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="perte estimée",
                    ),
                ),
                ("securities", models.TextField(blank=True, verbose_name="sûretés et leur valeur")),
                ("called_at", models.DateTimeField(blank=True, null=True)),
                ("pay_by", models.DateField(blank=True, null=True, verbose_name="à payer au plus tard le")),
                (
                    "provision",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="provision",
                    ),
                ),
                (
                    "final_loss",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="perte définitive",
                    ),
                ),
                ("certified", models.TextField(blank=True, verbose_name="certification de la perte")),
                (
                    "final_due",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="dû au total",
                    ),
                ),
                ("calculated_at", models.DateTimeField(blank=True, null=True)),
                ("final_at", models.DateTimeField(blank=True, null=True)),
                ("returned_why", models.TextField(blank=True)),
                ("provision_paid_on", models.DateField(blank=True, null=True, verbose_name="provision versée le")),
                ("settled_on", models.DateField(blank=True, null=True, verbose_name="réglée le")),
                (
                    "refund",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0.00"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="trop-versé à rendre",
                    ),
                ),
                ("refunded_on", models.DateField(blank=True, null=True, verbose_name="rendu le")),
                (
                    "calculated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "called_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "final_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "provision_released_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cover",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="claim", to="guarantees.cover"
                    ),
                ),
            ],
            options={
                "verbose_name": "appel en garantie",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("called_by", None),
                            models.Q(
                                ("prepared_by__isnull", False),
                                models.Q(("prepared_by", models.F("called_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="call_by_two_people_of_the_bank",
                        violation_error_message="Une autre personne de la banque fait l’appel.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("provision_released_by", None),
                            models.Q(
                                ("calculated_by__isnull", False),
                                models.Q(("provision_released_by", models.F("calculated_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="provision_paid_by_two_people",
                        violation_error_message="Une seconde personne libère la provision.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_by", None),
                            models.Q(
                                ("final_by__isnull", False),
                                models.Q(("settled_by", models.F("final_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="settlement_made_by_two_people",
                        violation_error_message="Une seconde personne arrête le décompte définitif.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("called_at", None), ("estimated_loss__isnull", False), _connector="OR"),
                        name="call_states_its_loss",
                        violation_error_message="Un appel dit la perte estimée.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("months", models.PositiveSmallIntegerField(verbose_name="nouvelle durée (mois)")),
                ("grace", models.PositiveSmallIntegerField(default=0, verbose_name="nouveau différé (mois)")),
                ("reason", models.TextField(verbose_name="motif")),
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
                    "gge_before",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="équivalent-subvention brut d’avant",
                    ),
                ),
                ("months_before", models.PositiveSmallIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("committee", models.CharField(blank=True, max_length=200, verbose_name="avis du comité")),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("refused_at", models.DateTimeField(blank=True, null=True)),
                ("refused_why", models.TextField(blank=True)),
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
                    "cover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="amendments", to="guarantees.cover"
                    ),
                ),
            ],
            options={
                "verbose_name": "avenant",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("refused_at", None), ("signed_at", None)),
                        fields=("cover",),
                        name="one_amendment_in_preparation",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Grievance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "measure",
                    models.CharField(
                        choices=[("forfeiture", "Déchéance de la garantie"), ("voidance", "Annulation pour fraude")],
                        max_length=12,
                        verbose_name="mesure envisagée",
                    ),
                ),
                ("facts", models.TextField(verbose_name="faits et manquements")),
                ("opened_at", models.DateTimeField()),
                ("due_on", models.DateField(verbose_name="observations attendues le")),
                ("answer", models.TextField(blank=True, verbose_name="observations")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("reasons", models.TextField(blank=True, verbose_name="motifs")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("number", models.CharField(blank=True, max_length=40, verbose_name="numéro")),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
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
                    "cover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grievances", to="guarantees.cover"
                    ),
                ),
                (
                    "decided_by",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "procédure contradictoire",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None), ("dropped_at", None)),
                        fields=("cover",),
                        name="one_running_grievance",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_at", None),
                            models.Q(
                                models.Q(("reasons", ""), _negated=True),
                                models.Q(("number", ""), _negated=True),
                                models.Q(("decided_by", models.F("opened_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="grievance_decided_with_reasons",
                        violation_error_message="La décision est motivée, et signée par une autre personne.",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="cover",
            index=models.Index(
                condition=models.Q(("state__in", ["active", "watch"])),
                fields=["fund"],
                include=("exposure", "repays_from", "ends_on"),
                name="cover_curve",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankagreement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on", None)),
                fields=("fund", "bank"),
                name="one_running_agreement_per_bank",
                violation_error_message="Cette banque a déjà une convention avec ce fonds.",
            ),
        ),
    ]
