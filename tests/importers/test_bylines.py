"""Bylines leave the text where they stand alone; among other words they stay, and are told."""

from __future__ import annotations

import pytest

from articles.importers import ImportedArticle, read

CLAIM = "Medically reviewed by Ann Lee, MD"
STAYS = "Bylines among other words became claims, and their words stay in the text"


def imported(source: str, name: str = "a.html") -> ImportedArticle:
    heading = {"a.html": "<h1>Title</h1>", "a.md": "# Title\n\n", "a.txt": "Title\n\n"}[name]
    [article] = read(f"{heading}{source}".encode(), name)
    assert isinstance(article, ImportedArticle)
    return article


def names(article: ImportedArticle) -> list[str]:
    return [claim.printed_name for claim in article.claims]


ALONE = [
    f"<p>Words.</p><ul><li>Rest</li></ul>{CLAIM}",
    f"<div>{CLAIM}<p>Words.</p><ul><li>Rest</li></ul></div>",
    f"<p>Words.</p><ul><li>Rest</li></ul><ul><li>Written by Otto</li></ul>{CLAIM}",
    f"<p>Words.</p><ul><li>Rest</li></ul><ul><li>Written by Otto</li><li>{CLAIM}</li></ul>",
    f"<p>By Otto Writer | {CLAIM} | March 3, 2024</p><p>Words.</p><ul><li>Rest</li></ul>",
    f"<p>{CLAIM}<br>Written by Otto</p><p>Words.</p><ul><li>Rest</li></ul>",
]


@pytest.mark.parametrize("source", ALONE)
def test_a_byline_of_a_page_leaves_it_wherever_it_stands_alone(source):
    article = imported(source)
    assert names(article) == ["Ann Lee, MD"]
    assert article.body == "Words.\n\n- Rest"


@pytest.mark.parametrize("name", ["a.html", "a.md", "a.txt"])
def test_one_line_may_name_author_reviewer_and_day(name):
    line = f"By Otto Writer | {CLAIM} | March 3, 2024"
    article = imported(
        {"a.html": f"<p>{line}</p><p>Words.</p>"}.get(name, f"{line}\n\nWords."), name
    )
    assert (names(article), article.body) == (["Ann Lee, MD"], "Words.")
    assert article.details["authors"] == ["Otto Writer"]
    assert article.claimed_on is None
    assert any("March 3, 2024" in note for note in article.notes)


@pytest.mark.parametrize("name", ["a.html", "a.md", "a.txt"])
def test_a_day_beside_the_reviewer_alone_is_the_day_of_the_review(name):
    line = f"{CLAIM} | March 3, 2024"
    article = imported(
        {"a.html": f"<p>{line}</p><p>Words.</p>"}.get(name, f"{line}\n\nWords."), name
    )
    assert [str(claim.claimed_on) for claim in article.claims] == ["2024-03-03"]
    assert (article.body, str(article.claimed_on)) == ("Words.", "2024-03-03")


AMONG = [
    f"Rest helps a sore toe. {CLAIM}.",
    f"{CLAIM}. Rest helps a sore toe.",
    f"Rest helps. {CLAIM}. Ice helps, too.",
]


@pytest.mark.parametrize("words", AMONG)
@pytest.mark.parametrize("name", ["a.html", "a.md", "a.txt"])
def test_a_byline_in_a_paragraph_is_claimed_and_told_and_stays(words, name):
    article = imported(f"<p>{words}</p>" if name == "a.html" else words, name)
    assert (names(article), article.body) == (["Ann Lee, MD"], words)
    assert any(note.startswith(STAYS) for note in article.notes)


def test_a_line_among_lines_stays_with_them():
    article = imported(f"<p>Rest helps.<br>{CLAIM}</p>")
    assert (names(article), article.body) == (["Ann Lee, MD"], f"Rest helps.\\\n{CLAIM}")
    for name in ("a.md", "a.txt"):
        article = imported(f"- Rest\n- {CLAIM}", name)
        assert (names(article), article.body) == (["Ann Lee, MD"], f"- Rest\n- {CLAIM}")


@pytest.mark.parametrize(
    "words",
    [
        "It was medically reviewed by nobody. Reviewed by the agency, it was sold.",
        "Dr. Roe wrote it. Medical review by experts is slow.",
    ],
)
@pytest.mark.parametrize("name", ["a.html", "a.md", "a.txt"])
def test_prose_claims_nobody(words, name):
    article = imported(f"<p>{words}</p>" if name == "a.html" else words, name)
    assert (names(article), article.body, article.notes) == ([], words, ())
