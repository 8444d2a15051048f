"""Changes as HTML: struck and underlined whole, in their lists and tables, and never unsafe."""

from __future__ import annotations

import pytest

from articles.content.redline import redline
from articles.content.redline.groups import Group, groups
from articles.content.redline.html import html, runs_html

ASSET = "sha256:" + "0" * 64
A_ORG, B_ORG = (f'<a href="https://{name}.org" rel="noopener noreferrer">' for name in "ab")
TABLE = "| Who | Dose |\n|---|--:|\n| Adults | 5 mg |\n"

SHOWN = {
    "dose": ("Take 2 g now", "Take 3 g now", "<p>Take <del>2 g</del> <ins>3 g</ins> now</p>"),
    "heading": ("### Low", "#### Low dose", "<h4>Low <ins>dose</ins></h4>"),
    "formatting": ("Stop now", "Stop **it *now***",
        "<p>Stop <del>now</del> <ins><strong>it</strong> <strong><em>now</em></strong></ins></p>"),
    "link": ("See [us](https://a.org)", "See [us](https://b.org)",
        f"<p>See <del>{A_ORG}us</a></del> <ins>{B_ORG}us</a></ins></p>"),
    "citation": ("Stop it.", "Stop it[@a; @b].",
        '<p>Stop it<ins><span class="cite">[7; @b]</span></ins>.</p>'),
    "image": ("See", f"See ![a cat]({ASSET})",
        f'<p>See <ins><img src="{ASSET}" alt="a cat"></ins></p>'),
    "break": ("Stop\nnow", "Stop  \nnow", "<p>Stop<del>␣</del> <ins>↵<br></ins>now</p>"),
    "space": ("and/or", "and /or", "<p>and<ins>␣</ins>/or</p>"),
    "bracket": ("(about 5 mg)", "(5 mg)", "<p>(<del>about</del> 5 mg)</p>"),
    "row": (TABLE, TABLE.replace("5", "7"),
        '<tr><td>Adults</td><td class="align-right"><del>5 mg</del> <ins>7 mg</ins></td></tr>'),
    "code": ("```\na < 1\n```", "```\na < 2\n```",
        "<pre><code>a <del>&lt; 1</del> <ins>&lt; 2</ins>\n</code></pre>"),
    "escaped": ("now", "<b>now</b> & then",
        "<p><ins>&lt;b&gt;</ins>now<ins>&lt;/b&gt; &amp; then</ins></p>"),
    "rule": ("", "---", "<p><ins>⁂</ins></p>"),
    "empty item": ("", "-", "<p><ins>∅</ins></p>"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "shown"), SHOWN.values(), ids=SHOWN)
def test_a_change_is_shown(old, new, shown):
    *_, change = redline(old, new).changes
    assert html(change, numbers={"a": 7}) == shown


def test_the_clean_view_is_the_new_text_alone():
    changes = redline("Take 2 g[@a] now\n\ngone", "Take **3 g** now").changes
    assert [html(change, view="clean") for change in changes] == [
        *("<p>Take <strong>3 g</strong> now</p>", "")
    ]


def test_what_moved_away_is_the_page_to_say():
    old = "one two three four\n\nfive six seven\n\neight nine ten"
    changes = redline(old, "eight nine ten\n\none two three four\n\nfive six seven").changes
    assert [html(change) for change in changes][-1] == ""


def test_a_split_is_shown_by_its_sign():
    old = "One two three four. Five six seven eight."
    changes = redline(old, old.replace(". ", ".\n\n")).changes
    assert [html(change) for change in changes] == [
        *("<p>One two three four.</p>", "<p><ins>¶</ins> Five six seven eight.</p>")
    ]


def outline(members):
    return [
        {member.tag: outline(member.members)} if isinstance(member, Group) else html(member)
        for member in members
    ]


def test_lists_nest_and_what_is_gone_stays_in_its_list():
    old = "- one two\n  1. six ten\n- gone words\n- last one"
    new = "- one two\n  1. six ten\n  2. new line\n- last one"
    items = [
        {
            "li": [
                "<p>one two</p>",
                {
                    "ol": [
                        {"li": ["<p>six ten</p>"]},
                        {"li": ["<p><ins>new line</ins></p>"]},
                    ]
                },
            ]
        },
        {"li": ["<p><del>gone words</del></p>"]},
        {"li": ["<p>last one</p>"]},
    ]
    changes = redline(old, new).changes
    assert outline(groups(changes)) == [{"ul": items}]


def test_rows_stand_in_one_table_with_its_head():
    new = "| Who | Dose |\n|---|--:|\n| Children | none |\n"
    ((table, rows),) = outline(groups(redline(TABLE, new).changes))[0].items()
    assert table == "table" and [list(part) for part in rows] == [["thead"], ["tbody"]]
    assert '<th scope="col" class="align-right">Dose</th>' in rows[0]["thead"][0]


def test_runs_of_a_field_are_shown_in_line():
    (change,) = redline("Low <dose>", "High <dose>").changes
    assert runs_html(change.runs) == "<del>Low</del> <ins>High</ins> &lt;dose&gt;"
