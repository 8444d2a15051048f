"""Seven roles with exactly their permissions; nothing else lets anybody act."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission, User

from articles import roles
from tests.cast import Cast, person

pytestmark = pytest.mark.django_db

ACTS = {
    "Writers": {"draft_article", "submit_article"},
    "Medical reviewers": {"review_article", "withdraw_signature"},
    "Credential officers": {"manage_credentials"},
    "Publishers": {"publish_article", "export_article"},
    "Managing editors": {
        "draft_article",
        "submit_article",
        "assign_review",
        "withdraw_signature",
        "export_article",
    },
    "Auditors": {"audit"},
    "System": {"export_article"},
}
"""The table of acts: which role may do what."""

ADMIN = {
    "Writers": {"add_article", "change_article"},
    "Medical reviewers": set(),
    "Credential officers": {
        "add_reviewer",
        "change_reviewer",
        "add_board",
        "change_board",
        "add_certificate",
        "change_certificate",
        "add_coverage",
        "change_coverage",
        "add_credential",
        "change_credential",
    },
    "Publishers": set(),
    "Managing editors": {
        "add_article",
        "change_article",
        "add_agreement",
        "add_reviewpolicy",
        "change_reviewpolicy",
    },
    "Auditors": set(),
    "System": set(),
}

PRIVATE = {
    "view_credential",
    "view_credentialstatus",
    "view_credentialverification",
    "view_historicalcredential",
    "view_historicalreviewer",
}
"""What only officers, auditors and the holder see."""

SECRET = {"view_invitation", "view_disclosure", "view_evidence"}
"""What only officers and the holder see."""


def held(group: str) -> set[str]:
    return set(Group.objects.get(name=group).permissions.values_list("codename", flat=True))


def snapshot() -> list[tuple]:
    return [
        *Group.permissions.through.objects.order_by("pk").values_list(),
        *Group.objects.order_by("pk").values_list(),
        *User.objects.order_by("pk").values_list(),
        *User.groups.through.objects.order_by("pk").values_list(),
    ]


def test_the_roles_are_these() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(ACTS) == set(roles.PERMISSIONS)


@pytest.mark.parametrize("role", ACTS)
def test_a_role_may_do_exactly_this(role) -> None:
    assert {name for name in held(role) if not name.startswith("view_")} == (
        ACTS[role] | ADMIN[role]
    )
    assert held(role) == set(roles.PERMISSIONS[role])


def test_every_role_of_people_reads_every_article_and_the_ledger() -> None:
    reading = {"view_article", "view_historicalarticle", "view_signature", "view_ledgerentry"}

    assert [role for role in ACTS if not reading <= held(role)] == ["System"]


def test_private_credential_data_is_for_officers_and_auditors() -> None:
    assert {role for role in ACTS if held(role) >= PRIVATE} == {"Credential officers", "Auditors"}
    assert {role for role in ACTS if PRIVATE & held(role)} == {"Credential officers", "Auditors"}
    assert {role for role in ACTS if SECRET & held(role)} == {"Credential officers"}


@pytest.mark.req("P11-04")
def test_no_role_may_delete_anything_or_write_the_record() -> None:
    everything = {name for role in ACTS for name in held(role)}

    assert {name for name in everything if name.startswith("delete_")} == set()
    assert {
        name
        for name in everything
        if name.startswith(("add_", "change_")) and ("historical" in name or "ledger" in name)
    } == set()


def test_no_role_both_writes_and_reviews_or_reviews_and_publishes() -> None:
    apart = [{"draft_article", "review_article"}, {"review_article", "publish_article"}]

    assert [role for role in ACTS for pair in apart if pair <= held(role)] == []


def test_making_the_roles_again_changes_nothing() -> None:
    before = snapshot()

    roles.create()

    assert snapshot() == before


def test_making_the_roles_again_takes_away_what_was_added() -> None:
    writers = Group.objects.get(name="Writers")
    writers.permissions.add(Permission.objects.get(codename="publish_article"))
    writers.permissions.remove(Permission.objects.get(codename="draft_article"))
    User.objects.get(username="system").groups.add(Group.objects.get(name="Medical reviewers"))

    roles.create()

    assert held("Writers") == set(roles.PERMISSIONS["Writers"])
    assert roles.permissions_of(User.objects.get(username="system")) == {"export_article"}


def test_the_system_account_signs_in_nowhere_and_signs_nothing() -> None:
    system = User.objects.get(username="system")

    assert not system.has_usable_password()
    assert (system.is_staff, system.is_superuser) == (False, False)
    assert roles.permissions_of(system) == {"export_article"}


def test_people_made_by_hand_keep_their_password_when_roles_are_made_again(cast: Cast) -> None:
    before = User.objects.get(pk=cast.writer.pk).password

    roles.create()

    assert User.objects.get(pk=cast.writer.pk).password == before


# The one question about a person.


def test_a_person_may_do_what_their_groups_may() -> None:
    both = person("both", roles.WRITERS, roles.PUBLISHERS)

    assert roles.permissions_of(both) == held("Writers") | held("Publishers")
    assert roles.permissions_of(person("none")) == set()


def test_the_superuser_flag_grants_nothing_and_takes_nothing() -> None:
    assert roles.permissions_of(person("root", superuser=True)) == set()
    assert roles.permissions_of(person("chief", roles.WRITERS, superuser=True)) == held("Writers")


def test_a_permission_given_to_the_person_alone_counts_for_nothing() -> None:
    alone = person("alone")
    alone.user_permissions.set(Permission.objects.filter(codename="publish_article"))

    assert alone.has_perm("articles.publish_article")
    assert roles.permissions_of(alone) == set()


def test_a_deactivated_person_may_do_nothing_from_that_moment() -> None:
    writer = person("wren", roles.WRITERS)
    User.objects.filter(pk=writer.pk).update(is_active=False)

    assert roles.permissions_of(writer) == set()


def test_a_group_that_was_left_counts_no_more_although_the_object_is_old() -> None:
    writer = person("wren", roles.WRITERS)
    assert writer.has_perm("articles.draft_article")

    User.objects.get(pk=writer.pk).groups.clear()

    assert roles.permissions_of(writer) == set()


def test_permissions_of_other_apps_do_not_count() -> None:
    odd = person("odd", roles.WRITERS)
    Group.objects.get(name="Writers").permissions.add(Permission.objects.get(codename="add_user"))

    assert "add_user" not in roles.permissions_of(odd)
