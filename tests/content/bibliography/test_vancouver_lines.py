"""Printed lines in the Vancouver manner, read back."""

from __future__ import annotations

import pytest

from articles.content.reference_lines import from_line
from articles.content.references import formatted, validate

ROE = {"author": [{"family": "Roe", "given": "J"}]}


def day(*parts):
    return {"date-parts": [list(part) for part in parts]}


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("J Test. 2024;12 Suppl 1:S12-9.", {"volume": "12 Suppl 1", "page": "S12-9"}),
        ("J Test. 2024;12(3 Suppl 1):S12-9.", {"volume": "12", "issue": "3 Suppl 1"}),
        ("J Test. 2024 Mar 5;12(3):45-50.", {"issued": day([2024, 3, 5])}),
        ("J Test. 2024 Mar-Apr;12:45-50.", {"issued": day([2024, 3], [2024, 4])}),
        ("J Test 2024;12(3):45-50.", {"container-title": "J Test", "page": "45-50"}),
        (
            (
                "J Test. 2024 Mar 5;12(3):45-50. doi: 10.5555/x. Epub 2024 Jan 2. "
                "PMID: 99; PMCID: PMC7."
            ),
            {
                "available-date": day([2024, 1, 2]),
                "DOI": "10.5555/x",
                "PMID": "99",
                "PMCID": "PMC7",
            },
        ),
        (
            "J Test. 2024 Mar 5. doi: 10.5555/x. Online ahead of print.",
            {"status": "Online ahead of print", "DOI": "10.5555/x"},
        ),
        (
            (
                "J Test [Internet]. 2024 [cited 2024 May 3];12(3):45-50. "
                "Available from: https://a.example/x"
            ),
            {"accessed": day([2024, 5, 3]), "volume": "12", "URL": "https://a.example/x"},
        ),
    ],
)
def test_what_stands_behind_the_title_is_read(line, fields):
    item = from_line(f"Roe J. On knees. {line}")
    assert validate([item]) == [item]
    expected = {"type": "article-journal", "title": "On knees", "container-title": "J Test"}
    assert item.items() >= (expected | ROE | fields).items()


@pytest.mark.parametrize(
    "title",
    [
        "What helps?",
        "What helps? A trial",
        "Colchicine vs. placebo",
        "Gout in U.S. adults",
        "E. coli at 2.5 mg",
    ],
)
def test_stops_inside_a_title_are_read_where_they_are_sure(title):
    stop = "" if title.endswith("?") else "."
    line = f"Roe J. {title}{stop} J Test. 2024;12(3):45-50."
    item = from_line(line)
    assert (item["title"], item["container-title"]) == (title, "J Test")
    assert formatted(item, "vancouver") == line


@pytest.mark.parametrize(
    "line",
    [
        "Roe J. Knees. Proc. Natl. Sci. 2024;12(3):45-50.",
        "Roe J. Knees. J. Test. 2024;12(3):45-50.",
        "Roe J. Knees. J Test. 2024 Feb 31;12(3):45-50.",
        "Roe J. Knees. J Test. 0000;12(3):45-50.",
        "Knees. J Test. 2024;12(3):45-50.",
        "PMC7 and other numbers of articles",
    ],
)
def test_a_line_that_could_mean_two_things_stays_words(line):
    item = from_line(line)
    assert (item["type"], item["title"]) == ("document", line)
    assert item.keys() == {"id", "type", "title"}


@pytest.mark.parametrize(
    "line",
    [
        "What helps? [Internet]. Harbour Clinic; 2023 Mar [cited 2024 May 3]. ",
        "Roe J. What helps? [Internet]. Leeds: Harbour Clinic; 2023 Mar [cited 2024 May 3]. ",
        "Roe J, et al. What helps [Internet]. Harbour Clinic; 2023. ",
    ],
)
def test_a_web_page_is_read_and_prints_the_same(line):
    line += "Available from: https://clinic.example/gout"
    item = from_line(line)
    assert (item["type"], item["publisher"]) == ("webpage", "Harbour Clinic")
    assert validate([item]) == [item]
    assert formatted(item, "vancouver") == line
