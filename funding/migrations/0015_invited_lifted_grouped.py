import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import workflows.clock
import workflows.models.stateful

REFUSE = """
CREATE TRIGGER ruled_signs_append_only BEFORE UPDATE OR DELETE ON funding_ruledsign
    FOR EACH ROW EXECUTE FUNCTION workflows_append_only();
CREATE TRIGGER register_rulings_append_only BEFORE UPDATE OR DELETE ON funding_registerruling
    FOR EACH ROW EXECUTE FUNCTION workflows_append_only();
"""
ALLOW = """
DROP TRIGGER ruled_signs_append_only ON funding_ruledsign;
DROP TRIGGER register_rulings_append_only ON funding_registerruling;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0014_appeals"),
        ("workflows", "0002_journal_is_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeclarationRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField(verbose_name="demandée le")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="rappelée le")),
                ("told", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="personnes prévenues")),
            ],
            options={
                "verbose_name": "demande de déclaration",
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
            ],
            options={
                "verbose_name": "invitation à évaluer",
                "ordering": ["-created_at", "-id"],
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
            ],
            options={
                "verbose_name": "ligne de registre examinée",
                "ordering": ["-id"],
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
            ],
            options={
                "verbose_name": "signe examiné",
                "ordering": ["-id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="interest",
            name="one_declaration_per_thing",
        ),
        migrations.AddField(
            model_name="aiddeclaration",
            name="enterprises",
            field=models.JSONField(default=list, verbose_name="groupe"),
        ),
        migrations.AddField(
            model_name="aiddeclaration",
            name="figures",
            field=models.JSONField(default=dict, verbose_name="chiffres du dernier exercice clos"),
        ),
        migrations.AddField(
            model_name="interest",
            name="journal_count",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="interest",
            name="journal_head",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="interest",
            name="lifted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="interest",
            name="lifted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="interest",
            name="lifted_why",
            field=models.TextField(blank=True, verbose_name="pourquoi elle est levée"),
        ),
        migrations.AddField(
            model_name="interest",
            name="state",
            field=workflows.models.stateful.StateField(
                db_index=True, default="standing", max_length=32, protected=True, verbose_name="état"
            ),
        ),
        migrations.AddConstraint(
            model_name="interest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "standing")),
                fields=("user", "call", "application"),
                name="one_declaration_per_thing",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="interest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at", None), ("lifted_by", None), ("lifted_why", ""), ("state", "standing")),
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
        ),
        migrations.AddConstraint(
            model_name="interest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lifted_by", None), models.Q(("lifted_by", models.F("user")), _negated=True), _connector="OR"
                ),
                name="link_lifted_by_another",
                violation_error_message="On ne lève pas son propre déport.",
            ),
        ),
        migrations.AddField(
            model_name="declarationrequest",
            name="asked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="declarationrequest",
            name="partner",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="declaration_request", to="funding.partner"
            ),
        ),
        migrations.AddField(
            model_name="poolinvitation",
            name="accepted_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="poolinvitation",
            name="call",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="pool_invitations", to="funding.call"
            ),
        ),
        migrations.AddField(
            model_name="poolinvitation",
            name="invited_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="registerruling",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="ruledsign",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="ruled_signs", to="funding.application"
            ),
        ),
        migrations.AddField(
            model_name="ruledsign",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="ruledsign",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="ruled_signs", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="declarationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("reminded_at", None), ("reminded_at__gte", models.F("asked_at")), _connector="OR"),
                name="declaration_reminded_after_asked",
                violation_error_message="Un rappel vient après la demande.",
            ),
        ),
        migrations.AddConstraint(
            model_name="poolinvitation",
            constraint=models.UniqueConstraint(
                models.F("call"),
                django.db.models.functions.text.Upper("email"),
                condition=models.Q(("accepted_at", None), ("cancelled_at", None)),
                name="one_waiting_call_per_address",
                violation_error_message="Cette personne est déjà invitée.",
            ),
        ),
        migrations.AddConstraint(
            model_name="registerruling",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="register_line_ruled_with_a_reason",
                violation_error_message="Dites pourquoi\xa0: le motif reste avec la ligne.",
            ),
        ),
        migrations.AddIndex(
            model_name="ruledsign",
            index=models.Index(fields=["application", "user"], name="ruled_sign_of_pair"),
        ),
        migrations.AddConstraint(
            model_name="ruledsign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("by", models.F("user")), _negated=True), models.Q(("reason", ""), _negated=True)
                ),
                name="sign_ruled_by_another_with_a_reason",
                violation_error_message="Un signe est examiné par quelqu’un d’autre, avec un motif.",
            ),
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
