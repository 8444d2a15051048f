"""Whose password it is, who may set it, and what ends when it changes."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as given
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from articles import accounts, roles
from articles.models import Delivery, LedgerEntry, SigningAccess
from articles.stages import DeliveryKind, Event
from tests.cast import PASSWORD, person

from .conftest import inside, sign_in

pytestmark = pytest.mark.django_db

NEW = "another-long-password-of-hers"
NOT_OWN = "Somebody else set your password. Choose your own before you sign."


def is_own(user: User) -> bool:
    fresh = User.objects.get(pk=user.pk)
    return accounts.is_own(fresh, SigningAccess.objects.filter(user=user).first())


def change(client: Client, old: str = PASSWORD, new: str = NEW) -> Any:
    sent = {"oldpassword": old, "password1": new, "password2": new}
    return client.post(reverse("password_change"), sent)


def set_by_administrator(cast: Any, user: User) -> Any:
    client = Client()
    client.force_login(cast.superuser)
    page = reverse("admin:auth_user_password_change", args=[user.pk])
    return client.post(page, {"password1": NEW, "password2": NEW, "usable_password": "true"})


def test_choosing_one_s_own_keeps_this_session_and_ends_the_others(cast: Any) -> None:
    here, elsewhere = Client(), Client()
    sign_in(here, "ada")
    sign_in(elsewhere, "ada")
    key = here.session.session_key
    assert change(here)["Location"] == reverse("password_change_done")
    assert inside(here) and not inside(elsewhere)
    assert here.session.session_key != key
    assert is_own(cast.physician)
    assert not LedgerEntry.objects.filter(kind=Event.PASSWORD_SET).exists()


def test_the_session_gets_a_new_name_when_somebody_signs_in(cast: Any) -> None:
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[given.SESSION_COOKIE_NAME] = session.session_key
    sign_in(client, "ada")
    assert inside(client) and client.session.session_key != session.session_key
    assert not Session.objects.filter(pk=session.session_key).exists()


def test_a_wrong_old_password_changes_nothing(cast: Any) -> None:
    client = Client()
    sign_in(client, "ada")
    assert change(client, old="wrong").status_code == 422
    assert change(client, new="12345678").status_code == 422
    assert User.objects.get(username="ada").check_password(PASSWORD)


def test_a_password_that_an_administrator_set_is_on_record_and_is_nobody_s_own(cast: Any) -> None:
    before = Client()
    sign_in(before, "ada")
    assert set_by_administrator(cast, cast.physician).status_code == 302
    assert not is_own(cast.physician) and not inside(before)
    entry = LedgerEntry.objects.latest("seq")
    assert (entry.kind, entry.actor) == (Event.PASSWORD_SET, "root")
    assert entry.subject == f"account:{cast.physician.pk}"
    assert json.loads(entry.payload) == {"username": "ada"}
    owed = Delivery.objects.get()
    assert (owed.kind, owed.user) == (DeliveryKind.PASSWORD_SET, cast.physician)


def test_its_owner_is_asked_to_choose_another_until_they_did(cast: Any) -> None:
    set_by_administrator(cast, cast.physician)
    client = Client()
    sign_in(client, "ada", NEW)
    assert NOT_OWN in client.get(reverse("home")).text
    assert NOT_OWN in client.get(reverse("password_change")).text
    assert "Set by somebody else" in client.get(reverse("mfa_index")).text
    change(client, old=NEW, new=PASSWORD)
    assert NOT_OWN not in client.get(reverse("home")).text
    assert is_own(cast.physician)


def test_an_administrator_changes_their_own_where_everybody_does(cast: Any) -> None:
    before = User.objects.get(pk=cast.superuser.pk).password
    assert set_by_administrator(cast, cast.superuser)["Location"] == reverse("password_change")
    assert User.objects.get(pk=cast.superuser.pk).password == before
    client = Client()
    client.force_login(cast.superuser)
    for page in ("/admin/password_change/", "/admin/password_change/done/"):
        assert client.post(page)["Location"] == reverse("password_change")


def test_a_refused_password_leaves_no_entry(cast: Any) -> None:
    size, client = LedgerEntry.objects.count(), Client()
    client.force_login(cast.superuser)
    page = reverse("admin:auth_user_password_change", args=[cast.physician.pk])
    client.post(page, {"password1": NEW, "password2": "x", "usable_password": "true"})
    assert LedgerEntry.objects.count() == size and is_own(cast.physician)


def ask(email: str) -> Any:
    return Client().post(reverse("account_reset_password"), {"email": email}, follow=True)


def test_a_mailed_link_gives_a_password_of_one_s_own_once(cast: Any, settings: Any) -> None:
    settings.BASE_URL = "https://reviews.example"
    cast.physician.email = "ada@example.org"
    cast.physician.save()
    set_by_administrator(cast, cast.physician)
    mail.outbox.clear()
    ask("Ada@example.org")
    (sent,) = mail.outbox
    assert sent.to == ["ada@example.org"] and "“ada”" in sent.body
    link = re.search(r"https://reviews\.example(/\S+)", sent.body)[1]
    client = Client()
    page = client.get(link, follow=True)
    assert link not in page.redirect_chain[-1][0]
    typed = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post(page.request["PATH_INFO"], typed)["Location"].endswith("/done/")
    assert is_own(cast.physician) and not inside(client)
    again = Client().get(link, follow=True)
    assert "This link is over" in again.text
    assert mail.outbox[-1].subject == "Your password was changed"


def test_the_answer_is_the_same_whether_there_is_an_account_or_not(cast: Any) -> None:
    cast.physician.email = "ada@example.org"
    cast.physician.save()
    with_one, without = ask("ada@example.org"), ask("nobody@example.org")
    assert with_one.text == without.text
    assert with_one.redirect_chain == without.redirect_chain
    assert [m.to for m in mail.outbox] == [["ada@example.org"], ["nobody@example.org"]]


def test_an_address_that_an_administrator_took_off_opens_nothing(cast: Any) -> None:
    for address in ("old@example.org", "new@example.org"):
        cast.physician.email = address
        cast.physician.save()
        ask(address)
    mail.outbox.clear()
    ask("old@example.org")
    (sent,) = mail.outbox
    assert "No account there" in sent.body.replace("\n", " ")


def test_a_mail_server_that_is_down_changes_nobody_s_answer(cast: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    assert "Look into your mail" in ask("nobody@example.org").text


def test_wrong_name_wrong_password_and_a_closed_account_are_one_answer(
    cast: Any, settings: Any
) -> None:
    demo = person("ada.demo", roles.WRITERS)
    cast.officer.is_active = False
    cast.officer.save()
    settings.PRODUCTION = True
    told = {
        re.sub(r'value="[^"]*"', "", sign_in(Client(), name, password).text)
        for name, password in (
            ("nobody", PASSWORD),
            ("ada", "wrong"),
            (cast.officer.username, PASSWORD),
            (demo.username, PASSWORD),
        )
    }
    assert len(told) == 1 and "Name and password do not fit together." in told.pop()


@pytest.mark.req("A11-08")
def test_whoever_is_deactivated_is_out_at_once_and_stays_out(cast: Any) -> None:
    client, admin = Client(), Client()
    sign_in(client, "ada")
    admin.force_login(cast.superuser)
    page = reverse("admin:auth_user_change", args=[cast.physician.pk])
    reviewers = Group.objects.get(name=roles.MEDICAL_REVIEWERS)
    kept = {"first_name": "Ada", "last_name": "Moss", "is_staff": "on", "groups": [reviewers.pk]}
    assert admin.post(page, kept).status_code == 302
    assert not inside(client)
    admin.post(page, kept | {"is_active": "on"})
    assert not inside(client)
    assert inside(admin)
    said = [json.loads(e.payload) for e in LedgerEntry.objects.order_by("-seq")[:2]]
    assert [entry["is_active"] for entry in said] == [True, False]
    assert {entry["changed"][0] for entry in said} == {"is_active changed"}


@pytest.mark.req("A11-08")
def test_the_ledger_tells_what_opens_doors_and_no_address(cast: Any) -> None:
    admin, user = Client(), cast.physician
    admin.force_login(cast.superuser)
    page = reverse("admin:auth_user_change", args=[user.pk])
    sent = {"first_name": "Ada", "last_name": "Moss", "is_active": "on", "is_staff": "on"}
    sent |= {"is_superuser": "on", "email": "ada@example.org"}
    admin.post(page, sent)
    entry = LedgerEntry.objects.latest("seq")
    assert (entry.kind, entry.subject) == (Event.ACCOUNT_SAVE, f"account:{user.pk}")
    assert "example.org" not in entry.payload + entry.core
    assert json.loads(entry.payload) == {
        "username": "ada",
        "groups": [],
        "is_active": True,
        "is_superuser": True,
        "is_staff": True,
        "changed": ["groups changed", "is_superuser changed", "email changed"],
    }
    admin.post(page, sent)
    assert LedgerEntry.objects.latest("seq") == entry


def test_a_new_account_is_on_record_with_who_set_its_password(cast: Any) -> None:
    admin = Client()
    admin.force_login(cast.superuser)
    sent = {"username": "iris", "usable_password": "true", "password1": NEW, "password2": NEW}
    admin.post(reverse("admin:auth_user_add"), sent)
    iris = User.objects.get(username="iris")
    kinds = LedgerEntry.objects.filter(subject=f"account:{iris.pk}").order_by("seq")
    assert list(kinds.values_list("kind", flat=True)) == [Event.ACCOUNT_SAVE, Event.PASSWORD_SET]


def test_own_sessions_are_listed_and_ended(cast: Any) -> None:
    here, elsewhere = Client(), Client(headers={"user-agent": "A tablet"})
    sign_in(here, "ada")
    sign_in(elsewhere, "ada")
    other = Client()
    sign_in(other, "wren")
    page = here.get(reverse("usersessions_list"))
    assert "A tablet" in page.text and page.text.count("this browser") == 1
    here.post(reverse("usersessions_list"))
    assert inside(here) and inside(other) and not inside(elsewhere)
    assert UserSession.objects.filter(user=cast.physician).count() == 1


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_inactive", "mfa_add_webauthn"]
)
def test_doors_that_nobody_asked_for_are_not_there(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)
    assert Client().get("/signup/").status_code == 404
