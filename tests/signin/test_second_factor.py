"""The second factor: set up, asked for, lost, taken away; and never readable in the database."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from articles.models import LedgerEntry, SigningAccess
from articles.signin import sealing
from articles.stages import Event

from .conftest import code_for, inside, prove, set_up, sign_in

pytestmark = pytest.mark.django_db


def test_who_has_an_app_gets_in_with_password_and_code_only(enrolled: Any) -> None:
    client = Client()
    answer = sign_in(client, "ada")
    assert answer["Location"] == reverse("mfa_authenticate")
    assert not inside(client)
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 422 and "not right" in wrong.text
    assert not inside(client)
    right = client.post(reverse("mfa_authenticate"), {"code": code_for(enrolled.secret)})
    assert right.status_code == 302 and inside(client)


def test_a_code_opens_once(enrolled: Any) -> None:
    code = code_for(enrolled.secret)
    for expected in (True, False):
        client = Client()
        sign_in(client, "ada")
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert inside(client) == expected


def test_a_recovery_code_stands_in_once(enrolled: Any) -> None:
    assert len(enrolled.codes) == 10
    assert SigningAccess.objects.get(user=enrolled.user).wants_factor
    for expected in (True, False):
        client = Client()
        sign_in(client, "ada")
        client.post(reverse("mfa_authenticate"), {"code": enrolled.codes[3]})
        assert inside(client) == expected


def test_the_admin_has_no_door_without_the_code(enrolled: Any) -> None:
    client, sent = Client(), {"username": "ada", "password": "a-long-password-for-tests"}
    answer = client.post("/admin/login/?next=/admin/", sent)
    assert answer["Location"] == "/login/?next=/admin/"
    assert client.get("/admin/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_neither_secret_stands_in_the_database_in_the_clear(cast: Any) -> None:
    client = Client()
    sign_in(client, "ada")
    prove(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    waiting = [s.get_decoded() for s in Session.objects.all()]
    assert waiting and secret not in json.dumps(waiting)
    app = set_up(client)
    rows = {row.type: row.data for row in Authenticator.objects.all()}
    assert app.secret not in json.dumps(rows)
    assert app.secret == sealing.unseal(rows["totp"]["secret"])
    assert not [code for code in app.codes if code in json.dumps(rows)]
    assert sealing.unseal(rows["recovery_codes"]["seed"]) not in json.dumps(rows)


def test_an_old_key_still_opens_and_no_other_does(settings: Any) -> None:
    sealed = sealing.seal("JBSWY3DP")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [settings.SECRET_KEY]
    assert sealing.unseal(sealed) == "JBSWY3DP"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(ImproperlyConfigured, match="REVIEWFLOW_SECRET_KEY_FALLBACKS"):
        sealing.unseal(sealed)


@pytest.mark.parametrize(
    "name",
    [
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    ],
)
def test_a_session_that_was_left_open_does_not_touch_the_second_factor(
    enrolled: Any, cast: Any, name: str
) -> None:
    client = Client()
    who = cast.writer if name == "mfa_activate_totp" else enrolled.user
    client.force_login(who)
    before = list(Authenticator.objects.values_list("pk", "data"))
    for method in ("get", "post"):
        answer = getattr(client, method)(reverse(name))
        assert answer.status_code in {302, 405}
        if answer.status_code == 302:
            assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert list(Authenticator.objects.values_list("pk", "data")) == before
    answer = client.post(reverse("account_reauthenticate"), {"password": "wrong"})
    assert answer.status_code == 422


def test_removing_it_takes_the_recovery_codes_along_and_sends_a_mail(
    enrolled: Any, django_capture_on_commit_callbacks: Any
) -> None:
    enrolled.user.email = "ada@example.org"
    enrolled.user.save()
    with django_capture_on_commit_callbacks(execute=True):
        assert enrolled.client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert not Authenticator.objects.exists()
    assert not SigningAccess.objects.get(user=enrolled.user).wants_factor
    (told,) = mail.outbox
    assert (told.to, told.subject) == (["ada@example.org"], "Your second factor was removed")
    assert "Dear Ada Moss," in told.body and "testserver" not in told.body


@pytest.mark.req("P11-28")
def test_an_administrator_takes_it_away_and_the_ledger_and_the_owner_know(
    enrolled: Any, cast: Any
) -> None:
    enrolled.user.email = "ada@example.org"
    enrolled.user.save()
    client = Client()
    client.force_login(cast.superuser)
    page = reverse("admin:auth_user_second_factor", args=[enrolled.user.pk])
    assert page in client.get(reverse("admin:auth_user_change", args=[enrolled.user.pk])).text
    assert client.post(page, {"reason": ""}).status_code == 422
    assert Authenticator.objects.exists()
    assert client.post(page, {"reason": "Called back."}).status_code == 302
    assert not Authenticator.objects.exists()
    assert not inside(enrolled.client)
    entry = LedgerEntry.objects.latest("seq")
    assert (entry.kind, entry.subject) == (Event.ACCOUNT_SAVE, f"account:{enrolled.user.pk}")
    assert json.loads(entry.payload) == {
        "username": "ada",
        "changed": ["second factor removed"],
        "reason": "Called back.",
    }
    assert [m.subject for m in mail.outbox] == ["Your second factor was taken away"]
    assert client.post(page, {"reason": "Again."}).status_code == 409
    sign_in(enrolled.client, "ada")
    asked = "An administrator took your second factor away. Set it up again."
    assert asked in enrolled.client.get(reverse("home")).text
    set_up(enrolled.client)
    assert asked not in enrolled.client.get(reverse("home")).text


def test_nobody_takes_their_own_away_past_the_question(enrolled: Any, cast: Any) -> None:
    client = Client()
    client.force_login(cast.superuser)
    page = reverse("admin:auth_user_second_factor", args=[cast.superuser.pk])
    assert client.post(page, {"reason": "Mine."})["Location"] == reverse("mfa_deactivate_totp")
    client.force_login(cast.editor)
    assert client.post(page, {"reason": "Hers."}).status_code == 403


def test_the_picture_stands_in_the_page_and_the_policy_stays_strict(cast: Any) -> None:
    client = Client()
    sign_in(client, "ada")
    prove(client)
    page = client.get(reverse("mfa_activate_totp"))
    assert "<svg" in page.text and "data:" not in page.text and "style=" not in page.text
    assert "img-src 'self'" in page.headers["Content-Security-Policy"]
    assert 'inputmode="numeric"' in page.text and 'autocomplete="one-time-code"' in page.text
