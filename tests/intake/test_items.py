"""One item becomes a draft with all that belongs to it, or nothing; and a fault is its own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from articles import importers, integrity, workflow
from articles.errors import InputRefused
from articles.intake import Intake, printable
from articles.models import Article, ImportClaim
from tests.cast import Cast
from tests.intake.items import claim, item, left, take

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 3, 3)


def test_an_item_brings_its_address_its_days_and_its_claims(cast: Cast) -> None:
    claims = [claim(claimed_on=DAY), claim("Max Reed, DO", degrees=("DO",))]
    live = "https://toes.example/sore-toe"
    post = item(claims=claims, live_url=live, claimed_on=dt.date(2025, 1, 9))
    Intake(cast.writer, inherited=True).take(post, "toes.xml")

    first, second = ImportClaim.objects.order_by("position")
    assert (first.claimed_on, second.claimed_on) == (DAY, dt.date(2025, 1, 9))
    assert {(row.live_url, row.is_inherited) for row in (first, second)} == {(live, True)}
    assert [row.reviewer.name for row in (first, second)] == ["Zoe Wolf", "Max Reed"]
    assert integrity.check().faults == ()


def test_an_item_that_claims_nobody_keeps_its_day_and_address(cast: Cast) -> None:
    take(Intake(cast.writer), item(live_url="https://toes.example/", claimed_on=DAY))
    row = ImportClaim.objects.get()
    assert (row.live_url, row.claimed_on, row.raw_line) == ("https://toes.example/", DAY, "")
    assert not row.is_inherited


@pytest.mark.parametrize("address", ["javascript:alert(1)", "/toes", "https://a.b/" + "c" * 600])
def test_an_address_that_nobody_can_open_is_named_and_left_out(cast: Cast, address: str) -> None:
    outcome = Intake(cast.writer).take(item(live_url=address), "toes.xml")
    assert "address in the source" in outcome.notes[0]
    assert ImportClaim.objects.get().live_url == ""


@pytest.mark.parametrize("name", ["Zoe " * 80, ", MD"])
def test_a_name_that_is_none_is_kept_as_a_line_alone(cast: Cast, name: str) -> None:
    line = claim(name, raw_line=f"Medically reviewed by {name}")
    outcome = Intake(cast.writer).take(item(claims=[line]), "toes.xml")
    row = ImportClaim.objects.get()
    assert (outcome.state, row.raw_line, row.reviewer) == ("ok", line.raw_line, None)
    assert "nobody was noted" in outcome.notes[0]


def test_details_that_mean_something_else_elsewhere_are_named_and_left_out(cast: Cast) -> None:
    details = {
        "specialty": "rheumatology",
        "audience": "Everyone",
        "topics": ["feet", "gout"],
        "authors": "Ann Writer",
        "locale": 7,
        "layout": "post",
    }
    outcome = Intake(cast.writer).take(item(details=details), "toes.md")
    article = Article.objects.get()
    assert (article.authors, article.topics, article.audience) == (["Ann Writer"], [], "patient")
    assert [note.split("”")[0] for note in outcome.notes] == [
        "“audience", "“topics", "“locale", "“layout",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"details": {"specialty": "astrology"}}, "astrology"),
        ({"title": " \n"}, "title"),
        ({"body": "word " * 250_000}, "1 MB"),
        ({"title": "Toes\u202e"}, "U+202E"),
    ],
)
def test_a_refused_item_leaves_nothing(cast: Cast, changes: dict, said: str) -> None:
    before = left()
    with pytest.raises(InputRefused, match=said.replace("+", r"\+")):
        Intake(cast.writer).take(item(**changes, claims=[claim()]), "toes.xml")
    assert left() == before


def test_an_item_that_fails_at_its_last_row_leaves_nothing(cast: Cast, monkeypatch) -> None:
    before, save = left(), ImportClaim.save

    def second_fails(row: ImportClaim, **options: object) -> None:
        if row.position:
            raise IntegrityError("no room")
        save(row, **options)

    monkeypatch.setattr(ImportClaim, "save", second_fails)
    with pytest.raises(IntegrityError):
        Intake(cast.writer).take(item(claims=[claim(), claim("Max Reed, MD")]), "toes.xml")
    assert left() == before


def test_who_may_not_write_imports_nothing_dry_or_not(cast: Cast) -> None:
    for dry in (True, False):
        with pytest.raises(PermissionDenied):
            Intake(cast.publisher, dry_run=dry).take(item(), "toes.xml")
    assert not Article.objects.exists()


def test_an_address_that_is_taken_meanwhile_is_looked_for_again(cast: Cast, monkeypatch) -> None:
    """As when another import takes it between the question and the insert."""
    take(Intake(cast.writer), item())
    asked = iter(["sore-toe-0"])
    free = workflow.drafting.free_slug
    monkeypatch.setattr(
        workflow.drafting, "free_slug", lambda stem: next(asked, None) or free(stem)
    )
    outcome = Intake(cast.writer).take(item(1, slug_hint="sore-toe-0"), "toes.xml")
    assert (outcome.state, outcome.slug) == ("ok", "sore-toe-0-2")


def test_an_item_that_came_in_meanwhile_is_skipped(cast: Cast, monkeypatch) -> None:
    """As when another process imports it between the question and the insert."""
    take(Intake(cast.writer), item())
    from articles.intake import identity

    asked = iter([True])
    earlier = identity.earlier
    monkeypatch.setattr(
        identity, "earlier", lambda post: None if next(asked, False) else earlier(post)
    )
    before = left()
    assert take(Intake(cast.writer), item()) == ["skipped"]
    assert left() == before


def test_one_bad_item_of_a_file_does_not_lose_the_others(cast: Cast, monkeypatch) -> None:
    fault = importers.ImportFault(1, "Half a post", "has no text.")
    found = [item(0), fault, item(2, details={}), item(3, item=3)]
    monkeypatch.setattr(importers, "read", lambda data, name: iter(found))
    outcomes = list(Intake(cast.writer).take_bytes(b"", "toes.xml"))
    assert [outcome.state for outcome in outcomes] == ["ok", "failed", "failed", "ok"]
    assert outcomes[1].reason == "toes.xml: has no text."
    assert (outcomes[1].title, outcomes[2].title) == ("Half a post", "Sore toe 2")


def test_a_reader_that_breaks_in_the_middle_keeps_what_it_gave(cast: Cast, monkeypatch) -> None:
    def read(data: bytes, name: str):
        yield item(0)
        raise RecursionError

    monkeypatch.setattr(importers, "read", read)
    outcomes = list(Intake(cast.writer).take_bytes(b"", "toes.xml"))
    assert [outcome.state for outcome in outcomes] == ["ok", "failed"]
    assert "RecursionError" in outcomes[1].reason


def test_a_name_that_could_steer_a_terminal_is_spelled_out(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "toe\x1b[2J\n\udcff.txt"
    path.write_text("Sore toes\n\nRest helps a sore toe within a day or two.\n")
    [outcome] = Intake(cast.writer, specialty="rheumatology").take_file(path)
    assert (outcome.state, outcome.source) == ("ok", r"toe\x1b[2J\n\udcff.txt")
    assert ImportClaim.objects.get().source_name == outcome.source


def test_printable_leaves_words_alone() -> None:
    words = "Ménière’s disease – 10 µg, naïve 関節 👩‍⚕️"
    assert printable(words) == words
    assert printable("a\u202eb\x9bc\u2028d\r") == r"a\u202eb\x9bc\u2028d\r"


@pytest.mark.parametrize("written", ["Rheumatology", "rheumatology", " RHEUMATOLOGY "])
def test_a_file_may_name_its_specialty_as_people_read_it(cast: Cast, written: str) -> None:
    Intake(cast.writer).take(item(details={"specialty": written}), "toes.md")
    assert Article.objects.get().specialty == "rheumatology"


@pytest.mark.parametrize(
    ("said", "kept"), [("de_CH", "de-CH"), (" en-GB ", "en-GB"), ("x!", "en-US")]
)
def test_a_language_is_written_as_a_tag_or_left_out_with_a_note(
    cast: Cast, said: str, kept: str
) -> None:
    details = {"specialty": "rheumatology", "locale": said}
    outcome = Intake(cast.writer).take(item(details=details), "toes.md")
    assert Article.objects.get().locale == kept
    assert any("“locale”" in note for note in outcome.notes) == (said == "x!")
