"""Many reviewers and many live sign-offs, written row by row for the size, not for the proof."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone

from articles import roles
from articles.canonical import digest
from articles.models import (
    Article,
    Credential,
    CredentialStatus,
    CredentialVerification,
    Disclosure,
    HistoricalArticle,
    IdentityCheck,
    Publication,
    Review,
    Reviewer,
    Round,
    Signature,
)
from articles.stages import CheckMethod, CheckOutcome, Standing, StandingReason
from tests.cast import Cast, today

CREDENTIALS, STATUSES = 4, 5


@transaction.atomic
def reviewers(cast: Cast, number: int) -> list[Reviewer]:
    """Reviewers with an account, identity and disclosure, and four credentials of five statuses."""
    now, on = timezone.now(), today()
    users = User.objects.bulk_create(
        User(username=f"reviewer{n}", first_name="R", last_name=str(n), password="!")
        for n in range(number)
    )
    role = Group.objects.get(name=roles.MEDICAL_REVIEWERS)
    memberships = User.groups.through
    memberships.objects.bulk_create(memberships(user=user, group=role) for user in users)
    people = Reviewer.objects.bulk_create(
        Reviewer(user=user, name=f"Reviewer {n:05}", degrees="MD") for n, user in enumerate(users)
    )
    by = cast.second_officer
    IdentityCheck.objects.bulk_create(
        IdentityCheck(
            reviewer=person, user=person.user, method="video", note="Seen", checked_on=on,
            checked_by=by, recorded_at=now,
        )
        for person in people
    )  # fmt: skip
    Disclosure.objects.bulk_create(
        Disclosure(
            reviewer=person, declared_on=on, statement="None declared.", interests={},
            recorded_at=now, recorded_by=person.user,
        )
        for person in people
    )  # fmt: skip
    _credentials(cast, people)
    return people


def _credentials(cast: Cast, people: list[Reviewer]) -> None:
    """Three certificates and a licence; every seventh person's rheumatology has lapsed."""
    certificates = list(cast.certificates.values())
    held = Credential.objects.bulk_create(
        Credential(
            reviewer=person,
            kind="board_certification" if n < len(certificates) else "licence",
            certificate=certificates[n] if n < len(certificates) else None,
            jurisdiction="" if n < len(certificates) else "US-AZ",
            initial_on=dt.date(2009, 11, 4),
            terms_since=timezone.now(),
        )
        for person in people
        for n in range(CREDENTIALS)
    )
    CredentialStatus.objects.bulk_create(
        _status(cast, credential, number, lapsed=index // CREDENTIALS % 7 == 0)
        for index, credential in enumerate(held)
        for number in range(STATUSES)
    )
    checks = CredentialVerification.objects.bulk_create(
        CredentialVerification(
            credential=credential, outcome=CheckOutcome.VALIDATED, checked_on=today(),
            method=CheckMethod.PRIMARY_SOURCE_WEB, checked_by=cast.officer,
            recorded_at=timezone.now(), note="Seen",
        )
        for credential in held
    )  # fmt: skip
    CredentialVerification.objects.bulk_create(
        CredentialVerification(
            credential_id=check.credential_id, outcome=check.outcome, checked_on=check.checked_on,
            method=check.method, checked_by=cast.second_officer, recorded_at=timezone.now(),
            confirms=check,
        )
        for check in checks
    )  # fmt: skip


def _status(cast: Cast, credential: Credential, number: int, *, lapsed: bool) -> CredentialStatus:
    """Year after year in force; the last one, for some, not."""
    gone = lapsed and number == STATUSES - 1
    return CredentialStatus(
        credential=credential,
        standing=Standing.NOT_IN_FORCE if gone else Standing.IN_FORCE,
        reason=StandingReason.LAPSED if gone else "",
        effective_from=dt.date(2010 + number * 3, 1, 1),
        recorded_at=timezone.now() - dt.timedelta(days=STATUSES - number),
        recorded_by=cast.officer,
    )


@transaction.atomic
def live_sign_offs(cast: Cast, model: Article, people: list[Reviewer]) -> None:
    """A live article for each of these people, signed by them: copies of one that is live."""
    record, round = model.published_record, model.rounds.get()
    signed = Signature.objects.medical().get(article=model)
    release = Signature.objects.get(article=model, meaning="publication_release")
    said = json.loads(signed.statement)
    held: dict[int, list[int]] = {}
    for key, reviewer in Credential.objects.values_list("pk", "reviewer_id").order_by("pk"):
        held.setdefault(reviewer, []).append(key)
    articles = [_copied(model, pk=uuid.uuid4(), slug=f"{model.slug}-{p.pk}") for p in people]
    for article in articles:
        article.published_record = article.round = None
        article.stage = "draft"
    Article.objects.bulk_create(articles)
    records = HistoricalArticle.objects.bulk_create(
        _copied(record, pk=None, id=article.pk) for article in articles
    )
    pairs = list(zip(articles, records, people, strict=True))
    rounds = Round.objects.bulk_create(
        _copied(round, pk=None, article=article, record=kept) for article, kept, _ in pairs
    )
    reviews = Review.objects.bulk_create(
        _copied(signed.review, pk=None, round=of, reviewer=person)
        for of, (_, _, person) in zip(rounds, pairs, strict=True)
    )
    rows = list(zip(rounds, reviews, pairs, strict=True))
    Signature.objects.bulk_create(
        _signed(signed, said, of, review, *pair, held[pair[2].pk]) for of, review, pair in rows
    )
    releases = Signature.objects.bulk_create(
        _copied(
            release, pk=(key := uuid.uuid4()), article=article, record=kept, round=of,
            statement_digest=digest(key.bytes),
        )
        for of, _review, (article, kept, _person) in rows
    )  # fmt: skip
    Publication.objects.bulk_create(
        _copied(
            model.publications.get(), pk=None, article=article, record=kept, round=of,
            signature=sealed,
        )
        for (of, _review, (article, kept, _person)), sealed in zip(rows, releases, strict=True)
    )  # fmt: skip
    for article, kept, of in zip(articles, records, rounds, strict=True):
        Article.objects.filter(pk=article.pk).update(
            stage="published", published_record=kept, round=of
        )


def _signed(
    model: Signature,
    said: dict[str, Any],
    of: Round,
    review: Review,
    article: Article,
    record: Any,
    person: Reviewer,
    credentials: list[int],
) -> Signature:
    first = said["credentials"][0]
    named = [{**first, "credential": key} for key in credentials]
    text = json.dumps({**said, "id": str(article.pk), "credentials": named})
    return _copied(
        model, pk=uuid.uuid4(), article=article, record=record, round=of, review=review,
        reviewer=person, signer=person.user, printed_name=person.printed_name,
        statement=text, statement_digest=digest(text.encode()),
    )  # fmt: skip


def _copied(row: Any, **changed: Any) -> Any:
    """The same row again, with other keys."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    copy = type(row)(**values)
    for name, value in changed.items():
        setattr(copy, name, value)
    return copy
