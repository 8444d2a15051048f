"""Manuscripts as Markdown of two systems, and as plain text."""

from __future__ import annotations

from .manuscript import Manuscript, expected, plain, rendered


def _mark(kind: str, words: str, address: str) -> str:
    match kind:
        case "b":
            return f"**{words}**"
        case "i":
            return f"*{words}*"
        case "a":
            return f"[{words}]({address})"
        case "c":
            return "".join(f"[^{n}]" for n in words.split(","))
    return f"[^note-{words}]"


def _markdown(m: Manuscript) -> str:
    lines: list[str] = []
    for kind, group in m.groups():
        texts = [(k, rendered(text.replace("*58", "\\*58"), _mark)) for k, text in group]
        match kind:
            case "h2":
                lines.append(f"## {texts[0][1]}")
            case "h3":
                lines.append(f"### {texts[0][1]}")
            case "quote":
                lines.append(f"> {texts[0][1]}")
            case "row":
                rows = [f"| {text} |" for _, text in texts]
                rule = "|".join("---" for _ in texts[0][1].split(" | "))
                lines.append("\n".join([rows[0], f"|{rule}|", *rows[1:]]))
            case "item":
                lines.append("\n".join(f"{'  ' * (k == 'sub')}- {text}" for k, text in texts))
            case "number":
                lines.append("\n".join(f"1. {text}" for _, text in texts))
            case _:
                lines.append(texts[0][1])
    lines.append("\n".join(f"[^{n}]: {line}" for n, line in enumerate(m.references, start=1)))
    notes = [f"[^note-{n}]: {line}" for n, line in enumerate(m.notes, start=1)]
    return "\n\n".join([*lines, *notes]) + "\n"


def hugo(m: Manuscript) -> str:
    return f"""---
title: "{m.title}"
date: {m.date}T08:00:00Z
draft: false
author:
  name: {m.author}
  email: desk@example.org
reviewer:
  - name: Peter Oake
    credentials: MD
last_reviewed: {m.date}
tags: [headache, brain]
description: >
  What to take in an attack,
  and how to have fewer.
weight: 1.5
---

{_markdown(m)}"""


def jekyll(m: Manuscript) -> str:
    return f"""---
layout: post
title:  '{m.title}'
authors: [{m.author}]
medically_reviewed_by: {m.reviewer}
reviewed_on: {m.date}
canonical_url: https://gut-letters.example/{m.name}/
lang: en-GB
---
{_markdown(m)}"""


def plain_text(m: Manuscript) -> str:
    """Paragraphs apart, items and rows as paragraphs, no marks of citations."""
    lines = [m.title]
    for kind, text in m.blocks:
        if kind == "row":
            lines.append(f"{plain(text).replace(' | ', ', ')}.")
        else:
            lines.append(plain(text))
    lines += [m.byline(), "References", *m.references]
    return "\r\n\r\n".join(lines) + "\r\n"


def expected_of_text(m: Manuscript) -> dict[str, object]:
    """Plain text has no links, lists, tables or marks; their words stay."""
    kept = expected(m)
    text = [
        f"{plain(t).replace(' | ', ', ')}." if kind == "row" else plain(t) for kind, t in m.blocks
    ]
    without = {"list_items": [], "table_cells": [], "links": [], "citations": 0, "footnotes": 0}
    headings = [heading for heading in kept["headings"] if heading[1] != "Notes"]
    shorter = [[2, words] for _, words in headings]
    return {**kept, **without, "text": text, "headings": shorter, "claimed_on": None}
