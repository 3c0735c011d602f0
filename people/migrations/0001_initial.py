import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import people.fields
import workflows.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Department",
            fields=[
                ("code", models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="nom")),
                (
                    "zone",
                    models.CharField(
                        choices=[
                            ("metro", "métropole"),
                            ("drom", "département ou région d’outre-mer"),
                            ("com", "collectivité d’outre-mer"),
                        ],
                        max_length=5,
                        verbose_name="zone",
                    ),
                ),
                ("sort_key", people.fields.SortKeyField(default="", editable=False, max_length=80, of="name")),
            ],
            options={
                "verbose_name": "département",
                "verbose_name_plural": "départements",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                ("code", models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="nom")),
                (
                    "zone",
                    models.CharField(
                        choices=[
                            ("metro", "métropole"),
                            ("drom", "département ou région d’outre-mer"),
                            ("com", "collectivité d’outre-mer"),
                        ],
                        max_length=5,
                        verbose_name="zone",
                    ),
                ),
                ("sort_key", people.fields.SortKeyField(default="", editable=False, max_length=80, of="name")),
            ],
            options={
                "verbose_name": "région",
                "verbose_name_plural": "régions",
                "ordering": ["sort_key"],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        error_messages={"unique": "Un compte existe déjà avec cette adresse. Connectez-vous."},
                        max_length=254,
                        unique=True,
                        verbose_name="adresse électronique",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=80, verbose_name="prénom")),
                ("last_name", models.CharField(blank=True, max_length=80, verbose_name="nom")),
                (
                    "quality",
                    models.CharField(
                        blank=True,
                        help_text="Elle figure sous votre signature.",
                        max_length=120,
                        verbose_name="fonction",
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="téléphone")),
                (
                    "language",
                    models.CharField(
                        choices=[("fr", "Français"), ("en", "English")],
                        default="fr",
                        max_length=2,
                        verbose_name="langue",
                    ),
                ),
                ("is_staff", models.BooleanField(default=False, verbose_name="accès à l’administration")),
                ("is_active", models.BooleanField(default=True, verbose_name="compte actif")),
                (
                    "date_joined",
                    models.DateTimeField(default=workflows.clock.now, editable=False, verbose_name="inscrit le"),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "personne",
                "verbose_name_plural": "personnes",
                "ordering": ["last_name", "first_name", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Upper("email"),
                        name="one_account_per_email",
                        violation_error_message="Un compte existe déjà avec cette adresse. Connectez-vous.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(help_text="Le logiciel qui s’en servira.", max_length=80, verbose_name="nom"),
                ),
                ("prefix", models.CharField(max_length=12, unique=True)),
                ("key_hash", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(default=workflows.clock.now)),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "jeton d’accès",
                "verbose_name_plural": "jetons d’accès",
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Epci",
            fields=[
                ("siren", models.CharField(max_length=9, primary_key=True, serialize=False, verbose_name="SIREN")),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("CC", "Communauté de communes"),
                            ("CA", "Communauté d’agglomération"),
                            ("CU", "Communauté urbaine"),
                            ("METRO", "Métropole"),
                            ("MET69", "Métropole de Lyon"),
                        ],
                        max_length=5,
                        verbose_name="type",
                    ),
                ),
                ("population", models.PositiveIntegerField(blank=True, null=True, verbose_name="population")),
                ("key", people.fields.SearchKeyField(default="", editable=False, max_length=200, of="name")),
                ("sort_key", people.fields.SortKeyField(default="", editable=False, max_length=200, of="name")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="epcis",
                        to="people.department",
                        verbose_name="département",
                    ),
                ),
            ],
            options={
                "verbose_name": "intercommunalité",
                "verbose_name_plural": "intercommunalités",
                "ordering": ["sort_key"],
            },
        ),
        migrations.CreateModel(
            name="Commune",
            fields=[
                ("code", models.CharField(max_length=5, primary_key=True, serialize=False, verbose_name="code Insee")),
                ("name", models.CharField(max_length=100, verbose_name="nom")),
                ("siren", models.CharField(blank=True, max_length=9, verbose_name="SIREN")),
                ("population", models.PositiveIntegerField(blank=True, null=True, verbose_name="population")),
                ("postcode", models.CharField(blank=True, max_length=5, verbose_name="code postal")),
                ("key", people.fields.SearchKeyField(default="", editable=False, max_length=120, of="name")),
                ("sort_key", people.fields.SortKeyField(default="", editable=False, max_length=120, of="name")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="communes",
                        to="people.department",
                        verbose_name="département",
                    ),
                ),
                (
                    "epci",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="communes",
                        to="people.epci",
                        verbose_name="intercommunalité",
                    ),
                ),
            ],
            options={
                "verbose_name": "commune",
                "verbose_name_plural": "communes",
                "ordering": ["sort_key", "code"],
                "indexes": [
                    models.Index(fields=["postcode"], name="commune_postcode", opclasses=["varchar_pattern_ops"]),
                    models.Index(fields=["sort_key"], name="commune_sort"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("siren", ""), _negated=True),
                        fields=("siren",),
                        name="one_commune_per_siren",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("siren", models.CharField(blank=True, max_length=9, verbose_name="SIREN")),
                ("siret", models.CharField(blank=True, max_length=14, verbose_name="SIRET")),
                ("rna", models.CharField(blank=True, max_length=10, verbose_name="numéro RNA")),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                (
                    "kind",
                    models.CharField(
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
                        verbose_name="nature",
                    ),
                ),
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
                        default="not_applicable",
                        max_length=20,
                        verbose_name="taille",
                    ),
                ),
                ("address", models.TextField(blank=True, verbose_name="adresse")),
                ("key", people.fields.SearchKeyField(default="", editable=False, max_length=250, of="name")),
                ("created_at", models.DateTimeField(default=workflows.clock.now, editable=False)),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisations",
                        to="people.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "epci",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisations",
                        to="people.epci",
                        verbose_name="intercommunalité",
                    ),
                ),
            ],
            options={
                "verbose_name": "structure",
                "verbose_name_plural": "structures",
                "ordering": ["key", "id"],
                "indexes": [models.Index(fields=["siren"], name="organisation_siren")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("siret", ""), _negated=True),
                        fields=("siret",),
                        name="one_organisation_per_siret",
                        violation_error_message="Une structure est déjà inscrite avec ce SIRET\xa0: demandez à la rejoindre.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("rna", ""), _negated=True), ("siret", "")),
                        fields=("rna",),
                        name="one_organisation_per_rna",
                        violation_error_message="Une association est déjà inscrite avec ce numéro RNA.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("siret", ""),
                            models.Q(("siret__regex", "^\\d{14}$"), ("siret__startswith", models.F("siren"))),
                            _connector="OR",
                        ),
                        name="organisation_siret_begins_with_siren",
                        violation_error_message="Le SIRET commence par le SIREN.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("siren", ""), ("siren__regex", "^\\d{9}$"), _connector="OR"),
                        name="organisation_siren_has_nine_digits",
                        violation_error_message="Un SIREN compte neuf chiffres.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("siret", ""), _negated=True),
                            models.Q(("rna", ""), _negated=True),
                            ("kind", "citizen"),
                            _connector="OR",
                        ),
                        name="organisation_has_an_identifier",
                        violation_error_message="Indiquez un SIRET\u202f; un numéro RNA suffit pour une association.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "Responsable"), ("editor", "Rédacteur"), ("viewer", "Lecteur")],
                        default="viewer",
                        max_length=10,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "may_bind",
                    models.BooleanField(
                        default=False,
                        help_text="Cette personne peut déposer un dossier et signer une convention au nom de la structure.",
                        verbose_name="peut engager la structure",
                    ),
                ),
                ("created_at", models.DateTimeField(default=workflows.clock.now, editable=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="people.organisation",
                        verbose_name="structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "membre",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "organisation"),
                        name="one_membership_per_organisation",
                        violation_error_message="Cette personne est déjà membre de la structure.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("manager", "Responsable d’appel"),
                            ("officer", "Chargé d’instruction"),
                            ("reviewer", "Évaluateur"),
                            ("chair", "Président de comité"),
                            ("signatory", "Signataire"),
                            ("finance", "Service financier"),
                            ("funder", "Financeur"),
                            ("administrator", "Administrateur technique"),
                        ],
                        max_length=20,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "scope_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Tous les programmes"),
                            ("programme", "Un programme"),
                            ("call", "Un appel"),
                            ("organisation", "Une structure"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="portée",
                    ),
                ),
                ("scope_id", models.CharField(blank=True, max_length=20)),
                (
                    "ceiling",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="En euros.",
                        max_digits=14,
                        null=True,
                        verbose_name="plafond par acte",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="premier jour")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="dernier jour")),
                ("reference", models.CharField(blank=True, max_length=200, verbose_name="acte")),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="publié le")),
                ("granted_at", models.DateTimeField(default=workflows.clock.now, editable=False)),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.department",
                        verbose_name="territoire",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
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
                        related_name="mandates",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        help_text="La structure pour laquelle la personne agit.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="people.organisation",
                        verbose_name="au nom de",
                    ),
                ),
            ],
            options={
                "verbose_name": "mandat",
                "ordering": ["-valid_from", "-id"],
                "indexes": [
                    models.Index(fields=["user", "role"], name="mandate_of_user"),
                    models.Index(fields=["scope_kind", "scope_id", "role"], name="mandate_by_scope"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="mandate_ends_after_it_begins",
                        violation_error_message="Le dernier jour vient après le premier.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ceiling", None), ("ceiling__gt", 0), _connector="OR"),
                        name="mandate_ceiling_positive",
                        violation_error_message="Le plafond est supérieur à zéro\u202f; laissez-le vide s’il n’y en a pas.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("scope_id", ""), ("scope_kind", "")),
                            models.Q(
                                models.Q(("scope_kind", ""), _negated=True), models.Q(("scope_id", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="mandate_scope_names_its_thing",
                        violation_error_message="Choisissez ce que le mandat couvre.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JoinRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message", models.CharField(blank=True, max_length=500, verbose_name="message")),
                ("created_at", models.DateTimeField(default=workflows.clock.now)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("accepted", models.BooleanField(null=True)),
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="join_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="join_requests",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "demande à rejoindre",
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)),
                        fields=("organisation", "user"),
                        name="one_waiting_join_request",
                        violation_error_message="Votre demande est déjà entre les mains des responsables.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="adresse électronique")),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "Responsable"), ("editor", "Rédacteur"), ("viewer", "Lecteur")],
                        default="editor",
                        max_length=10,
                        verbose_name="rôle",
                    ),
                ),
                ("may_bind", models.BooleanField(default=False, verbose_name="peut engager la structure")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=workflows.clock.now)),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
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
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "ordering": ["-created_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("organisation"),
                        django.db.models.functions.text.Upper("email"),
                        condition=models.Q(("accepted_at", None), ("cancelled_at", None)),
                        name="one_waiting_invitation_per_address",
                        violation_error_message="Cette personne est déjà invitée.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="department",
            name="region",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="departments",
                to="people.region",
                verbose_name="région",
            ),
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("joined", "Devient membre"),
                            ("changed", "Change de droits"),
                            ("left", "N’est plus membre"),
                            ("vouched", "Pouvoir vérifié"),
                            ("mandate_given", "Mandat donné"),
                            ("mandate_ended", "Dernier jour fixé"),
                            ("mandate_withdrawn", "Mandat retiré avant son premier jour"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField(default=workflows.clock.now)),
                ("facts", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "changement de droits",
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="vouched_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="vouched_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="vouched_on",
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name="preuve"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="domains",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=100), blank=True, default=list, editable=False, size=None
            ),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(
                condition=models.Q(("may_bind", True), ("vouched_at", None)), fields=["id"], name="membership_unproven"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("vouched_at", None), ("vouched_on", "")),
                    models.Q(("vouched_at__isnull", False), models.Q(("vouched_on", ""), _negated=True)),
                    _connector="OR",
                ),
                name="membership_vouched_on_evidence",
                violation_error_message="Un pouvoir vérifié l’est à une date et sur une preuve.",
            ),
        ),
        migrations.AddField(
            model_name="change",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="change",
            name="organisation",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="people.organisation"
            ),
        ),
        migrations.AddField(
            model_name="change",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["organisation", "-id"], name="change_of_organisation"),
        ),
    ]
