"""An account that an administrator opened anew, or that lost its second factor."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import accounts
from articles.credentials import onboarding
from articles.models import Article, SigningAccess
from articles.signin import acts
from articles.stages import IdentityMethod, Stage
from tests.cast import PASSWORD, Cast
from tests.workflow.answers import reasons

pytestmark = [pytest.mark.django_db, pytest.mark.req("P11-24")]

AGAIN = "An administrator changed how you sign in. An officer checks again who you are."
TAKEN = "Your second factor was taken away. Set up another one before you sign."


@pytest.fixture
def article(cast: Cast) -> Article:
    return cast.article_in(Stage.MEDICAL_REVIEW)


def seen_again(cast: Cast, officer: User) -> None:
    onboarding.check_identity(
        cast.physician.reviewer, actor=officer, method=IdentityMethod.VIDEO, note="Passport seen"
    )


def chosen_anew(user: User) -> None:
    user.set_password(PASSWORD)
    user.save()
    accounts.take_as_own(user)


def test_a_password_set_by_an_administrator_takes_an_identity_check_by_somebody_else(
    cast: Cast, article: Article
) -> None:
    acts.record_password(cast.physician, actor=cast.superuser)
    chosen_anew(cast.physician)
    assert reasons(cast.sign_off, article) == {"identity_again": AGAIN}

    seen_again(cast, cast.second_officer)
    assert cast.sign_off(article).stage == Stage.APPROVED


def test_whoever_opened_the_account_does_not_vouch_for_it(cast: Cast, article: Article) -> None:
    acts.record_password(cast.physician, actor=cast.second_officer)
    chosen_anew(cast.physician)
    seen_again(cast, cast.second_officer)
    assert reasons(cast.sign_off, article) == {"identity_again": AGAIN}


def test_an_address_changed_by_an_administrator_is_told_to_the_old_one(
    cast: Cast, article: Article, django_capture_on_commit_callbacks
) -> None:
    User.objects.filter(pk=cast.physician.pk).update(email="ada@example.org")
    before = acts.facts(cast.physician)
    User.objects.filter(pk=cast.physician.pk).update(email="eve@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        acts.record_changes(cast.physician, before, actor=cast.superuser)

    (told,) = mail.outbox
    assert told.to == ["ada@example.org"]
    assert "took this address off your account" in told.body and "eve@" not in told.body
    assert reasons(cast.sign_off, article) == {"identity_again": AGAIN}


def test_a_second_factor_taken_away_is_missed_until_another_is_set_up(
    cast: Cast, article: Article
) -> None:
    TOTP.activate(cast.physician, generate_totp_secret())
    SigningAccess.objects.filter(user=cast.physician).update(wants_factor=True)
    acts.remove_second_factor(cast.physician, actor=cast.superuser, reason="Phone lost")
    assert reasons(cast.sign_off, article) == {
        "identity_again": AGAIN,
        "second_factor_missing": TAKEN,
    }


def test_one_deleted_in_the_database_is_missed_as_well(cast: Cast, article: Article) -> None:
    TOTP.activate(cast.physician, generate_totp_secret())
    SigningAccess.objects.filter(user=cast.physician).update(wants_factor=True)
    Authenticator.objects.all().delete()
    assert reasons(cast.sign_off, article) == {"second_factor_missing": TAKEN}


def test_who_has_the_database_alone_makes_no_mark(cast: Cast, article: Article) -> None:
    """The hash of a password that Eve knows, and the mark as anybody could compute it."""
    eve = User.objects.get(username="otto")
    User.objects.filter(pk=cast.physician.pk).update(password=eve.password)
    SigningAccess.objects.filter(user=cast.physician).update(
        own_password=SigningAccess.objects.get(user=eve).own_password
    )
    stolen = User.objects.get(pk=cast.physician.pk)
    assert list(reasons(cast.sign_off, article, stolen)) == ["password_not_own"]


def test_a_mark_by_an_old_key_of_the_house_still_holds(cast: Cast, article, settings) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-one-" * 6
    assert cast.sign_off(article).stage == Stage.APPROVED


@pytest.mark.parametrize(
    "name",
    ["mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"],
)
def test_a_password_and_an_open_session_do_not_touch_the_second_factor(
    cast: Cast, name: str
) -> None:
    client = Client()
    client.force_login(cast.physician)
    TOTP.activate(cast.physician, generate_totp_secret())
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for method in ("get", "post"):
        answer = getattr(client, method)(reverse(name))
        assert answer.status_code in {302, 405}
        if answer.status_code == 302:
            assert answer["Location"].startswith(reverse("mfa_reauthenticate"))
    assert Authenticator.objects.count() == 1


def test_who_withdraws_another_s_signature_lets_them_know(cast: Cast) -> None:
    from articles.models import Delivery
    from articles.notifications import write

    article = cast.article_in(Stage.APPROVED)
    User.objects.filter(pk=cast.physician.pk).update(email="ada@example.org")
    signature = article.signatures.get()
    cast.act("withdraw_signature", article, cast.editor, signature=signature, note="A dose.")

    owed = Delivery.objects.get(kind="signature_withdrawn")
    told = write(owed)
    assert owed.user == cast.physician
    assert told.to == ["ada@example.org"]
    assert "Edda Editor has withdrawn your signature on “Gout flares”" in told.body


def test_opening_an_account_says_who_and_when(cast: Cast) -> None:
    began = timezone.now()
    acts.record_password(cast.physician, actor=cast.superuser)
    access = SigningAccess.objects.get(user=cast.physician)
    assert access.opened_by == cast.superuser and access.opened_at >= began
