"""Everybody knocks at every address of the admin with every method: nothing moves that must not."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from articles.credentials import checking, recording
from articles.models import (
    Board,
    Certificate,
    Coverage,
    Credential,
    Delivery,
    ImportClaim,
    LedgerEntry,
    Publication,
    Review,
    Reviewer,
    ReviewPolicy,
    Round,
    Signature,
)
from articles.stages import Stage
from tests.admin.conftest import address
from tests.cast import SEEN, person, today

HARMLESS = {"index", "app_list", "login", "logout", "password_change", "password_change_done"}
"""Django's own pages, which answer a POST and touch no row of ours."""
EVERYTHING = {
    "post": "yes",
    "title": "Overwritten",
    "body": "Overwritten",
    "name": "Overwritten",
    "number": "1",
    "stage": "published",
    "owner": "1",
    "version": "9",
    "content_digest": "sha256:0",
    "last_reviewed": "2001-01-01",
    "history_change_reason": "Forged",
    "history_date": "2001-01-01",
    "history_user": "1",
    "is_superuser": "on",
    "groups": "1",
    "action": "delete_selected",
    "select_across": "1",
    "_selected_action": "1",
    "_saveasnew": "1",
    "_popup": "1",
    "form-TOTAL_FORMS": "1",
    "form-INITIAL_FORMS": "1",
    "reason": "Because",
}


def named_addresses():
    """Every named pattern of the admin, with the groups it needs."""

    def walk(patterns, prefix):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, prefix)
            elif isinstance(pattern, URLPattern) and pattern.name:
                yield pattern.name, sorted(pattern.pattern.converters)

    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and resolver.namespace == "admin":
            yield from walk(resolver.url_patterns, "")


@pytest.fixture
def house(cast):
    """One row of everything, and the address of each of the admin's pages about it."""
    live = cast.article_in(Stage.PUBLISHED)
    draft = cast.draft(title="A draft")
    check = checking.check(
        Credential.objects.first(),
        actor=cast.officer,
        method="board_letter",
        note="Letter seen",
        evidence_digest=SEEN,
    )
    claim = ImportClaim.objects.create(
        source_digest="0" * 64,
        source_name="x.txt",
        article=draft,
        imported_by=cast.writer,
        imported_at=draft.created_at,
    )
    recording.save(
        Coverage(
            certificate=cast.certificates["Rheumatology"], specialty="dermatology", since=today()
        ),
        actor=cast.officer,
        reason="Agreed",
    )
    models = (Round, Review, Signature, Publication, LedgerEntry, Delivery, Reviewer, Board)
    first = {
        model._meta.model_name: model.objects.first()
        for model in (*models, Certificate, Coverage, ReviewPolicy, Group, User)
    }
    first |= {"importclaim": claim, "credential": check.credential}
    pages = set()
    for name, needs in named_addresses():
        model = name.split("_")[1] if name.count("_") > 1 or "_" in name else ""
        for obj in (draft, live) if model == "article" else (first.get(model),):
            known = {
                "object_id": getattr(obj, "pk", None),
                "id": getattr(obj, "pk", None),
                "check_id": check.pk,
                "record_id": obj.history.first().pk if hasattr(obj, "history") else 1,
                "app_label": "articles",
                "content_type_id": 1,
            }
            arguments = [known[need] for need in needs]
            by_name = dict(zip(needs, arguments, strict=True))
            if name not in HARMLESS and None not in arguments:
                from django.urls import reverse

                pages.add(reverse(f"admin:{name}", kwargs=by_name))
    return sorted(pages)


def test_the_sweep_knows_every_page_of_the_admin(cast, house):
    names = {name for name, _needs in named_addresses()} - HARMLESS
    assert len(names) > 60
    for part in ("history/", "restore/", "status/", "check/", "confirm/", "delete/", "password/"):
        assert any(part in page for page in house)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_who_only_reads_changes_no_row_and_is_told_so(cast, at_door, house, rows, method):
    viewer = person("vera", "Auditors", superuser=False)
    before = rows()
    for user in (cast.auditor, viewer, cast.physician, cast.publisher):
        client = at_door(user)
        for page in house:
            response = getattr(client, method)(page, EVERYTHING)
            told = (user.username, page, response.status_code)
            assert response.status_code in {302, 403, 404, 405}, told
            if response.status_code == 302:
                assert "/login/" in response.url, told
    assert rows() == before


def _long(house):
    """What takes hours to type is given back to who was signed out; preview and paste: no pages."""
    ends = ("/add/", "/change/", "/preview/", "/paste/")
    return [page for page in house if "/articles/article/" in page and page.endswith(ends)]


def test_strangers_are_sent_to_the_door(cast, house, rows):
    before, client = rows(), Client()
    for page in house:
        for method in ("get", "post"):
            response = getattr(client, method)(page, EVERYTHING)
            if method == "post" and response.status_code in {401, 403}:
                assert page in _long(house), page
                continue
            assert response.status_code == 302 and "/login/" in response.url, page
    assert rows() == before


def test_who_is_not_staff_or_was_deactivated_stays_outside(cast, house, rows):
    outside = person("outside", "Writers")
    outside.is_staff = False
    outside.save()
    client = Client()
    client.force_login(outside)
    before = rows()
    for page in house:
        assert client.post(page, EVERYTHING).status_code == 302
    cast.officer.is_active = False
    gone = Client()
    gone.force_login(cast.officer)
    cast.officer.save()
    after_leaving = rows()
    for page in house:
        status = gone.post(page, EVERYTHING).status_code
        assert status == 302 or (status in {401, 403} and page in _long(house)), page
    assert rows() == after_leaving != before


@pytest.mark.slow
def test_writers_officers_and_editors_change_nothing_of_each_other(cast, at_door, house, rows):
    theirs = {
        cast.writer: ("/article/",),
        cast.officer: (
            *("/reviewer/", "/board/", "/certificate/", "/coverage/", "/credential/"),
            *("/importclaim/", "/evidence/"),
        ),
        cast.editor: ("/article/", "/reviewpolicy/"),
    }
    before = rows()
    for user, own in theirs.items():
        client = at_door(user)
        for page in house:
            if not any(part in page for part in own):
                response = client.post(page, EVERYTHING)
                assert response.status_code in {302, 403, 404, 405}, (user.username, page)
    assert rows() == before


@pytest.mark.slow
def test_a_look_changes_nothing(cast, at_door, house, rows):
    before = rows()
    for user in (cast.auditor, cast.writer, cast.officer, cast.editor, cast.superuser):
        client = at_door(user)
        for page in house:
            # 409: a text that stands already has no page to bring it back.
            told = (user.username, page)
            assert client.get(page).status_code in {200, 302, 403, 404, 405, 409}, told
    assert rows() == before


def test_every_model_of_ours_that_people_need_is_here():
    names = {model._meta.model_name for model in admin.site._registry}
    assert names == {
        *("article", "reviewer", "board", "certificate", "coverage", "credential"),
        *("reviewpolicy", "delivery"),
        *("round", "review", "signature", "publication", "ledgerentry", "importclaim", "evidence"),
        *("user", "group", "apitoken"),
    }
    assert address("index") == "/admin/"
