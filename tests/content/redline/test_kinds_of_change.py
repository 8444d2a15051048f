"""Every kind of change is seen: as words struck or underlined, or by its name; and nothing else.

``marked`` is what went and what came; ``named`` the codes of the notes.
"""

from __future__ import annotations

import pytest

from articles.content.redline import Part, redline

ASSET = "sha256:" + "0" * 64
OTHER = "sha256:" + "1" * 64
COX = "\u0421\u041e\u0425"
TABLE = "| Who | Dose |\n|---|---|\n| Adults | 5 mg |\n"

KINDS = {
    "a dose": ("Take 2 g daily.", "Take 3 g daily.", "2 g", "3 g", ""),
    "a dose per weight": ("Give 7 mg/kg now", "Give 7 mg/day now", "7 mg/kg", "7 mg/day", ""),
    "a range": ("Give 10–20 mg now", "Give 10–25 mg now", "10–20 mg", "10–25 mg", ""),
    "a comparison": ("if ≥ 5 mg, stop", "if ≤ 5 mg, stop", "≥ 5 mg", "≤ 5 mg", ""),
    "a unit": ("Give 50 mg now", "Give 50 µg now", "50 mg", "50 µg", ""),
    "a thousand": ("Give 1,000 IU now", "Give 10,000 IU now", "1,000 IU", "10,000 IU", ""),
    "a percentage": ("in 50 % of all", "in 5 % of all", "50 %", "5 %", ""),
    "how often": ("for 2-3 times more", "for 2-4 times more", "2-3 times", "2-4 times", ""),
    "a negation": ("It does harm.", "It does not harm.", "", "not", ""),
    "a word": ("Stop it slowly.", "Stop it quickly.", "slowly", "quickly", ""),
    "a word that went": ("Stop it very slowly.", "Stop it slowly.", "very", "", ""),
    "the first word": ("The dose is low.", "dose is low.", "The|␣", "", ""),
    "a capital": ("Stop it.", "stop it.", "Stop", "stop", ""),
    "a comma": ("Stop, now.", "Stop now.", ",", "", ""),
    "a hyphen": ("a low dose now", "a low-dose now", "low dose", "low-dose", ""),
    "a word in brackets": ("(about 5 mg)", "(5 mg)", "about|␣", "", ""),
    "a space": ("and/or", "and / or", "", "␣|␣", "white_space"),
    "a link's target": (
        *("See [us](https://a.org).", "See [us](https://b.org)."),
        *("us", "us", "link_target"),
    ),
    "a link's title": (
        *('See [us](https://a.org "x").', 'See [us](https://a.org "y").'),
        *("us", "us", "link_target"),
    ),
    "a new link": ("See us now.", "See [us](https://a.org) now.", "us", "us", "link_target"),
    "a new word in a link": (
        *("See us.", "See [here](https://a.org) us."),
        *("", "here", "link_target"),
    ),
    "strong": ("Stop it now.", "Stop **it** now.", "it", "it", "emphasis_added"),
    "emphasis": ("Stop *it* now.", "Stop it now.", "it", "it", "emphasis_removed"),
    "strong for emphasis": (
        *("Stop *it* now.", "Stop **it** now."),
        *("it", "it", "emphasis_removed emphasis_added"),
    ),
    "code": ("Stop `it` now.", "Stop it now.", "it", "it", "emphasis_removed"),
    "half a dose in strong": ("a 2 g dose", "a **2** g dose", "2 g", "2 g", "emphasis_added"),
    "a space in code": ("Use `a  b` now", "Use `a b` now", "␣␣", "␣", ""),
    "a heading's level": ("## Dose", "### Dose", "", "", "heading_level"),
    "a heading's words": ("## Low dose", "## High dose", "Low", "High", ""),
    "a heading that became text": ("## Low dose", "Low dose", "", "", "kind"),
    "bullets for numbers": ("- one", "1. one", "", "", "list_kind"),
    "a list's first number": ("1. one", "4. one", "", "", "list_start"),
    "an item's depth": (
        *("- one two\n- two three", "- one two\n  - two three"),
        *("", "", "indent"),
    ),
    "an item that became text": ("- one two", "one two", "", "", "kind indent"),
    "an item for a quote": ("- one two", "> one two", "", "", "kind container"),
    "one list for two": ("1. one\n2. two", "1. one\n\n1) two", "", "", "grouping"),
    "one item for two": (
        *("- one two\n\n  three four", "- one two\n\n- three four"),
        *("", "", "kind grouping"),
    ),
    "an empty item": ("- one", "- one\n-", "", "", ""),
    "an item": ("- one two\n- six ten", "- one two\n- new words\n- six ten", "", "new words", ""),
    "a quote": ("one two three", "> one two three", "", "", "kind indent"),
    "a table's cell": (TABLE, TABLE.replace("5 mg", "7 mg"), "5 mg", "7 mg", ""),
    "a table's row": (TABLE, f"{TABLE}| Children | 2 mg |\n", "", "Children|2 mg", ""),
    "a table's column": (
        TABLE,
        "| Who | Dose | How |\n|---|---|---|\n| Adults | 5 mg | orally |\n",
        *("", "How|orally", "column"),
    ),
    "a column that went": (
        "| Who | Dose | How |\n|---|---|---|\n| Adults | 5 mg | orally |\n",
        "| Who | How |\n|---|---|\n| Adults | orally |\n",
        *("Dose|5 mg", "", "column"),
    ),
    "a column's alignment": (TABLE, TABLE.replace("---|\n", "--:|\n"), "", "", "alignment"),
    "a citation": ("Stop it[@a].", "Stop it[@b].", "[@a]", "[@b]", "citation"),
    "one more source": ("Stop it[@a].", "Stop it[@a; @b].", "[@a]", "[@a; @b]", "citation"),
    "a citation that went": ("Stop it[@a].", "Stop it.", "[@a]", "", "citation"),
    "code's words": ("```\nx = 1\n```", "```\nx = 2\n```", "= 1", "= 2", ""),
    "code's white space": ("```\nx\n y\n```", "```\nx\n  y\n```", "↵␣", "↵␣␣", ""),
    "code's language": ("```\nx\n```", "```py\nx\n```", "", "", "code_language"),
    "an image's source": (
        *(f"See ![cat]({ASSET})", f"See ![cat]({OTHER})"),
        *("cat", "cat", "image_source"),
    ),
    "an image's text": (
        *(f"See ![cat]({ASSET})", f"See ![dog]({ASSET})"),
        *("cat", "dog", "image_text"),
    ),
    "an image": ("See it", f"See it ![dog]({ASSET})", "", "dog", "image_text image_source"),
    "a line break": ("Stop  \nnow", "Stop\nnow", "↵", "␣", "line_break"),
    "a soft hyphen": ("acid", "ac\u00adid", "acid", "ac\u00adid", "invisible_character"),
    "a zero width space": ("now then", "now\u200b then", "now", "now\u200b", "invisible_character"),
    "a no-break space": ("now then", "now\u00a0then", "␣", "\u00a0", "unusual_space"),
    "a no-break space in a dose": ("a 2 g", "a 2\u00a0g", "2 g", "2\u00a0g", "unusual_space"),
    "a letter of another script": ("ace", "a\u0441e", "ace", "a\u0441e", "look_alike"),
    "a word of another script": ("COX", COX, "COX", COX, "look_alike"),
    "a letter for a digit": ("a 10 mg", "a 1O mg", "10 mg", "1O|mg", "look_alike"),
    "a minus for a hyphen": ("now \u22125 °C", "now -5 °C", "\u22125 °C", "-5 °C", "look_alike"),
    "a rule": ("one two", "one two\n\n---", "", "", ""),
}  # fmt: skip


def shown(changes, op):
    words = [
        word.text.replace(" ", "␣").replace("\n", "↵") if not word.text.strip() else word.text
        for change in changes
        for run in change.runs
        if run.op is op
        for word in run.words
    ]
    return [word or "␣" for word in words]


@pytest.mark.parametrize(("old", "new", "gone", "come", "named"), KINDS.values(), ids=KINDS)
def test_a_change_is_marked_exactly_or_named(old, new, gone, come, named):
    found = redline(old, new)
    assert not found.spelling and not all(change.unchanged for change in found.changes)
    assert " ".join(shown(found.changes, Part.DELETED)) == gone.replace("|", " ")
    assert " ".join(shown(found.changes, Part.INSERTED)) == come.replace("|", " ")
    codes = {note.code for change in found.changes for note in change.notes}
    assert codes == set(named.split())
