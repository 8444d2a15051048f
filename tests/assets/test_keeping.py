"""Pictures are kept once, shown to everybody who reads, and travel with what was signed."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse

from articles import assets, collecting, delivery, files, integrity, keys, selection
from articles.bundles.verify import verify
from articles.canonical import digest
from articles.errors import InputRefused, TransitionRefused
from articles.models import Article, Asset
from articles.stages import Stage
from tests.cast import TEXT, Cast
from tests.desk.site import SEALED_OFF, signed_in

from . import pictures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shelf(settings: Any, tmp_path: Path) -> None:
    """A shelf of its own: a test alters files."""
    settings.STORAGES = {
        **settings.STORAGES,
        "assets": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "assets"},
        },
    }


@pytest.fixture
def toe(cast: Cast) -> Asset:
    return assets.keep(pictures.png(), "toe.png", actor=cast.writer)


def live(cast: Cast, toe: Asset) -> Article:
    return cast.article_in(Stage.PUBLISHED, body=f"{TEXT}\n\n![A swollen toe]({toe.digest})")


def lost(toe: Asset) -> None:
    storages["assets"].delete(files.path(toe.digest))


def altered(toe: Asset) -> None:
    lost(toe)
    storages["assets"].save(files.path(toe.digest), ContentFile(pictures.png((3, 3))))


def test_the_same_picture_is_kept_once(cast: Cast, toe: Asset) -> None:
    again = assets.keep(pictures.png(), "another name.png", actor=cast.editor)
    assert (again, Asset.objects.count()) == (toe, 1)
    assert digest(assets.read(toe)) == toe.digest
    assert (toe.width, toe.height, toe.media_type) == (12, 8, "image/png")


@pytest.mark.parametrize("part", ["physician", "publisher", "auditor", "officer", "superuser"])
def test_only_who_writes_keeps_pictures(cast: Cast, part: str) -> None:
    with pytest.raises(PermissionDenied):
        assets.keep(pictures.png(), "toe.png", actor=getattr(cast, part))
    assert not Asset.objects.exists()


def test_a_file_that_is_too_large_is_refused_unread(cast: Cast) -> None:
    with pytest.raises(InputRefused, match="larger than 10 MB"):
        assets.keep(bytes(assets.FILE_LIMIT + 1), "toe.png", actor=cast.writer)


def test_everybody_who_reads_articles_sees_it_and_nobody_else(cast: Cast, toe: Asset) -> None:
    address = toe.get_absolute_url()
    for part in ("writer", "physician", "publisher", "auditor"):
        response = signed_in(getattr(cast, part)).get(address)
        assert response.content == assets.read(toe)
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == SEALED_OFF
    assert "immutable" in response["Cache-Control"]
    assert signed_in(None).get(address).status_code == 302
    unknown = reverse("asset", args=["0" * 64])
    assert signed_in(cast.writer).get(unknown).status_code == 404


@pytest.mark.parametrize("harm", [lost, altered])
def test_a_picture_that_is_not_the_one_kept_is_found(cast: Cast, toe: Asset, harm: Any) -> None:
    article = live(cast, toe)
    assert integrity.check().faults == ()
    harm(toe)
    (fault,) = integrity.check().faults
    assert f"Picture {toe.pk}: the file of {toe.digest}" in fault
    assert signed_in(cast.writer).get(toe.get_absolute_url()).status_code == 404
    (candidate,) = selection.candidates([article], include_approved=False)
    assert [refusal.code for refusal in selection.refusals(candidate)] == ["picture_gone"]


def test_an_export_carries_its_pictures(cast: Cast, toe: Asset, tmp_path: Path) -> None:
    article, data = live(cast, toe), assets.read(toe)
    order = delivery.Order(
        formats=("json", "html", "markdown"),
        output=tmp_path / "b.zip",
        slugs=[article.slug],
        bundle=True,
    )
    delivery.deliver(order, actor=cast.publisher)
    with zipfile.ZipFile(order.output) as bundle:
        base = f"articles/{article.slug}"
        name = f"{base}/assets/{toe.digest.removeprefix('sha256:')}.png"
        assert bundle.read(name) == data
        html = bundle.read(f"{base}/article.html").decode()
        assert json.loads(bundle.read(f"{base}/article.json"))["html"] in html
        listed = json.loads(bundle.read("manifest.json"))["files"]
        assert {each["path"]: each["media_type"] for each in listed}[name] == "image/png"
    assert 'src="data:image/png;base64,' in html
    assert "sha256:" not in html.partition("<article")[2].partition("</article>")[0].replace(
        article.content_digest, ""
    )
    report = verify(order.output.read_bytes(), [keys.signing_key().public_key()])
    assert report.problems == []


def test_another_picture_in_the_bundle_is_found(cast: Cast, toe: Asset) -> None:
    """Signed by us, but not what the physician saw: the verifier asks the words."""
    from articles.bundles.verify import _picture_problems

    (candidate,) = selection.candidates([live(cast, toe)], include_approved=False)
    content = collecting.dossier(candidate).content
    base, other = "articles/gout-flares/", pictures.png((3, 3))
    good = f"{base}assets/{toe.digest.removeprefix('sha256:')}.png"
    stranger = f"{base}assets/{digest(other).removeprefix('sha256:')}.png"
    assert list(_picture_problems(base, {good: assets.read(toe)}, content)) == []
    for name in (good, stranger):
        assert list(_picture_problems(base, {name: other}, content)) == [
            f"{name} is not a picture that was signed"
        ]


def test_an_export_by_name_is_refused_when_a_picture_is_lost(
    cast: Cast, toe: Asset, tmp_path: Path
) -> None:
    article = live(cast, toe)
    lost(toe)
    order = delivery.Order(formats=("html",), output=tmp_path / "out", slugs=[article.slug])
    with pytest.raises(TransitionRefused, match="is gone"):
        delivery.deliver(order, actor=cast.publisher)
    assert not order.output.exists()
