"""Our own pages of records: read only, and of this object only."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from articles import workflow
from articles.credentials import recording
from articles.models import Board, Credential, Reviewer, ReviewPolicy
from articles.presenting import word_counts
from articles.stages import Stage
from tests.admin.conftest import address
from tests.cast import standing_signature

GOVERNED = ("reviewer", "board", "certificate", "credential", "reviewpolicy")


def first(cast, name):
    found = {
        "article": cast.draft,
        "reviewer": Reviewer.objects.first,
        "board": Board.objects.first,
        "certificate": lambda: cast.certificates["Rheumatology"],
        "credential": Credential.objects.first,
        "reviewpolicy": ReviewPolicy.objects.first,
    }
    return found[name]()


@pytest.mark.parametrize("name", ["article", *GOVERNED])
def test_every_record_is_listed_with_who_when_and_why(cast, at_door, name):
    obj = first(cast, name)
    page = at_door(cast.auditor).get(address(f"articles_{name}_history", obj.pk))
    record = obj.history.latest()
    assert page.status_code == 200
    assert record.history_change_reason in page.text
    assert record.history_user.get_full_name() in page.text
    assert address(f"articles_{name}_record", obj.pk, record.history_id) in page.text


@pytest.mark.parametrize("name", ["article", *GOVERNED])
def test_a_record_has_a_page_and_is_found_under_its_own_object_only(cast, at_door, name):
    obj = first(cast, name)
    client = at_door(cast.auditor)
    record = obj.history.latest()
    assert client.get(address(f"articles_{name}_record", obj.pk, record.pk)).status_code == 200
    stranger = 999_999
    assert client.get(address(f"articles_{name}_record", obj.pk, stranger)).status_code == 404
    foreign = type(obj).history.exclude(id=obj.pk).first()
    if foreign is not None:
        page = client.get(address(f"articles_{name}_record", obj.pk, foreign.pk))
        assert page.status_code == 404


def test_a_record_of_another_article_is_404(cast, at_door):
    mine, other = cast.draft(), cast.draft(title="Other")
    page = address("articles_article_record", mine.pk, other.history.get().pk)
    assert at_door(cast.auditor).get(page).status_code == 404


@pytest.mark.parametrize("name", ["article", *GOVERNED])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_history_is_read_and_nothing_else(cast, at_door, rows, name, method):
    obj = first(cast, name)
    before, record = rows(), obj.history.latest()
    for user in (cast.auditor, cast.editor, cast.officer, cast.superuser):
        client = at_door(user)
        for page in (
            address(f"articles_{name}_history", obj.pk),
            address(f"articles_{name}_record", obj.pk, record.pk),
        ):
            assert getattr(client, method)(page, {"title": "x"}).status_code == 405
    assert rows() == before


def test_who_may_not_read_records_gets_403(cast, at_door):
    reviewer, credential = Reviewer.objects.first(), Credential.objects.first()
    client = at_door(cast.writer)
    for name, obj in (("reviewer", reviewer), ("credential", credential)):
        page = address(f"articles_{name}_history", obj.pk)
        assert client.get(page).status_code == 403
        page = address(f"articles_{name}_record", obj.pk, obj.history.latest().pk)
        assert client.get(page).status_code == 403


def test_a_record_shows_what_changed(cast, at_door):
    board = Board.objects.get()
    board.name = "American Board of Everything"
    recording.save(board, actor=cast.officer, reason="Renamed")
    page = address("articles_board_record", board.pk, board.history.latest().pk)
    text = at_door(cast.auditor).get(page).text
    assert "<ins>American Board of Everything</ins>" in text
    assert "<del>American Board of Internal Medicine</del>" in text


def test_private_numbers_are_in_no_record_that_others_read(cast, at_door):
    credential = Credential.objects.get(reviewer__user=cast.physician)
    credential.number = "PRIVATE-77"
    recording.save(credential, actor=cast.officer, reason="Number seen")
    page = address("articles_credential_record", credential.pk, credential.history.latest().pk)
    assert "PRIVATE-77" in at_door(cast.officer).get(page).text
    assert "PRIVATE-77" not in at_door(cast.auditor).get(page).text


def test_a_long_history_goes_on_under_a_link(cast, at_door, monkeypatch):
    monkeypatch.setattr("articles.admin.history.PAGE", 2)
    board = Board.objects.get()
    for reason in ("Second", "Third", "Fourth"):
        recording.save(board, actor=cast.officer, reason=reason)
    client = at_door(cast.auditor)
    page = client.get(address("articles_board_history", board.pk))
    assert "Fourth" in page.text and "Second" not in page.text
    older = client.get(
        address("articles_board_history", board.pk), {"before": page.context["older"]}
    )
    assert "Second" in older.text and "Catalogue" in older.text and older.context["older"] is None


def test_the_pages_of_the_library_are_not_there(cast):
    for name in ("articles_article_simple_history", "articles_board_simple_history"):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:{name}", args=[1, 1])


def saved(cast, article, *titles):
    for title in titles:
        article = workflow.save_draft(
            article,
            {"title": title},
            actor=cast.other_writer,
            reason=f"Call it {title}",
            base=article.content_digest,
        )
    return article


def listed(client, article, **asked):
    return client.get(address("articles_article_history", article.pk), asked)


def test_versions_say_who_when_why_and_how_many_words_changed(cast, at_door):
    article = saved(cast, cast.draft(title="Gout"), "Gout flares", "Flares of gout in age")
    page = listed(at_door(cast.writer), article)
    told = [(row.record.version, row.words) for row in page.context["versions"]]
    assert told == [(3, "7 words"), (2, "1 word"), (1, "first version")]
    for words in ("Otto Writer", "Wren Tully", "Call it Gout flares", "First draft"):
        assert words in page.text


def test_the_words_of_the_list_are_those_of_the_comparison(cast, at_door):
    article = cast.draft()
    body = article.body.replace("painful", "very painful") + "\n\nRest the joint."
    changes = {"body": body, "funding": "A foundation", "authors": ["Wren Tully", "Otto Writer"]}
    article = workflow.save_draft(
        article, changes, actor=cast.writer, reason="More", base=article.content_digest
    )
    client = at_door(cast.writer)
    last, first = listed(client, article).context["versions"]
    both = {"a": first.record.pk, "b": last.record.pk}
    assert listed(client, article, **both).context["changes"].startswith(f"{last.words} changed")


def test_versions_carry_their_marks_and_signatures(cast, at_door):
    article = cast.article_in(Stage.PUBLISHED)
    article = cast.sign_off(cast.submit(cast.revised(article, title="Second")))
    page = listed(at_door(cast.auditor), article)
    second, first = page.context["versions"]
    assert (second.state, first.state) == ("Approved", "Live")
    assert [s.meaning for s in second.signed] == ["medical_review"]
    assert [s.meaning for s in first.signed] == ["publication_release", "medical_review"]
    given = standing_signature(article)
    cast.act("withdraw_signature", article, cast.physician, signature=given, note="My mistake")
    page = listed(at_door(cast.auditor), article)
    assert page.context["versions"][0].state == "" and page.text.count("(withdrawn)") == 1


def test_many_versions_ask_as_much_as_two_and_are_counted_once(cast, at_door, monkeypatch):
    article, client = saved(cast, cast.draft(), "Second"), at_door(cast.auditor)
    few = asked(client, article)
    article = saved(cast, article, *(f"Title {number}" for number in range(20)))
    assert asked(client, article) == few
    counted = []
    monkeypatch.setattr(word_counts, "redline", lambda *texts: counted.append(texts))
    assert listed(client, article).context["versions"][0].words == "2 words"
    assert counted == []


def asked(client, article):
    """Statements of a list whose words are counted already."""
    listed(client, article)
    with CaptureQueriesContext(connection) as queries:
        assert listed(client, article).status_code == 200
    return len(queries)


def test_one_page_counts_so_much_and_the_next_look_goes_on(cast, at_door, monkeypatch):
    article = saved(cast, cast.draft(title="Bounded"), "One bound", "Two bounds", "Three bounds")
    monkeypatch.setattr(word_counts, "_known", {})
    monkeypatch.setattr(word_counts, "AT_ONCE", 1)
    client = at_door(cast.writer)
    for known in (1, 2, 3):
        rows = listed(client, article).context["versions"][:3]
        assert [row.words == "not counted yet" for row in rows].count(False) == known


def test_versions_go_on_under_a_link_and_each_is_counted_across_it(cast, at_door, monkeypatch):
    monkeypatch.setattr("articles.admin.history.PAGE", 2)
    article = saved(cast, cast.draft(title="One"), "One two", "One two three four")
    page = listed(at_door(cast.writer), article)
    assert [row.words for row in page.context["versions"]] == ["2 words", "1 word"]
    older = listed(at_door(cast.writer), article, before=page.context["older"])
    assert [row.record.version for row in older.context["versions"]] == [1]
    assert older.context["older"] is None
    for nonsense in ("x", "-1", "²", "9" * 30):
        assert listed(at_door(cast.writer), article, before=nonsense).status_code == 200


def test_what_somebody_wrote_as_a_reason_is_text(cast, at_door):
    article = cast.draft()
    workflow.save_draft(
        article,
        {"title": "<i>T</i>"},
        actor=cast.writer,
        reason="<script>x</script>",
        base=article.content_digest,
    )
    page = listed(at_door(cast.writer), article).text
    assert "&lt;script&gt;x" in page and "<script>x" not in page
