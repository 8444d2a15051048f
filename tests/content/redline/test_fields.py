"""Every difference in a signed field is seen, and nothing else."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.canonical import CONTENT_FIELDS, content_digest
from articles.content.redline import Op
from articles.content.redline.fields import redline_fields

SMITH = {"id": "smith", "type": "book", "title": "Bones", "author": [{"family": "Smith"}]}
JONES = {"id": "jones", "type": "book", "title": "Blood", "volume": "2"}
CONTENT = {
    "article_type": "condition",
    "title": "Bones at 5 mg",
    "summary": "Short.\nAnd clear.",
    "body": "Text.",
    "references": [SMITH, JONES],
    "audience": "patient",
    "locale": "en-US",
    "authors": ["Ada Moss", "Ben Lund"],
    "funding": "None",
    "topics": ["D1", "D2"],
    "specialty": "rheumatology",
}


def changed(**values):
    return redline_fields(CONTENT, CONTENT | values)


def test_the_same_content_has_no_change():
    assert changed() == ()


def test_the_body_has_a_redline_of_its_own():
    assert changed(body="Other.") == ()


@pytest.mark.parametrize("field", [name for name in CONTENT_FIELDS if name != "body"])
def test_every_signed_field_is_looked_at(field):
    other = "x" if isinstance(CONTENT[field], str) else CONTENT[field][:1]
    (change,) = changed(**{field: other})
    assert (change.field, change.old, change.new) == (field, CONTENT[field], other)


def test_running_text_is_marked_by_word():
    (change,) = changed(title="Bones at 7 mg")
    assert [(run.op.value, [word.text for word in run.words]) for run in change.runs] == [
        *(("same", ["Bones", "at"]), ("del", ["5 mg"]), ("ins", ["7 mg"]))
    ]


def test_white_space_that_is_signed_is_seen():
    (change,) = changed(summary="Short. And clear.")
    assert [run.op.value for run in change.runs] == ["same", "del", "ins", "same"]


def test_a_letter_that_looks_the_same_is_named():
    (change,) = changed(title="B\u043enes at 5 mg")
    assert [note.code for note in change.notes] == ["look_alike"]


def test_lists_change_item_by_item():
    (change,) = changed(authors=["Ben Lund", "Ada Moos", "Cy Day"])
    assert [(item.op, item.old, item.new) for item in change.items] == [
        (Op.DELETED, "Ada Moss", None),
        (Op.SAME, "Ben Lund", "Ben Lund"),
        (Op.INSERTED, None, "Ada Moos"),
        (Op.INSERTED, None, "Cy Day"),
    ]
    (change,) = changed(authors=["Ada Moos", "Ben Lund"])
    assert [item.op for item in change.items] == [Op.CHANGED, Op.SAME]


def test_the_order_of_a_list_is_a_change():
    (change,) = changed(authors=["Ben Lund", "Ada Moss"])
    assert sorted(item.op for item in change.items) == [Op.MOVED, Op.SAME]
    (change,) = changed(references=[JONES, SMITH])
    assert sorted(item.op for item in change.items) == [Op.MOVED, Op.SAME]


def test_a_reference_names_the_fields_that_changed():
    new = JONES | {"title": "Blood and bone", "page": "7"}
    del new["volume"]
    (change,) = changed(references=[SMITH, new])
    smith, jones = change.items
    assert (smith.op, smith.values, jones.op) == (Op.SAME, (), Op.CHANGED)
    assert [(value.name, value.op, value.old, value.new) for value in jones.values] == [
        ("title", Op.CHANGED, "Blood", "Blood and bone"),
        ("volume", Op.DELETED, "2", None),
        ("page", Op.INSERTED, None, "7"),
    ]
    assert [run.op.value for run in jones.values[0].runs] == ["same", "ins"]


def test_a_reference_that_came_and_one_that_went():
    (change,) = changed(references=[{"id": "day", "type": "book"}, SMITH])
    assert [(item.op, (item.new or item.old)["id"]) for item in change.items] == [
        *((Op.INSERTED, "day"), (Op.SAME, "smith"), (Op.DELETED, "jones"))
    ]


TEXT = st.text(st.sampled_from("ab \n\t5mg\u00a0\u0430,"), max_size=6)
REFERENCE = st.fixed_dictionaries(
    {"id": st.sampled_from("abc")}, optional={"title": TEXT, "volume": st.one_of(TEXT, st.just(1))}
)
VALUES = {
    **dict.fromkeys(("title", "summary", "funding", "locale"), TEXT),
    **dict.fromkeys(("authors", "topics"), st.lists(TEXT, max_size=4)),
    "references": st.lists(REFERENCE, max_size=3, unique_by=lambda item: item["id"]),
}
CONTENTS = st.fixed_dictionaries({}, optional=VALUES).map(lambda values: CONTENT | values)


def shows(change):
    parts = [*change.items, *(value for item in change.items for value in item.values)]
    runs = [*change.runs, *(run for part in parts for run in part.runs)]
    return any(run.op != "same" for run in runs) or any(item.op is not Op.SAME for item in parts)


@given(CONTENTS, CONTENTS)
@settings(max_examples=100, deadline=None)
def test_contents_are_signed_with_the_same_bytes_exactly_where_nothing_changed(old, new):
    found = redline_fields(old, copy.deepcopy(new))
    assert (found == ()) == (content_digest(old) == content_digest(new))
    codes = ("article_type", "audience", "locale", "specialty")
    assert all(shows(change) or change.field in codes for change in found)
