"""Later news that undoes what a live sign-off relied on raises a concern; an editor settles it."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.exceptions import PermissionDenied

from articles import integrity, workflow
from articles.credentials import checking, concerns, recording
from articles.errors import InputRefused, TransitionRefused
from articles.models import Certificate, Concern, LedgerEntry
from articles.stages import (
    CheckOutcome,
    ConcernKind,
    Duration,
    Event,
    Resolution,
    Stage,
    StandingReason,
)
from tests.cast import Cast, standing_signature
from tests.credentials.news import (
    Clock,
    certificate_of,
    entries,
    fail,
    live,
    raised,
    reinstate,
    revoke,
    today,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LONG_AGO = dt.date(2020, 1, 1)


# What raises one.


@pytest.mark.req("CO-05")
def test_a_backdated_revocation_raises_one_on_every_live_article_that_relied_on_it(
    cast: Cast,
) -> None:
    first, second = live(cast, title="First"), live(cast, title="Second")
    credential = certificate_of(cast.physician)

    status = revoke(cast, credential, LONG_AGO)

    assert {(c.article, c.signature, c.kind, c.credential, c.status) for c in raised()} == {
        (article, standing_signature(article), ConcernKind.STANDING, credential, status)
        for article in (first, second)
    }
    [concern] = raised(first)
    assert concern.because == (
        f"Ada Moss, MD signed on {today():%-d %b %Y}. As is known now: "
        "Rheumatology is not in force: revoked since 1 Jan 2020."
    )
    assert integrity.check().faults == ()


@pytest.mark.parametrize("reason", [r for r in StandingReason if r])
def test_every_reason_not_to_be_in_force_does(cast: Cast, reason) -> None:
    article = live(cast)
    revoke(cast, certificate_of(cast.physician), LONG_AGO, reason=reason)
    assert len(raised(article)) == 1


def test_articles_that_others_signed_are_left_alone(cast: Cast) -> None:
    article = live(cast, cast.second_physician)
    revoke(cast, certificate_of(cast.physician), LONG_AGO)
    assert raised(article) == []


def test_a_credential_that_the_sign_off_did_not_rely_on_raises_none(cast: Cast) -> None:
    article = live(cast)
    cast.register(cast.physician, certificate="Cardiovascular Disease")
    revoke(cast, cast.physician.reviewer.credentials.latest("pk"), LONG_AGO)
    assert raised(article) == []


@pytest.mark.parametrize("stage", [s for s in Stage if s != Stage.PUBLISHED])
def test_what_readers_do_not_see_raises_none(cast: Cast, stage) -> None:
    cast.article_in(stage)
    revoke(cast, certificate_of(cast.physician), LONG_AGO)
    assert raised() == []


def test_a_live_text_stays_in_doubt_while_a_new_version_is_written(cast: Cast) -> None:
    article = workflow.perform("revise", live(cast), actor=cast.writer)
    revoke(cast, certificate_of(cast.physician), LONG_AGO)
    assert len(raised(article)) == 1


def again(cast: Cast, article, user):
    """A later edition, signed by somebody."""
    article = workflow.perform("revise", article, actor=cast.writer)
    changes = {"body": f"{article.body}\n\nMore."}
    workflow.save_draft(
        article, changes, actor=cast.writer, reason="More", base=article.content_digest
    )
    article.refresh_from_db()
    return cast.publish(cast.sign_off(cast.submit(article, user), user))


def test_a_later_edition_that_another_signed_raises_none(cast: Cast) -> None:
    article = again(cast, live(cast), cast.second_physician)
    revoke(cast, certificate_of(cast.physician), LONG_AGO)
    assert raised(article) == []


def test_a_withdrawn_signature_is_not_doubted_again(cast: Cast) -> None:
    article = live(cast)
    signature = standing_signature(article)
    cast.act("withdraw_signature", article, cast.physician, signature=signature, note="Too early.")
    revoke(cast, certificate_of(cast.physician), LONG_AGO)
    assert [concern.kind for concern in raised(article)] == [ConcernKind.SIGNATURE_WITHDRAWN]


def test_a_confirmed_failed_check_of_before_raises_one_and_an_unconfirmed_none(cast: Cast) -> None:
    article, credential = live(cast), certificate_of(cast.physician)
    details = {"outcome": CheckOutcome.FAILED, "method": "primary_source_web", "note": "Unknown"}
    made = checking.check(credential, actor=cast.officer, **details)
    assert raised(article) == []

    checking.confirm(made, actor=cast.second_officer)

    assert [(c.credential, c.status) for c in raised(article)] == [(credential, None)]
    assert "has not been verified at its source" in raised(article)[0].because


def test_a_failed_check_of_a_later_day_raises_none(cast: Cast, clock: Clock) -> None:
    article = live(cast)
    clock.later(3)
    fail(cast, certificate_of(cast.physician))
    assert raised(article) == []


def end_on(cast: Cast, credential, day) -> None:
    credential.duration, credential.ends_on = Duration.TIME_LIMITED, day
    recording.save(credential, actor=cast.officer, reason="As printed on the certificate")


def test_terms_that_turn_out_to_have_ended_before_raise_one(cast: Cast, clock: Clock) -> None:
    article, signed = live(cast), today()
    clock.later(10)
    end_on(cast, certificate_of(cast.physician), signed - dt.timedelta(days=1))
    assert [c.status for c in raised(article)] == [None]
    assert "Rheumatology ended on" in raised(article)[0].because


def test_terms_that_end_on_the_day_of_signing_or_later_raise_none(cast: Cast, clock: Clock) -> None:
    article, signed = live(cast), today()
    clock.later(10)
    end_on(cast, certificate_of(cast.physician), signed)
    assert raised(article) == []


def test_withdrawing_a_signature_behind_a_live_text_raises_one(cast: Cast) -> None:
    article = live(cast)
    signature = standing_signature(article)
    cast.act("withdraw_signature", article, cast.physician, signature=signature, note="Too early.")

    [concern] = raised(article)
    assert (concern.signature, concern.because, concern.opened_by) == (
        signature, "Too early.", cast.physician
    )  # fmt: skip
    assert list(Concern.objects.open()) == [concern]
    assert integrity.check().faults == ()


def test_withdrawing_a_signature_of_an_earlier_edition_raises_none(cast: Cast) -> None:
    article = live(cast)
    signature = standing_signature(article)
    article = again(cast, article, cast.second_physician)
    cast.act("withdraw_signature", article, cast.physician, signature=signature, note="Too early.")
    assert raised(article) == []


# What does not.


def test_a_lapse_after_signing_leaves_the_dated_byline_and_blocks_new_signatures(
    cast: Cast, clock: Clock
) -> None:
    article = live(cast)
    waiting = cast.submit(cast.draft(title="Next"))
    clock.later(2)
    revoke(cast, certificate_of(cast.physician), today(), reason=StandingReason.LAPSED)

    assert raised() == []
    assert "American Board of Internal Medicine" in standing_signature(article).byline
    with pytest.raises(TransitionRefused) as refused:
        cast.sign_off(waiting)
    assert "credential_not_in_force" in {refusal.code for refusal in refused.value.refusals}
    assert integrity.check().faults == ()


def test_a_lapse_that_was_mended_before_the_signature_raises_none(cast: Cast) -> None:
    article, credential = live(cast), certificate_of(cast.physician)
    yesterday = today() - dt.timedelta(days=1)
    revoke(cast, credential, LONG_AGO, effective_to=yesterday)
    assert raised(article) == []


# Once.


def test_the_same_news_twice_raises_one(cast: Cast) -> None:
    article, credential = live(cast), certificate_of(cast.physician)
    revoke(cast, credential, LONG_AGO)
    revoke(cast, credential, LONG_AGO)
    cast.verify(credential)
    recording.save(credential, actor=cast.officer, reason="Looked at again")
    assert len(raised(article)) == 1


def test_settled_news_is_not_raised_again_but_other_news_is(cast: Cast) -> None:
    article, credential = live(cast), certificate_of(cast.physician)
    revoke(cast, credential, LONG_AGO)
    settle(cast, raised(article)[0])

    revoke(cast, credential, LONG_AGO)
    assert len(raised(article)) == 1

    revoke(cast, credential, dt.date(2019, 1, 1), reason=StandingReason.SUSPENDED)
    assert [concern.resolution for concern in raised(article)] == [Resolution.NO_ACTION, ""]


def test_a_certificate_renamed_meanwhile_is_the_same_news(cast: Cast) -> None:
    article, credential = live(cast), certificate_of(cast.physician)
    revoke(cast, credential, LONG_AGO)
    certificate = Certificate.objects.get(name="Rheumatology")
    certificate.name = "Rheumatology and Immunology"
    recording.save(certificate, actor=cast.officer, reason="Renamed by the board")
    credential.refresh_from_db()
    recording.save(credential, actor=cast.officer, reason="Looked at again")
    assert len(raised(article)) == 1


def test_two_failings_of_the_terms_are_two_pieces_of_news(cast: Cast, clock: Clock) -> None:
    article, credential, signed = live(cast), certificate_of(cast.physician), today()
    fail(cast, credential)
    clock.later(5)
    end_on(cast, credential, signed - dt.timedelta(days=2))
    assert len({concern.because for concern in raised(article)}) == len(raised(article)) == 2


# Publishing and news, one after the other.


def test_news_before_the_release_stops_it(cast: Cast) -> None:
    article = cast.article_in(Stage.APPROVED)
    revoke(cast, certificate_of(cast.physician), LONG_AGO)

    with pytest.raises(TransitionRefused) as refused:
        cast.publish(article)

    assert {refusal.code for refusal in refused.value.refusals} == {"signer_not_in_force"}
    assert raised() == []


def test_news_after_the_release_is_a_concern(cast: Cast) -> None:
    article = cast.publish(cast.article_in(Stage.APPROVED))
    revoke(cast, certificate_of(cast.physician), LONG_AGO)
    assert list(Concern.objects.open()) == raised(article)
    assert len(raised(article)) == 1


def test_reinstating_settles_nothing_by_itself(cast: Cast) -> None:
    article, credential = live(cast), certificate_of(cast.physician)
    revoke(cast, credential, LONG_AGO)
    reinstate(cast, credential, LONG_AGO)
    assert len(Concern.objects.open().filter(article=article)) == 1


# Open: until settled, replaced or withdrawn.


def test_a_concern_ends_with_the_text_that_it_is_about(cast: Cast) -> None:
    replaced, gone = live(cast, title="Replaced"), live(cast, title="Gone")
    revoke(cast, certificate_of(cast.physician), LONG_AGO)
    assert Concern.objects.open().count() == 2

    again(cast, replaced, cast.second_physician)
    cast.act("withdraw", gone, cast.publisher, note="Out of date.")

    assert list(Concern.objects.open()) == []
    assert Concern.objects.filter(resolution=Resolution.NONE).count() == 2


# Settling.


def settle(cast: Cast, concern: Concern, **changes) -> Concern:
    values = {"resolution": Resolution.NO_ACTION, "note": "The board erred.", **changes}
    return concerns.settle(concern, **{"actor": cast.editor, **values})


@pytest.fixture
def concern(cast: Cast) -> Concern:
    live(cast)
    revoke(cast, certificate_of(cast.physician), LONG_AGO)
    return Concern.objects.get()


@pytest.mark.parametrize("resolution", [r for r in Resolution if r])
def test_an_editor_settles_it_with_a_reason(cast: Cast, concern: Concern, resolution) -> None:
    settled = settle(cast, concern, resolution=resolution)
    assert (settled.resolution, settled.resolved_by, settled.note) == (
        resolution, cast.editor, "The board erred."
    )  # fmt: skip
    assert list(Concern.objects.open()) == []
    assert integrity.check().faults == ()


@pytest.mark.parametrize("role", ["writer", "physician", "publisher", "officer", "auditor"])
def test_nobody_else_does(cast: Cast, concern: Concern, role) -> None:
    with pytest.raises(PermissionDenied):
        settle(cast, concern, actor=getattr(cast, role))
    assert Concern.objects.open().count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"note": "  "}, "note"),
        ({"resolution": ""}, "resolution"),
        ({"resolution": "x"}, "resolution"),
    ],
)
def test_settling_takes_a_resolution_and_a_reason(cast: Cast, concern, changes, field) -> None:
    before = LedgerEntry.objects.count()
    with pytest.raises(InputRefused) as refused:
        settle(cast, concern, **changes)
    assert (refused.value.field, LedgerEntry.objects.count()) == (field, before)


def test_it_is_settled_once(cast: Cast, concern: Concern) -> None:
    settle(cast, concern)
    with pytest.raises(TransitionRefused) as refused:
        settle(cast, concern, resolution=Resolution.NOTICE)
    assert [refusal.code for refusal in refused.value.refusals] == ["settled"]
    concern.refresh_from_db()
    assert concern.resolution == Resolution.NO_ACTION


def test_the_ledger_tells_that_but_keeps_the_words_as_a_fingerprint(cast: Cast, concern) -> None:
    """Everybody reads the ledger; not everybody may know why a colleague is in doubt."""
    settle(cast, concern)
    told = entries(Event.CONCERN_OPEN, concern.article)
    told += entries(Event.CONCERN_RESOLVE, concern.article)

    assert [json.loads(entry.payload) for entry in told] == [
        {
            "signature": str(concern.signature_id),
            "concern": "standing",
            "because": concerns.fingerprint(concern.because),
        },
        {
            "concern": concern.pk,
            "resolution": "no_action",
            "decided": concerns.fingerprint("The board erred."),
        },
    ]
