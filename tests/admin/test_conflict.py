"""Two people, one base: the second gets both texts, and nothing that was typed is lost."""

from __future__ import annotations

import html
import re

import pytest

from articles.admin.merging import Whose
from articles.models import Article
from articles.stages import Stage
from tests.admin.conftest import address, form_of
from tests.cast import REFERENCES

RICH = [{**REFERENCES[0], "abstract": "Not on the line"}, {"id": "old", "type": "book"}]


def change(article):
    return address("articles_article_change", article.pk)


def hidden(page):
    """The hidden inputs of the conflict page, as a browser would send them."""
    found = re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?>', page)
    return {name: html.unescape(value) for name, value in found}


@pytest.fixture
def conflict(cast, at_door):
    """Otto saves first; Wren, who began from the same version, saves second."""
    article = cast.draft(references=RICH)
    mine, theirs = at_door(cast.writer), at_door(cast.other_writer)
    first = form_of(theirs.get(change(article)))
    second = form_of(mine.get(change(article)))
    assert (
        theirs.post(
            change(article),
            first
            | {
                "body": "Theirs <b>one</b>\n\nThe same",
                "references": "handbook | Read anew by Otto",
                "reason": "Otto was here",
            },
        ).status_code
        == 302
    )
    response = mine.post(
        change(article),
        second
        | {
            "body": "Mine & two\r\n\r\nThe same",
            "title": "My “title”",
            "reason": "Wren was here",
        },
    )
    return article, mine, response


def test_the_second_gets_409_and_nothing_is_written(conflict):
    article, _client, response = conflict
    assert response.status_code == 409
    now = Article.objects.get(pk=article.pk)
    assert (now.version, now.body) == (2, "Theirs <b>one</b>\n\nThe same")


def test_both_texts_are_there_whole_and_as_a_redline_and_escaped(conflict):
    _article, _client, response = conflict
    page = response.text
    assert "\nTheirs &lt;b&gt;one&lt;/b&gt;\n\nThe same</textarea>" in page
    assert "\nMine &amp; two\n\nThe same</textarea>" in page
    assert "<del>Theirs &lt;b&gt;one&lt;/b&gt;</del>" in page
    assert "<ins>Mine &amp; two</ins>" in page
    assert "1 block the same" in page
    assert "Otto Writer" in page and "Otto was here" in page
    assert "Wren was here" in page
    names = [difference.name for difference in response.context["conflict"].differences]
    assert names == ["title", "body", "references"]


OTTOS = [{"id": "handbook", "type": "document", "title": "Read anew by Otto"}]


def test_mine_can_be_saved_on_top_and_keeps_what_they_alone_changed(conflict):
    article, client, response = conflict
    sent = hidden(response.text) | {"reason": "Both read", "_continue": "1"}
    assert client.post(change(article), sent).status_code == 302
    now = Article.objects.get(pk=article.pk)
    assert (now.version, now.title, now.body) == (3, "My “title”", "Mine & two\n\nThe same")
    assert now.references == OTTOS
    assert now.history.latest().history_change_reason == "Both read"
    assert [r.version for r in now.history.order_by("version")] == [1, 2, 3]


def test_one_can_go_on_editing_mine_upon_the_new_base(conflict):
    article, client, response = conflict
    page = client.post(change(article), hidden(response.text) | {"_merge": "1"})
    assert page.status_code == 200
    assert Article.objects.get(pk=article.pk).version == 2
    sent = form_of(page) | {"body": "Mine and theirs", "reason": "Merged"}
    assert client.post(change(article), sent).status_code == 302
    now = Article.objects.get(pk=article.pk)
    assert (now.version, now.body, now.references) == (3, "Mine and theirs", OTTOS)
    assert now.title == "My “title”"


def test_the_page_says_of_each_field_whose_change_it_is(conflict):
    _article, _client, response = conflict
    said = [(each.name, each.whose) for each in response.context["conflict"].differences]
    assert said == [
        ("title", Whose.MINE),
        ("body", Whose.BOTH),
        ("references", Whose.THEIRS),
    ]
    words = re.findall(r'<li><a href="#differs-(\w+)">[^<]*</a>: ([^<]+)</li>', response.text)
    assert words == [
        ("title", "changed by you alone; yours stays"),
        ("body", "changed by both; yours stands until you take words of theirs"),
        ("references", "changed by them alone; taken over"),
    ]


def test_what_both_changed_stays_in_view_beside_its_field(conflict):
    article, client, response = conflict
    merged = client.post(change(article), hidden(response.text) | {"_merge": "1"})
    refused = client.post(change(article), form_of(merged) | {"title": "", "_continue": "1"})
    for page, status in ((merged, 200), (refused, 422)):
        assert page.status_code == status
        assert re.findall(r'<textarea [^>]*id="theirs-(\w+)"[^>]*readonly', page.text) == ["body"]
        assert "\nTheirs &lt;b&gt;one&lt;/b&gt;\n\nThe same</textarea>" in page.text
    saved = client.post(
        change(article), form_of(merged) | {"reason": "Both", "_continue": "1"}, follow=True
    )
    assert saved.status_code == 200
    assert 'id="theirs-' not in saved.text


