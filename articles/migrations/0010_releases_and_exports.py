

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0009_api_tokens"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(fields=["content_digest"], name="signature_by_digest"),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("withdraws__isnull", False)),
                fields=["withdraws"],
                name="signature_withdrawals",
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="kind",
            field=models.CharField(
                choices=[
                    ("receipt", "Receipt for a signature"),
                    ("signing_locked", "Signing was locked after wrong tries"),
                    ("signature_withdrawn", "Your signature was withdrawn"),
                    ("password_set", "Somebody else set your password"),
                    ("release_refused", "A scheduled release was refused"),
                    ("release_ended", "Your scheduled release was called off"),
                    ("review_digest", "The day’s reviews"),
                ],
                max_length=24,
                verbose_name="mail",
            ),
        ),
        migrations.AlterField(
            model_name="ledgerentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("article.save_draft", "saved the text"),
                    ("article.rename", "changed the address"),
                    ("article.delete_draft", "deleted the draft"),
                    ("article.import", "imported the article"),
                    ("article.submit", "submitted for medical review"),
                    ("article.recall", "recalled from medical review"),
                    ("article.request_changes", "requested changes"),
                    ("article.sign_off", "signed off"),
                    ("article.publish", "published"),
                    ("article.schedule", "scheduled the release"),
                    ("article.unschedule", "ended a scheduled release"),
                    ("article.revise", "started a new version"),
                    ("article.discard_revision", "discarded the new version"),
                    ("article.withdraw", "withdrew the article"),
                    ("article.withdraw_signature", "withdrew a signature"),
                    ("article.refused", "was refused"),
                    ("review.assign", "asked for a review"),
                    ("review.accept", "accepted the review"),
                    ("review.decline", "declined the review"),
                    ("review.release", "took back the request for a review"),
                    ("review.due", "set the day by which reviews are due"),
                    ("review.interest", "said whether an interest bears on the article"),
                    ("review.interest_decide", "decided about an interest"),
                    ("comment.add", "commented on the text"),
                    ("comment.reply", "answered a comment"),
                    ("comment.resolve", "resolved a comment"),
                    ("comment.reopen", "opened a comment again"),
                    ("comment.take", "took the wording of a comment"),
                    ("comment.settle", "settled another’s comment"),
                    ("credential.record", "recorded a credential"),
                    ("credential.status", "recorded a credential status"),
                    ("credential.check", "checked a credential at its source"),
                    ("credential.confirm", "confirmed a credential check"),
                    ("reviewer.save", "changed a reviewer"),
                    ("reviewer.invite", "invited a reviewer"),
                    ("reviewer.join", "accepted the invitation"),
                    ("reviewer.identity", "checked a reviewer’s identity"),
                    ("agreement.save", "put a text of the agreement into use"),
                    ("reviewer.agreement", "accepted the agreement"),
                    ("reviewer.disclose", "declared competing interests"),
                    ("evidence.keep", "kept a piece of evidence"),
                    ("concern.open", "raised a concern"),
                    ("concern.resolve", "settled a concern"),
                    ("catalogue.save", "changed the catalogue"),
                    ("statement.save", "put a statement text into use"),
                    ("signing.lock", "locked out of signing after wrong tries"),
                    ("account.password_set", "set somebody’s password"),
                    ("account.save", "changed an account"),
                    ("checklist.save", "put a checklist into use"),
                    ("policy.save", "changed a review policy"),
                    ("claim.resolve", "resolved an imported claim"),
                    ("export.deliver", "exported"),
                    ("token.make", "made an API token"),
                    ("token.revoke", "revoked an API token"),
                    ("key.generate", "generated a signing key"),
                    ("key.rotate", "rotated the signing key"),
                    ("key.revoke", "revoked a signing key"),
                ],
                max_length=32,
                verbose_name="event",
            ),
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("formats", models.JSONField(verbose_name="formats")),
                ("slugs", models.JSONField(default=list, verbose_name="articles")),
                ("since", models.BigIntegerField(null=True, verbose_name="changed since")),
                (
                    "include_approved",
                    models.BooleanField(default=False, verbose_name="with approved texts"),
                ),
                ("bundle", models.BooleanField(default=False, verbose_name="as bundle")),
                ("ordered_at", models.DateTimeField(verbose_name="ordered")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "waits for a worker"),
                            ("running", "is being written"),
                            ("done", "ready"),
                            ("refused", "refused"),
                            ("failed", "failed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="queued",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="articles written")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="articles")),
                ("cursor", models.BigIntegerField(null=True, verbose_name="cursor")),
                ("files", models.JSONField(default=list, verbose_name="files")),
                ("refused", models.JSONField(default=list, verbose_name="left out")),
                ("withdrawn", models.JSONField(default=list, verbose_name="taken from readers")),
                ("error", models.TextField(blank=True, verbose_name="error")),
                ("is_cancelled", models.BooleanField(default=False, verbose_name="asked to stop")),
                ("handed_on_at", models.DateTimeField(null=True)),
                ("leased_until", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                ("cleared_at", models.DateTimeField(null=True, verbose_name="files deleted")),
                (
                    "ordered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "export",
                "verbose_name_plural": "exports",
                "ordering": ("-ordered_at", "pk"),
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["-ordered_at", "id"], name="export_newest"),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["ordered_at"],
                        name="export_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Schedule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("release_at", models.DateTimeField(verbose_name="release at")),
                ("time_zone", models.CharField(max_length=64, verbose_name="time zone")),
                ("note", models.TextField(blank=True, verbose_name="change note for readers")),
                ("is_minor", models.BooleanField(default=False, verbose_name="editorial change")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("released", "released"),
                            ("refused", "refused at its moment"),
                            ("cancelled", "cancelled"),
                            ("overtaken", "overtaken: the text left the stage “approved”"),
                        ],
                        max_length=16,
                        verbose_name="outcome",
                    ),
                ),
                ("why", models.TextField(blank=True, verbose_name="why")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schedules",
                        to="articles.article",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schedules",
                        to="articles.round",
                    ),
                ),
                (
                    "signature",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schedule",
                        to="articles.signature",
                    ),
                ),
            ],
            options={
                "verbose_name": "scheduled release",
                "verbose_name_plural": "scheduled releases",
                "ordering": ("release_at", "pk"),
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["release_at"],
                        name="schedule_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("article",),
                        name="schedule_one_waiting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("outcome", "")),
                            models.Q(
                                ("ended_at__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="schedule_ends_with_an_outcome",
                    ),
                ],
            },
        ),
        migrations.AddField("delivery", "handed_on_at", models.DateTimeField(null=True)),
    ]
