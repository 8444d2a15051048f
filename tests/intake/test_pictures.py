"""A picture that an item carries is stored, or its words stand in its place and a note says why."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace

import pytest
from PIL import Image

from articles import assets
from articles.errors import InputRefused
from articles.importers import ImportedPicture
from articles.intake import Intake, pictures
from articles.models import Article, Asset
from tests.cast import Cast
from tests.growth import within
from tests.intake.items import item, left

pytestmark = pytest.mark.django_db


def drawn(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 6), colour).save(out, "PNG")
    return out.getvalue()


def embedded(data: bytes) -> str:
    return f"embedded:{hashlib.sha256(data).hexdigest()}"


def with_pictures(*pictures: tuple[str, bytes]):
    images = [f"![{words}]({embedded(data)})" for words, data in pictures]
    carried = {embedded(data): ImportedPicture(data, "toe.png") for _, data in pictures}
    return item(body="\n\n".join(["Look at the toe.", *images]), pictures=carried)


def test_the_body_names_the_stored_picture(cast: Cast) -> None:
    Intake(cast.writer).take(with_pictures(("A red toe", drawn("red"))), "toes.docx")
    kept = Asset.objects.get()
    assert f"![A red toe]({kept.digest})" in Article.objects.get().body
    assert assets.faults(Article.objects.get().body) == []


def test_a_refused_picture_leaves_its_words_and_a_note(cast: Cast) -> None:
    bad = with_pictures((r"A toe \[left\]", b"<svg/>"), ("Red", drawn("red")))
    outcome = Intake(cast.writer).take(bad, "toes.docx")
    body = Article.objects.get().body
    assert body.split("\n\n")[:2] == ["Look at the toe.", r"A toe \[left\]"]
    assert "embedded:" not in body
    assert "toe.png was left out" in outcome.notes[0]
    assert Asset.objects.count() == 1


@pytest.mark.parametrize("opening", ["![", "![a\\", "![]({} ", "\\![\\[", "![]("])
def test_a_body_of_openings_is_walked_once(cast: Cast, opening: str) -> None:
    """Half a million signs; a walk from each opening to the end would take hours."""
    bad = with_pictures(("Words", b"<svg/>"))
    source = next(iter(bad.pictures))
    many = opening.format(source) * (500_000 // len(opening.format(source)))
    with within(5):
        settled = pictures.settled(
            replace(bad, body=f"{many}\n\n{bad.body}"), actor=cast.writer, dry_run=True
        )
    assert settled.body.endswith("\n\nWords")


def test_one_picture_in_two_articles_is_stored_once(cast: Cast) -> None:
    intake = Intake(cast.writer)
    intake.take(with_pictures(("Red", drawn("red")), ("Red again", drawn("red"))), "a.docx")
    intake.take(
        item(
            1, **{n: getattr(with_pictures(("Red", drawn("red"))), n) for n in ("body", "pictures")}
        ),
        "b.docx",
    )
    assert (Article.objects.count(), Asset.objects.count()) == (2, 1)


def test_a_dry_run_judges_pictures_and_stores_none(cast: Cast, settings) -> None:
    before = left()
    post = with_pictures(("Red", drawn("red")), ("Toe", b"no picture"))
    outcome = Intake(cast.writer, dry_run=True).take(post, "toes.docx")
    assert "was left out" in outcome.notes[0]
    assert left() == before


def test_a_refused_item_takes_its_pictures_with_it(cast: Cast) -> None:
    post = replace(with_pictures(("Red", drawn("red"))), title="Toes\u202e")
    with pytest.raises(InputRefused, match="202E"):
        Intake(cast.writer).take(post, "toes.docx")
    assert not Asset.objects.exists()
