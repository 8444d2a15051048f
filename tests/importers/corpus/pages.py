"""One manuscript as three publishers' pages, and as a post of two editors."""

from __future__ import annotations

import base64
import json
from html import escape

from .manuscript import Manuscript, rendered

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
MONTHS = "January February March April May June July August September October November December"


def in_words(date: str) -> str:
    year, month, day = map(int, date.split("-"))
    return f"{MONTHS.split()[month - 1]} {day}, {year}"


def linked(kind: str, words: str, address: str) -> str:
    """Raised numbers that lead to the list."""
    match kind:
        case "b":
            return f"<strong>{words}</strong>"
        case "i":
            return f"<em>{words}</em>"
        case "a":
            return f'<a href="{address}">{words}</a>'
        case "c":
            marks = ",".join(f'<a href="#cite-{n}">{n}</a>' for n in words.split(","))
            return f"<sup>{marks}</sup>"
    return f'<sup><a href="#fn-{words}" id="back-{words}">{words}</a></sup>'


def bracketed(kind: str, words: str, address: str) -> str:
    """Numbers in brackets that lead nowhere, and old elements."""
    match kind:
        case "b":
            return f"<b>{words}</b>"
        case "i":
            return f"<span style='font-style: italic'>{words}</span>"
        case "a":
            return f"<a class=link target=_blank href='{address}'>{words}</a>"
    return f"&nbsp;[{words}]" if kind == "c" else f"*{words}"


def blocks(manuscript: Manuscript, inline=linked, *, closed: bool = True) -> str:
    """``closed``: whether the writer of the page closes what HTML lets open."""
    end = (lambda tag: f"</{tag}>") if closed else (lambda tag: "")
    found = []
    for kind, group in manuscript.groups():
        texts = [
            (k, rendered(escape(text, quote=False).replace("&gt;", ">"), inline))
            for k, text in group
        ]
        if kind in ("h2", "h3"):
            found.append(f"<{kind} id='s{len(found)}'>{texts[0][1]}</{kind}>")
        elif kind == "p":
            found.append(f"<p>{texts[0][1]}{end('p')}")
        elif kind == "quote":
            found.append(f"<blockquote><p>{texts[0][1]}</p></blockquote>")
        elif kind == "row":
            found.append(_table([text for _, text in texts], end))
        elif kind == "number":
            items = "\n".join(f"<li>{text}{end('li')}" for _, text in texts)
            found.append(f"<ol>\n{items}\n</ol>")
        else:
            found.append(_list(texts, end))
    return "\n".join(found)


def _list(texts, end) -> str:
    lines = []
    inside = False
    for place, (kind, text) in enumerate(texts):
        following = texts[place + 1][0] if place + 1 < len(texts) else ""
        if kind == "sub" and not inside:
            lines.append("<ul>")
        inside = kind == "sub"
        opens = kind == "item" and following == "sub"
        lines.append(f"<li>{text}" + ("" if opens else end("li")))
        if inside and following != "sub":
            lines.append("</ul>" + end("li"))
            inside = False
    return "<ul>\n" + "\n".join(lines) + "\n</ul>"


def _table(rows: list[str], end) -> str:
    head, *body = [row.split(" | ") for row in rows]
    cells = "".join(f"<th scope=col>{cell}{end('th')}" for cell in head)
    lines = ["<tr>" + "".join(f"<td>{cell}{end('td')}" for cell in row) + end("tr") for row in body]
    body_html = "\n".join(lines)
    return f"<table><thead><tr>{cells}{end('tr')}</thead>\n<tbody>{body_html}</tbody></table>"


def references(manuscript: Manuscript, item="<li id='cite-{n}'>{line}</li>") -> str:
    return "\n".join(
        item.format(n=n, line=escape(line, quote=False))
        for n, line in enumerate(manuscript.references, start=1)
    )


def semantic(m: Manuscript) -> str:
    """Semantic elements, machine-readable facts, a picture elsewhere."""
    name, *degrees = m.reviewer.partition(";")[0].split(", ")
    facts = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "headline": m.title,
        "lastReviewed": m.date,
        "author": {"@type": "Person", "name": m.author},
        "reviewedBy": {"@type": "Person", "name": name, "honorificSuffix": ", ".join(degrees)},
        "inLanguage": "en-US",
    }
    return f"""<!DOCTYPE html>
<html lang="en-US">
<head>
<meta charset="utf-8">
<title>{m.title} | Joint Letters</title>
<meta property="og:site_name" content="Joint Letters">
<link rel="canonical" href="https://joint-letters.example/{m.name}">
<script type="application/ld+json">{json.dumps(facts)}</script>
<style>p {{ margin: 0 }}</style>
</head>
<body>
<a class="skip-link" href="#main">Skip to content</a>
<header class="site-header"><a href="/">Joint Letters</a>
<nav aria-label="Main"><ul><li><a href="/a-z">A to Z</a></li><li><a href="/tools">Tools</a></li>
<li><a href="/about">About us</a></li></ul></nav></header>
<div id="cookie-banner" role="dialog">We use cookies. <button>Fine</button></div>
<main id="main">
<article>
<header>
<h1>{m.title}</h1>
<p class="byline">By {m.author} <span>|</span> {m.byline()} on {in_words(m.date)}</p>
</header>
<div class="share-bar"><a href="#">Share</a> <a href="#">Print</a></div>
<!-- the text -->
{blocks(m)}
<figure><img src="https://images.joint-letters.example/toe.jpg" alt="A swollen big toe">
<figcaption>The joint at the base of the big toe is hit most often.</figcaption></figure>
<section aria-labelledby="refs"><h2 id="refs">References</h2>
<ol>
{references(m)}
</ol></section>
</article>
<aside><h2>Read next</h2><p><a href="/knees">Knees that creak</a></p></aside>
</main>
<footer><p>Joint Letters does not replace a doctor.</p></footer>
<script>document.title += "!"</script>
</body>
</html>
"""


