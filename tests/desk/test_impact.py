"""The impact page: what depends on a credential, and re-reviews of what does."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse

from articles import workflow
from articles.desk import impact
from articles.models import Article
from articles.stages import Stage, StandingReason
from tests.cast import Cast, today
from tests.credentials.news import Clock, certificate_of, live, revoke
from tests.desk.site import changed, rows, signed_in, statements

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ADDRESS = "/reviewers/impact/"
LONG_AGO = dt.date(2020, 1, 1)
READERS = ("editor", "officer", "publisher", "auditor")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock


def of(user, **more) -> str:
    query = "".join(f"&{name}={value}" for name, value in more.items())
    return f"{ADDRESS}?reviewer={user.reviewer.pk}{query}"


def counts(response) -> dict[str, int]:
    return {value: count for value, _label, count in response.context["tabs"]}


def test_its_address_is_not_taken_for_a_reviewers() -> None:
    assert reverse("impact") == ADDRESS


@pytest.mark.parametrize("role", READERS)
def test_who_may_know_of_concerns_reads_it(cast: Cast, role: str) -> None:
    live(cast)
    response = signed_in(getattr(cast, role)).get(of(cast.physician))
    assert response.status_code == 200
    assert b"Gout flares" in response.content
    assert (b"Open re-reviews" in response.content) == (role == "editor")


@pytest.mark.parametrize("role", ["writer", "physician"])
def test_others_do_not(cast: Cast, role: str) -> None:
    client = signed_in(getattr(cast, role))
    assert {client.get(url).status_code for url in (ADDRESS, of(cast.physician))} == {403}


def test_before_anything_is_chosen_it_explains_itself(cast: Cast) -> None:
    response = signed_in(cast.officer).get(ADDRESS)
    assert response.status_code == 200
    assert b"Name a person, a certificate or a board" in response.content


def test_a_part_of_a_name_offers_the_people_who_have_it(cast: Cast) -> None:
    response = signed_in(cast.officer).get(ADDRESS, {"who": "moss"})
    text = response.content.decode()
    assert f"?reviewer={cast.physician.reviewer.pk}&amp;on={today()}" in text
    assert "Ada Moss, MD" in text
    assert "Bela" not in text
    assert b"No reviewer has such a name" in signed_in(cast.officer).get(
        ADDRESS, {"who": "nobody"}
    ).content  # fmt: skip


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?reviewer=999999", "There is no such reviewer."),
        ("?reviewer=x", "There is no such reviewer."),
        ("?certificate=999999", "There is no such certificate."),
        ("?board=NOWHERE", "There is no such board."),
        ("?board=%00", "Null characters are not allowed."),
        ("?board=ABIM&on=yesterday", "Write the date as 2026-03-14."),
        ("?board=ABIM&on=2026-02-30", "Write the date as 2026-03-14."),
        ("?board=ABIM&reviewer=ADA", "Choose one: a person, a certificate or a board."),
    ],
)
def test_a_bad_question_is_answered_with_a_sentence(cast: Cast, query: str, sentence: str) -> None:
    query = query.replace("ADA", str(cast.physician.reviewer.pk))
    response = signed_in(cast.officer).get(ADDRESS + query)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def three_classes(cast: Cast, clock: Clock) -> None:
    """One article of each class, by three physicians on one certificate."""
    live(cast, cast.physician, title="Stands")
    live(cast, cast.second_physician, title="Lapsed")
    live(cast, cast.unassigned, title="Never did")
    clock.later(3)
    revoke(cast, certificate_of(cast.second_physician), today(), reason=StandingReason.LAPSED)
    revoke(cast, certificate_of(cast.unassigned), LONG_AGO)


def titles(response) -> list[str]:
    return [finding.signature.article.title for finding, _edition in response.context["rows"]]


def test_each_class_is_counted_and_a_tab(cast: Cast, clock: Clock) -> None:
    three_classes(cast, clock)
    client, board = signed_in(cast.auditor), f"{ADDRESS}?board=ABIM"

    every = client.get(board)
    assert counts(every) == {"valid": 1, "lapsed_since": 1, "not_valid_then": 1}
    assert titles(every) == ["Stands", "Lapsed", "Never did"]
    assert titles(client.get(f"{board}&class=lapsed_since")) == ["Lapsed"]
    assert titles(client.get(f"{board}&class=nonsense")) == titles(every)
    earlier = client.get(f"{board}&on={today() - dt.timedelta(days=1)}")
    assert counts(earlier) == {"valid": 2, "lapsed_since": 0, "not_valid_then": 1}


def test_a_row_says_article_edition_signer_day_and_both_standings(cast: Cast, clock: Clock) -> None:
    three_classes(cast, clock)
    certificate = cast.certificates["Rheumatology"].pk
    response = signed_in(cast.auditor).get(
        f"{ADDRESS}?certificate={certificate}&class=lapsed_since"
    )
    text = re.sub(r"<[^>]+>|\s+", " ", response.content.decode())
    text = re.sub(" +", " ", text)
    assert "Lapsed edition 1.0" in text
    assert (
        "Bela Nemeth, MD In force: Rheumatology Ended: Rheumatology is not in force: lapsed" in text
    )


def test_pages_skip_nothing_and_repeat_nothing(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(impact, "PAGE", 2)
    for number in range(5):
        live(cast, title=f"Number {number}")
    client, seen, after = signed_in(cast.auditor), [], ""
    while True:
        response = client.get(ADDRESS, {"board": "ABIM", "after": after})
        seen += titles(response)
        if not (after := response.context["next"]):
            break
    assert seen == [f"Number {number}" for number in range(5)]


@pytest.mark.parametrize("after", ["x", "2026-01-01T00:00:00_x", "_", "2026-01-01_1"])
def test_a_cursor_without_sense_gives_the_first_page(cast: Cast, after: str) -> None:
    live(cast)
    response = signed_in(cast.auditor).get(ADDRESS, {"board": "ABIM", "after": after})
    assert titles(response) == ["Gout flares"]


def test_as_many_statements_for_one_as_for_nine_and_few(cast: Cast) -> None:
    """A dozen, beside session, account and its permissions."""
    address, client = f"{ADDRESS}?board=ABIM", signed_in(cast.editor)
    live(cast)
    one = statements(client, address)
    for number in range(8):
        user = [cast.physician, cast.second_physician, cast.unassigned][number % 3]
        live(cast, user, title=f"Number {number}")
    assert (statements(client, address), one <= 4 + 12) == (one, True)


# Re-reviews.


def asked(cast: Cast, *articles: Article, **changes):
    return {
        "article": [str(article.pk) for article in articles],
        "reviewers": [cast.second_physician.reviewer.pk],
        "due_on": (today() + dt.timedelta(days=14)).isoformat(),
        "note": "Her certificate was revoked.",
        **changes,
    }


def stages() -> dict[str, str]:
    return dict(Article.objects.values_list("title", "stage"))


def test_an_editor_ticks_articles_and_each_is_reviewed_again(cast: Cast) -> None:
    first, second = live(cast, title="First"), live(cast, title="Second")
    response = signed_in(cast.editor).post(of(cast.physician), asked(cast, first))
    assert response.status_code == 200
    assert b"1 re-review opened" in response.content
    assert stages() == {"First": Stage.MEDICAL_REVIEW, "Second": Stage.PUBLISHED}
    assert second.title not in [each.article.title for each in response.context["opened"]]


def test_all_of_a_class_takes_those_on_other_pages_too(
    cast: Cast, clock: Clock, monkeypatch
) -> None:
    monkeypatch.setattr(impact, "PAGE", 1)
    three_classes(cast, clock)
    live(cast, cast.physician, title="Stands too")
    data = asked(cast, of_class="valid")
    response = signed_in(cast.editor).post(f"{ADDRESS}?board=ABIM&class=valid", data)
    assert response.status_code == 200
    assert {title for title, stage in stages().items() if stage == Stage.MEDICAL_REVIEW} == {
        "Stands", "Stands too"
    }  # fmt: skip


def test_what_is_refused_is_said_beside_what_was_opened(cast: Cast) -> None:
    good, busy = live(cast, title="Good"), live(cast, title="Busy")
    busy = workflow.perform("revise", busy, actor=cast.writer)
    workflow.save_draft(
        busy, {"body": "Other words."}, actor=cast.writer, reason="M", base=busy.content_digest
    )
    response = signed_in(cast.editor).post(of(cast.physician), asked(cast, good, busy))
    text = response.content.decode()
    assert response.status_code == 200
    assert "1 article was refused and is as it was before" in text
    assert "A new version is being written already." in text
    assert stages() == {"Good": Stage.MEDICAL_REVIEW, "Busy": Stage.DRAFT}


def test_where_all_are_refused_it_is_409_and_nothing_changed(cast: Cast) -> None:
    cast.policy("Default", sign_offs=2)
    users = cast.physician, cast.second_physician
    article = live(cast, *users)
    before = rows()
    response = signed_in(cast.editor).post(of(cast.physician), asked(cast, article))
    assert response.status_code == 409
    assert "No re-review was opened" in response.content.decode()
    assert "Name at least 2" in response.content.decode()
    assert changed(before) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"article": []}, "Tick the articles that are to be reviewed again."),
        ({"article": ["x"]}, "One of these articles no longer relies on it."),
        ({"reviewers": []}, "Name at least one reviewer."),
        ({"reviewers": ["999999"]}, "999999 is not one of the available choices"),
        ({"due_on": "2020-01-01"}, "The due date lies in the past."),
        ({"due_on": "soon"}, "Write the date as 2026-03-14."),
        ({"note": " "}, "This field is required."),
    ],
)
def test_bad_input_is_told_under_its_field_and_opens_nothing(
    cast: Cast, changes, sentence: str
) -> None:
    article = live(cast)
    before = rows()
    response = signed_in(cast.editor).post(of(cast.physician), asked(cast, article, **changes))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert changed(before) == []


def test_an_article_of_somebody_else_cannot_be_slipped_in(cast: Cast) -> None:
    other = live(cast, cast.second_physician)
    response = signed_in(cast.editor).post(of(cast.physician), asked(cast, other))
    assert response.status_code == 422
    assert stages() == {"Gout flares": Stage.PUBLISHED}


def test_too_many_at_one_go_are_refused(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(impact, "MOST", 1)
    articles = [live(cast, title=title) for title in ("First", "Second")]
    response = signed_in(cast.editor).post(of(cast.physician), asked(cast, *articles))
    assert response.status_code == 422
    assert "At most 1 articles at one go" in response.content.decode()


def test_the_person_asked_about_is_not_offered_as_reviewer(cast: Cast) -> None:
    live(cast)
    form = signed_in(cast.editor).get(of(cast.physician)).context["form"]
    offered = [label for _key, label in form.fields["reviewers"].choices]
    assert "Ada Moss, MD" not in offered
    assert "Bela Nemeth, MD" in offered
    narrowed = signed_in(cast.editor).get(of(cast.physician, among="bela")).context["form"]
    assert [label for _, label in narrowed.fields["reviewers"].choices] == ["Bela Nemeth, MD"]


@pytest.mark.parametrize(
    "role", ["officer", "publisher", "auditor", "writer", "physician", "superuser"]
)
def test_nobody_else_opens_re_reviews(cast: Cast, role: str) -> None:
    article = live(cast)
    before = rows()
    client = signed_in(getattr(cast, role))
    assert client.post(of(cast.physician), asked(cast, article)).status_code == 403
    assert changed(before) == []


def test_looking_opens_nothing(cast: Cast) -> None:
    article = live(cast)
    before = rows()
    signed_in(cast.editor).get(of(cast.physician), asked(cast, article))
    assert changed(before) == []
