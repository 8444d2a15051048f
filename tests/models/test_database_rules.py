"""What else the database refuses: text that moved on, loose links, one person twice."""

from __future__ import annotations

import datetime as dt
import itertools
import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles.canonical import CONTENT_FIELDS
from articles.models import (
    Article,
    Credential,
    CredentialStatus,
    CredentialVerification,
    LedgerEntry,
    LedgerHead,
)
from articles.stages import (
    CheckMethod,
    CheckOutcome,
    CredentialKind,
    Duration,
    Event,
    Stage,
    Standing,
    StandingReason,
)
from tests.cast import Cast
from tests.ledger.intruder import disarmed

pytestmark = pytest.mark.django_db

CHANGED = {
    "article_type": "treatment",
    "title": "Another",
    "summary": "Another",
    "body": "Another",
    "references": [],
    "audience": "clinician",
    "locale": "de-DE",
    "authors": [],
    "funding": "Another",
    "topics": [],
    "specialty": "cardiology",
    "content_digest": "sha256:another",
    "version": 9,
}


def is_refused(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def columns_refused(article: Article, **beside: object) -> set[str]:
    rows = Article.objects.filter(pk=article.pk)
    return {
        name
        for name, value in CHANGED.items()
        if is_refused(lambda n=name, v=value: rows.update(**{n: v}, **beside))
    }


def test_every_signed_column_is_tried() -> None:
    assert set(CHANGED) == {*CONTENT_FIELDS, "content_digest", "version"}


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.DRAFT])
def test_outside_a_draft_no_signed_column_changes(cast: Cast, stage) -> None:
    article = cast.article_in(stage)

    assert columns_refused(article) == set(CHANGED)
    assert columns_refused(article, stage=Stage.DRAFT) == set(CHANGED)
    assert Article.objects.get(pk=article.pk).content == article.content


def test_in_a_draft_each_of_them_may(cast: Cast) -> None:
    assert columns_refused(cast.draft()) == set()


@pytest.mark.parametrize("stage", Stage)
def test_what_is_not_signed_changes_in_every_stage(cast: Cast, stage) -> None:
    article = cast.article_in(stage)

    updated = Article.objects.filter(pk=article.pk).update(
        slug="elsewhere", claim=7, canonical_url="https://a.test", title=article.title
    )

    assert updated == 1


def test_an_article_is_not_replaced_either(cast: Cast) -> None:
    article = cast.article_in(Stage.APPROVED)
    columns = [field.column for field in Article._meta.concrete_fields]
    values = ["'Another'" if name == "body" else f'"{name}"' for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    replace = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    table = Article._meta.db_table
    select = f'SELECT {", ".join(values)} FROM "{table}"'  # noqa: S608 (our own columns)

    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f'{replace} INTO "{table}" ({names}) {select}')

    assert is_refused(act)
    assert Article.objects.get(pk=article.pk).body == article.body


# The next link.


def link(**changes) -> LedgerEntry:
    head = LedgerHead.objects.get()
    seq = changes.pop("seq", head.size)
    prev = changes.pop("prev", bytes(head.last).hex())
    return LedgerEntry(
        seq=seq,
        kind=Event.ARTICLE_SAVE,
        subject="article:1",
        actor="wren",
        at=timezone.now(),
        core=json.dumps({"prev": prev, "seq": seq}, separators=(",", ":")),
        salt=bytes(16),
        payload="{}",
        leaf=bytes(32),
        checkpoint="",
    )


def test_the_ledger_takes_the_next_link(cast: Cast) -> None:
    link().save(force_insert=True)


@pytest.mark.parametrize(
    "changes",
    [{"seq": 0}, {"seq": 10_000}, {"seq": -1}, {"prev": "00" * 32}, {"prev": "ff" * 32}],
    ids=str,
)
def test_the_ledger_takes_no_other(cast: Cast, changes) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        link(**changes).save(force_insert=True)


def test_a_gap_that_was_torn_is_not_filled_again(cast: Cast) -> None:
    """The next link is the one that the head names, not any that is free."""
    head = LedgerHead.objects.get()
    with disarmed(LedgerEntry):
        LedgerEntry.objects.filter(seq=head.size - 2).delete()

    with pytest.raises(IntegrityError, match="next link"), transaction.atomic():
        link(seq=head.size - 2).save(force_insert=True)


# The second person.


@pytest.fixture
def checked(cast: Cast) -> CredentialVerification:
    """A check by the first officer that waits for a second."""
    credential = cast.unverified.reviewer.credentials.get()
    return verification(cast.officer, credential)


