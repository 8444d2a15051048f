"""Every sample file keeps its words, in order, and all that stood around them."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from articles.content.markdown import render
from articles.content.references import validate
from articles.content.words import words
from articles.importers import ImportedArticle, read
from tests.html_words import words_of_html
from tests.importers.measure import BEGIN, CORPUS, END, PAGE, of_file, samples, table

pytestmark = pytest.mark.slow  # many cases

EXPLAINED = {
    "windows-1252.txt": {"headings: [2, 'Who gets it']"},
    "utf-16.txt": {"headings: [2, 'Where iron goes']", "headings: [2, 'Tests']"},
}
"""Plain text has no headings; a short line beside another short line is left a paragraph."""


def sample(name: str) -> ImportedArticle:
    [article] = read((CORPUS / name).read_bytes(), name)
    assert isinstance(article, ImportedArticle)
    return article


def test_there_are_at_least_twelve_samples_and_each_says_what_it_keeps():
    assert len(samples()) >= 12
    for path in samples():
        kept = json.loads(path.with_name(f"{path.name}.expected.json").read_text("utf-8"))
        for one in kept.get("posts", [kept]):
            assert sum(len(text.split()) for text in one["text"]) > 300, path.name


@pytest.mark.parametrize("path", samples(), ids=lambda path: path.name)
def test_nothing_is_lost_that_is_not_explained(path):
    assert set(of_file(path).lost) == EXPLAINED.get(path.name, set())


@pytest.mark.parametrize("path", samples(), ids=lambda path: path.name)
def test_what_is_kept_is_stored_and_shown_as_it_is(path):
    for article in read(path.read_bytes(), path.name):
        assert isinstance(article, ImportedArticle)
        shown = render(article.body, article.references)
        assert shown.dangling == ()
        assert words_of_html(shown.html) == words(article.body)
        assert validate(article.references) == article.references


def test_the_page_says_what_is_measured():
    written = PAGE.read_text("utf-8").partition(BEGIN)[2].partition(END)[0].strip()
    assert written == table(), "run python -m tests.importers.measure --write"


def test_tracked_changes_and_comments_are_told():
    notes = " ".join(sample("tracked-changes.docx").notes)
    assert "Tracked insertions are in the text, as if accepted (by Ida Voss) (1): " in notes
    assert "Tracked deletions are not in the text, as if accepted (by Lena Hart) (1): " in notes
    assert "“Iron is a metal that rusts.”" in notes
    assert (
        "Comments were not imported (2): Lena Hart: “Say how common this is in children.”" in notes
    )
    assert "rusts" not in sample("tracked-changes.docx").body


def test_a_page_gives_its_address_its_language_and_its_people():
    article = sample("semantic-page.html")
    assert article.live_url == "https://joint-letters.example/gout"
    assert article.details == {"authors": ["Ann Lee"], "locale": "en-US"}
    [claim] = article.claims
    assert (claim.board, claim.subspecialty, claim.claimed_on) == (
        *("American Board of Internal Medicine", "Rheumatology", dt.date(2024, 3, 3)),
    )
    assert any("were not fetched" in note and "toe.jpg" in note for note in article.notes)


def test_front_matter_of_other_systems_is_read():
    article = sample("front-matter-jekyll.md")
    assert article.live_url == "https://gut-letters.example/celiac/"
    assert article.details == {"authors": ["Rosa Vidal"], "locale": "en-GB"}
    assert [claim.raw_line for claim in article.claims] == ["medically_reviewed_by: Hugh Arden, MD"]


def test_posts_have_the_identity_and_the_dates_of_their_site():
    found = list(read((CORPUS / "wordpress.xml").read_bytes(), "wordpress.xml"))
    assert [a.source_id for a in found] == [
        f"wordpress:https://clinic-notes.example#{n}" for n in range(1, 51)
    ]
    assert {a.claimed_on for a in found} >= {dt.date(2024, 3, 3), dt.date(2023, 11, 20)}
    assert (found[0].slug_hint, found[0].summary) == ("gout-1", "Notes on gout.")
    assert found[0].live_url == "https://clinic-notes.example/gout-1/"
    assert found[3].live_url == ""
    assert found[-1].notes[-1] == "Left out of the whole file: attachment 6, nav_menu_item 1."


def test_the_real_article_keeps_every_word(seed_article):
    [article] = read(seed_article.read_bytes(), seed_article.name)
    lines = [line for line in seed_article.read_text("utf-8").split("\n") if line.strip()]
    assert words(article.body) == " ".join(lines[1:-2]).split()
    assert len(article.references) == len(article.claims) == 1
