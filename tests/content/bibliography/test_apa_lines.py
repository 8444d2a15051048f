"""Printed lines in the manner of the APA, and short citations of web pages, read back."""

from __future__ import annotations

import pytest

from articles.content.bibliography.adding import add
from articles.content.reference_lines import from_line
from articles.content.references import formatted, validate

GOUT = (
    "Dalbeth, N., Gosling, A. L., Gaffo, A., & Abhishek, A. (2021). Gout. The Lancet, "
    "397(10287), 1843–1855. https://doi.org/10.1016/S0140-6736(21)00569-9"
)
SAME = "Dalbeth N, Gosling AL, Gaffo A, Abhishek A. Gout. Lancet. 2021;397(10287):1843-55."


def day(*parts):
    return {"date-parts": [list(parts)]}


def test_an_article_is_read_and_known_again_in_another_manner():
    item = from_line(GOUT)
    assert validate([item]) == [item]
    assert item == {
        "id": "dalbeth2021",
        "type": "article-journal",
        "author": [
            {"family": "Dalbeth", "given": "N."},
            {"family": "Gosling", "given": "A. L."},
            {"family": "Gaffo", "given": "A."},
            {"family": "Abhishek", "given": "A."},
        ],
        "title": "Gout",
        "container-title": "The Lancet",
        "volume": "397",
        "issue": "10287",
        "page": "1843–1855",
        "issued": day(2021),
        "DOI": "10.1016/S0140-6736(21)00569-9",
    }
    assert formatted(item, "vancouver") == (
        "Dalbeth N, Gosling AL, Gaffo A, Abhishek A. Gout. The Lancet. "
        "2021;397(10287):1843-55. doi:10.1016/S0140-6736(21)00569-9"
    )
    assert add([], f"{GOUT}\n{SAME}").duplicates == [(SAME, "dalbeth2021")]
    assert add([], f"{SAME}\n{GOUT}").duplicates == [(GOUT, "dalbeth2021")]


ARTICLES = [
    ("Roe, J. (2020). On knees. J Test, 12, 45–50.", {"volume": "12", "page": "45–50"}),
    ("Roe, J. (2020, March 5). On knees. J Test, 12(3), e45.", {"issued": day(2020, 3, 5)}),
    ("Roe, J. (2020). On knees. J Test, 12(3), Article e0209.", {"page": "e0209"}),
    (
        "Roe, J., et al. (2020). On knees. J Test, 12(3), 45–50.",
        {"custom": {"others": ["author"]}, "author": [{"family": "Roe", "given": "J."}]},
    ),
    (
        "Roe J, et al. (2020). On knees. J Test, 12(3), 45–50.",
        {"custom": {"others": ["author"]}, "author": [{"family": "Roe", "given": "J"}]},
    ),
    (
        "Roe J, Doe AB. (2020). On knees. J Test, 12(3), 45–50.",
        {"author": [{"family": "Roe", "given": "J"}, {"family": "Doe", "given": "AB"}]},
    ),
    (
        "van der Roe, J.-P. & O’Neil, K. (2020). On knees. J Test, 12(3), 45–50.",
        {
            "author": [
                {"family": "van der Roe", "given": "J.-P."},
                {"family": "O’Neil", "given": "K."},
            ]
        },
    ),
    (
        "The Knee Group. (2020). On knees. J Test, 12(3), 45–50.",
        {"author": [{"literal": "The Knee Group"}]},
    ),
    (
        "Roe, J. (2020). On knees. J Test. Advance online publication.",
        {"status": "Advance online publication"},
    ),
]


@pytest.mark.parametrize(("line", "fields"), ARTICLES)
def test_what_stands_around_the_title_of_an_article_is_read(line, fields):
    item = from_line(line)
    assert validate([item]) == [item]
    expected = {"type": "article-journal", "title": "On knees", "container-title": "J Test"}
    assert item.items() >= (expected | fields).items()


