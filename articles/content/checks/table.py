"""Every check: its code, whether it keeps a text from being submitted, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from . import (
    cited,
    filled,
    links_and_images,
    quantities,
    readability,
    references,
    sections,
    typed,
    unseen,
)
from .finding import Finding, Found
from .text import Text


@dataclass(frozen=True, slots=True)
class Check:
    """``meaning`` and ``remedy`` are the two columns of docs/checks.md."""

    code: str
    is_error: bool
    meaning: str
    remedy: str
    find: Callable[[Text], Iterator[Found]]

    def findings(self, text: Text) -> Iterator[Finding]:
        for found in self.find(text):
            yield Finding(self.code, found.sentence, self.is_error, found.field, found.line)


def _error(code: str, meaning: str, remedy: str, find: Callable[[Text], Iterator[Found]]) -> Check:
    return Check(code, True, meaning, remedy, find)


def _warning(
    code: str, meaning: str, remedy: str, find: Callable[[Text], Iterator[Found]]
) -> Check:
    return Check(code, False, meaning, remedy, find)


CHECKS = (
    _error(
        "title_missing",
        "The title is empty.",
        "Give the article a title.",
        filled.empty("title", "title"),
    ),
    _error(
        "body_missing",
        "The body is empty.",
        "Write the text.",
        filled.empty("body", "body"),
    ),
    _error(
        "funding_missing",
        "The funding disclosure is empty.",
        "Say who paid for the article; write “None” when nobody did.",
        filled.empty("funding", "funding disclosure"),
    ),
    _error(
        "audience_missing",
        "Nobody said whom the text is written for.",
        "Choose an audience.",
        filled.unchosen("audience", "audience"),
    ),
    _error(
        "specialty_missing",
        "Nobody said which field of medicine the text belongs to.",
        "Choose a specialty; it decides who may review.",
        filled.unchosen("specialty", "specialty"),
    ),
    _error(
        "dangling_citation",
        "A citation names a key that no reference has.",
        "Add the reference, or mend the key in `[@key]`.",
        cited.dangling,
    ),
    _error(
        "no_reference",
        "The list of references is empty.",
        "Add what the text rests on.",
        cited.no_reference,
    ),
    _error(
        "section_missing",
        "A section that the review policy asks for is not there, or has nothing in it.",
        "Write it under the heading that is named, or under one of those.",
        sections.missing,
    ),
    _error(
        "image_without_words",
        "An image has no alternative text.",
        "Say in the square brackets of `![…](…)` what the image tells.",
        links_and_images.without_words,
    ),
    _error(
        "remote_image",
        "An image is on another site, where it could change unseen.",
        "Store the picture here and put it in from there.",
        links_and_images.remote,
    ),
    _error(
        "unknown_image",
        "An image names a stored picture that does not exist.",
        "Put the picture in anew.",
        links_and_images.unknown,
    ),
    _error(
        "typed_byline",
        "A line of its own says who reviewed the text.",
        "Take it out; who reviewed the text is printed from their signature.",
        typed.byline,
    ),
    _warning(
        "authors_missing",
        "Nobody is named as the author.",
        "Name who wrote the text, under *Authors as printed*.",
        filled.unsigned,
    ),
    _warning(
        "uncited_reference",
        "A reference is cited nowhere.",
        "Cite it where it belongs, or take it out.",
        cited.uncited,
    ),
    _warning(
        "incomplete_reference",
        "A reference has no title, or is an article, chapter, paper or thesis without an author.",
        "Fill in what is missing under *Edit*: readers see what stands there, and no more.",
        references.incomplete,
    ),
    _warning(
        "reference_as_words",
        "A reference is kept as the words of its line, of which only identifiers were read.",
        "Fill in its kind, its author and its year under *Edit*.",
        references.as_words,
    ),
    _warning(
        "heading_skipped",
        "A heading is more than one level below the one before it.",
        "Use the next level: `##`, then `###`. Screen readers tell people the levels.",
        sections.skipped_level,
    ),
    _warning(
        "dead_link",
        "A link begins with neither `https://` nor `mailto:`, so readers get its words alone.",
        "Link to an address that begins with `https://`.",
        links_and_images.dead_link,
    ),
    _warning(
        "hard_to_read",
        "The prose asks for more years of school than the audience can be expected to have.",
        "Shorten sentences, and take plain words for long ones.",
        readability.above_target,
    ),
    _warning(
        "figure_without_unit",
        "A figure stands beside the name of a medicine and has no unit.",
        "Write the unit, such as mg, or say what is counted.",
        quantities.without_unit,
    ),
    _warning(
        "unseen_character",
        "A character that cannot be seen, or letters of two scripts in one word.",
        "Type the word or the space anew, unless it is meant.",
        unseen.unseen,
    ),
)
"""In the order of docs/checks.md."""
