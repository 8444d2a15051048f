"""The column beside an article's form: what it lacks, and what its reader may do with it."""

from __future__ import annotations

import re

from tests.admin.conftest import address


def column(client, article):
    page = client.get(address("articles_article_change", article.pk)).text
    return " ".join(page[page.index("<aside") : page.index("</aside>")].split())


def headings(text):
    return [found.split("<")[0].strip() for found in re.findall(r"<h2[^>]*>(.*?)</h2>", text)]


def test_checks_come_first_in_a_draft(cast, at_door):
    found = headings(column(at_door(cast.writer), cast.draft()))
    assert found[:2] == ["Checks", "What you may do"]


def test_acts_that_are_never_of_this_person_are_left_out(cast, at_door):
    article = cast.draft()
    assert "Submit for medical review…" in column(at_door(cast.writer), article)
    for act in ("Sign off…", "Publish…", "Your role does not include this."):
        assert act not in column(at_door(cast.writer), article)
    assert "Sign off…" in column(at_door(cast.physician), article)


def test_what_the_checks_found_stands_there_once_and_the_act_counts_it_as_saved(cast, at_door):
    text = column(at_door(cast.writer), cast.draft(funding="", body="[@gone]"))
    assert text.count("points nowhere.") == 1
    assert "2 checks stand in the way of the text as saved." in text
    assert "With version 1, as saved." in text


def test_the_stepper_says_what_its_name_did(cast, at_door):
    article = cast.draft()
    page = at_door(cast.writer).get(address("articles_article_change", article.pk)).text
    assert '<span class="who">last saved by Wren' in page
