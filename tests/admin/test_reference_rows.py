"""References as rows of the article's form, as a browser without scripts sends them."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Article
from tests.admin.browser_form import sent_by
from tests.admin.conftest import address
from tests.cast import REFERENCES
from tests.growth import within

RICH = [
    {
        "id": "moss2022",
        "type": "article-journal",
        "author": [
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
            {"literal": "Joint Forum, North"},
            {"family": "Solo"},
        ],
        "title": "Slow <dissolution> & “gout”",
        "container-title": "Annals of Joint Practice",
        "issued": {"date-parts": [[2022, 4, 1], [2022, 4, 3]]},
        "volume": 7,
        "abstract": "One\nTwo",
        "DOI": "10.5555/ajp.2022.7",
        "custom": {"ours": [1, {"a": "b"}]},
    },
    *REFERENCES,
    {
        "id": "bill",
        "type": "treaty",
        "title": " On\ntwo\u2028lines ",
        "author": [{"literal": "Two\nlines"}, {"family": " Roe ", "given": "J\u2028K"}],
    },
]
BODY = "Gout.[@moss2022; @handbook] More.[@moss2022]\n\n    [@moss2022]\n\nEnd."


def change(article):
    return address("articles_article_change", article.pk)


@pytest.fixture
def begun(cast, at_door):
    """An article with three references, its writer’s browser, and what that would send."""
    article = cast.draft(references=RICH, body=BODY)
    client = at_door(cast.writer)
    return article, client, sent_by(client.get(change(article)).text)


def now(article):
    return Article.objects.get(pk=article.pk)


def add(client, article, sent, pasted="", **more):
    return client.post(
        change(article), sent | {"references-add": pasted, "_add_references": "1", **more}
    )


def test_untouched_rows_save_nothing(begun):
    article, client, sent = begun
    response = client.post(change(article), sent | {"_save": "1"})
    assert response.status_code == 302
    assert (now(article).version, now(article).references) == (1, RICH)


def test_rows_say_number_key_line_and_how_often_they_are_cited(begun):
    article, client, _sent = begun
    page = " ".join(client.get(change(article)).text.split())
    assert 'data-key="moss2022"' in page
    assert "van der Berg J, Joint Forum, North, Solo. Slow &lt;dissolution&gt; &amp;" in page
    assert "<code>[@moss2022]</code> <span>cited 2 times</span>" in page
    assert "<code>[@handbook]</code> <span>cited once</span>" in page
    assert '<code>[@bill]</code> <span class="warn">cited nowhere</span>' in page
    assert '<option value="treaty" selected>treaty</option>' in page


def test_one_changed_part_leaves_all_else_as_it_is_stored(begun):
    article, client, sent = begun
    sent |= {"references-0-title": "Slow dissolution", "references-0-volume": ""}
    assert client.post(change(article), sent | {"reason": "Title"}).status_code == 302
    expected = {**RICH[0], "title": "Slow dissolution"}
    del expected["volume"]
    assert now(article).references == [expected, *RICH[1:]]


def test_authors_that_were_not_touched_stay_as_stored(begun):
    article, client, sent = begun
    people = sent["references-0-author"]
    assert people == "van der Berg, Jan\r\nJoint Forum, North,\r\nSolo"
    sent |= {"references-0-author": f"Moss, Ada\r\n{people}", "references-0-issued": "2023-05"}
    assert client.post(change(article), sent | {"reason": "First"}).status_code == 302
    assert now(article).references[0]["author"] == [
        {"family": "Moss", "given": "Ada"},
        *RICH[0]["author"],
    ]
    assert now(article).references[0]["issued"] == {"date-parts": [[2023, 5]]}


def test_others_are_a_line_of_the_authors(begun):
    article, client, sent = begun
    people = sent["references-0-author"]
    sent |= {"references-0-author": f"{people}\r\net al.", "reason": "More of them"}
    assert client.post(change(article), sent).status_code == 302
    expected = {**RICH[0], "custom": {"ours": [1, {"a": "b"}], "others": ["author"]}}
    assert now(article).references[0] == expected
    again = sent_by(client.get(change(article)).text)
    assert again["references-0-author"] == f"{people}\r\net al."
    again |= {"references-0-author": people, "reason": "Only these"}
    assert client.post(change(article), again).status_code == 302
    assert now(article).references == RICH


def test_a_book_and_a_page_are_described_whole(begun):
    article, client, sent = begun
    parts = {
        "editor": "Hallam, Dora\r\nPell, Ivo",
        "edition": "2",
        "publisher-place": "Leeds",
        "accessed": "2024-05-03",
    }
    sent |= {f"references-1-{part}": text for part, text in parts.items()}
    assert client.post(change(article), sent | {"reason": "Whole"}).status_code == 302
    assert now(article).references == [
        RICH[0],
        {
            **REFERENCES[0],
            "editor": [
                {"family": "Hallam", "given": "Dora"},
                {"family": "Pell", "given": "Ivo"},
            ],
            "edition": "2",
            "publisher-place": "Leeds",
            "accessed": {"date-parts": [[2024, 5, 3]]},
        },
        RICH[-1],
    ]
    again = sent_by(client.get(change(article)).text)
    assert {part: again[f"references-1-{part}"] for part in parts} == parts


def test_a_changed_key_is_changed_in_the_text_and_said(begun):
    article, client, sent = begun
    response = client.post(
        change(article), sent | {"references-0-id": "berg2022", "reason": "Key", "_continue": "1"}
    )
    assert response.status_code == 302
    assert now(article).references[0] == {**RICH[0], "id": "berg2022"}
    assert now(article).body == (
        "Gout.[@berg2022; @handbook] More.[@berg2022]\n\n    [@moss2022]\n\nEnd."
    )
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert "The text now cites [@berg2022] where it cited [@moss2022]." in said


def test_two_keys_can_change_places(begun):
    article, client, sent = begun
    sent |= {"references-0-id": "handbook", "references-1-id": "moss2022", "reason": "Swap"}
    assert client.post(change(article), sent).status_code == 302
    assert now(article).body.startswith("Gout.[@handbook; @moss2022] More.[@handbook]")
    assert [item["id"] for item in now(article).references] == ["handbook", "moss2022", "bill"]


@pytest.mark.parametrize(
    ("part", "value", "error"),
    [
        ("id", "a b", "id: must be 1 to 100 letters"),
        ("id", "handbook", "id: is already the key of row 1"),
        ("id", "", "id: is missing"),
        ("URL", "http://x.example", "URL: must begin with https://"),
        ("DOI", "ten", "DOI: must look like 10.1000/xyz"),
        ("PMID", "0", "PMID: must be 1 to 8 digits"),
        ("issued", "soon", "date: “soon” has no year"),
        ("accessed", "today", "day of access: “today” has no year"),
        ("issued", "2023-02-30", "issued: 2023-2-30 is no day of the calendar"),
        ("title", "a\u202eb", "title: the character U+202E"),
        ("csl", "{", "its details were damaged"),
        ("csl", '["x"]', "its details were damaged"),
        ("csl", '{"id": "a", "type": "book", "author": [1], "abstract": 5}', "abstract: must be"),
        ("csl", '{"a":' * 5000, "its details were damaged"),
    ],
)
def test_a_bad_part_is_said_at_its_row_and_nothing_is_saved(begun, rows, part, value, error):
    article, client, sent = begun
    before = rows()
    number = 1 if (part, value) == ("id", "handbook") else 0
    if number:
        sent["references-0-id"] = "handbook"
    response = client.post(
        change(article), sent | {f"references-0-{part}": value, "reason": "Try", "_save": "1"}
    )
    assert (response.status_code, rows()) == (422, before)
    row = response.text.split(f'<li id="references-{number}"')[1].split("</li>")[0]
    assert error in row and "<details open>" in row
    assert error in response.context["form"].errors["references"][0]


def test_removing_is_undone_by_unticking(begun):
    article, client, sent = begun
    ticked = sent | {"references-2-remove": "1"}
    page = client.post(change(article), ticked | {"_preview": "1"}).text
    again = sent_by(page)
    assert again["references-2-remove"] == "1"
    assert "will be removed" in page
    del again["references-2-remove"]
    assert client.post(change(article), again | {"_save": "1"}).status_code == 302
    assert now(article).references == RICH
    assert client.post(change(article), ticked | {"reason": "Out"}).status_code == 302
    assert now(article).references == RICH[:2]


def test_what_is_added_is_shown_and_not_saved(begun, rows):
    article, client, sent = begun
    before = rows()
    response = add(client, article, sent, "10.5555/new.1\nRoe J. On knees. J Test. 2024;1:2-9.")
    assert (response.status_code, rows()) == (200, before)
    assert "2 references added, not saved yet" in response.text
    assert "has nothing but its DOI yet: fill in title and authors." in response.text
    again = sent_by(response.text)
    assert again["references-add"] == "" and again["body"] == BODY.replace("\n", "\r\n")
    assert (again["references-4-id"], again["references-4-title"]) == ("roe2024", "On knees")
    assert response.text.count(" data-new ") == 2
    assert client.post(change(article), again | {"reason": "Two more"}).status_code == 302
    assert now(article).references == [
        *RICH,
        {"id": "doi-10-5555-new-1", "type": "article-journal", "DOI": "10.5555/new.1"},
        {
            "id": "roe2024",
            "type": "article-journal",
            "author": [{"family": "Roe", "given": "J"}],
            "title": "On knees",
            "container-title": "J Test",
            "issued": {"date-parts": [[2024]]},
            "volume": "1",
            "page": "2-9",
        },
    ]


def test_what_is_kept_as_words_is_counted(begun):
    article, client, sent = begun
    page = add(client, article, sent, "Some words\nRoe J. On knees. J Test. 2024;1:2-9.").text
    assert "2 references added, 1 of them as words only, not saved yet." in page
    assert "“some-words” is kept as words: Some words" in page


def test_what_is_there_already_is_not_added_again(begun):
    article, client, sent = begun
    response = add(client, article, sent, "https://doi.org/10.5555/AJP.2022.7")
    assert "0 references added" in response.text
    assert "is here already: [@moss2022]." in response.text
    assert "references-3-csl" not in sent_by(response.text)


def test_a_file_adds_rows_and_says_what_it_left_out(begun):
    article, client, sent = begun
    data = b"TY  - BOOK\nTI  - Knees\nAU  - Pell, Ivo\nPY  - 2001\nAD  - Leeds\nER  - \n"
    file = SimpleUploadedFile("knees.ris", data)
    response = add(client, article, sent, **{"references-file": file})
    assert sent_by(response.text)["references-3-id"] == "pell2001"
    assert "Left out, since a reference has no place for it: AD (1)." in response.text


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", b"PK\x03\x04\x00", "“a.docx” is not a text file."),
        ("<b>.bib", b"@book{a, title={A}, title={B}}", "“&lt;b&gt;.bib” cannot be read on line 1"),
        ("big.ris", b"TY  - JOUR\n" * 300_000, "“big.ris” is larger than 2 MB."),
    ],
)
def test_a_bad_file_is_refused_and_everything_typed_stays(begun, rows, name, data, reason):
    article, client, sent = begun
    before = rows()
    file = SimpleUploadedFile(name, data)
    typed = sent | {"title": "Mine"}
    response = add(client, article, typed, "10.5555/new.1", **{"references-file": file})
    assert (response.status_code, rows()) == (422, before)
    assert reason in response.text
    again = sent_by(response.text)
    assert (again["title"], again["references-add"]) == ("Mine", "10.5555/new.1")
    assert again["references-0-csl"] == sent["references-0-csl"]


def test_a_csl_json_list_can_be_pasted(begun):
    article, client, sent = begun
    response = add(client, article, sent, '[{"id": "pell2001", "type": "book", "title": "Knees"}]')
    assert sent_by(response.text)["references-3-id"] == "pell2001"


def test_what_waits_in_the_box_is_not_saved_past(begun, rows):
    article, client, sent = begun
    before = rows()
    waiting = sent | {"references-add": "10.5555/new.1", "_save": "1", "reason": "x"}
    response = client.post(change(article), waiting)
    assert (response.status_code, rows()) == (422, before)
    assert "“10.5555/new.1” is not added yet" in response.text
    assert sent_by(response.text)["references-add"] == "10.5555/new.1"
    file = SimpleUploadedFile("knees.ris", b"x")
    response = client.post(change(article), sent | {"references-file": file, "_save": "1"})
    assert response.status_code == 422
    assert "“knees.ris” is not added yet: choose the file again" in response.text
    assert sent_by(response.text)["references-add"] == ""


@pytest.mark.parametrize(
    "waiting", [{"references-add": "10.5555/new.1"}, {"references-file": "knees.ris"}]
)
def test_checks_and_preview_are_true_while_a_reference_waits(begun, waiting):
    article, client, sent = begun
    before = client.get(change(article))
    if "references-file" in waiting:
        waiting = {"references-file": SimpleUploadedFile("knees.ris", b"x")}
    page = client.post(change(article), sent | waiting | {"_continue": "1", "reason": "x"})
    assert page.status_code == 422
    assert page.context["reading"].references == before.context["reading"].references != []
    assert page.context["checked"] == before.context["checked"]


def test_one_row_that_cannot_be_read_hides_no_other_from_the_checks(begun):
    article, client, sent = begun
    before = client.get(change(article)).context["checked"]
    broken = sent | {"references-1-issued": "some time", "_continue": "1", "reason": "x"}
    page = client.post(change(article), broken)
    assert page.status_code == 422
    assert page.context["checked"] == before


def test_a_new_article_takes_references_before_it_is_saved(cast, at_door):
    client = at_door(cast.writer)
    place = address("articles_article_add")
    sent = sent_by(client.get(place).text)
    page = client.post(place, sent | {"references-add": "PMID: 123", "_add_references": "1"})
    assert page.status_code == 200 and not Article.objects.exists()
    assert sent_by(page.text)["references-0-PMID"] == "123"


def test_a_conflict_keeps_rows_that_only_one_side_has(begun, cast, at_door):
    article, client, sent = begun
    mine = sent_by(add(client, article, sent, "10.5555/new.1").text) | {"reason": "Mine"}
    other = at_door(cast.other_writer)
    theirs = sent_by(other.get(change(article)).text) | {"title": "Theirs", "reason": "Theirs"}
    assert other.post(change(article), theirs).status_code == 302
    conflict = client.post(change(article), mine)
    assert conflict.status_code == 409
    form = conflict.context["form"]
    assert [item["id"] for item in form.cleaned_data["references"]][-1] == "doi-10-5555-new-1"
    from tests.admin.test_conflict import hidden

    merged = client.post(change(article), hidden(conflict.text) | {"_merge": "1"})
    again = sent_by(merged.text)
    assert again["references-3-DOI"] == "10.5555/new.1"
    assert client.post(change(article), again | {"reason": "Both"}).status_code == 302
    assert now(article).references[:3] == RICH


def test_a_work_that_stands_twice_is_said(cast, at_door):
    twice = [*REFERENCES, {**REFERENCES[0], "id": "again"}]
    article = cast.draft(references=twice)
    page = at_door(cast.writer).get(change(article)).text
    assert "the same work as [@handbook]" in page


@pytest.mark.slow
def test_three_hundred_references_are_quick(cast, at_door):
    many = [{**RICH[0], "id": f"r{n}", "DOI": f"10.5555/r.{n}"} for n in range(300)]
    article = cast.draft(references=many, body=" ".join(f"x[@r{n}]" for n in range(300)))
    client = at_door(cast.writer)
    page = client.get(change(article)).text
    with within(3):
        client.get(change(article))
    with within(6):
        response = add(client, article, sent_by(page), "10.5555/new.1")
    assert response.status_code == 200 and 'id="references-300"' in response.text
