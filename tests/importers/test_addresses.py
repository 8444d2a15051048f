"""The address that an import proposes."""

from __future__ import annotations

import pytest

from articles.importers import ImportedArticle, read


@pytest.mark.parametrize(
    ("source", "name", "wanted"),
    [
        ("Sore toes\n\nText.", "note.txt", "sore-toes"),
        ("痛み\n\nText.", "sore toes.txt", "sore-toes"),
        ("<h1>Sore toes</h1><p>Text.</p>", "index.html", "sore-toes"),
        ("<h1>痛み</h1><p>Text.</p>", "toes.html", "toes"),
        ("# Sore toes\n\nText.", "note.md", "sore-toes"),
        ("---\nslug: Toes\n---\n# Sore toes\n\nText.", "note.md", "toes"),
        ("# 痛み\n\nText.", "note.md", "note"),
    ],
)
def test_the_address_is_made_of_the_title_and_of_the_file_for_want_of_one(source, name, wanted):
    [article] = read(source.encode(), name)
    assert isinstance(article, ImportedArticle)
    assert article.slug_hint == wanted
