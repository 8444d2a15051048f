"""What changed within a line besides its words, each with its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from articles.content.redline.changes import Note, Part, Run
from articles.content.redline.letters import notes_on_letters
from articles.content.redline.matching import matches
from articles.content.redline.words import Word, written

_NOTHING = Word("", space=False, pieces=())


def notes_on_runs(runs: Sequence[Run]) -> tuple[Note, ...]:
    """``emphasis_added`` and ``emphasis_removed`` (em, strong, code), ``link_target``,
    ``citation``, ``image_text``, ``image_source``, ``line_break``, ``white_space``, and those of
    letters.py: in reading order, each once with all the words that it concerns.
    """
    words: dict[tuple[str, str, str], list[str]] = {}
    for gone, come in _places(runs):
        for note in _notes(gone, come):
            words.setdefault((note.code, note.old, note.new), []).append(note.words)
    return tuple(Note(*key, " ".join(filter(None, texts))) for key, texts in words.items())


def _places(runs: Sequence[Run]) -> Iterator[tuple[tuple[Word, ...], tuple[Word, ...]]]:
    """What went and what came, place by place."""
    gone: tuple[Word, ...] = ()
    for run, after in zip(runs, (*runs, None)[1:], strict=True):
        if run.op is Part.INSERTED:
            yield gone, run.words
            gone = ()
        elif run.op is Part.DELETED:
            gone = run.words
            if not (after and after.op is Part.INSERTED and after.cell == run.cell):
                yield gone, ()
                gone = ()


def _notes(gone: Sequence[Word], come: Sequence[Word]) -> Iterator[Note]:
    for old, new in _paired(gone, come):
        yield from _notes_on_nature(old, new)
        yield from _notes_on_emphasis(old, new)
        was, now = _targets(old), _targets(new)
        if was != now:
            yield Note("link_target", was, now, (new if now else old).text)
    yield from notes_on_letters(written(gone), written(come))
    if all(word.nature == "space" for word in (*gone, *come)):
        yield Note("white_space", " " * bool(gone), " " * bool(come))


def _paired(gone: Sequence[Word], come: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    """Words that read the same side by side, others too where as many went as came."""
    i = j = 0
    for run in matches([_read(word) for word in gone], [_read(word) for word in come]):
        yield from _in_step(gone[i : run.old], come[j : run.new])
        i, j = run.old + run.size, run.new + run.size
        yield from zip(gone[run.old : i], come[run.new : j], strict=True)
    yield from _in_step(gone[i:], come[j:])


def _in_step(gone: Sequence[Word], come: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    if [word.nature for word in gone] == [word.nature for word in come]:
        yield from zip(gone, come, strict=True)
        return
    yield from ((word, _NOTHING) for word in gone)
    yield from ((_NOTHING, word) for word in come)


def _read(word: Word) -> tuple[str, str]:
    return word.nature, word.text


def _notes_on_nature(old: Word, new: Word) -> Iterator[Note]:
    if "citation" in (old.nature, new.nature) and old.text != new.text:
        yield Note("citation", old.text, new.text)
    if "break" in (old.nature, new.nature) and old.nature != new.nature:
        yield Note("line_break", old.text, new.text)
    if "image" in (old.nature, new.nature):
        if old.text != new.text:
            yield Note("image_text", old.text, new.text)
        if old.source != new.source:
            yield Note("image_source", old.source, new.source, new.text or old.text)


def _notes_on_emphasis(old: Word, new: Word) -> Iterator[Note]:
    """Where a word that was there, or one in its place, is emphasised otherwise."""
    if _NOTHING in (old, new):
        return
    for name in ("em", "strong", "code"):
        was, now = _stretches(old, name), _stretches(new, name)
        if any(was) > any(now) or (was != now and old.text == new.text and all(was)):
            yield Note("emphasis_removed", name, "", new.text)
        elif any(now) > any(was) or (was != now and old.text == new.text):
            yield Note("emphasis_added", "", name, new.text)


def _stretches(word: Word, name: str) -> list[bool]:
    """Letter by letter, whether it carries the mark."""
    return [
        any(mark.name == name for mark in piece.marks) for piece in word.pieces for _ in piece.text
    ]


def _targets(word: Word) -> str:
    """Where the links in a word lead; of more than one, or of a part, with what carries it."""
    linked = [
        (piece, mark.value) for piece in word.pieces for mark in piece.marks if mark.name == "link"
    ]
    if len(word.pieces) == 1:
        return "".join(target for _, target in linked)
    return ", ".join(f"{piece.text}: {target}" for piece, target in linked)