@pytest.mark.parametrize("button", ["_merge", "_continue"])
def test_a_field_that_one_side_filled_is_never_emptied_by_the_other(cast, at_door, button):
    article = cast.draft(topics=[], references=RICH)
    otto, wren = at_door(cast.other_writer), at_door(cast.writer)
    theirs = form_of(otto.get(change(article))) | {"topics": "MeSH D006073", "reason": "Topics"}
    mine = form_of(wren.get(change(article))) | {"reason": "Citation"}
    mine["references"] = mine["references"].replace("A handbook of joints", "A newer handbook")
    assert otto.post(change(article), theirs).status_code == 302
    stopped = wren.post(change(article), mine)
    assert stopped.status_code == 409
    answer = wren.post(change(article), hidden(stopped.text) | {"reason": "Mine", button: "1"})
    if button == "_merge":
        assert form_of(answer)["clashes"] == ""
        answer = wren.post(change(article), form_of(answer) | {"reason": "Mine"})
    assert answer.status_code == 302
    now = Article.objects.get(pk=article.pk)
    assert now.topics == [{"system": "MeSH", "code": "D006073"}]
    assert now.references[0]["title"] == "A newer handbook."


def test_rows_of_references_that_two_changed_are_joined(cast, at_door):
    article = cast.draft(references=RICH)
    otto, wren = at_door(cast.other_writer), at_door(cast.writer)
    start = form_of(wren.get(change(article))) | {"reason": "Rows"}
    first, second = start["references"].split("\n")
    otto.post(change(article), start | {"references": f"{first}\n{second}\nnew | A new one"})
    stopped = wren.post(change(article), start | {"references": f"handbook | Mine\n{second}"})
    assert "changed by both, in different rows" in stopped.text
    sent = hidden(stopped.text) | {"reason": "Rows", "_continue": "1"}
    assert wren.post(change(article), sent).status_code == 302
    titles = [item.get("title") for item in Article.objects.get(pk=article.pk).references]
    assert titles == ["Mine", None, "A new one"]


def test_who_changed_nothing_has_nothing_to_save(cast, at_door):
    article = cast.draft()
    otto, wren = at_door(cast.other_writer), at_door(cast.writer)
    start = form_of(wren.get(change(article)))
    otto.post(change(article), start | {"title": "Theirs", "reason": "Title"})
    stopped = wren.post(change(article), start)
    assert "There is nothing of yours to save." in stopped.text
    assert 'name="_continue"' not in stopped.text


def test_who_is_overtaken_again_gets_the_page_again(conflict, cast, at_door):
    article, client, response = conflict
    other = at_door(cast.other_writer)
    again = form_of(other.get(change(article))) | {"title": "Third", "reason": "Once more"}
    other.post(change(article), again)
    second = client.post(change(article), hidden(response.text) | {"reason": "Mine"})
    assert second.status_code == 409
    assert Article.objects.get(pk=article.pk).title == "Third"


def test_the_same_change_by_two_is_no_conflict(cast, at_door):
    article = cast.draft()
    sent = form_of(at_door(cast.writer).get(change(article))) | {"title": "Same", "reason": "A"}
    for user in (cast.writer, cast.other_writer):
        assert at_door(user).post(change(article), sent).status_code == 302
    assert Article.objects.get(pk=article.pk).version == 2


def test_lines_that_print_alike_and_differ_behind_are_told_apart(cast, at_door):
    article = cast.draft()
    client = at_door(cast.writer)
    sent = form_of(client.get(change(article))) | {"title": "Mine", "reason": "Mine"}
    other = {**REFERENCES[0], "abstract": "Added"}
    at_door(cast.other_writer).post(
        change(article),
        sent | {"title": "Gout flares", "references": f"[{str(other).replace(chr(39), chr(34))}]"},
    )
    page = client.post(change(article), sent)
    assert page.status_code == 409
    assert "&quot;abstract&quot;: &quot;Added&quot;" in page.text


def test_a_draft_that_was_submitted_meanwhile_keeps_what_was_typed(cast, at_door, rows):
    article = cast.draft()
    client = at_door(cast.writer)
    sent = form_of(client.get(change(article))) | {"body": "A late thought", "reason": "Late"}
    cast.submit(article)
    before = rows()
    response = client.post(change(article), sent)
    assert (response.status_code, rows()) == (409, before)
    assert "this article is in medical review" in response.text
    assert "A late thought</textarea>" in response.text
    assert 'name="_continue"' not in response.text and 'name="_merge"' not in response.text


def test_a_post_to_an_article_outside_the_draft_changes_nothing(cast, at_door, rows):
    article = cast.article_in(Stage.PUBLISHED)
    sent = form_of_article(cast, at_door) | {"base": article.content_digest}
    before = rows()
    response = at_door(cast.writer).post(change(article), sent)
    assert (response.status_code, rows()) == (409, before)


def form_of_article(cast, at_door):
    return form_of(at_door(cast.writer).get(change(cast.draft(title="Another"))))


@pytest.mark.slow
def test_bodies_too_long_to_compare_are_there_whole(cast, at_door):
    article = cast.draft()
    client = at_door(cast.writer)
    sent = form_of(client.get(change(article))) | {"body": "x\n" * 100_000, "reason": "Long"}
    at_door(cast.other_writer).post(change(article), sent | {"body": "Short"})
    response = client.post(change(article), sent)
    assert response.status_code == 409
    assert "too long to compare here" in response.text
    assert response.context["conflict"].parts == []
    assert "x\n" * 1000 in response.text


def test_references_that_both_share_stay_lines(cast, at_door):
    article = cast.draft(references=RICH)
    client = at_door(cast.writer)
    sent = form_of(client.get(change(article))) | {"title": "Mine", "reason": "Mine"}
    at_door(cast.other_writer).post(change(article), sent | {"title": "Theirs"})
    page = client.post(change(article), sent).text
    assert hidden(page)["references"] == sent["references"]
    assert client.post(change(article), hidden(page) | {"reason": "Mine"}).status_code == 302
    assert Article.objects.get(pk=article.pk).references == RICH
