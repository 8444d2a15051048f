"""At its moment a release is what somebody signed: the row of its order alone lets nothing out."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from articles import integrity, workflow
from articles.canonical import canonical_bytes, digest
from articles.models import Article, Publication, Schedule, Signature
from articles.stages import ScheduleOutcome, Stage
from articles.workflow import planned
from tests.cast import TEXT, Cast
from tests.tampering.hand import alter, erase
from tests.workflow.clock import Clock

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
DOSE = TEXT.replace("painful arthritis.", "painful arthritis. Take 0.5 mg of colchicine.")
WORDING = TEXT.replace("a painful arthritis", "a painful kind of arthritis")


def order(cast: Cast, clock: Clock, article: Article, **inputs) -> Schedule:
    at = (clock.at + HOUR).replace(microsecond=0)
    inputs = {"release_at": at, "time_zone": "Europe/Berlin", "note": "As agreed.", **inputs}
    cast.act("publish", article, cast.publisher, **inputs)
    return Schedule.objects.latest("pk")


@pytest.fixture
def waiting(cast: Cast, clock: Clock) -> Schedule:
    return order(cast, clock, cast.article_in(Stage.APPROVED))


def approved_again(cast: Cast, **changes) -> Article:
    article = cast.article_in(Stage.PUBLISHED)
    return cast.sign_off(cast.submit(cast.revised(article, **changes)))


def refused(clock: Clock) -> str:
    """Its moment comes, and nothing leaves; what was said."""
    before = Publication.objects.count()
    clock.forward(hours=2)
    [done] = workflow.release_due()
    assert done.outcome == ScheduleOutcome.REFUSED, done.reasons
    assert Publication.objects.count() == before
    assert workflow.release_due() == []
    assert Schedule.objects.get(pk=done.schedule.pk).why.splitlines() == list(done.reasons)
    return " ".join(done.reasons)


@pytest.mark.parametrize(
    ("columns", "what"),
    [
        ({"note": "Safe for children."}, "change note"),
        ({"is_minor": True}, "kind of edition"),
        ({"time_zone": "Asia/Tokyo"}, "time zone"),
        ({"release_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, "moment"),
    ],
)
def test_an_order_that_says_other_than_its_statement_is_refused(
    cast, clock, columns, what, waiting
):
    alter(waiting, **columns)

    assert f"Its {what} is not the one that was signed." in refused(clock)


def test_an_order_for_another_article_is_refused(cast, clock, waiting):
    other = cast.article_in(Stage.APPROVED, title="Another", body=DOSE)
    alter(waiting, article_id=other.pk, round_id=other.round_id)

    said = refused(clock)

    for what in ("article", "round", "text"):
        assert f"Its {what} is not the one that was signed." in said
    assert "The ledger names no such order" in said
    assert Article.objects.get(pk=other.pk).stage == Stage.APPROVED


def test_an_order_on_a_later_round_of_its_article_is_refused(cast, clock, waiting):
    article = cast.revised(waiting.article, body=DOSE)
    again = cast.sign_off(cast.submit(article))
    end = {"ended_at": None, "outcome": "", "ended_by_id": None, "why": ""}
    alter(waiting, round_id=again.round_id, **end)

    assert "Its text is not the one that was signed." in refused(clock)


@pytest.mark.parametrize("pinned", ["record_id", "content_digest"])
def test_an_order_whose_round_pins_another_text_is_refused(cast, clock, waiting, pinned):
    """Round, record and article all say the new words; the statement says the old ones."""
    other = cast.article_in(Stage.APPROVED, title="Another", body=DOSE)
    if pinned == "record_id":
        alter(waiting.round, record_id=other.round.record_id)
    else:
        alter(waiting.round.record, content_digest=other.content_digest)

    assert "Its text is not the one that was signed." in refused(clock)


def test_an_order_under_a_sign_off_is_refused(clock, cast):
    article = cast.article_in(Stage.APPROVED)
    medical = Signature.objects.medical().get()
    at = clock.at.replace(microsecond=0)
    Schedule.objects.create(
        article=article, round=article.round, signature=medical, release_at=at, time_zone="UTC"
    )

    said = refused(clock)

    assert "Its meaning is not the one that was signed." in said
    assert "The ledger names no such order" in said


def test_an_order_whose_statement_was_written_anew_is_refused(clock, waiting):
    """Row and statement say the same, and the digest fits: the ledger names another."""
    signature = waiting.signature
    data = canonical_bytes({**json.loads(signature.statement), "note": "Safe for children."})
    alter(signature, statement=data.decode(), statement_digest=digest(data))
    alter(waiting, note="Safe for children.")

    assert "Its signature is not the one that the ledger names." in refused(clock)


@pytest.mark.parametrize("way", ["cancelled", "overtaken", "refused", "released"])
def test_an_order_that_ended_and_waits_again_releases_nothing(cast, clock, waiting, way):
    if way == "cancelled":
        workflow.cancel_release(waiting, actor=cast.publisher, why="Not at all.")
    elif way == "overtaken":
        cast.act("revise", waiting.article, cast.writer, note="Not yet.")
    else:
        clock.forward(hours=1, days=91 if way == "refused" else 0)
        workflow.release_due()
    assert Schedule.objects.get().outcome == way
    alter(waiting, ended_at=None, outcome="", ended_by_id=None, why="")

    assert "The ledger names no such order that still waits." in refused(clock)
    assert any(f"not the one on record ({way})" in fault for fault in integrity.check().faults)


def test_an_order_that_ended_and_waits_again_under_another_key_releases_nothing(
    cast, clock, waiting
):
    workflow.cancel_release(waiting, actor=cast.publisher, why="Not at all.")
    ended = Schedule.objects.get()
    erase(ended)
    ended.pk = 9_000_000
    Schedule.objects.bulk_create([ended])
    alter(ended, ended_at=None, outcome="", ended_by_id=None, why="")

    assert "The ledger names no such order that still waits." in refused(clock)


def test_a_first_edition_made_minor_by_hand_is_refused_and_keeps_up_no_other(cast, clock, waiting):
    alter(waiting, is_minor=True)

    assert "Readers see no earlier edition of it." in refused(clock)


def test_a_dose_is_no_minor_edition_by_hand(cast, clock):
    waiting = order(cast, clock, approved_again(cast, body=DOSE))
    alter(waiting, is_minor=True)

    said = refused(clock)

    assert "Its kind of edition is not the one that was signed." in said
    assert "The change touches: dose" in said


@pytest.mark.parametrize(("minor", "kind"), [(True, "minor"), (False, "major")])
@pytest.mark.parametrize("later", [True, False])
def test_note_and_kind_of_edition_are_signed(cast, clock, minor, kind, later):
    article = approved_again(cast, body=WORDING)
    inputs = {"note": "Clearer.", "minor": minor}
    if later:
        order(cast, clock, article, **inputs)
        clock.forward(hours=1)
        workflow.release_due()
    else:
        cast.act("publish", article, cast.publisher, **inputs)

    publication = Publication.objects.latest("pk")
    said = json.loads(publication.signature.statement)
    assert (said["note"], said["edition"]) == ("Clearer.", kind)
    assert ("not_before" in said) is later
    assert publication.edition == ("1.1" if minor else "2.0")
    assert integrity.check().faults == ()


def test_an_order_signed_before_statements_named_note_and_edition_still_holds(
    cast, clock, monkeypatch
):
    whole = planned.evidence

    def older(case, note):
        said = whole(case, note)
        return {name: said[name] for name in ("not_before", "time_zone_of_release")}

    monkeypatch.setattr(planned, "evidence", older)
    order(cast, clock, cast.article_in(Stage.APPROVED))
    second = order(cast, clock, cast.article_in(Stage.APPROVED, title="Second"))
    alter(second, note="Safe for children.")
    clock.forward(hours=1)

    outcomes = [done.outcome for done in workflow.release_due()]

    assert outcomes == [ScheduleOutcome.RELEASED, ScheduleOutcome.REFUSED]
