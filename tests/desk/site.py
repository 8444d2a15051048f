"""What the tests of the desk share: signed-in clients, every address, what the rows hold."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from articles.models import (
    Article,
    Concern,
    Credential,
    CredentialVerification,
    Export,
    LedgerEntry,
    LedgerHead,
    Review,
    Reviewer,
    Signature,
    SigningTicket,
)
from articles.stages import Event, Meaning, Stage
from articles.workflow import TRANSITIONS
from tests.cast import PASSWORD, Cast

ROLES = ("writer", "physician", "publisher", "editor", "officer", "auditor", "superuser")

TABS = ("ready", "scheduled", "live", "due", "withdrawn")
"""Of the publish desk."""

SEALED_OFF = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""The policy of whatever was sent to us or exported: it loads nothing, runs nowhere, is framed by
nobody.
"""


def signed_in(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def send_signing_page(client: Client, address: str, **typed: Any) -> HttpResponse:
    """Open a page to sign, fill it in, and send it with the ticket it came with."""
    page = client.get(address)
    prepared = (page.context or {}).get("prepared")
    typed = {"ticket": prepared.ticket if prepared else "", "password": PASSWORD, **typed}
    return client.post(address, typed)


def populate(cast: Cast) -> None:
    """Articles everywhere, with every signature and a review that waits."""
    for stage in Stage:
        cast.article_in(stage, title=f"Words in {stage}")


def in_stage(stage: Stage) -> Article:
    return Article.objects.get(title=f"Words in {stage}")


def waiting_review() -> Review:
    return Review.objects.get(round=in_stage(Stage.MEDICAL_REVIEW).round)


def checked() -> CredentialVerification:
    """A check of somebody's credential."""
    return CredentialVerification.objects.select_related("credential").earliest("pk")


def reading_pages() -> list[str]:
    """One address of every page that is only read."""
    slug = in_stage(Stage.PUBLISHED).slug
    return [
        reverse("home"),
        reverse("article-list"),
        reverse("article-list") + "?stage=draft&mine=on&overdue=on&q=w&after=nonsense",
        *(reverse("article", args=[article.slug]) for article in Article.objects.all()),
        reverse("article", args=[slug]) + "?text=live",
        reverse("version", args=[slug, 1]),
        reverse("review-list"),
        *(reverse("review", args=[review.pk]) for review in Review.objects.all()),
        *(f"{reverse('publish-desk')}?tab={tab}" for tab in TABS),
        *(reverse("receipt", args=[signature.pk]) for signature in Signature.objects.all()),
        reverse("agreement"),
        reverse("agreement-version", args=[1]),
        reverse("statements"),
        *(reverse("statement", args=[meaning.value]) for meaning in Meaning),
        reverse("reviewer-list"),
        reverse("reviewer-list") + "?q=a&specialty=rheumatology&after=nonsense",
        *(reverse("reviewer", args=[reviewer.pk]) for reviewer in Reviewer.objects.all()),
        *(
            reverse("credential", args=[held.reviewer_id, held.pk])
            for held in Credential.objects.all()
        ),
    ]


def all_addresses() -> list[str]:
    """Every pattern of the URLconf with something real in each place, every act everywhere."""
    found = [_filled(route) for route in _routes(get_resolver())]
    for article in Article.objects.all():
        found += [reverse("transition", args=[article.slug, name]) for name in TRANSITIONS]
        found.append(reverse("choose-reviewers", args=[article.slug]))
    for review in Review.objects.all():
        names = ("review", "sign", "review-accept", "review-decline")
        names += ("review-release", "review-interest", "interest-decide")
        found += [reverse(name, args=[review.pk]) for name in names]
    return list(dict.fromkeys(found))


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from _routes(pattern, route)


def _filled(route: str) -> str:
    """``articles/<slug:slug>/`` as the address of something that exists."""
    values: dict[str, Any] = {
        "slug:slug": in_stage(Stage.PUBLISHED).slug,
        "slug:name": "revise",
        "slug:token": "never-sent",
        "str:token": "never-sent",
        "slug:uidb36": "1",
        "slug:key": "never-sent",
        "slug:meaning": Meaning.CHANGES_REQUIRED.value,
        "int:number": 1,
        "int:review_id": waiting_review().pk,
        "int:concern_id": next(iter(Concern.objects.values_list("pk", flat=True)), 1),
        "int:reviewer_id": checked().credential.reviewer_id,
        "int:credential_id": checked().credential_id,
        "str:digest": "sha256:" + "0" * 64,
        "uuid:signature_id": Signature.objects.latest("signed_at").pk,
        "uuid:export_id": next(iter(Export.objects.values_list("pk", flat=True)), uuid.uuid4()),
        "path:name": "words.json",
        "int:record_id": 1,
        "int:check_id": 1,
        "id": User.objects.latest("pk").pk,
        "path:content_type_id": 1,
        "path:object_id": 1,
    }
    parts = route.split("/")
    if "<path:object_id>" in route and parts[0] == "admin" and parts[1] in {"articles", "auth"}:
        found = apps.get_model(parts[1], parts[2]).objects.order_by("pk").first()
        values["path:object_id"] = found.pk if found else 1
    for name, value in values.items():
        route = route.replace(f"<{name}>", str(value))
    route = route.replace("^(?P<app_label>articles|auth)/$", "articles/")
    return "/" + route.replace("(?P<url>.*)$", "nowhere")


def rows() -> dict[str, str]:
    """A digest of the rows of each table, but sessions, tickets of pages to sign, and refusals."""
    found: dict[str, str] = {}
    for model in apps.get_models(include_auto_created=True):
        if model in {Session, SigningTicket, LedgerHead}:
            continue
        query = model.objects.order_by("pk")
        if model is LedgerEntry:
            query = query.exclude(kind=Event.REFUSED)
        if model is User:
            query = query.defer("last_login")
        columns = [f.attname for f in model._meta.concrete_fields if f.name != "last_login"]
        text = repr(list(query.values_list(*columns)))
        found[model._meta.label] = hashlib.sha256(text.encode()).hexdigest()
    return found


def changed(before: dict[str, str]) -> list[str]:
    """The models whose rows are others now."""
    now = rows()
    return sorted(label for label in now if now[label] != before[label])


def statements(client: Client, address: str) -> int:
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