def soup(m: Manuscript) -> str:
    """Nothing but divisions, elements left open, numbers in brackets, a picture inside the page."""
    picture = base64.b64encode(DOT).decode()
    return f"""<html><head><title>{m.title} - HealthBarn</title>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=description content="What shingles is and how to treat it.">
<base href="https://www.healthbarn.example/skin/">
</head><body class=home>
<div class="top-nav"><div class=nav-links><a href=/>Home</a> <a href=/skin/>Skin</a>
<a href=/heart/>Heart</a></div></div>
<div class=wrapper><div class=breadcrumbs><a href=/>Home</a> › <a href=/skin/>Skin</a></div>
<div class=article-content>
<h1>{m.title}</h1>
<div class=meta><div>Written by {m.author}</div><div class=medrev><span>Medically reviewed
by</span> <a href="/team/quill">{m.reviewer}</a></div>
<div>Last reviewed: {in_words(m.date)}</div></div>
<div class="social-share"><a href=#>Tweet</a><a href=#>Mail</a></div>
{blocks(m, bracketed, closed=False)}
<div class=pic><img src="data:image/png;base64,{picture}" alt="Blisters on the chest"><div
class=cap>The band of blisters follows one nerve.</div></div>
<div class=sources><h4>Sources:</h4>
<ul>{references(m, "<li>{n}. {line}")}
</ul></div>
<div class="related-articles"><h3>You may also like</h3>
<a href=/skin/itch>Itching at night</a></div>
</div></div>
<div class=newsletter-signup>Get our letter every week <input type=email></div>
<div class=footer><a href=/imprint>Imprint</a></div>
</body></html>
"""


def tables(m: Manuscript) -> str:
    """A page laid out by tables, with what a word processor of 2003 leaves in its HTML."""
    text = blocks(m, bracketed).replace("<p>", "<p class=MsoNormal>").replace("<h2 ", "<h3 ")
    text = text.replace("</h2>", "</h3>").replace("<thead>", "").replace("</thead>", "")
    text = text.replace("<th scope=col>", "<td><p class=MsoNormal><b>")
    text = text.replace("</th>", "<o:p></o:p></b></p></td>")
    return f"""<HTML xmlns:o="urn:schemas-microsoft-com:office:office">
<HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-1">
<TITLE>{m.title}</TITLE>
<!--[if gte mso 9]><xml><w:View>Print</w:View></xml><![endif]--></HEAD>
<BODY BGCOLOR=white><TABLE WIDTH="100%" BORDER=0><TR><TD COLSPAN=2><FONT SIZE=1>Hand Clinic
Online – “Hands that work”</FONT></TD></TR>
<TR><TD WIDTH=120><A HREF="index.htm">Start</A><BR><A HREF="hands.htm">Hands</A><BR><A
HREF="doctors.htm">Doctors</A></TD><TD>
<H1><FONT COLOR=navy>{m.title}</FONT></H1>
<P CLASS=MsoNormal>{m.byline()}, last reviewed {in_words(m.date)}<o:p></o:p></P>
{text}
<h3>References</h3>
<ol>
{references(m, "<li><p class=MsoNormal>{line}</p></li>")}
</ol>
</TD></TR></TABLE></BODY></HTML>
"""


def classic(m: Manuscript) -> str:
    """A post of the editor that had no paragraphs, only blank lines."""
    return blocks(m).replace("<p>", "\n").replace("</p>", "\n") + _list_of_references(m)


def block_editor(m: Manuscript) -> str:
    text = blocks(m).replace("<p>", "<!-- wp:paragraph -->\n<p>")
    return text.replace("</p>", "</p>\n<!-- /wp:paragraph -->") + _list_of_references(m)


def _list_of_references(m: Manuscript) -> str:
    return f"\n\n<h2>References</h2>\n\n<ol>\n{references(m)}\n</ol>\n"