@pytest.mark.parametrize(
    "title", ["What helps?", "What helps? A trial", "Ice vs. heat", "U.S. aims"]
)
def test_stops_inside_a_title_are_read_where_they_are_sure(title):
    stop = "" if title.endswith("?") else "."
    item = from_line(f"Roe, J. (2020). {title}{stop} Knees, Hips & Toes, 12(3), 45–50.")
    assert (item["title"], item["container-title"]) == (title, "Knees, Hips & Toes")


BOOKS = [
    ("Roe, J. (2020). On knees (2nd ed.). Harbour.", "Roe J. On knees. 2nd ed. Harbour; 2020."),
    ("Roe, J., and Li, A. (2020). Knees. Pell Press.", "Roe J, Li A. Knees. Pell Press; 2020."),
    ("Roe, J. (Ed.). (2020). On knees. Elsevier.", "Roe J, editor. On knees. Elsevier; 2020."),
]  # fmt: skip


@pytest.mark.parametrize(("line", "printed"), BOOKS)
def test_a_book_is_read_by_its_edition_or_its_house(line, printed):
    item = from_line(line)
    assert validate([item]) == [item]
    assert (item["type"], formatted(item, "vancouver")) == ("book", printed)


WEB = "https://clinic.example/gout"
PAGES = [
    (f"NHS. Gout. {WEB} (accessed 3 May 2024)", "NHS", {"accessed": day(2024, 5, 3)}),
    (f"NHS. Gout. Accessed May 3, 2024. {WEB}", "NHS", {"accessed": day(2024, 5, 3)}),
    (
        f"NHS. Gout. Published March 2, 2023. Accessed May 3, 2024. {WEB}",
        "NHS",
        {"issued": day(2023, 3, 2), "accessed": day(2024, 5, 3)},
    ),
    (f"Gout. Available from: {WEB} (Accessed: 3 Sept 2024).", "", {"accessed": day(2024, 9, 3)}),
    (f"Mayo Clinic. (2023, March 5). Gout. {WEB}", "Mayo Clinic", {"issued": day(2023, 3, 5)}),
    (
        f"Mayo Clinic. (n.d.). Gout. Retrieved May 3, 2024, from {WEB}",
        "Mayo Clinic",
        {"accessed": day(2024, 5, 3)},
    ),
    (
        f"Mayo Clinic. (2023). Gout. Health Site. {WEB}",
        "Mayo Clinic",
        {"issued": day(2023), "container-title": "Health Site"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("line", "who", "fields"), PAGES)
def test_a_web_page_is_read(line, who, fields):
    item = from_line(line)
    assert validate([item]) == [item]
    named = {"author": [{"literal": who}]} if who else {}
    expected = {"type": "webpage", "title": "Gout", "URL": WEB} | named | fields
    assert {name: value for name, value in item.items() if name != "id"} == expected


UNSURE = [
    "Roe, J. (2020). On knees. The Lancet.",
    "Roe, J. (2020). On knees. Springer. More words.",
    "Roe, J. (2020, February 31). On knees. J Test, 12(3), 45–50.",
    "Roe, J. (2020a). On knees. J Test, 12(3), 45–50.",
    "Roe, J. (2020). On knees. Proc. Natl. Sci., 12(3), 45–50.",
    "Roe, J. (2020). On knees. In A. Doe (Ed.), Joints (pp. 1–9). Elsevier.",
    "Roe, J., . . . Doe, A. (2020). On knees. J Test, 12(3), 45–50.",
    "Roe, J., Group and Doe, A. (2020). On knees. J Test, 12(3), 45–50.",
    "Roe, J. (0000). On knees. J Test, 12(3), 45–50.",
    "Knees (2020). On knees, 12.",
    "NHS. Gout. (accessed 3 May 2024)",
]


@pytest.mark.parametrize("line", UNSURE)
def test_a_line_that_could_mean_two_things_stays_words(line):
    item = from_line(line)
    assert (item["type"], item["title"]) == ("document", line)
    assert item.keys() == {"id", "type", "title"}


@pytest.mark.parametrize(
    "line", ["NHS. Gout.", "NHS. Gout (accessed 31 February 2024)", "About backs."]
)
def test_an_address_alone_makes_no_page_of_words(line):
    assert from_line(f"{line} {WEB}")["type"] == "document"
