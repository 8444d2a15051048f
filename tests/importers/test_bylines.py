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


@pytest.mark.parametrize("name", ["a.html", "a.md", "a.txt"])
@pytest.mark.parametrize(
    ("line", "claimed", "authors"),
    [
        ("Written by Otto Penn; medically reviewed by Ann Lee, MD", ["Ann Lee, MD"], ["Otto Penn"]),
        ("Author: Otto Penn. Reviewer: Ann Lee, MD", ["Ann Lee, MD"], ["Otto Penn"]),
        (
            "Reviewed By: Ann Lee, MD, and Ben Day, PharmD",
            ["Ann Lee, MD", "Ben Day, PharmD"],
            [],
        ),
        ("by Otto Penn, reviewed by Ann Lee, MD", ["Ann Lee, MD"], ["Otto Penn"]),
        ("Reviewed by the Medical Advisory Board", [""], []),
    ],
)
def test_one_line_may_say_many_things(name, line, claimed, authors):
    source = {"a.html": f"<p>{line}</p><p>Words.</p>"}.get(name, f"{line}\n\nWords.")
    article = imported(source, name)
    assert (names(article), article.body) == (claimed, "Words.")
    assert article.details.get("authors", []) == authors


@pytest.mark.parametrize("name", ["a.html", "a.md", "a.txt"])
def test_the_day_of_a_change_is_no_day_of_review(name):
    line = f"{CLAIM[:-4]}, M.D., Specialty in Pain — Written by Otto Penn — Updated on May 2, 2025"
    article = imported(
        {"a.html": f"<p>{line}</p><p>Words.</p>"}.get(name, f"{line}\n\nWords."), name
    )
    [claim] = article.claims
    assert (claim.printed_name, claim.degrees, claim.claimed_on) == (
        "Ann Lee, M.D.",
        ("M.D.",),
        None,
    )
    assert (article.body, article.claimed_on) == ("Words.", None)
    assert article.details["authors"] == ["Otto Penn"]


UNCLEAR = "Lines that speak of a review were not understood, and stay in the text"


@pytest.mark.parametrize("name", ["a.html", "a.md", "a.txt"])
@pytest.mark.parametrize("line", ["Reviewed by Health Canada", "Medically reviewed by 7 of us"])
def test_a_line_that_may_be_a_byline_stays_and_is_told(name, line):
    article = imported(
        {"a.html": f"<p>{line}</p><p>Words.</p>"}.get(name, f"{line}.\n\nWords."), name
    )
    assert (article.claims, article.body.partition("\n")[0].strip(".")) == ([], line)
    assert any(note.startswith(UNCLEAR) for note in article.notes)


def test_one_person_is_one_claim_however_often_a_source_says_so():
    again = f"<p>Written by Otto</p><p>Words.</p><p>{CLAIM[:-2]}M.D.</p>"
    article = imported(f"<p>{CLAIM}</p>{again}")
    assert names(article) == ["Ann Lee, MD"]
    text = (
        f"---\ntitle: T\nreviewed_by: Dr. Ann Lee MD\n---\n\n*{CLAIM}, on 2024-03-04*\n\nWords.\n"
    )
    [of_file] = read(text.encode(), "a.md")
    assert isinstance(of_file, ImportedArticle)
    assert names(of_file) == ["Dr. Ann Lee MD"]
    assert [str(claim.claimed_on) for claim in of_file.claims] == ["2024-03-04"]
    boards = f"{CLAIM}; Board of Skin; Board of Bones"
    article = imported(f"<p>{CLAIM}</p><p>Words.</p><p>{boards}</p>")
    assert [claim.board for claim in article.claims] == ["Board of Skin", "Board of Bones"]


def test_a_heading_and_a_row_that_claim_a_review_are_told():
    article = imported(f"Words.\n\n## {CLAIM}\n\nMore.", "a.md")
    assert names(article) == ["Ann Lee, MD"]
    assert any(note.startswith(STAYS) for note in article.notes)
    article = imported("Words.\n\n| Medically reviewed by | Ann Lee, MD |\n|--|--|\n", "a.md")
    assert names(article) == ["Ann Lee, MD"]


@pytest.mark.parametrize("name", ["a.html", "a.md", "a.txt"])
def test_a_label_goes_with_the_name_in_the_next_line(name):
    source = {"a.html": "<p>Medically reviewed by:<br>Ann Lee, MD</p><p>Words.</p>"}.get(
        name, "Medically reviewed by:\nAnn Lee, MD\n\nWords."
    )
    article = imported(source, name)
    assert (names(article), article.body) == (["Ann Lee, MD"], "Words.")


@pytest.mark.parametrize("name", ["a.html", "a.md", "a.txt"])
@pytest.mark.parametrize(
    ("line", "why"),
    [
        (f"{CLAIM} – last reviewed 3/4/2024", "may mean two days"),
        (f"{CLAIM}, in March 2024.", "name no day"),
    ],
)
def test_a_day_of_review_that_could_not_be_read_is_told(name, line, why):
    source = {"a.html": f"<p>{line}</p><p>Words.</p>"}.get(name, f"{line}\n\nWords.")
    article = imported(source, name)
    assert (names(article), article.body) == (["Ann Lee, MD"], "Words.")
    [note] = [note for note in article.notes if note.startswith("Dates of review")]
    assert note.startswith(f"Dates of review that {why} were not kept (1): ")
    assert note.endswith("2024.")
    assert not note.endswith("..")
