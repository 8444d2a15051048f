"""Files of reference managers, as they come."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.content.bibliography.files import format_of, read
from articles.content.references import formatted, validate

LEFT_OUT = "Left out, since a reference has no place for it"
FILES = Path(__file__).parent / "files"


def read_file(name):
    return read((FILES / name).read_bytes(), name)


def year(*parts):
    return {"date-parts": [list(parts)]}


def test_bibtex_with_macros_accents_particles_groups_and_strings():
    found = read_file("gout.bib")
    trial, handbook, chapter, thesis, page = found.references
    assert trial == {
        "id": "mueller2021flares",
        "type": "article-journal",
        "author": [
            {"family": "Müller", "given": "Jörg"},
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
            {"literal": "Nordic Gout Forum"},
            {"family": "García López", "given": "María"},
        ],
        "title": "A Trial of β-Blockers in Gout: 40% fewer flares — or chance?",
        "container-title": "Annals of Joint Practice",
        "issued": year(2021, 3),
        "volume": "12",
        "issue": "3",
        "page": "1123-1128",
        "DOI": "10.5555/ajp.2021.12_3",
        "PMID": "39912345",
        "keyword": "gout, flare",
        "abstract": "About 40% of 212 adults had no flare.",
        "custom": {"others": ["author"]},
    }
    assert handbook["author"] == [{"family": "Roe", "given": "John", "suffix": "Jr."}]
    assert (handbook["title"], handbook["edition"]) == ("Joints: A Handbook for Wards", 2)
    assert handbook["publisher"] == "Pell & Quint"
    assert chapter["author"] == [{"family": "Sørby", "given": "Kåre"}]
    assert [name["family"] for name in chapter["editor"]] == ["Hallam", "Pell"]
    assert (thesis["type"], thesis["genre"]) == ("thesis", "PhD thesis")
    assert page["type"] == "webpage" and page["accessed"] == year(2024, 5, 3)
    assert page["URL"] == "https://clinic.example/gout_basics"
    assert found.notes == [
        f"{LEFT_OUT}: file (1).",
    ]


def test_ris_in_windows_1252_with_crlf_and_an_open_end():
    found = read_file("windows.ris")
    paper, report, book = found.references
    assert paper == {
        "id": "gomezruiz2020",
        "type": "article-journal",
        "author": [
            {"family": "Gómez-Ruiz", "given": "Élodie"},
            {"literal": "World Health Federation of Joints"},
            {"family": "Cruz", "given": "Ana M.", "non-dropping-particle": "de la"},
        ],
        "title": "Café, crème and gout – a cohort",
        "container-title": "Annals of Joint Practice",
        "container-title-short": "Ann Jt Pract",
        "issued": year(2020, 5, 31),
        "page": "284-287",
        "volume": "3",
        "issue": "2",
        "DOI": "10.5555/ajp.2020.3",
        "PMID": "38812345",
        "PMCID": "PMC700123",
        "ISSN": "1234-5678",
        "keyword": "coffee; gout",
        "note": "Read in May\nLent to Dora",
        "abstract": "Long words that go on",
        "source": "PubMed",
    }
    assert report["author"] == [{"literal": "Harbour Clinic"}]
    assert (report["number"], report["collection-title"]) == ("12", "Ward reports")
    assert report["issued"] == year(2019)
    assert book == {"id": "open-end2001", "type": "book", "title": "Open end", "issued": year(2001)}
    assert found.notes == [
        "The file was read as Windows-1252.",
        "“gomezruiz2020” (line 2): URL “http://old.example/paper” could not be kept.",
        "“open-end2001” (line 40): the record has no end (ER); what was there was read.",
        f"{LEFT_OUT}: AD (1).",
    ]


def test_a_repeated_ris_value_is_never_dropped_unsaid():
    found = read(b"TY  - JOUR\nTI  - One\nPB  - First\nPB  - Second\nER  - \n", "two.ris")
    assert found.references[0]["publisher"] == "First"
    assert found.notes == [
        "“one” (line 1): a second publisher, “Second”, was left out.",
    ]


def test_ris_records_without_an_end_stay_apart():
    data = b"TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\nER  - \n"
    assert [item["title"] for item in read(data, "x.ris").references] == ["One", "Two"]


def test_ris_with_one_space_where_two_belong():
    (item,) = read(b"TY - JOUR\nTI - Loose\nPY - 2020\nER - \n", "x.ris").references
    assert (item["title"], item["id"]) == ("Loose", "loose2020")


def test_nbib_with_continued_lines_and_groups():
    found = read_file("pubmed.nbib")
    paper, short = found.references
    assert paper == {
        "id": "berg2018",
        "type": "article-journal",
        "PMID": "30123456",
        "PMCID": "PMC6123456",
        "DOI": "10.5555/jg.2018.5",
        "author": [
            {"family": "Berg", "given": "Jan P", "non-dropping-particle": "van der"},
            {"family": "Roe", "given": "Jane"},
            {"literal": "Northern Gout Group"},
        ],
        "title": "Gout in the very old: a cohort of the northern wards",
        "abstract": "BACKGROUND: Old people have gout. METHODS: We asked.",
        "container-title": "The journal of gout",
        "container-title-short": "J Gout",
        "issued": year(2018, 3),
        "volume": "5",
        "issue": "2",
        "page": "311-9",
        "ISSN": "1234-5678",
        "keyword": "Aged; Gout/drug therapy",
        "language": "eng",
        "publisher-place": "England",
    }
    assert formatted(paper).startswith("van der Berg JP, Roe J, Northern Gout Group. Gout in the ")
    assert short["author"] == [{"family": "Moss", "given": "Ada"}]
    assert found.notes == [f"{LEFT_OUT}: AD (1), GR (1), issued (Mar-Apr) (1)."]


def test_csl_json_of_another_program_is_put_right_and_what_is_lost_is_named():
    found = read_file("zotero.json")
    moss, hallam = found.references
    assert moss == {
        "id": "moss2022",
        "type": "article-journal",
        "title": "Slow in vitro dissolution & gout",
        "author": [{"family": "Moss", "given": "Ada"}, {"literal": "Joint Forum"}],
        "container-title": "Annals of Joint Practice",
        "ISSN": "1234-5678, 8765-4321",
        "issued": year(2022, 4),
        "accessed": year(2024, 5, 3),
        "volume": "7.5",
        "note": "Read twice",
        "PMID": "31234567",
        "PMCID": "PMC99",
        "DOI": "10.5555/ajp.2022.7",
        "annote": "Ours",
    }
    assert (hallam["id"], hallam["type"]) == ("hallam2020", "article-journal")
    assert found.notes == [
        "“hallam2020” (item 2): issued “soon” could not be kept.",
        "“hallam2020” (item 2): DOI “none” could not be kept.",
        f"{LEFT_OUT}: author (ORCID) (1), issued (season) (1), license (1).",
    ]


@pytest.mark.parametrize("name", ["gout.bib", "windows.ris", "pubmed.nbib", "zotero.json"])
def test_what_is_read_is_in_the_stored_form_and_prints(name):
    items = read_file(name).references
    assert validate(items) == items
    assert all(formatted(item, style) for item in items for style in ("vancouver", "ama"))


def test_stored_csl_json_comes_back_to_the_last_field():
    item = {
        "id": "moss2022",
        "type": "chapter",
        "editor": [{"family": "Pell", "given": "I", "suffix": "Jr"}],
        "issued": {"date-parts": [[2022, 4, 1], [2022, 4, 3]]},
        "custom": {"ours": [1, {"a": "b"}]},
        "volume": 7,
        "abstract": "One\nTwo",
    }
    from json import dumps

    assert read(dumps([item]).encode(), "own.json").references == [item]


def test_the_words_decide_what_a_file_is():
    assert format_of("About us\n\nTY  - JOUR\n") == "RIS"
    assert format_of("@article{a, title={TY  - }}") == "BibTeX"
    assert format_of("\nPMID- 12\n") == "NBIB"
    assert format_of('[{"id": 1}]') == "CSL-JSON"
    assert format_of("[1] Moss A. Joints. 2024") == ""
    assert format_of("mail me @home (soon)") == ""


def test_two_bibtex_entries_with_one_key_are_both_read():
    data = b"@book{a, title={One}}\n@book{a, title={Two}}"
    assert [(i["id"], i["title"]) for i in read(data, "x.bib").references] == [
        ("a", "One"),
        ("a-b", "Two"),
    ]
