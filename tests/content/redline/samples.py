"""Texts to compare: an invented article, its edited sister, and pairs made to be hard."""

# ruff: noqa: SIM905 -- sixty words are read best as running text

from __future__ import annotations

import random

WORDS = """adults take the dose with food and water every morning because bone density falls when
steroids are given for long and the risk of a fracture rises in women after menopause doctors may
measure vitamin calcium in blood before they add a medicine that protects against loss of height
tell your team about pain swelling fever or any new symptom at once never stop suddenly""".split()


def article(words: int = 4000, seed: int = 7) -> str:
    """About so many words in headings, paragraphs, lists and tables, with citations and links."""
    chance = random.Random(seed)
    parts: list[str] = []
    count = 0
    while count < words:
        part = _part(chance, len(parts))
        parts.append(part)
        count += len(part.split())
    return "\n\n".join(parts)


def _part(chance: random.Random, number: int) -> str:
    match number % 8:
        case 0:
            return f"## {_sentence(chance, 4)} {number}"
        case 5:
            return "\n".join(f"- {_sentence(chance, 9)} {n} mg" for n in range(3))
        case 7:
            rows = [f"| {_sentence(chance, 2)} | {chance.randint(1, 90)} mg |" for _ in range(4)]
            return "\n".join(["| Who | Dose |", "|---|---:|", *rows])
    sentences = [_sentence(chance, 14) for _ in range(5)]
    sentences[1] += f" **{chance.randint(1, 20)} mg**/day [@ref{number}]"
    sentences[3] += f" ([guide](https://example.org/{number}))"
    return ". ".join(sentences) + "."


def _sentence(chance: random.Random, length: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(length)).capitalize()


def edited(body: str, edits: int = 60, seed: int = 11) -> str:
    """The body with so many scattered words replaced, one in ten of them by nothing."""
    chance = random.Random(seed)
    words = body.split(" ")
    plain = [place for place, word in enumerate(words) if word.isalpha()]
    for number, place in enumerate(chance.sample(plain, edits)):
        words[place] = "" if number % 10 == 0 else f"{words[place]}new{number}"
    return " ".join(words)


def strangers(size: int) -> tuple[str, str]:
    """Two bodies of so many bytes without one common word."""
    return "".join(_filled("left", size)), "".join(_filled("right", size))


def _filled(word: str, size: int) -> list[str]:
    pieces: list[str] = []
    length = number = 0
    while length < size:
        number += 1
        pieces.append(f"{word}{number}" + ("\n\n" if number % 40 == 0 else " "))
        length += len(pieces[-1])
    return pieces


def shuffled(size: int, seed: int = 3) -> tuple[str, str]:
    """Two bodies of so many bytes, each one paragraph of the same few words in any order."""
    chance = random.Random(seed)
    old, new = (" ".join(chance.choices(WORDS[:12], k=size // 5)) for _ in "ab")
    return old, new
