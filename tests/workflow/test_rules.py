"""Each rule, with its yes, its no and its sentence."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied

from articles import roles, workflow
from articles.credentials import checking
from articles.models import Credential, ReviewPolicy
from articles.stages import Stage, Standing
from tests.cast import Cast, content, today
from tests.workflow.answers import offered, reasons

pytestmark = pytest.mark.django_db
OWN_TEXT = "You wrote or edited this text; someone else must do this."


def lapse(cast: Cast, user, since: dt.date, reason: str = "lapsed") -> None:
    checking.record_status(
        Credential.objects.get(reviewer__user=user),
        actor=cast.officer,
        standing=Standing.NOT_IN_FORCE,
        why="As the board says",
        effective_from=since,
        reason=reason,
    )


# submit


def test_a_text_needs_a_policy_that_covers_it(cast: Cast) -> None:
    article = cast.draft()
    assert offered("submit", article, cast.writer) == {}

    cast.policy("Default", specialty="cardiology")
    assert reasons(cast.submit, article) == {
        "no_policy": "No review policy covers this kind of article."
    }


def test_the_closest_policy_is_pinned(cast: Cast) -> None:
    cast.policy("Rheumatology", specialty="rheumatology")
    cast.policy("Questions", article_type="question_and_answer")

    assert cast.submit(cast.draft()).round.policy.name == "Rheumatology"
    ReviewPolicy.objects.get(name="Rheumatology")
    cast.policy("Rheumatology", is_active=False)
    assert cast.submit(cast.draft()).round.policy.name == "Default"


@pytest.mark.req("NH-03", "UR-01", "JA-03")
def test_a_text_is_complete_before_it_is_submitted_and_all_gaps_are_named_at_once(
    cast: Cast,
) -> None:
    article = cast.draft(
        body="",
        funding="  ",
        references=[],
    )

    assert reasons(cast.submit, article) == {
        "body_missing": "The body is empty.",
        "funding_missing": "The funding disclosure is empty.",
        "no_reference": "There is no reference.",
    }
    assert offered("submit", article, cast.writer) == reasons(cast.submit, article)


def test_every_citation_points_to_a_reference_and_every_image_is_stored(cast: Cast) -> None:
    body = "Rest.[@nowhere]\n\n![A knee](https://example.org/knee.png)"

    assert reasons(cast.submit, cast.draft(body=body)) == {
        "dangling_citation": "The citation [@nowhere] points nowhere.",
        "remote_image": "The image https://example.org/knee.png is not stored here.",
    }
    assert cast.submit(cast.draft()).stage == Stage.MEDICAL_REVIEW


# sign_off


@pytest.mark.req("P11-08")
def test_only_who_was_asked_signs_unless_the_policy_lets_reviewers_take_it(cast: Cast) -> None:
    article = cast.submit(cast.draft())
    assert reasons(cast.sign_off, article, cast.unassigned) == {
        "not_assigned": "You are not asked to review this version."
    }

    cast.policy("Default", self_assign=True)
    article = cast.submit(cast.draft())
    article = cast.sign_off(article, cast.unassigned)
    assert article.stage == Stage.APPROVED
    assert article.round.reviews.get(reviewer=cast.unassigned.reviewer).decision == "signed_off"


def test_nobody_signs_twice_in_a_round(cast: Cast) -> None:
    cast.policy("Default", sign_offs=2)
    article = cast.sign_off(cast.submit(cast.draft(), cast.physician, cast.second_physician))

    assert reasons(cast.sign_off, article) == {
        "already_signed": "You have signed off in this round already."
    }


@pytest.mark.parametrize("part", ["owner", "submitter", "editor"])
def test_who_wrote_a_text_does_not_sign_it(cast: Cast, part: str) -> None:
    cast.physician.groups.add(Group.objects.get(name=roles.WRITERS))
    cast.policy("Default", self_assign=True)
    article = cast.draft(owner=cast.physician if part == "owner" else None)
    if part == "editor":
        article = workflow.save_draft(
            article,
            {"summary": "Shorter."},
            actor=cast.physician,
            reason="Shorter",
            base=article.content_digest,
        )
    submitter = cast.physician if part == "submitter" else cast.other_writer
    others = [cast.second_physician.reviewer]
    article = workflow.perform("submit", article, actor=submitter, reviewers=others)

    assert reasons(cast.sign_off, article) == {"own_text": OWN_TEXT}
    assert offered("sign_off", article, cast.physician) == {"own_text": OWN_TEXT}
    assert cast.sign_off(article, cast.second_physician).stage == Stage.APPROVED


def test_who_edited_before_the_last_release_may_sign_the_next_version(cast: Cast) -> None:
    cast.physician.groups.add(Group.objects.get(name=roles.WRITERS))
    article = cast.draft()
    article = workflow.save_draft(
        article, {"summary": "A"}, actor=cast.physician, reason="A", base=article.content_digest
    )
    article = cast.submit(article, cast.second_physician)
    article = cast.publish(cast.sign_off(article, cast.second_physician))
    article = workflow.perform("revise", article, actor=cast.writer)
    article = workflow.save_draft(
        article, {"summary": "B"}, actor=cast.writer, reason="B", base=article.content_digest
    )

    assert cast.sign_off(cast.submit(article)).stage == Stage.APPROVED


@pytest.mark.req("P11-08")
def test_a_sign_off_needs_standing_verified_by_two_people(cast: Cast) -> None:
    article = cast.submit(cast.draft(), cast.physician, cast.unverified)
    unverified = {
        "credential_unverified": ("Rheumatology has not been verified at its source by two people.")
    }
    assert reasons(cast.sign_off, article, cast.unverified) == unverified

    lapse(cast, cast.physician, today(), reason="suspended")
    assert list(reasons(cast.sign_off, article)) == ["barred", "credential_not_in_force"]


def test_a_role_without_a_reviewer_profile_signs_nothing(cast: Cast) -> None:
    cast.policy("Default", self_assign=True)
    cast.publisher.groups.add(Group.objects.get(name=roles.MEDICAL_REVIEWERS))
    article = cast.submit(cast.draft())

    assert reasons(cast.sign_off, article, cast.publisher) == {
        "no_reviewer": "You are not on record as a reviewer."
    }


def test_all_objections_are_told_at_once(cast: Cast) -> None:
    cast.unverified.groups.add(Group.objects.get(name=roles.WRITERS))
    article = cast.draft(owner=cast.unverified)
    article = cast.submit(article)

    told = reasons(cast.act, "sign_off", article, cast.unverified, seen="sha256:other")
    assert list(told) == ["not_assigned", "credential_unverified", "own_text", "text_changed"]
    assert told["text_changed"] == "The text is not the one you had on screen."


# publish


def test_a_stale_sign_off_is_not_released(cast: Cast, clock) -> None:
    article = cast.article_in(Stage.APPROVED)
    clock.forward(days=90)
    assert offered("publish", article, cast.publisher) == {}

    clock.forward(days=1)
    assert reasons(cast.publish, article) == {
        "sign_off_stale": "The newest sign-off is older than 90 days."
    }


def test_a_text_that_is_due_again_is_not_released(cast: Cast, clock) -> None:
    cast.policy("Default", review_interval_months=1)
    article = cast.article_in(Stage.APPROVED)
    clock.forward(days=32)

    assert reasons(cast.publish, article) == {"review_overdue": "The text is due for review again."}


@pytest.mark.req("CO-05")
def test_a_lapse_before_the_signature_blocks_release_and_a_later_one_does_not(
    cast: Cast, clock
) -> None:
    first, second = cast.article_in(Stage.APPROVED), cast.article_in(Stage.APPROVED)
    clock.forward(days=2)
    lapse(cast, cast.physician, today())
    assert cast.publish(first).stage == Stage.PUBLISHED

    clock.forward(seconds=1)
    lapse(cast, cast.physician, today() - dt.timedelta(days=10))
    assert reasons(cast.publish, second) == {
        "signer_not_in_force": (
            "Ada Moss, MD was not in force on the day of signing, as is known now."
        )
    }


def test_the_publisher_neither_signed_nor_wrote_the_text(cast: Cast) -> None:
    for user in (cast.physician, cast.other_writer, cast.writer):
        user.groups.add(Group.objects.get(name=roles.PUBLISHERS))
    article = cast.article_in(Stage.APPROVED)

    assert reasons(cast.publish, article, cast.physician) == {
        "own_sign_off": "You signed this text off; someone else releases it."
    }
    assert reasons(cast.publish, article, cast.writer) == {"own_text": OWN_TEXT}
    assert offered("publish", article, cast.other_writer) == {}


def test_a_policy_of_two_lets_the_author_publish_but_never_the_signer(cast: Cast) -> None:
    for user in (cast.physician, cast.writer):
        user.groups.add(Group.objects.get(name=roles.PUBLISHERS))
    cast.policy("Default", separation="two")
    article = cast.article_in(Stage.APPROVED)

    assert list(reasons(cast.publish, article, cast.physician)) == ["own_sign_off"]
    assert cast.publish(article, cast.writer).stage == Stage.PUBLISHED


def test_a_deactivated_person_may_do_nothing(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    for user, act in ((cast.physician, "sign_off"), (cast.writer, "recall")):
        user.is_active = False
        user.save()
        with pytest.raises(PermissionDenied):
            cast.act(act, article, user)
    with pytest.raises(PermissionDenied):
        workflow.save_draft(None, content(), actor=cast.writer, reason="Draft")


@pytest.mark.req("P11-08")
def test_the_superuser_flag_neither_grants_nor_bars(cast: Cast) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    with pytest.raises(PermissionDenied):
        cast.sign_off(article, cast.superuser)

    cast.superuser.groups.add(Group.objects.get(name=roles.WRITERS))
    assert workflow.perform("recall", article, actor=cast.superuser).stage == Stage.DRAFT
