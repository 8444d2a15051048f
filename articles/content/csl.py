"""The CSL-JSON vocabulary: what an item may be and which fields it may have.

Source: the input schema of the Citation Style Language 1.0.2 (csl-data.json), which refuses any
other field; data of our own goes under ``custom``.
"""

# ruff: noqa: SIM905 -- a hundred names are read best as running text

from __future__ import annotations

TYPES = frozenset(
    """article article-journal article-magazine article-newspaper bill book broadcast chapter
    classic collection dataset document entry entry-dictionary entry-encyclopedia figure graphic
    hearing interview legal_case legislation manuscript map motion_picture musical_score pamphlet
    paper-conference patent performance periodical personal_communication post post-weblog
    regulation report review review-book software song speech standard thesis treaty
    webpage""".split()
)

NAMES = frozenset(
    """author chair collection-editor compiler composer container-author contributor curator
    director editor editorial-director executive-producer guest host interviewer illustrator
    narrator organizer original-author performer producer recipient reviewed-author script-writer
    series-creator translator""".split()
)

NAME_PARTS = frozenset(
    "family given dropping-particle non-dropping-particle suffix literal".split()
)

DATES = frozenset("accessed available-date event-date issued original-date submitted".split())

TEXTS = frozenset(
    """language journalAbbreviation shortTitle abstract archive archive_collection
    archive_location archive-place authority call-number citation-label collection-title
    container-title container-title-short dimensions division DOI event event-place genre ISBN
    ISSN jurisdiction keyword medium note original-publisher original-publisher-place part-title
    PMCID PMID publisher publisher-place references reviewed-title scale section source status
    title title-short URL version year-suffix annote original-title event-title reviewed-genre
    volume-title volume-title-short citation-key""".split()
)

NUMBERS = frozenset(
    """chapter-number citation-number collection-number edition first-reference-note-number issue
    locator number number-of-pages number-of-volumes page page-first part printing supplement
    volume""".split()
)
"""Fields that may be text or a whole number."""
