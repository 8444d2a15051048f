"""A WordPress export of fifty posts and pages, with what else such a file holds."""

from __future__ import annotations

from html import escape

from . import pages
from .manuscript import Manuscript, expected

COUNT = 50
SITE = "https://clinic-notes.example"
_NAMES = (
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:wfw="http://wellformedweb.org/CommentAPI/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"'
)
_STATUSES = ("publish", "publish", "publish", "draft", "private")


def posts(manuscripts: list[Manuscript]) -> tuple[bytes, object]:
    """The file, and what each of its posts must keep. Posts differ in editor, status and fields."""
    items: list[str] = [_attachment(9001), _menu(9002)]
    kept: list[dict[str, object]] = []
    for number in range(COUNT):
        m = manuscripts[number % len(manuscripts)]
        items.append(_post(m, number))
        if number % 10 == 9:
            items.append(_attachment(9100 + number))
        kept.append(expected(m, title=_title(m, number), claims=[m.reviewer.partition(";")[0]]))
    return _file(items).encode(), {"posts": kept}


def _title(m: Manuscript, number: int) -> str:
    return f"{m.title} (part {number + 1})"


def _post(m: Manuscript, number: int) -> str:
    content = (pages.classic if number % 2 else pages.block_editor)(m)
    notes = "".join(
        f'<li id="fn-{n}">{escape(note, quote=False)} <a href="#back-{n}">↩︎</a></li>'
        for n, note in enumerate(m.notes, start=1)
    )
    content += f"<ol>{notes}</ol>" if notes else ""
    status = _STATUSES[number % len(_STATUSES)]
    return f"""<item>
<title><![CDATA[{_title(m, number)}]]></title>
<link>{SITE}/{m.name}-{number + 1}/</link>
<dc:creator><![CDATA[desk]]></dc:creator>
<guid isPermaLink="false">{SITE}/?p={number + 1}</guid>
<content:encoded><![CDATA[{content}]]></content:encoded>
<excerpt:encoded><![CDATA[Notes on {m.name}.]]></excerpt:encoded>
<wp:post_id>{number + 1}</wp:post_id>
<wp:post_modified><![CDATA[2025-01-{number % 28 + 1:02} 10:00:00]]></wp:post_modified>
<wp:post_name><![CDATA[{m.name}-{number + 1}]]></wp:post_name>
<wp:status><![CDATA[{status}]]></wp:status>
<wp:post_type><![CDATA[{"page" if number % 7 == 6 else "post"}]]></wp:post_type>
<category domain="category" nicename="notes"><![CDATA[Notes]]></category>
{_meta("_edit_last", "1")}{_meta("medically_reviewed_by", m.reviewer)}
{_meta("last_reviewed", m.date if number % 3 else m.date.replace("-", ""))}
<wp:comment><wp:comment_content><![CDATA[Reviewed by a reader, MD]]></wp:comment_content>
</wp:comment></item>"""


def _meta(key: str, value: str) -> str:
    return (
        f"<wp:postmeta><wp:meta_key><![CDATA[{key}]]></wp:meta_key>"
        f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )


def _attachment(number: int) -> str:
    return f"""<item><title>Photo {number}</title><link>{SITE}/photo-{number}/</link>
<wp:post_id>{number}</wp:post_id><wp:status>inherit</wp:status>
<wp:post_type>attachment</wp:post_type></item>"""


def _menu(number: int) -> str:
    return f"""<item><title>Menu</title><wp:post_id>{number}</wp:post_id>
<wp:status>publish</wp:status><wp:post_type>nav_menu_item</wp:post_type></item>"""


def _file(items: list[str]) -> str:
    lines = "\n".join(items)
    return f"""<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file. -->
<rss version="2.0" {_NAMES}>
<channel>
<title>Clinic Notes</title>
<link>{SITE}</link>
<language>en-US</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>{SITE}</wp:base_site_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[desk]]></wp:author_login>
<wp:author_display_name><![CDATA[The Clinic Desk]]></wp:author_display_name></wp:author>
{lines}
</channel>
</rss>
"""
