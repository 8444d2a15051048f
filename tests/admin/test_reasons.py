"""A reason that would read otherwise than it is stored is refused under its field."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from articles.credentials import checking, claims
from articles.models import Credential, ImportClaim
from tests.admin.browser_form import sent_by
from tests.admin.conftest import address
from tests.cast import SEEN

TURNED = "Clearer.\u202egnorW"


def change(cast):
    article = cast.draft()
    page = address("articles_article_change", article.pk)
    return cast.writer, page, {"body": "New.", "base": article.content_digest}


def delete(cast):
    return cast.writer, address("articles_article_delete", cast.draft().pk), {}


def resolve(cast, name):
    claimed = claims.claimed_credential(
        "Ada Moss", "M.D.", board="A", subspecialty="", actor=cast.writer, reason="In"
    )
    claim = ImportClaim.objects.create(
        source_digest="sha256:" + "0" * 64,
        source_name="gout.txt",
        article=cast.draft(),
        raw_line="Reviewed by Ada Moss, M.D.",
        printed_name="Ada Moss, M.D.",
        reviewer=claimed.reviewer,
        credential=claimed,
        imported_by=cast.writer,
        imported_at=timezone.now(),
    )
    person = cast.physician.reviewer
    chosen = {"link": person.credentials.get().pk, "merge": person.pk}[name]
    return cast.officer, address(f"articles_importclaim_{name}", claim.pk), {"chosen": chosen}


def second_factor(cast):
    Authenticator.objects.create(user=cast.writer, type=Authenticator.Type.TOTP, data={})
    return cast.superuser, address("auth_user_second_factor", cast.writer.pk), {}


def govern(cast):
    page = address("articles_reviewer_change", cast.physician.reviewer.pk)
    return cast.officer, page, {"name": "Ada X. Moss"}


def confirm(cast):
    credential = Credential.objects.get(reviewer=cast.unverified.reviewer)
    said = {"method": "primary_source_web", "evidence_digest": SEEN, "note": "Seen"}
    check = checking.check(credential, actor=cast.officer, **said)
    page = address("articles_credential_confirm", credential.pk, check.pk)
    return cast.second_officer, page, {"text_version": 1}


PAGES = {
    "change": change,
    "delete": delete,
    "link": lambda cast: resolve(cast, "link"),
    "merge": lambda cast: resolve(cast, "merge"),
    "second factor": second_factor,
    "govern": govern,
    "confirm": confirm,
}


@pytest.mark.parametrize("name", PAGES)
def test_a_reason_that_turns_its_direction_is_stored_nowhere(cast, at_door, rows, name):
    user, page, typed = PAGES[name](cast)
    client, field = at_door(user), "note" if name == "confirm" else "reason"
    sent = sent_by(client.get(page).text) | typed | {field: TURNED}
    before = rows()
    answer = client.post(page, sent)
    assert (answer.status_code, rows()) == (422, before)
    assert "The character U+202E on line 1 cannot be stored; remove it." in answer.text
    assert client.post(page, sent | {field: "Clearer."}).status_code == 302
