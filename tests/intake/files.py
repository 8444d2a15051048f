"""Files to import, as many as wanted: Word, HTML, Markdown and text with sentences of our own."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path

from docx import Document

JOINTS = ("knee", "wrist", "ankle", "hip", "elbow", "shoulder", "big toe", "thumb", "spine", "jaw")
SIGNS = ("swells", "feels warm", "is stiff in the morning", "aches at night", "gives way", "clicks")
ADVICE = (
    "Rest it for a day or two, then move it gently",
    "Cool it for ten minutes, three times a day",
    "Write down what you did the day before",
    "Ask a pharmacist before you take a tablet for it",
    "Raise it on a pillow when you lie down",
    "Walk a little each day, and stop before it hurts",
)
REASONS = (
    "because the lining of the joint makes more fluid than usual",
    "because the muscles around it tire sooner than they used to",
    "after an infection that is long over",
    "when crystals settle in the cool parts of the body",
    "without any cause that a scan can show",
)
NAMES = ("Zoe Wolf", "Max Reed", "Ines Calder", "Tariq Olsen", "Mina Hart", "Leo Brandt")
HEADINGS = ("What you may notice", "Why it happens", "What helps", "When to see a doctor")
WORDS = 80
"""In each of the sections, about."""


def article(number: int) -> tuple[str, list[tuple[str, list[str]]], str]:
    """Title, sections of heading and paragraphs, byline; no two numbers give the same."""
    chance = random.Random(number)
    title = f"The {chance.choice(JOINTS)} that {chance.choice(SIGNS)}, case {number}"
    sections = [(heading, [_paragraph(chance) for _ in range(2)]) for heading in HEADINGS]
    name = chance.choice(NAMES)
    board = "American Board of Internal Medicine with subspecialty in Rheumatology"
    return title, sections, f"Medically reviewed by {name}, MD; {board}"


def _paragraph(chance: random.Random) -> str:
    said: list[str] = []
    while sum(len(sentence.split()) for sentence in said) < WORDS / 2:
        joint, sign = chance.choice(JOINTS), chance.choice(SIGNS)
        said.append(
            f"Your {joint} often {sign} {chance.choice(REASONS)}. {chance.choice(ADVICE)}, and "
            f"look at your {chance.choice(JOINTS)} again after {chance.randint(2, 30)} days."
        )
    return " ".join(said)


def text(number: int) -> bytes:
    title, sections, byline = article(number)
    blocks = [block for heading, paragraphs in sections for block in (heading, *paragraphs)]
    return "\n\n".join((title, *blocks, byline)).encode() + b"\n"


def markdown(number: int) -> bytes:
    title, sections, byline = article(number)
    blocks = [b for heading, paragraphs in sections for b in (f"## {heading}", *paragraphs)]
    head = f"---\ntitle: {title}\nid: toes-{number}\n---\n"
    return (head + "\n" + "\n\n".join((*blocks, byline)) + "\n").encode()


def html(number: int) -> bytes:
    title, sections, byline = article(number)
    parts = [f"<h1>{escape(title)}</h1>", f'<p class="byline">{escape(byline)}</p>']
    for heading, paragraphs in sections:
        parts.append(f"<h2>{escape(heading)}</h2>")
        parts += [f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs]
    parts.append("<ul><li>Rest</li><li>Cold</li></ul>")
    page = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"</head><body><nav><a href='/'>Home</a></nav><main>{''.join(parts)}</main></body></html>"
    )
    return page.encode()


def word(number: int) -> bytes:
    """A document like that of ``_form``, with other words in it."""
    title, sections, byline = article(number)
    texts = [
        title,
        byline,
        *(t for heading, paragraphs in sections for t in (heading, *paragraphs)),
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _form():
            written = _written(data.decode(), texts) if name == "word/document.xml" else data
            archive.writestr(name, written)
    return out.getvalue()


def _written(form: str, texts: list[str]) -> str:
    for place, said in enumerate(texts):
        form = form.replace(f"place-{place:02}", escape(said))
    return form


@cache
def _form() -> tuple[tuple[str, bytes], ...]:
    """The members of a document of that shape, made by python-docx."""
    document, places = Document(), (f"place-{place:02}" for place in range(99))
    document.add_heading(next(places), 0)
    document.add_paragraph(next(places))
    for _ in HEADINGS:
        document.add_heading(next(places), 1)
        document.add_paragraph(next(places))
        document.add_paragraph(next(places))
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())


KINDS: dict[str, Callable[[int], bytes]] = {
    ".docx": word,
    ".html": html,
    ".md": markdown,
    ".txt": text,
}


def fill(folder: Path, count: int, first: int = 0) -> Path:
    """So many files, of each kind in turn, a hundred to a folder."""
    kinds = list(KINDS.items())
    for number in range(first, first + count):
        suffix, make = kinds[number % len(kinds)]
        place = folder / f"{number // 100:03}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"joint-{number}{suffix}").write_bytes(make(number))
    return folder
