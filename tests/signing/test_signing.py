"""A signature is one person's word for these exact bytes, and says so for ever."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import json
import re
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction

from articles import signing
from articles.canonical import canonical_bytes, digest
from articles.credentials import recording
from articles.models import Article, LedgerEntry, Signature
from articles.stages import Meaning, Stage
from tests.cast import Cast

pytestmark = pytest.mark.django_db

REFUSALS = (models.ProtectedError, IntegrityError, ValueError)


@pytest.fixture
def approved(cast: Cast) -> Article:
    return cast.article_in(Stage.APPROVED)


@pytest.fixture
def signature(approved: Article) -> Signature:
    return approved.signatures.get()


def statement_of(signature: Signature) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(signature.statement)
    return said


# What is signed.


def test_the_statement_says_who_put_their_name_to_what_and_as_whom(
    cast: Cast, approved, signature
) -> None:
    said = statement_of(signature)
    credential = cast.physician.reviewer.credentials.get()
    policy = approved.round.policy

    assert said == {
        "schema": "reviewflow/statement@1",
        "id": str(signature.pk),
        "article": str(approved.pk),
        "record": approved.round.record_id,
        "version": 1,
        "round": 1,
        "scope": "whole",
        "content_digest": approved.content_digest,
        "meaning": "medical_review",
        "text": (
            "In my professional judgement, on this date, the whole of version 1 of "
            "“Gout flares” is accurate, current and fit for its audience."
        ),
        "text_version": 1,
        "signer": "ada",
        "signer_id": cast.physician.pk,
        "reviewer": cast.physician.reviewer.pk,
        "printed_name": "Ada Moss, MD",
        "byline": (
            "Medically reviewed by Ada Moss, MD; American Board of Internal Medicine "
            "with subspecialty in Rheumatology"
        ),
        "disclosure": "None declared.",
        "signed_at": said["signed_at"],
        "time_zone": "America/New_York",
        "shown_at": said["shown_at"],
        "authentication": ["password"],
        "withdraws": "",
        "may_sign": True,
        "is_specialist": True,
        "conditions": [
            "account",
            "identity",
            "agreement",
            "credential",
            "licence",
            "disclosure",
            "authorship",
            "interest",
        ],
        "agreement": 1,
        "disclosure_id": cast.physician.reviewer.disclosures.get().pk,
        "interest": "none",
        "credentials": [
            {
                "credential": credential.pk,
                "board": "American Board of Internal Medicine",
                "certificate": "Rheumatology",
                "kind": "subspecialty",
                "status": "in_force",
                "status_id": credential.statuses.get().pk,
                "verification_id": credential.verifications.get(confirms=None).pk,
                "verified_on": said["credentials"][0]["verified_on"],
            }
        ],
        "policy": {"id": policy.id, "record": policy.history_id, "name": "Default"},
    }


def test_the_statement_is_stored_as_digested(signature) -> None:
    signature.refresh_from_db()
    stored = signature.statement

    assert stored.encode() == canonical_bytes(json.loads(stored))
    assert signature.statement_digest == f"sha256:{hashlib.sha256(stored.encode()).hexdigest()}"


@pytest.mark.req("P11-15", "A11-09")
def test_it_says_when_to_the_second_in_utc_and_in_whose_zone(signature) -> None:
    signature.refresh_from_db()
    said = statement_of(signature)

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", said["signed_at"])
    assert signature.signed_at.replace(microsecond=0).isoformat() == (
        said["signed_at"].replace("Z", "+00:00")
    )
    assert said["time_zone"] == "America/New_York"


def test_the_columns_repeat_the_statement(signature) -> None:
    signature.refresh_from_db()
    said = statement_of(signature)

    for name in ("meaning", "printed_name", "byline", "is_specialist", "content_digest"):
        assert getattr(signature, name) == said[name]
    assert signature.signer.username == said["signer"]
    assert signature.record_id == said["record"]


def test_the_ledger_binds_the_statement(signature) -> None:
    entry = LedgerEntry.objects.get(kind="article.sign_off")

    assert json.loads(entry.payload)["statement"] == signature.statement_digest


def test_a_title_is_printed_and_never_filled_in(cast: Cast) -> None:
    for title in ("{note}", "{0}", "{version.__class__}", "}{", "%s"):
        article = cast.article_in(Stage.APPROVED, title=title)
        assert f"version 1 of “{title}” is" in statement_of(article.signatures.get())["text"]


def test_what_a_publisher_signs_has_no_byline_and_is_no_specialists(cast: Cast, approved) -> None:
    cast.publish(approved)
    release = Signature.objects.get(meaning=Meaning.PUBLICATION_RELEASE)

    assert (release.printed_name, release.byline, release.is_specialist) == (
        "Pia Publisher",
        "",
        False,
    )
    assert signing.faults(release) == []


def test_a_withdrawal_names_the_signature_it_withdraws(cast: Cast, approved, signature) -> None:
    cast.act("withdraw_signature", approved, cast.physician, signature=signature, note="Wrong.")
    withdrawal = Signature.objects.get(meaning=Meaning.SIGNATURE_WITHDRAWAL)

    assert withdrawal.withdraws == signature
    assert statement_of(withdrawal)["withdraws"] == str(signature.pk)
    assert signing.faults(withdrawal) == []
    signature.refresh_from_db()
    assert signature.is_withdrawn
    assert signing.faults(signature) == []


def test_who_has_no_reviewer_profile_signs_with_their_own_name(cast: Cast, approved) -> None:
    nameless = User.objects.create(username="nameless")

    given = [
        signing.sign(
            signing.Act(
                article=approved,
                record=approved.round.record,
                signer=signer,
                text=signing.in_use(Meaning.WITHDRAWAL),
                at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
                shown_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
                factors=["password"],
            )
        )
        for signer in (cast.publisher, nameless)
    ]

    assert [signature.printed_name for signature in given] == ["Pia Publisher", "nameless"]
    assert [signing.faults(signature) for signature in given] == [[], []]


# What does not fit.


def test_a_genuine_signature_has_no_faults(cast: Cast, approved) -> None:
    cast.publish(approved)

    assert {s.meaning: signing.faults(s) for s in Signature.objects.all()} == {
        "medical_review": [],
        "publication_release": [],
    }


ALTERED = {
    "id": uuid.UUID(int=7),
    "article_id": uuid.UUID(int=7),
    "record_id": 10_000,
    "meaning": "publication_release",
    "printed_name": "Eve Moss, MD",
    "byline": "Medically reviewed by Eve Moss, MD",
    "is_specialist": False,
    "content_digest": "sha256:another",
    "signed_at": dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
    "withdraws_id": uuid.UUID(int=7),
}


def test_each_altered_column_is_named(signature) -> None:
    found = {}
    for column, value in ALTERED.items():
        altered = copy.copy(signature)
        setattr(altered, column, value)
        found[column] = signing.faults(altered)

    assert found == {
        column: [f"the statement says another {column.removesuffix('_id').replace('_', ' ')}"]
        for column in ALTERED
    }


@pytest.mark.parametrize("column", ["statement", "statement_digest"])
def test_an_altered_statement_does_not_match_its_digest(signature, column) -> None:
    setattr(signature, column, getattr(signature, column).replace("a", "b", 1))

    assert signing.faults(signature) == ["the statement does not match its digest"]


@pytest.mark.parametrize("text", ["[]", "7", "no json", ""])
def test_a_statement_that_says_nothing_is_a_fault(signature, text: str) -> None:
    signature.statement, signature.statement_digest = text, digest(text.encode())
    assert signing.faults(signature) == ["the statement says nothing that can be read"]


def test_a_rewritten_statement_with_a_fitting_digest_is_found_by_the_columns(signature) -> None:
    """The ledger, which binds the old digest, finds the rest."""
    said = statement_of(signature) | {"printed_name": "Eve", "meaning": "withdrawal"}
    signature.statement = canonical_bytes(said).decode()
    signature.statement_digest = digest(signature.statement.encode())

    assert signing.faults(signature) == [
        "the statement says another meaning",
        "the statement says another printed name",
    ]


@pytest.mark.req("A11-09", "P11-18")
def test_a_signature_copied_to_another_version_does_not_fit(cast: Cast, signature) -> None:
    other = cast.draft(title="Another")
    moved = copy.copy(signature)
    moved.pk = uuid.uuid4()
    moved.article_id = other.pk
    moved.record_id = other.history.latest("history_id").pk
    moved.content_digest = other.content_digest

    assert signing.faults(moved) == [
        "the statement says another id",
        "the statement says another article",
        "the statement says another record",
        "the statement says another content digest",
    ]


@pytest.mark.parametrize(
    ("column", "said"), [("signer", "signer id"), ("round", "round")], ids=["signer", "round"]
)
def test_a_signature_given_to_another_person_or_round_does_not_fit(cast, signature, column, said):
    later = cast.article_in(Stage.MEDICAL_REVIEW).round
    later.number = 2
    setattr(signature, column, {"signer": cast.second_physician, "round": later}[column])

    assert signing.faults(signature) == [f"the statement says another {said}"]


def test_a_signature_given_to_another_reviewer_does_not_fit(cast: Cast, signature) -> None:
    signature.reviewer = cast.second_physician.reviewer

    assert signing.faults(signature) == ["the statement says another reviewer"]


def test_signatures_of_the_same_second_are_listed_in_the_order_they_were_given(cast, approved):
    began = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    given = [
        signing.sign(
            signing.Act(
                article=approved,
                record=approved.round.record,
                signer=cast.publisher,
                text=signing.in_use(Meaning.WITHDRAWAL),
                at=began + dt.timedelta(microseconds=number),
                shown_at=began,
                factors=["password"],
            )
        )
        for number in range(12)
    ]

    assert list(Signature.objects.filter(meaning=Meaning.WITHDRAWAL)) == given


# For ever.


@pytest.mark.req("P11-14")
def test_whoever_is_renamed_later_has_signed_under_the_name_of_that_day(cast: Cast, signature):
    before = Signature.objects.filter(pk=signature.pk).values().get()
    profile = cast.physician.reviewer
    profile.name, profile.degrees = "Ada Thorne", "MD, PhD"
    recording.save(profile, actor=cast.officer, reason="Married")
    User.objects.filter(pk=cast.physician.pk).update(first_name="Ada", last_name="Thorne")

    signature = Signature.objects.get(pk=signature.pk)

    assert signature.reviewer.printed_name == "Ada Thorne, MD, PhD"
    assert signature.printed_name == "Ada Moss, MD"
    assert signature.byline.startswith("Medically reviewed by Ada Moss, MD;")
    assert Signature.objects.filter(pk=signature.pk).values().get() == before
    assert signing.faults(signature) == []


def test_a_board_that_is_renamed_later_stands_in_the_line_as_it_was(cast: Cast, signature) -> None:
    board = cast.certificates["Rheumatology"].board
    board.name = "Board of Something Else"
    recording.save(board, actor=cast.officer, reason="Renamed")

    signature = Signature.objects.get(pk=signature.pk)

    assert "American Board of Internal Medicine" in signature.byline
    assert signing.faults(signature) == []


@pytest.mark.req("P11-04", "P11-19")
def test_whoever_signed_is_deleted_no_more(cast: Cast, signature) -> None:
    for victim in (cast.physician, cast.physician.reviewer, signature.record, signature.round):
        with pytest.raises(REFUSALS), transaction.atomic():
            victim.delete()

    assert Signature.objects.get().signer == cast.physician


@pytest.mark.req("P11-16")
@pytest.mark.parametrize("meaning", ["", "approved", "MEDICAL_REVIEW", None])
def test_a_signature_means_one_thing_of_the_fixed_list(cast, approved, signature, meaning) -> None:
    row = {field.attname: getattr(signature, field.attname) for field in signature._meta.fields}
    row |= {"id": uuid.uuid4(), "statement_digest": "sha256:x", "round_id": None}
    row |= {"review_id": None, "reviewer_id": None}

    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(**{**row, "meaning": meaning})
    Signature.objects.create(**{**row, "meaning": Meaning.WITHDRAWAL})


@pytest.mark.parametrize(
    "changes",
    [
        {"printed_name": ""},
        {"meaning": "medical_review"},
        {"meaning": "signature_withdrawal"},
        {"withdraws_id": True},
        {"statement_digest": True},
    ],
    ids=[
        "no name",
        "a review without round and reviewer",
        "a withdrawal of nothing",
        "something else that withdraws",
        "one statement twice",
    ],
)
def test_a_signature_that_makes_no_sense_is_refused_by_the_database(signature, changes) -> None:
    row = {field.attname: getattr(signature, field.attname) for field in signature._meta.fields}
    row |= {"id": uuid.uuid4(), "statement_digest": "sha256:x", "meaning": "withdrawal"}
    row |= {"round_id": None, "review_id": None, "reviewer_id": None}
    told = {"withdraws_id": signature.pk, "statement_digest": signature.statement_digest}

    changes = {name: told[name] if value is True else value for name, value in changes.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(**row | changes)
