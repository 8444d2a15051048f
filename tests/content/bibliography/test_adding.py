"""References added to a list: each work once, under a key that writers can read."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.content.bibliography import dates, keys, mending_ids, names, others
from articles.content.bibliography.adding import MOST_LINES, add, add_file
from articles.content.bibliography.duplicates import Works, alike
from articles.content.bibliography.renaming import renamed
from articles.content.references import formatted, validate
from articles.errors import InputRefused

ROE = {
    "id": "roe2024",
    "type": "article-journal",
    "author": [{"family": "Roe", "given": "Jane"}],
    "title": "Knees in the Cold: a Trial",
    "issued": {"date-parts": [[2024]]},
    "DOI": "10.5555/Abc.1",
    "PMID": "123",
    "PMCID": "PMC7",
}


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("10.5555/x.1", "DOI", "10.5555/x.1"),
        ("doi: 10.5555/x.1", "DOI", "10.5555/x.1"),
        ("https://doi.org/10.5555/x.1", "DOI", "10.5555/x.1"),
        ("http://dx.doi.org/10.5555%2Fx.1", "DOI", "10.5555/x.1"),
        ("1. 10.5555/x.1", "DOI", "10.5555/x.1"),
        ("12345678", "PMID", "12345678"),
        ("PMID: 124", "PMID", "124"),
        ("pmid 124", "PMID", "124"),
        ("https://pubmed.ncbi.nlm.nih.gov/124/", "PMID", "124"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/124?dopt=x", "PMID", "124"),
        ("PMC124", "PMCID", "PMC124"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC124/", "PMCID", "PMC124"),
    ],
)
def test_a_number_stands_until_somebody_fills_in_the_rest(line, field, value):
    added = add([], line)
    (item,) = added.references
    assert item == {"id": item["id"], "type": "article-journal", field: value}
    assert added.new_ids == [item["id"]]
    assert added.notes == [
        f"“{item['id']}” has nothing but its {field} yet: fill in title and authors."
    ]


def test_plain_citations_are_read_and_get_a_key_of_author_and_year():
    pasted = (
        "[1] Moss A, Roe J. Knees again. J Test. 2023;4(1):2-9. doi:10.5555/k.2\n\n"
        "2) Moss A. Knees, once more. J Test. 2023;4(2):10-12.\n"
        "About knees. https://clinic.example/knees\n"
    )
    added = add([ROE], pasted)
    assert added.new_ids == ["moss2023", "moss2023b", "about-knees"]
    assert added.references[0] == ROE
    assert validate(added.references) == added.references
    assert added.references[1]["DOI"] == "10.5555/k.2"


def test_a_line_that_is_not_surely_read_is_kept_as_words_and_that_is_said():
    pasted = "Moss A. Knees. J. Test. 2023;4:2.\nMoss A. Hips. J Test. 2023;4:3.\n" + "a " * 50
    added = add([], pasted)
    assert added.as_words == ["moss-a-knees-j-test-2023", "a-a-a-a-a-a-a-a-a-a-a-a"]
    assert added.references[0]["title"] == "Moss A. Knees. J. Test. 2023;4:2."
    assert added.notes == [
        "“moss-a-knees-j-test-2023” is kept as words: Moss A. Knees. J. Test. 2023;4:2.",
        f"“a-a-a-a-a-a-a-a-a-a-a-a” is kept as words: {'a ' * 29}a…",
    ]


PIECES = [
    "Roe JQ, Moss A. ", "Roe J, et al. ", "Forum. ", "Knees in the cold. ", "What helps? ",
    "Oil vs. water in U.S. wards. ", "Type 2. diabetes. ", "Knees [Internet]. ", "J Test. ",
    "J Test ", "Proc. Sci. ", "Leeds: Pell; ", "Pell; ", "2024;", "2024 Mar 5;", "2024 May-Jun;",
    "2024 [cited 2024 May 3];", "2024 Feb 31;", "12(3):15-29. ", "12 Suppl 1:S2. ", "12. ",
    "Epub 2024 Jan 2. ", "Online ahead of print. ", "doi: 10.5555/k.2. ", "PMID: 99; ",
    "PMCID: PMC7. ", "PMC7", "Available from: https://clinic.example/knees ", "3) 4. ",
    "Roe, J. Q., & Moss, A. ", "Roe, J. Q., et al. ", "Knee Group. ", "(2024). ", "(n.d.). ",
    "(2024, March 5). ", "J Test, 12(3), 15–29. ", "Pell Press. ", "(2nd ed.). ",
    "(accessed 3 May 2024) ",
]  # fmt: skip


@example(["Roe J, et al. ", "What helps? ", "J Test. ", "2024 Mar 5;", "12(3):15-29. "])
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8))
def test_no_word_of_a_pasted_line_is_lost(pieces):
    line = "x " + "".join(pieces)
    kept = [*add([], line).references, *add([], line.removeprefix("x ")).references]
    for item, pasted in zip(kept, (line, re.sub(r"^(\d+[.)]\s+)", "", line[2:])), strict=True):
        said = json.dumps(item, ensure_ascii=False) + formatted(item, "vancouver")
        lost = _words(pasted) - _words(said) - {"pmid", "pmcid", "doi", "available", "from"}
        assert {word for word in lost if not dates.month_of(word)} <= _read_into_fields(item)


def _words(text):
    return set(re.findall(r"\w+", text.lower()))


def _read_into_fields(item):
    """Words that became a field of their own."""
    read = {"accessed": "cited internet accessed", "available-date": "epub", "custom": "et al"}
    if item["type"] == "webpage" or "accessed" in item:
        read["type"] = "internet n d"
    return {word for name in item.keys() & read.keys() for word in read[name].split()}


@pytest.mark.parametrize(
    "line",
    [
        "https://doi.org/10.5555/ABC.1",
        "PMID: 123",
        "PMC7",
        "Roe J. Knees in the cold – a trial. J Test. 2024;1:1-2.",
    ],
)
def test_a_known_work_is_not_added_again_and_its_key_is_said(line):
    added = add([ROE], line)
    assert (added.references, added.new_ids, added.notes) == ([ROE], [], [])
    assert added.duplicates == [(line, "roe2024")]


def test_one_paste_adds_each_work_once():
    added = add([], "10.5555/x.1\nhttps://doi.org/10.5555/X.1")
    assert len(added.references) == 1
    assert added.duplicates == [("https://doi.org/10.5555/X.1", added.new_ids[0])]


def test_like_titles_with_other_identifiers_are_other_works():
    other = {**ROE, "id": "b", "DOI": "10.5555/other", "PMID": "9", "PMCID": "PMC8"}
    assert Works([ROE]).find(other) is None
    assert alike([ROE, other]) == {}
    bare = {name: ROE[name] for name in ("type", "title", "author", "issued")} | {"id": "c"}
    assert alike([ROE, bare]) == {"c": "roe2024"}
    assert alike([ROE, {**bare, "issued": {"date-parts": [[2023]]}}]) == {}
    assert alike([{"id": "a", "type": "book"}, {"id": "b", "type": "book"}]) == {}


def test_addresses_are_compared_without_case_and_last_slash():
    page = {"id": "a", "type": "webpage", "title": "One", "URL": "https://clinic.example/Gout/"}
    other = {"id": "b", "type": "webpage", "title": "Two", "URL": "https://clinic.example/gout"}
    assert alike([page, other]) == {"b": "a"}


def test_the_text_of_a_file_may_be_pasted():
    added = add([ROE], "@book{pell, title={Knees}, author={Pell, Ivo}, year=2001}")
    assert added.new_ids == ["pell"]
    assert add_file([ROE], b"PMID- 123\nTI  - Knees\n", "x.nbib").duplicates == [
        ("Knees", "roe2024")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "@book{pell, title={Knees}, author={Pell, Ivo and others}}",
        "TY  - BOOK\nID  - pell\nTI  - Knees\nAU  - Pell, Ivo\nAU  - et al.\nER  - \n",
        (
            '[{"id": "pell", "type": "book", "title": "Knees", "author": '
            '[{"family": "Pell", "given": "Ivo"}, {"literal": "others"}]}]'
        ),
        "Pell I, et al. Knees. J Test. 2001;1:2-3.",
    ],
)
def test_that_there_were_others_is_kept_and_printed(text):
    (item,) = add([], text).references
    assert [name["family"] for name in item["author"]] == ["Pell"]
    assert item["custom"] == {"others": ["author"]}
    assert formatted(item).startswith("Pell I, et al. Knees.")
    assert add([], json.dumps([item])).references == [item]


def test_others_are_noted_and_taken_back_beside_what_else_is_ours():
    item = {"custom": {"ours": 1}}
    others.say(item, "editor")
    others.say(item, "author")
    assert item == {"custom": {"ours": 1, "others": ["editor", "author"]}}
    others.say(item, "editor", more=False)
    others.say(item, "author", more=False)
    assert item == {"custom": {"ours": 1}}
    bare = {"author": [{"literal": "Et al."}]}
    others.gather(bare)
    assert bare == {}


def test_a_looked_up_item_is_taken_and_a_reason_is_told():
    asked = []

    def look_up(name, value):
        asked.append((name, value))
        return {**ROE, "id": "x"} if name == "DOI" else "The service cannot be reached."

    added = add([], "10.5555/abc.1\nPMID: 124", look_up)
    assert added.references[0] == {**ROE, "DOI": "10.5555/abc.1"}
    assert added.notes == [
        (
            "“pmid124” has nothing but its PMID yet: fill in title and authors. "
            "The service cannot be reached."
        )
    ]
    add([ROE], "PMID: 123", look_up)
    assert asked == [("DOI", "10.5555/abc.1"), ("PMID", "124")]  # what is known is not asked


def test_a_looked_up_work_may_turn_out_to_be_known():
    added = add([ROE], "10.5555/new", lambda *_: {**ROE, "DOI": "10.5555/new"})
    assert added.duplicates == [("10.5555/new", "roe2024")]


def test_what_cannot_be_stored_names_its_line():
    with pytest.raises(InputRefused) as refused:
        add([], "Fine words\nleft \u202eright")
    assert refused.value.message.startswith("line 2: ")
    with pytest.raises(InputRefused, match=f"more than {MOST_LINES} lines"):
        add([], "x\n" * (MOST_LINES + 1))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), max_size=60)))
def test_any_pasted_lines_end_in_the_stored_form_or_in_words(lines):
    try:
        added = add([ROE], "\n".join(lines))
    except InputRefused:
        return
    assert validate(added.references) == added.references


@pytest.mark.parametrize("number", ["", "7. ", "12) ", "[3] ", " 7.  "])
@pytest.mark.parametrize(
    "line",
    ["Moss A. Knees. J Test. 2023;4(1):15-29. doi:10.5555/k.2", "Type 2. diabetes and 3) gout"],
)
def test_only_the_number_at_the_start_of_a_line_is_left_out(number, line):
    (item,) = add([], number + line).references
    assert item.get("page", "15-29") == "15-29"
    assert formatted(item) in {line, f"{line}."}


@pytest.mark.parametrize(
    ("item", "key"),
    [
        (ROE, "roe2024"),
        ({**ROE, "author": [{"family": "Gómez-Ruiz"}]}, "gomezruiz2024"),
        ({**ROE, "author": [{"literal": "World Joint Forum"}]}, "world-joint-forum2024"),
        ({"title": "What helps against gout at night"}, "what-helps-against-gout"),
        ({"title": "痛风", "PMID": "12"}, "pmid12"),
        ({"URL": "https://clinic.example/gout"}, "clinic-example-gout"),
        ({"title": "痛风"}, "reference"),
    ],
)
def test_a_key_says_who_and_when(item, key):
    assert keys.readable(item) == key
    assert keys.worth_keeping(key) or key == "pmid12"


def test_a_free_key_has_a_letter_then_a_number():
    assert keys.free("roe2024", {"roe2024"}) == "roe2024b"
    assert keys.free("knees", {"knees", "knees-b"}) == "knees-c"
    letters = {"a1", *(f"a1{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")}
    assert keys.free("a1", letters) == "a1-27"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Roe, Jane Q", {"family": "Roe", "given": "Jane Q"}),
        ("Roe JQ", {"family": "Roe", "given": "JQ"}),
        ("Roe, Jr, Jane", {"family": "Roe", "given": "Jane", "suffix": "Jr"}),
        ("Roe, Jane, III", {"family": "Roe", "given": "Jane", "suffix": "III"}),
        ("de la Cruz, A", {"family": "Cruz", "given": "A", "non-dropping-particle": "de la"}),
        ("De Wit, Els", {"family": "De Wit", "given": "Els"}),
        ("World Joint Forum", {"literal": "World Joint Forum"}),
        ("Joints, North,", {"literal": "Joints, North"}),
        ("de", {"literal": "de"}),
    ],
)
def test_a_name_is_read_and_typed_back(text, name):
    assert names.person(text) == name
    assert names.person(names.typed(name)) == name


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2024", [2024]),
        ("2024-05", [2024, 5]),
        ("2024/05/31/", [2024, 5, 31]),
        ("2024/5/31/spring", [2024, 5, 31]),
        ("2024///", [2024]),
        ("2024-05-31T10:00:00Z", [2024, 5, 31]),
        ("2024 Mar 5", [2024, 3, 5]),
        ("5 March 2024", [2024, 3, 5]),
        ("Sept. 2024", [2024, 9]),
        ("2024 Mar-Apr", [2024, 3]),
        ("Spring 2024", [2024]),
    ],
)
def test_days_are_read_as_programs_write_them(text, parts):
    assert dates.day(text) == {"date-parts": [parts]}


def test_what_is_no_day_is_none():
    assert dates.day("in press") is None
    assert dates.day("12345") is None


def test_a_note_gives_up_only_identifiers_that_fit():
    item = {"note": "PMID: 12\nDOI: none\nRead", "PMID": "13", "URL": "https://doi.org/10.5555/x"}
    mending_ids.gather(item)
    assert item == {"note": "PMID: 12\nDOI: none\nRead", "PMID": "13", "DOI": "10.5555/x"}


def test_citations_follow_their_keys_and_code_stays():
    body = "One[@a; @b] two[@a].\r\n\r\n```\n[@a]\n```\n\nThree [@ab] @a\n\n> four\n> [@a;\n> @c]"
    assert renamed(body, {"a": "b", "b": "a"}) == (
        "One[@b; @a] two[@b].\r\n\r\n```\n[@a]\n```\n\nThree [@ab] @a\n\n> four\n> [@b;\n> @c]"
    )
    assert renamed(body, {}) == body
