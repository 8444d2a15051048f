"""Titles that break what is careless, each in every field that takes words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from articles.canonical import clean_text
from articles.dossier import Change, Dossier, Notice
from tests.exporters import samples

TITLES = {
    "script": "</script><script>alert(1)</script><style>",
    "section": "a ]]> b <![CDATA[ c ]]&gt; <?php ?> <!DOCTYPE x [<!ENTITY e 'f'>]> &e;",
    "comment": "<!-- a --> b --!> c <!-",
    "line_ends": "One\r\nX-Header: two\rthree\nfour",
    "right_to_left": "אבג (1) عربي 2 g",
    "nul_like": "a\\0b %00 \\u0000 &#0; \u2400 \\x00",
    "long": "Lo\u0301ng " * 60,
    "emoji": "👩🏽‍⚕️ 🧬🏴‍☠️ 𝒳",
    "dashes": "---",
    "dots": "... # no end",
    "template": "{{ title }} {% include 'x' %} ${x} #{x} <%= x %>",
    "yaml_no": "NO",
    "yaml_float": "1e3",
    "yaml_sexagesimal": "12:30",
    "yaml_null": "~",
    "yaml_hex": "0x1F",
    "yaml_day": "2026-11-24",
    "yaml_signs": "&a *b !c |d >e %f @g `h` - i: j #k ? l, [m] {n: o}",
    "quotes": '"a" \'b\' “c” \\"d\\" \\',
    "formula": "=cmd|' /C calc'!A0",
    "path": "../../etc/passwd\\..\\nul",
    "format": "%s %n %(a)s {0} {a!r}",
    "markdown": "[@smith2024] # *a* _b_ `c` [d](javascript:e) ![f](g) | h |",
    "no_space": "a\u00a0b\u200bc\u00add\u2060e\ufefff",
    "no_character": "a\ufffeb\uffffc\U0001fffed\ufffd",
    "private": "\ue000 \U000f0000 \u0378",
    "overlay": "\u0338=\u0338<\u0338>\u0338",
}


def stored(title: str) -> str:
    """As a title is stored: clean, on one line, at most 300 characters."""
    return " ".join(clean_text(title, "title").split())[:300].strip()


def content(name: str) -> dict[str, object]:
    """A text that any door lets in, with the title in each field; ``authors`` as stored."""
    words, lines = stored(TITLES[name]), clean_text(TITLES[name], "summary")
    # In the text it must also pass what `submit` asks: no citation or picture of nothing.
    written = words.replace("[@", "[ @").replace("![", "[")
    return samples.content(
        title=words,
        summary=lines,
        body=f"{written}\n\n## {written}\n\nSee [@smith2024].",
        authors=[words, f"{words}, PhD"],
        topics=sorted(
            [{"system": "MeSH", "code": words}, {"system": words, "code": "D1"}],
            key=lambda topic: (topic["system"], topic["code"]),
        ),
        funding=words,
        references=[
            {"id": "smith2024", "type": "book", "title": words, "author": [{"literal": words}]},
            {"id": "x", "type": "webpage", "title": lines, "custom": {words: [words]}},
        ],
    )


def dossier(name: str) -> Dossier:
    """Reviewed, corrected, and named so by everybody."""
    words, text = content(name), stored(TITLES[name])
    said = samples.statement(
        words, name, "ruth", printed_name=f"{text}, MD", disclosure=text, text=text, byline=text
    )
    return samples.dossier(
        f"hostile-{name.replace('_', '-')}",
        words,
        samples.signature(
            said | {"article": samples.identifier(f"hostile-{name.replace('_', '-')}")}
        ),
        topic_labels={"D1": text},
        external_ids={text: text},
        channels=(text,),
        notices=(Notice("correction", text, text, samples.SIGNED_AT.date()),),
        changes=(Change("1.0", samples.SIGNED_AT, clean_text(TITLES[name], "note")),),
    )


ALL: dict[str, Callable[[], Dossier]] = {
    **samples.ALL,
    **{f"hostile_{name}": partial(dossier, name) for name in TITLES},
}
