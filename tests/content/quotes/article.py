"""An invented medical article of about 1,500 words that says some things again and again."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Literal

Mark = Literal["", "quoted", "copy"]


@dataclass
class Word:
    text: str
    mark: Mark = ""


@dataclass
class Block:
    kind: Literal["heading", "paragraph", "bullet"]
    sentences: list[list[Word]] = field(default_factory=list)

    def words(self) -> list[Word]:
        return [word for sentence in self.sentences for word in sentence]


Article = list[Block]

PHRASES = ("5 mg a day", "talk to your doctor", "with food", "in the morning", "the kidneys")
"""These are said at several places on purpose."""

_WHO = (
    "Most adults|Children over six|People with weak kidneys|Older people|Pregnant women|"
    "Patients on dialysis|Some athletes|Those who smoke|New parents|Nurses on night shifts|"
    "Anyone with a slow pulse|Travellers|Men past sixty|Teenagers|A few of the patients"
)
_HOW = (
    "usually|often|at first|by habit|for a month|rarely|on most days|in hot weather|as a rule|all"
)
_DO = (
    "start with 5 mg a day|need 5 mg a day|take 25 mg a day|should take it with food|"
    "must not take it with food|talk to your doctor too late|take the first tablet in the morning|"
    "feel a dull pain in the morning|sleep badly|drink enough water|notice a rash on the arms|"
    "strain the kidneys without a sign|protect the kidneys best|recover within three weeks|"
    "have a blood test every month|lose some weight|are given 5 mg a day|get up dizzy|"
    "ask whether 5 mg a day will do|forget a dose in the morning|hear a ringing in the ears"
)
_AND = (
    "and they should talk to your doctor about it|and the dose of 5 mg a day is rarely raised|"
    "and a second tablet in the morning does no harm|and large trials have not settled why|"
    "and the effect wears off slowly|and a cough is no reason to stop|and this is seldom serious|"
    "and taking it with food makes no difference|and the kidneys clear it within a day|"
    "and nobody has to lie down for it|and the skin may itch for an hour|and sugar stays the same"
)
_TAIL = (
    "as the leaflet says|after a long illness|during the first winter|in two of three studies|"
    "unless a fever comes up|when the pressure stays high|although the evidence is thin|"
    "because the tablets dissolve slowly|if nothing else has helped|before an operation|"
    "until the cough has gone|since the heart is spared|while the wound heals|with few exceptions"
)
_ALWAYS = "Do not stop the tablets on your own, but talk to your doctor first."
_TOPICS = (
    "Who should take it|How much to take|When to be careful|What it does to the body|"
    "Signs of trouble|Other medicines|Before an operation|Common questions"
)


def article(dice: random.Random) -> Article:
    """A new article: eight sections of paragraphs and lists."""
    blocks: Article = []
    for topic in _TOPICS.split("|"):
        blocks.append(Block("heading", [words(topic)]))
        for _ in range(3):
            block = Block("paragraph", [sentence(dice) for _ in range(dice.randint(2, 5))])
            if dice.random() < 0.3:
                block.sentences.append(words(_ALWAYS))
            blocks.append(block)
        blocks.extend(Block("bullet", [sentence(dice)]) for _ in range(dice.randint(1, 3)))
    return blocks


def sentence(dice: random.Random) -> list[Word]:
    """Half of the sentences have a second half."""
    parts = [_one(dice, _WHO), _one(dice, _HOW), _one(dice, _DO)]
    if dice.random() < 0.5:
        parts.append(_one(dice, _AND))
    if dice.random() < 0.7:
        parts.append(_one(dice, _TAIL))
    return words(f"{' '.join(parts)}.")


def copied(block: Block) -> Block:
    return Block(
        block.kind, [[Word(word.text, word.mark) for word in whole] for whole in block.sentences]
    )


def words(text: str) -> list[Word]:
    return [Word(word) for word in text.split()]


def body(blocks: Article) -> str:
    """The article as Markdown."""
    before = {"heading": "## ", "paragraph": "", "bullet": "- "}
    return "\n\n".join(before[block.kind] + _text(block.words()) for block in blocks) + "\n"


def text(blocks: Article) -> str:
    """What readers see, one block a line: said here without the code under test."""
    return "\n".join(_text(block.words()) for block in blocks)


def marked(blocks: Article, mark: Mark) -> list[tuple[int, int, str]]:
    """Start, end and text of every word that carries a mark."""
    found: list[tuple[int, int, str]] = []
    offset = 0
    for block in blocks:
        for word in block.words():
            if word.mark == mark:
                found.append((offset, offset + len(word.text), word.text))
            offset += len(word.text) + 1
    return found


def _text(block_words: list[Word]) -> str:
    return " ".join(word.text for word in block_words)


def _one(dice: random.Random, choices: str) -> str:
    return dice.choice(choices.split("|"))
