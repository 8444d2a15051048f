"""Accounts: made, given roles, deactivated, and never deleted."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User

from articles import roles
from tests.admin.conftest import address

NEW = {
    "username": "iris",
    "usable_password": "true",
    "password1": "a-long-password-for-iris",
    "password2": "a-long-password-for-iris",
}


def test_a_superuser_makes_an_account_with_its_roles(cast, at_door):
    writers = Group.objects.get(name=roles.WRITERS)
    sent = NEW | {"groups": [writers.pk], "is_staff": "on"}
    assert at_door(cast.superuser).post(address("auth_user_add"), sent).status_code == 302
    iris = User.objects.get(username="iris")
    assert list(iris.groups.all()) == [writers]
    assert "draft_article" in roles.permissions_of(iris)


@pytest.mark.req("P11-26")
@pytest.mark.parametrize("name", ["WREN", "wren", "Wren"])
def test_a_name_that_differs_only_in_case_is_taken(cast, at_door, rows, name):
    before = rows()
    response = at_door(cast.superuser).post(address("auth_user_add"), NEW | {"username": name})
    assert response.status_code == 200
    assert "already exists" in response.text
    assert rows() == before


def test_nobody_is_deleted_but_anybody_is_deactivated(cast, at_door):
    client = at_door(cast.superuser)
    page = address("auth_user_delete", cast.writer.pk)
    assert client.get(page).status_code == 403
    assert client.post(page, {"post": "yes"}).status_code == 403
    page = address("auth_user_change", cast.writer.pk)
    assert "deletelink" not in client.get(page).text
    sent = {"first_name": "Wren", "last_name": "Tully", "is_staff": "on"}
    assert client.post(page, sent).status_code == 302
    cast.writer.refresh_from_db()
    assert not cast.writer.is_active


@pytest.mark.req("P11-19")
def test_the_name_by_which_the_ledger_knows_somebody_stays(cast, at_door):
    client = at_door(cast.superuser)
    sent = {"username": "other", "first_name": "W", "is_active": "on", "user_permissions": ["1"]}
    assert client.post(address("auth_user_change", cast.writer.pk), sent).status_code == 302
    user = User.objects.get(pk=cast.writer.pk)
    assert (user.username, user.first_name) == ("wren", "W")
    assert not user.user_permissions.exists()


def test_roles_are_read_and_not_changed(cast, at_door, rows):
    group, client, before = Group.objects.first(), at_door(cast.superuser), rows()
    assert client.get(address("auth_group_change", group.pk)).status_code == 200
    for page in (
        address("auth_group_change", group.pk),
        address("auth_group_delete", group.pk),
        address("auth_group_add"),
    ):
        assert client.post(page, {"name": "x", "post": "yes"}).status_code == 403
    assert rows() == before


def test_nobody_without_the_flag_sees_accounts(cast, at_door):
    for user in (cast.editor, cast.officer, cast.auditor, cast.writer):
        assert at_door(user).get(address("auth_user_changelist")).status_code == 403
