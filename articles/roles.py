"""Who may do what: seven roles, their permissions, and the one question about a person.

Engine permissions come from groups alone. The superuser flag neither grants nor bars an act.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

WRITERS = "Writers"
MEDICAL_REVIEWERS = "Medical reviewers"
CREDENTIAL_OFFICERS = "Credential officers"
PUBLISHERS = "Publishers"
MANAGING_EDITORS = "Managing editors"
AUDITORS = "Auditors"
SYSTEM = "System"
"""Holds what the `system` account may do: export, and nothing that signs."""

SYSTEM_USERNAME = "system"

_READING = (
    "view_article",
    "view_historicalarticle",
    "view_review",
    "view_comment",
    "view_remark",
    "view_round",
    "view_signature",
    "view_publication",
    "view_reviewer",
    "view_board",
    "view_certificate",
    "view_reviewpolicy",
    "view_importclaim",
    "view_coverage",
    "view_agreement",
    "view_ledgerentry",
)
_CREDENTIALS = (
    "view_credential",
    "view_credentialstatus",
    "view_credentialverification",
    "view_identitycheck",
    "view_agreementacceptance",
    "view_concern",
    "view_historicalreviewer",
    "view_historicalcredential",
    "view_historicalboard",
    "view_historicalcertificate",
    "view_historicalcoverage",
    "view_historicalreviewpolicy",
)

PERMISSIONS: dict[str, tuple[str, ...]] = {
    WRITERS: (*_READING, "add_article", "change_article", "draft_article", "submit_article"),
    MEDICAL_REVIEWERS: (*_READING, "review_article", "withdraw_signature"),
    CREDENTIAL_OFFICERS: (
        *_READING,
        *_CREDENTIALS,
        "view_invitation",
        "view_disclosure",
        "view_evidence",
        "manage_credentials",
        *(
            f"{verb}_{noun}"
            for noun in ("reviewer", "board", "certificate", "coverage", "credential")
            for verb in ("add", "change")
        ),
    ),
    PUBLISHERS: (*_READING, "publish_article", "export_article", "view_concern"),
    MANAGING_EDITORS: (
        *_READING,
        "add_article",
        "change_article",
        "draft_article",
        "submit_article",
        "assign_review",
        "view_concern",
        "add_agreement",
        "withdraw_signature",
        "export_article",
        "add_reviewpolicy",
        "change_reviewpolicy",
        "view_historicalreviewpolicy",
        "view_delivery",
    ),
    AUDITORS: (*_READING, *_CREDENTIALS, "view_delivery", "audit"),
    SYSTEM: ("export_article",),
}


def permissions_of(actor: User) -> frozenset[str]:
    """Codenames this person holds through groups now, read afresh; none when deactivated."""
    held = Permission.objects.filter(
        group__user=actor, group__user__is_active=True, content_type__app_label="articles"
    )
    return frozenset(held.values_list("codename", flat=True))


def create() -> None:
    """Make the roles with exactly their permissions, and the `system` account. Idempotent."""
    app = ContentType.objects.filter(app_label="articles")
    known = {p.codename: p for p in Permission.objects.filter(content_type__in=app)}
    for name, codenames in PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set([known[codename] for codename in codenames])
    system, created = User.objects.get_or_create(
        username=SYSTEM_USERNAME, defaults={"first_name": "ReviewFlow"}
    )
    if created:
        system.set_unusable_password()
        system.save(update_fields=["password"])
    system.groups.set(Group.objects.filter(name=SYSTEM))


def create_after_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """``post_migrate`` receiver. Django makes the permissions of an app in another receiver."""
    create_permissions(sender, verbosity=0, using=using)
    with transaction.atomic(using=using):
        create()
