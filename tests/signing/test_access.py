"""Only a password that its owner chose signs, whoever wrote another one and however."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client

from articles import accounts, workflow
from articles.models import Article, Signature, SigningAccess
from articles.stages import Stage
from tests.cast import PASSWORD, Cast, signing_page
from tests.workflow.answers import offered, reasons
from tests.workflow.situations import picture

pytestmark = pytest.mark.django_db

NOT_OWN = "Somebody else set your password. Choose your own before you sign."
OTHER = "another-long-password"


def by_an_administrator(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    user.set_password(OTHER)
    user.save()


def by_a_command(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: OTHER)
    call_command("changepassword", user.username, stdout=io.StringIO())


def by_sql(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with connection.cursor() as cursor:
        values = [make_password(OTHER), user.pk]
        cursor.execute("UPDATE auth_user SET password = %s WHERE id = %s", values)


@pytest.fixture
def article(cast: Cast) -> Article:
    return cast.article_in(Stage.MEDICAL_REVIEW)


@pytest.mark.parametrize("write", [by_an_administrator, by_a_command, by_sql])
@pytest.mark.req("P11-24")
def test_a_password_that_somebody_else_set_signs_nothing_until_its_owner_chose_one(
    cast: Cast, article: Article, write: Callable[..., None], monkeypatch
) -> None:
    page = signing_page("sign_off", article, cast.physician, password=OTHER)
    write(cast.physician, monkeypatch)
    user = User.objects.get(pk=cast.physician.pk)
    assert user.check_password(OTHER)
    before = picture()

    act: dict[str, Any] = {"actor": user, "no_interest": True}
    given = {"authentication": page, **act}
    assert reasons(workflow.perform, "sign_off", article, **given) == {"password_not_own": NOT_OWN}
    told = reasons(workflow.prepare, "sign_off", article, actor=user, session="a session")
    assert told == offered("sign_off", article, user) == {"password_not_own": NOT_OWN}
    assert picture() == before

    user.set_password("one-of-my-own-choice")
    user.save()
    accounts.take_as_own(user)
    page = signing_page("sign_off", article, user, password="one-of-my-own-choice")
    workflow.perform("sign_off", article, authentication=page, **act)
    assert Signature.objects.get().signer == user


def test_the_old_password_is_no_way_around_either(cast: Cast, article: Article) -> None:
    by_sql(cast.physician, pytest.MonkeyPatch())
    user = User.objects.get(pk=cast.physician.pk)
    assert list(reasons(cast.act, "sign_off", article, user, password=PASSWORD)) == [
        "password_not_own"
    ]


def test_the_mark_of_one_account_vouches_for_no_other(cast: Cast, article: Article) -> None:
    """An administrator copies a hash and its mark from an account whose password they know."""
    known = cast.publisher
    User.objects.filter(pk=cast.physician.pk).update(password=known.password)
    copied = SigningAccess.objects.get(user=known).own_password
    SigningAccess.objects.filter(user=cast.physician).update(own_password=copied)
    user = User.objects.get(pk=cast.physician.pk)
    assert list(reasons(cast.act, "sign_off", article, user)) == ["password_not_own"]


def test_an_account_that_never_chose_a_password_signs_nothing(cast: Cast, article: Article) -> None:
    SigningAccess.objects.filter(user=cast.physician).delete()
    assert reasons(cast.act, "sign_off", article, cast.physician) == {"password_not_own": NOT_OWN}


PBKDF2 = "django.contrib.auth.hashers.PBKDF2PasswordHasher"


@pytest.fixture
def raised(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """New parameters for hashing: whoever types a right password gets a new hash."""
    settings.PASSWORD_HASHERS = [PBKDF2, *settings.PASSWORD_HASHERS]
    monkeypatch.setattr(f"{PBKDF2}.iterations", 3)


def hash_of(user: User) -> str:
    return User.objects.get(pk=user.pk).password


def test_a_password_hashed_anew_at_sign_in_is_still_its_owner_s(
    cast: Cast, article: Article, raised: None
) -> None:
    before = hash_of(cast.physician)
    assert Client().login(username="ada", password=PASSWORD)
    assert hash_of(cast.physician).startswith("pbkdf2") > before.startswith("pbkdf2")
    cast.act("sign_off", article, User.objects.get(pk=cast.physician.pk))
    assert Signature.objects.count() == 1


def test_one_hashed_anew_at_the_signature_itself_too(
    cast: Cast, article: Article, raised: None
) -> None:
    other = cast.article_in(Stage.MEDICAL_REVIEW, title="Another text")
    for each in (article, other):
        cast.act("sign_off", each, User.objects.get(pk=cast.physician.pk))
    assert hash_of(cast.physician).startswith("pbkdf2")
    assert Signature.objects.count() == 2


def test_hashing_anew_makes_nobody_else_s_password_one_s_own(
    cast: Cast, article: Article, monkeypatch, settings: Any
) -> None:
    by_an_administrator(cast.physician, monkeypatch)
    settings.PASSWORD_HASHERS = [PBKDF2, *settings.PASSWORD_HASHERS]
    monkeypatch.setattr(f"{PBKDF2}.iterations", 3)
    assert Client().login(username="ada", password=OTHER)
    user = User.objects.get(pk=cast.physician.pk)
    assert user.password.startswith("pbkdf2")
    assert list(reasons(cast.act, "sign_off", article, user, password=OTHER)) == [
        "password_not_own"
    ]
