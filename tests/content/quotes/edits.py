"""What writers do to a text, one function each; False where an edit does not suit the words."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.content.quotes.article import Article, Block, Word, copied, sentence, text, words

_FILLERS = ["indeed", "perhaps", "likely", "quite", "rather", "doubtless", "mostly", "newly"]
"""None of them is a word of the article: a word put in twice would leave the same words."""

Edit = Callable[[random.Random, Article, str], bool]


def insert_before(dice: random.Random, blocks: Article, _exact: str) -> bool:
    block, place, first, _ = _quoted(blocks)
    how = dice.choice(("words", "sentence", "block"))
    if how == "words":
        block.sentences[place][first:first] = _filler(dice, dice.randint(1, 6))
    elif how == "sentence":
        block.sentences.insert(dice.randint(0, place), sentence(dice))
    else:
        new = Block("paragraph", [sentence(dice), sentence(dice)])
        blocks.insert(dice.randint(0, blocks.index(block)), new)
    return True


def split(dice: random.Random, blocks: Article, _exact: str) -> bool:
    block, place, _, _ = _quoted(blocks)
    if len(block.sentences) > 1 and dice.random() < 0.5:
        cut = dice.randrange(1, len(block.sentences))
        blocks.insert(blocks.index(block) + 1, Block("paragraph", block.sentences[cut:]))
        del block.sentences[cut:]
        return True
    whole = block.sentences[place]
    joints = [n for n, word in enumerate(whole) if n and word.text == "and" and not word.mark]
    if not joints:
        return False
    joint = joints[0]
    left, right = whole[:joint], whole[joint + 1 :]
    left[-1].text += "."
    _capitalise(right[0], upper=True)
    block.sentences[place : place + 1] = [left, right]
    return True


def join(dice: random.Random, blocks: Article, _exact: str) -> bool:
    block, place, _, _ = _quoted(blocks)
    number = blocks.index(block)
    if dice.random() < 0.5:
        following = blocks[number + 1 : number + 2]
        if block.kind != "paragraph" or not following or following[0].kind != "paragraph":
            return False
        block.sentences += following[0].sentences
        del blocks[number + 1]
        return True
    left = dice.choice((place - 1, place))
    if left < 0 or left + 1 >= len(block.sentences):
        return False
    first, second = block.sentences[left : left + 2]
    first[-1].text = first[-1].text.rstrip(".") + ","
    _capitalise(second[0], upper=False)
    block.sentences[left : left + 2] = [[*first, Word("while"), *second]]
    return True


def move(dice: random.Random, blocks: Article, _exact: str) -> bool:
    block, place, _, _ = _quoted(blocks)
    if dice.random() < 0.5:
        blocks.remove(block)
        blocks.insert(dice.randint(0, len(blocks)), block)
        return True
    if block.kind != "paragraph":
        return False
    moved = block.sentences.pop(place)
    target = dice.choice([other for other in blocks if other.kind == "paragraph"])
    target.sentences.insert(dice.randint(0, len(target.sentences)), moved)
    if not block.sentences:
        blocks.remove(block)
    return True


def reword_around(dice: random.Random, blocks: Article, _exact: str) -> bool:
    block, _, _, _ = _quoted(blocks)
    around = block.words()
    marks = [number for number, word in enumerate(around) if word.mark]
    sides = around[max(marks[0] - 5, 0) : marks[0]], around[marks[-1] + 1 : marks[-1] + 6]
    for side in sides:
        for word in dice.sample(side, min(len(side), dice.randint(0, 3))):
            word.text = dice.choice(_FILLERS) + "".join(c for c in word.text[-1] if c in ".,")
    return any(sides)


def delete(dice: random.Random, blocks: Article, exact: str) -> bool:
    """The words, or their whole sentence; they stand nowhere else."""
    return text(blocks).count(exact) == 1 and _delete(dice, blocks)


def delete_one_of_several(dice: random.Random, blocks: Article, exact: str) -> bool:
    return text(blocks).count(exact) > 1 and _delete(dice, blocks)


def edit_inside(dice: random.Random, blocks: Article, exact: str) -> bool:
    block, place, first, last = _quoted(blocks)
    quoted = block.sentences[place][first : last + 1]
    word = dice.choice(quoted)
    if len(quoted) > 1 and dice.random() < 0.3:
        block.sentences[place][first + 1 : first + 1] = _filler(dice, 1)
    elif word.text[0].isdigit():
        word.text = dice.choice(("2", "0.", "1,")) + word.text
    else:
        word.text = "scarcely" + "".join(c for c in word.text[-1] if c in ".,")
    return exact not in ("scarcely", "scarcely.")


def duplicate(dice: random.Random, blocks: Article, _exact: str) -> bool:
    block, _, _, _ = _quoted(blocks)
    copy = copied(block)
    for word in copy.words():
        word.mark = "copy" if word.mark else ""
    blocks.insert(dice.randint(0, len(blocks)), copy)
    return True


def side_by_side(blocks: Article) -> bool:
    """Whether a copy stands right before or after its original."""
    marks = [next((word.mark for word in block.words() if word.mark), "") for block in blocks]
    return abs(marks.index("quoted") - marks.index("copy")) == 1


EDITS: dict[str, Edit] = {
    "insert before": insert_before,
    "split": split,
    "join": join,
    "move": move,
    "reword around": reword_around,
    "delete": delete,
    "delete one of several": delete_one_of_several,
    "edit inside": edit_inside,
    "duplicate": duplicate,
}


def _quoted(blocks: Article) -> tuple[Block, int, int, int]:
    """The block, the number of the sentence in it, and the first and last word quoted there."""
    for block in blocks:
        for place, whole in enumerate(block.sentences):
            marks = [number for number, word in enumerate(whole) if word.mark]
            if marks:
                return block, place, marks[0], marks[-1]
    raise LookupError("No word is quoted.")


def _delete(dice: random.Random, blocks: Article) -> bool:
    block, place, first, last = _quoted(blocks)
    whole = block.sentences[place]
    if dice.random() < 0.5:
        first, last = 0, len(whole) - 1
    del whole[first : last + 1]
    if not whole:
        del block.sentences[place]
    if not block.sentences:
        blocks.remove(block)
    return True


def _filler(dice: random.Random, count: int) -> list[Word]:
    return words(" ".join(dice.choice(_FILLERS) for _ in range(count)))


def _capitalise(word: Word, *, upper: bool) -> None:
    first = word.text[:1]
    word.text = (first.upper() if upper else first.lower()) + word.text[1:]
