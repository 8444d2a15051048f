"""Numbers of editions: major for other content, minor where only wording changed."""

from __future__ import annotations

import datetime as dt

import pytest

from articles import integrity, workflow
from articles.content.kinds import Kind
from articles.errors import InputRefused
from articles.models import Article, LedgerEntry, Publication, Schedule
from articles.stages import Event, Stage
from tests.cast import TEXT, Cast
from tests.workflow.clock import Clock

pytestmark = pytest.mark.django_db


def approved_again(cast: Cast, **changes) -> Article:
    """Live, and a new version of it that is signed off."""
    article = cast.article_in(Stage.PUBLISHED)
    return cast.sign_off(cast.submit(cast.revised(article, **changes)))


def editions() -> list[str]:
    return [each.edition for each in Publication.objects.order_by("pk")]


WORDING = TEXT.replace("a painful arthritis", "a painful kind of arthritis")
DOSE = TEXT.replace("painful arthritis.", "painful arthritis. Take 0.5 mg of colchicine.")


def test_the_first_edition_is_one_and_cannot_be_minor(cast):
    article = cast.article_in(Stage.APPROVED)
    found = workflow.editions.suggested(article)
    assert (found.minor, found.is_barred) == (False, True)

    with pytest.raises(InputRefused) as refused:
        cast.act("publish", article, cast.publisher, minor=True)

    assert (refused.value.field, refused.value.code) == ("minor", "not_editorial")
    cast.publish(Article.objects.get())
    assert editions() == ["1.0"]


def test_other_wording_is_suggested_as_a_minor_edition(cast):
    article = approved_again(cast, body=WORDING)

    found = workflow.editions.suggested(article)

    assert (found.minor, found.reasons, found.is_barred) == (True, [], False)
    cast.act("publish", article, cast.publisher, minor=found.minor, note="Clearer.")
    assert editions() == ["1.0", "1.1"]
    assert Publication.objects.latest("pk").note == "Clearer."
    assert integrity.check().faults == ()


def test_numbers_go_on_from_the_newest_edition(cast):
    article = approved_again(cast, body=WORDING)
    words = ("kind", "sort", "type", "class")
    for minor, word in zip((True, True, False, True), words, strict=True):
        article = cast.act("publish", article, cast.publisher, minor=minor)
        body = TEXT.replace("a painful", f"a painful {word} of")
        article = cast.sign_off(cast.submit(cast.revised(article, body=body)))

    assert editions() == ["1.0", "1.1", "1.2", "2.0", "2.1"]
    assert integrity.check().faults == ()


def test_without_a_word_an_edition_is_major(cast):
    cast.publish(approved_again(cast, body=WORDING))

    assert editions() == ["1.0", "2.0"]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"body": DOSE}, Kind.DOSE),
        ({"body": TEXT.replace("a painful", "not a painful")}, Kind.NEGATION),
        ({"body": TEXT.replace("within a day", "within 3 days")}, Kind.DURATION),
        ({"summary": "What to do when 4 toes swell."}, Kind.NUMBER),
        ({"title": "Gout flares before surgery"}, Kind.DIRECTION),
    ],
)
def test_a_dangerous_change_is_no_minor_edition(cast, changes, kind):
    article = approved_again(cast, **changes)
    found = workflow.editions.suggested(article)
    assert not found.minor and found.is_barred
    assert kind in found.kinds

    with pytest.raises(InputRefused) as refused:
        cast.act("publish", article, cast.publisher, minor=True)

    assert refused.value.code == "not_editorial"
    assert str(kind) in refused.value.message
    assert editions() == ["1.0"]
    assert not LedgerEntry.objects.filter(kind=Event.PUBLISH).count() > 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": "Gout flare"}, "The change touches: heading."),
        ({"body": TEXT + "\n\n- Rest\n- Wait"}, "The change touches: structure."),
        ({"authors": ["Wren Tully", "Otto Writer"]}, "Other than before: authors."),
        ({"topics": [{"system": "MeSH", "code": "D000070"}]}, "Other than before: topics."),
    ],
)
def test_more_than_wording_is_suggested_as_major_and_may_be_minor(cast, changes, reason):
    article = approved_again(cast, **changes)
    found = workflow.editions.suggested(article)

    assert (found.minor, found.is_barred) == (False, False)
    assert found.reasons == [reason]
    cast.act("publish", article, cast.publisher, minor=True)
    assert editions() == ["1.0", "1.1"]


@pytest.mark.parametrize("changes", [{"audience": "clinician"}, {"article_type": "treatment"}])
def test_a_text_for_others_is_no_minor_edition(cast, changes):
    article = approved_again(cast, **changes)

    with pytest.raises(InputRefused) as refused:
        cast.act("publish", article, cast.publisher, minor=True)

    assert refused.value.code == "not_editorial"
    assert next(iter(changes)).replace("_", " ") in refused.value.message


def test_after_a_withdrawal_nothing_is_live_to_be_minor_of(cast):
    article = cast.article_in(Stage.WITHDRAWN)
    article = cast.sign_off(cast.submit(cast.revised(article, body=WORDING)))

    with pytest.raises(InputRefused):
        cast.act("publish", article, cast.publisher, minor=True)
    cast.publish(Article.objects.get())

    assert editions() == ["1.0", "2.0"]


def test_an_ordered_minor_edition_is_judged_with_the_order_and_numbered_at_its_moment(cast):
    article = approved_again(cast, body=DOSE)
    later = {"release_at": Clock().at + dt.timedelta(hours=1), "time_zone": "Europe/Berlin"}

    with pytest.raises(InputRefused):
        cast.act("publish", article, cast.publisher, minor=True, **later)

    assert not Schedule.objects.exists()


def test_an_ordered_minor_edition_comes_out_as_one(cast, clock):
    article = approved_again(cast, body=WORDING)
    later = {"release_at": clock.at + dt.timedelta(hours=1), "time_zone": "Europe/Berlin"}
    cast.act("publish", article, cast.publisher, minor=True, **later)
    clock.forward(hours=1)

    workflow.release_due()

    assert editions() == ["1.0", "1.1"]
    assert integrity.check().faults == ()
