"""Exports in chunks: the same few statements for many articles, whole files or none."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import assets, canonical, delivery, keys, ledger
from articles.bundles import assemble
from articles.bundles.verify import verify
from articles.delivery import Delivered, Order, Stopped, Unwatched, Written, choosing, deliver
from articles.errors import InputRefused, TransitionRefused
from articles.models import Article, LedgerEntry
from articles.stages import Stage
from tests.assets import pictures
from tests.bundles.zips import packed
from tests.cast import TEXT, Cast, standing_signature

pytestmark = pytest.mark.django_db


def published(cast: Cast, *titles: str, **changes: object) -> list[Article]:
    return [cast.article_in(Stage.PUBLISHED, title=title, **changes) for title in titles]


def entry() -> LedgerEntry:
    return LedgerEntry.objects.filter(kind="export.deliver").get()


class Listening(Unwatched):
    """What a watch is told, and where it gives up."""

    def __init__(self, stop_at: str = "") -> None:
        self.told: list[tuple[str, object]] = []
        self.stop_at = stop_at

    def _hear(self, what: str, value: object) -> None:
        self.told.append((what, value))
        if what == self.stop_at:
            raise Stopped

    def planned(self, total: int) -> None:
        self._hear("planned", total)

    def written(self, done: int) -> None:
        self._hear("written", done)

    def recorded(self, done: Delivered, files: Sequence[Written]) -> None:
        self._hear("recorded", [file.name for file in files])


def test_json_lines_are_the_articles_in_the_order_of_their_names(
    cast: Cast, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(choosing, "AT_ONCE", 2)
    published(cast, "Zinc", "Ankle", "Ankle b")
    order = Order(formats=["jsonl"], output=tmp_path / "all.jsonl")
    watch = Listening()
    done = deliver(order, actor=cast.publisher, watch=watch)

    data = order.output.read_bytes()
    lines = data.splitlines(keepends=True)
    said = [json.loads(line) for line in lines]
    assert [article["slug"] for article in said] == ["ankle", "ankle-b", "zinc"] == done.slugs
    assert [canonical.canonical_bytes(article) + b"\n" for article in said] == lines
    assert watch.told == [
        ("planned", 3),
        ("written", 2),
        ("written", 3),
        ("recorded", ["all.jsonl"]),
    ]
    recorded = json.loads(entry().payload)
    assert recorded["digest"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert (recorded["files"], recorded["articles"]) == (1, done.slugs)
    assert list(tmp_path.iterdir()) == [order.output]


def test_long_texts_are_held_a_few_at_a_time(cast: Cast, tmp_path: Path, monkeypatch) -> None:
    titles = [f"Long {letter}" for letter in "abcde"]
    for title, length in zip(titles, (300, 500, 900, 5_000, 100), strict=True):
        published(cast, title, body=f"{TEXT}\n\n{'a word ' * (length // 7)}")
    monkeypatch.setattr(choosing, "TOGETHER", 1_500 + 2 * len(TEXT))
    watch = Listening()
    order = Order(formats=["json"], output=tmp_path / "out")
    done = deliver(order, actor=cast.publisher, watch=watch)
    assert len(done.slugs) == 5
    assert [value for what, value in watch.told if what == "written"] == [2, 3, 4, 5]


def test_a_line_says_what_the_json_file_says(cast: Cast, tmp_path: Path) -> None:
    published(cast, "Ankle")
    deliver(Order(formats=["jsonl", "json"], output=tmp_path / "out"), actor=cast.publisher)
    line = (tmp_path / "out" / "articles.jsonl").read_bytes()
    whole = (tmp_path / "out" / "ankle.json").read_bytes()
    assert json.loads(line) == json.loads(whole)
    digests = {
        name: f"sha256:{hashlib.sha256(data).hexdigest()}"
        for name, data in {"ankle.json": whole, "articles.jsonl": line}.items()
    }
    expected = canonical.digest(canonical.canonical_bytes(digests))
    assert json.loads(entry().payload)["digest"] == expected


def test_json_lines_have_no_place_in_a_bundle(cast: Cast, tmp_path: Path) -> None:
    published(cast, "Ankle")
    order = Order(formats=["json", "jsonl"], output=tmp_path / "x.zip", bundle=True)
    with pytest.raises(InputRefused, match="one file for all articles"):
        deliver(order, actor=cast.publisher)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("bundle", [False, True])
def test_more_articles_in_a_chunk_need_no_more_statements(
    cast: Cast, tmp_path: Path, bundle: bool
) -> None:
    """Pictures, unreleased texts and withdrawn signatures included."""
    cast.policy("Default", export_approved=True, sign_offs=1)
    toe = assets.keep(pictures.png(), "toe.png", actor=cast.writer)

    def add(number: int) -> None:
        shown = f"{TEXT}\n\n![A toe](sha256:{toe.digest.removeprefix('sha256:')})"
        published(cast, f"Live {number}", body=shown)
        cast.article_in(Stage.APPROVED, title=f"Waiting {number}")
        article = cast.submit(cast.draft(title=f"Taken {number}"), cast.physician, cast.unassigned)
        article = cast.publish(cast.sign_off(article))
        cast.act(
            "withdraw_signature",
            article,
            cast.physician,
            signature=standing_signature(article),
            note="I read an older text.",
        )

    def statements(name: str) -> int:
        order = Order(
            formats=["markdown", "json"],
            output=tmp_path / name,
            include_approved=True,
            bundle=bundle,
        )
        with CaptureQueriesContext(connection) as sent:
            done = deliver(order, actor=cast.publisher)
        assert len(done.slugs) == 2 * len(done.refused) > 0
        return len(sent)

    add(1)
    one = statements("one.zip")
    add(2)
    add(3)
    assert statements("three.zip") == one


def test_shards_are_numbered_and_stand_under_one_checkpoint_and_one_entry(
    cast: Cast, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(assemble, "MAX_ARTICLES", 2)
    published(cast, "Ankle", "Knee", "Wrist")
    order = Order(formats=["html", "json"], output=tmp_path / "x.zip", bundle=True)
    done = deliver(order, actor=cast.publisher)

    assert [path.name for path in done.paths] == ["x-001.zip", "x-002.zip"]
    assert sorted(tmp_path.iterdir()) == done.paths
    reports = [verify(p.read_bytes(), [keys.signing_key().public_key()]) for p in done.paths]
    assert [report.problems for report in reports] == [[], []]
    named = [[article["slug"] for article in report.articles] for report in reports]
    assert named == [["ankle", "knee"], ["wrist"]]
    assert reports[0].facts["ledger"] == reports[1].facts["ledger"]
    files = {p.name: f"sha256:{hashlib.sha256(p.read_bytes()).hexdigest()}" for p in done.paths}
    recorded = json.loads(entry().payload)
    assert recorded["digest"] == canonical.digest(canonical.canonical_bytes(files))
    assert recorded["articles"] == ["ankle", "knee", "wrist"]


def test_a_bundle_that_is_heavy_enough_is_followed_by_another(
    cast: Cast, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(assemble, "ENOUGH", 1)
    published(cast, "Ankle", "Knee")
    order = Order(formats=["json"], output=tmp_path / "x.zip", bundle=True)
    done = deliver(order, actor=cast.publisher)
    assert [path.name for path in done.paths] == ["x-001.zip", "x-002.zip"]


def test_a_shard_written_by_way_of_the_disk_is_the_one_written_in_memory(
    cast: Cast, tmp_path: Path
) -> None:
    """Names in a zip are in the order of their bytes: “a-b/” before “a/”."""
    published(cast, "Ankle", "Ankle b")
    order = Order(formats=["json"], output=tmp_path / "x.zip", bundle=True)
    deliver(order, actor=cast.publisher)
    data = order.output.read_bytes()
    with zipfile.ZipFile(order.output) as bundle:
        files = {name: bundle.read(name) for name in bundle.namelist()}
    assert packed(files) == data


@pytest.mark.parametrize("stop_at", ["planned", "written", "recorded"])
@pytest.mark.parametrize("bundle", [False, True])
def test_a_watch_that_stops_leaves_neither_file_nor_entry(
    cast: Cast, tmp_path: Path, stop_at: str, bundle: bool
) -> None:
    published(cast, "Ankle")
    size = LedgerEntry.objects.count()
    order = Order(formats=["json"], output=tmp_path / "new" / "x.zip", bundle=bundle)
    with pytest.raises(Stopped):
        deliver(order, actor=cast.publisher, watch=Listening(stop_at))
    assert list(tmp_path.iterdir()) == []
    assert LedgerEntry.objects.count() == size
    assert ledger.verify() == size


def test_a_named_article_that_is_refused_names_every_refused_one(
    cast: Cast, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(choosing, "AT_ONCE", 1)
    [good] = published(cast, "Good")
    drafts = [cast.draft(title="Draft one"), cast.draft(title="Draft two")]
    names = [good.slug, *(draft.slug for draft in drafts)]
    order = Order(formats=["json"], output=tmp_path / "out", slugs=names)
    with pytest.raises(TransitionRefused) as refused:
        deliver(order, actor=cast.publisher)
    assert [str(each).partition(":")[0] for each in refused.value.refusals] == names[1:]
    assert list(tmp_path.iterdir()) == []


def test_pictures_go_along_with_forms_that_point_to_them(cast: Cast, tmp_path: Path) -> None:
    toe = assets.keep(pictures.png(), "toe.png", actor=cast.writer)
    shown = f"{TEXT}\n\n![A toe](sha256:{toe.digest.removeprefix('sha256:')})"
    published(cast, "Ankle", "Knee", body=shown)
    out = tmp_path / "out"
    deliver(Order(formats=["markdown", "jats"], output=out), actor=cast.publisher)

    name = f"assets/{toe.digest.removeprefix('sha256:')}.png"
    assert (out / name).read_bytes() == assets.read(toe)
    assert f'"{name}"' in (out / "ankle.jats.xml").read_text()
    assert shown in (out / "ankle.md").read_text()
    assert len(list((out / "assets").iterdir())) == 1

    other = tmp_path / "other"
    deliver(Order(formats=["html", "json"], output=other), actor=cast.publisher)
    assert sorted(path.name for path in other.iterdir()) == [
        f"{name}.{ending}" for name in ("ankle", "knee") for ending in ("html", "json")
    ]


def test_an_export_into_a_folder_that_is_there_leaves_what_is_in_it(
    cast: Cast, tmp_path: Path
) -> None:
    published(cast, "Ankle")
    (tmp_path / "ankle.json").write_text("an older export")
    (tmp_path / "mine.txt").write_text("keep me")
    deliver(Order(formats=["json"], output=tmp_path), actor=cast.publisher)
    assert json.loads((tmp_path / "ankle.json").read_text())["slug"] == "ankle"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ankle.json", "mine.txt"]


def test_a_name_that_a_folder_holds_ends_it_before_anything_is_on_record(
    cast: Cast, tmp_path: Path
) -> None:
    published(cast, "Ankle")
    (tmp_path / "ankle.json").mkdir()
    with pytest.raises(InputRefused, match="is a folder"):
        deliver(Order(formats=["json"], output=tmp_path), actor=cast.publisher)
    assert [path.name for path in tmp_path.iterdir()] == ["ankle.json"]
    assert not LedgerEntry.objects.filter(kind="export.deliver").exists()


def test_what_is_on_record_and_could_not_get_its_name_is_kept(
    cast: Cast, tmp_path: Path, monkeypatch
) -> None:
    published(cast, "Ankle")

    def broken(staging: object) -> list[Path]:
        raise OSError("No more names.")

    monkeypatch.setattr("articles.delivery.staging.Staging.place", broken)
    with pytest.raises(OSError, match="No more names"):
        deliver(Order(formats=["json"], output=tmp_path), actor=cast.publisher)
    [aside] = tmp_path.iterdir()
    assert [path.name for path in aside.iterdir()] == ["ankle.json"]


def test_nothing_to_export_leaves_nothing(cast: Cast, tmp_path: Path) -> None:
    watch = Listening()
    done = deliver(
        Order(formats=["jsonl"], output=tmp_path / "out"), actor=cast.publisher, watch=watch
    )
    assert (done.paths, list(tmp_path.iterdir()), watch.told) == ([], [], [("planned", 0)])
    assert not LedgerEntry.objects.filter(kind="export.deliver").exists()
    assert done.cursor == delivery.cursor()
