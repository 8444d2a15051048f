"""Who follows an article by the API reads what changed, and learns of each edition."""

from __future__ import annotations

from typing import Any

import pytest

from articles.stages import Stage
from tests.cast import TEXT, Cast

pytestmark = pytest.mark.django_db


def test_a_new_edition_has_another_tag_and_its_change_note(cast: Cast, program: Any) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    path = f"articles/{article.slug}"
    first = program.get(path)
    assert [each["note"] for each in first.json()["changes"]] == [""]

    body = TEXT.replace("a painful", "a painful kind of")
    article = cast.sign_off(cast.submit(cast.revised(article, body=body)))
    cast.act("publish", article, cast.publisher, minor=True, note="Says what kind it is.")

    again = program.get(path, If_None_Match=first["ETag"])
    assert again.status_code == 200
    versions = program.get(f"{path}/versions").json()["versions"]
    assert again.json()["changes"] == [
        {name: each[name] for name in ("edition", "released_at", "note")} for each in versions
    ]
    assert [each["note"] for each in versions] == ["Says what kind it is.", ""]
    assert program.get(path, If_None_Match=again["ETag"]).status_code == 304
    (item,) = program.get("articles").json()["items"]
    assert item["changes"] == again.json()["changes"]