def verification(officer, credential, **changes) -> CredentialVerification:
    return CredentialVerification.objects.create(
        credential=credential,
        outcome=CheckOutcome.VALIDATED,
        method=CheckMethod.PRIMARY_SOURCE_WEB,
        checked_on=dt.date(2026, 1, 1),
        checked_by=officer,
        recorded_at=timezone.now(),
        **changes,
    )


def test_another_person_confirms_a_check(cast: Cast, checked) -> None:
    verification(cast.second_officer, checked.credential, confirms=checked)


@pytest.mark.req("A11-02")
def test_nobody_confirms_their_own_check(cast: Cast, checked) -> None:
    with pytest.raises(IntegrityError, match="second person"), transaction.atomic():
        verification(cast.officer, checked.credential, confirms=checked)


def test_a_confirmation_is_not_confirmed_in_turn(cast: Cast, checked) -> None:
    confirmation = verification(cast.second_officer, checked.credential, confirms=checked)

    with pytest.raises(IntegrityError, match="second person"), transaction.atomic():
        verification(cast.officer, checked.credential, confirms=confirmation)


def test_a_check_is_confirmed_for_its_own_credential(cast: Cast, checked) -> None:
    other = cast.physician.reviewer.credentials.get()

    with pytest.raises(IntegrityError, match="second person"), transaction.atomic():
        verification(cast.second_officer, other, confirms=checked)


def test_a_check_is_confirmed_once(cast: Cast, checked) -> None:
    verification(cast.second_officer, checked.credential, confirms=checked)

    with pytest.raises(IntegrityError), transaction.atomic():
        verification(cast.auditor, checked.credential, confirms=checked)


def test_a_confirmation_does_not_come_before_its_check(cast: Cast, checked) -> None:
    """The foreign key is looked at on commit, so one person could write both in this order."""
    coming = checked.pk + 2

    assert is_refused(
        lambda: verification(cast.officer, checked.credential, confirms_id=coming)
    ) or is_refused(lambda: verification(cast.officer, checked.credential, id=coming))


# Constraints of the credentials.


@pytest.mark.req("CR-03")
@pytest.mark.parametrize(
    ("duration", "ends_on", "fits"),
    [
        (Duration.LIFETIME, None, True),
        (Duration.CONTINUOUS, None, True),
        (Duration.TIME_LIMITED, None, True),
        (Duration.TIME_LIMITED, dt.date(2023, 12, 31), True),
        (Duration.LIFETIME, dt.date(2023, 12, 31), False),
        (Duration.CONTINUOUS, dt.date(2023, 12, 31), False),
    ],
)
def test_only_what_is_limited_in_time_ends(cast: Cast, duration, ends_on, fits) -> None:
    """Before 1990 for life, until 2013 for ten years, since then without an end."""
    from articles.models import annotate

    credential = Credential(
        reviewer=cast.physician.reviewer,
        kind=CredentialKind.BOARD_CERTIFICATION,
        certificate=cast.certificates["Internal Medicine"],
        duration=duration,
        ends_on=ends_on,
    )
    annotate(credential, user=cast.officer, reason="As printed")

    assert is_refused(credential.save) is not fits


@pytest.mark.req("CR-01")
def test_a_reason_stands_exactly_where_something_is_not_in_force(cast: Cast) -> None:
    def status(standing: Standing, reason: StandingReason) -> CredentialStatus:
        return CredentialStatus(
            credential=cast.physician.reviewer.credentials.get(),
            standing=standing,
            reason=reason,
            effective_from=dt.date(2026, 1, 1),
            recorded_at=timezone.now(),
            recorded_by=cast.officer,
        )

    stored = {
        (standing, reason)
        for standing, reason in itertools.product(Standing, StandingReason)
        if not is_refused(status(standing, reason).save)
    }

    assert stored == {
        (Standing.IN_FORCE, StandingReason.NONE),
        *((Standing.NOT_IN_FORCE, reason) for reason in StandingReason if reason),
    }


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, False), (1, True)])
def test_a_status_ends_after_it_began(cast: Cast, days, fits) -> None:
    status = CredentialStatus(
        credential=cast.physician.reviewer.credentials.get(),
        standing=Standing.IN_FORCE,
        effective_from=dt.date(2026, 1, 1),
        effective_to=dt.date(2026, 1, 1) + dt.timedelta(days=days),
        recorded_at=timezone.now(),
        recorded_by=cast.officer,
    )

    assert is_refused(status.save) is not fits
