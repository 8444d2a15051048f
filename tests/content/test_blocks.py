"""A body as blocks, each with its lines."""

from __future__ import annotations

from articles.content.blocks import Block, parse


def test_every_kind_of_block():
    body = (
        "# Title\n\nSome *text*\non two lines[@a]\n\n> said\n\n- one\n\n  more\n  1. deep\n\n"
        "| a | b |\n|---|---|\n| c | d |\n\n---\n\n```\nx\n```"
    )
    assert parse(body) == [
        Block("heading", 2, "Title", (0, 1)),
        Block("paragraph", 0, "Some text\non two lines", (2, 4)),
        Block("quote", 1, "said", (5, 6)),
        Block("bullet", 1, "one", (7, 8)),
        Block("paragraph", 1, "more", (9, 10)),
        Block("number", 2, "deep", (10, 11)),
        Block("row", 0, "a\tb", (12, 13)),
        Block("row", 0, "c\td", (14, 15)),
        Block("rule", 0, "", (16, 17)),
        Block("code", 0, "x\n", (18, 21)),
    ]


def test_an_empty_body_has_no_blocks():
    assert parse("") == []
    assert parse(" \n\n") == []


def test_an_empty_item_and_an_empty_quote_are_blocks_without_text():
    assert parse("- one\n-\n\n>\n\n1. > \n") == [
        Block("bullet", 1, "one", (0, 1)),
        Block("bullet", 1, "", (1, 3)),
        Block("quote", 1, "", (3, 5)),
        Block("quote", 2, "", (5, 6)),
    ]


def test_a_block_knows_its_containers_and_its_table():
    body = "4. one\n   - deep\n5. two\n\n> said\n\n| a | b |\n|:--|---|\n| c | d |\n"
    one, deep, two, said, head, row = parse(body)
    assert [[box.kind for box in block.containers] for block in (one, deep, said, row)] == [
        *(["number"], ["number", "bullet"], ["quote"], []),
    ]
    assert one.containers[0].start == two.containers[0].start == 4
    assert one.containers[0] == deep.containers[0] != two.containers[0]
    assert one.containers[0].place == two.containers[0].place
    assert head.alignments == row.alignments == ("left", "")
    assert (head.head, row.head, head.table, row.table, said.table) == (True, False, 1, 1, 0)
    assert [block.index for block in parse(body)] == [0, 1, 2, 3, 4, 5]
