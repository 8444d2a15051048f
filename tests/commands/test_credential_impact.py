"""`credential_impact`: what depends on a credential, for people and machines; re-reviews of it."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest

from articles import workflow
from articles.models import Article
from articles.stages import Stage
from tests.cast import Cast, today
from tests.credentials.news import certificate_of, live, revoke
from tests.desk.site import changed, rows

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LONG_AGO = dt.date(2020, 1, 1)
REVOKED = "Rheumatology is not in force: revoked since 1 Jan 2020."
ROOT = Path(__file__).resolve().parents[2]
DUE = (today() + dt.timedelta(days=14)).isoformat()


def impact(run, *options: str):
    return run("credential_impact", *options)


@pytest.fixture
def two(cast: Cast) -> tuple[Article, Article]:
    """One stands, one was signed on a certificate that was revoked long before."""
    articles = live(cast, title="Stands"), live(cast, cast.second_physician, title="Does not")
    revoke(cast, certificate_of(cast.second_physician), LONG_AGO)
    return articles


def again(cast: Cast, *, actor: str = "edda", who: object = None) -> list[str]:
    reviewer = who or cast.physician.reviewer.pk
    return [
        "--open-reviews", f"--as={actor}", f"--with={reviewer}", f"--due={DUE}", "--note=Revoked.",
    ]  # fmt: skip


def test_it_counts_the_classes_and_says_why(cast: Cast, run, two) -> None:
    ran = impact(run, "--board=ABIM")
    assert (ran.code, ran.out.splitlines()) == (
        0,
        [
            f"American Board of Internal Medicine, standing on {today()}",
            "     1  Valid then and now",
            "     0  Valid then, lapsed since",
            "     1  Not valid on the day of signing",
            f"not_valid_then does-not: Bela Nemeth, MD, {today()}. {REVOKED}",
        ],
    )


def test_json_gives_every_sign_off(cast: Cast, run, two) -> None:
    reviewer = cast.second_physician.reviewer
    ran = impact(run, f"--reviewer={reviewer.pk}", "--json", "--on=2027-05-01")
    report = json.loads(ran.out)
    assert ran.code == 0
    assert (report["scope"], report["on"], report["counts"]) == (
        "Bela Nemeth, MD",
        "2027-05-01",
        {"valid": 0, "lapsed_since": 0, "not_valid_then": 1},
    )
    [line] = report["sign_offs"]
    assert (line["article"], line["signed_by"], line["class"]) == (
        "does-not", "Bela Nemeth, MD", "not_valid_then"
    )  # fmt: skip
    assert line["credentials"][0]["label"] == "Rheumatology"
    assert line["credentials"][0]["then"].endswith("revoked since 1 Jan 2020.")


def test_a_certificate_is_named_by_its_id(cast: Cast, run, two) -> None:
    pk = cast.certificates["Rheumatology"].pk
    report = json.loads(impact(run, f"--certificate={pk}", "--json").out)
    assert report["counts"] == {"valid": 1, "lapsed_since": 0, "not_valid_then": 1}


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("--reviewer=9999", "There is no reviewer “9999”."),
        ("--certificate=9999", "There is no certificate “9999”."),
        ("--board=NOWHERE", "There is no board “NOWHERE”."),
    ],
)
def test_what_is_not_on_record_is_exit_1(cast: Cast, run, option: str, sentence: str) -> None:
    ran = impact(run, option)
    assert (ran.code, ran.err, ran.out) == (1, sentence, "")


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--reviewer=1", "--board=ABIM"],
        ["--reviewer=x"],
        ["--board=ABIM", "--on=yesterday"],
    ],
)
def test_bad_usage_is_exit_2(options: list[str]) -> None:
    """Before the database is asked anything, as by argparse."""
    command = [sys.executable, "manage.py", "credential_impact", *options]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, "usage:" in ran.stderr) == (2, True)


@pytest.mark.parametrize("missing", ["--as", "--with", "--due", "--note"])
def test_re_reviews_need_to_be_told_everything(cast: Cast, run, two, missing: str) -> None:
    options = [each for each in again(cast) if not each.startswith(missing)]
    before = rows()
    ran = impact(run, "--board=ABIM", *options)
    assert ran.code == 2
    assert "--open-reviews needs" in ran.err
    assert changed(before) == []


def test_it_opens_re_reviews_of_what_was_not_valid_then(cast: Cast, run, two) -> None:
    ran = impact(run, "--board=ABIM", *again(cast))
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "opened does-not"
    assert dict(Article.objects.values_list("slug", "stage")) == {
        "stands": Stage.PUBLISHED, "does-not": Stage.MEDICAL_REVIEW
    }  # fmt: skip


def test_another_class_is_opened_when_it_is_named(cast: Cast, run, two) -> None:
    other = cast.unassigned.reviewer.pk
    ran = impact(run, "--board=ABIM", *again(cast, who=other), "--class=valid", "--json")
    assert json.loads(ran.out)["opened"] == ["stands"]


def test_a_refused_one_is_named_with_exit_1_and_the_others_are_open(cast: Cast, run, two) -> None:
    stands, _ = two
    stands = workflow.perform("revise", stands, actor=cast.writer)
    workflow.save_draft(
        stands, {"body": "Other."}, actor=cast.writer, reason="M", base=stands.content_digest
    )
    options = ["--class=valid", "--class=not_valid_then", *again(cast)]

    ran = impact(run, "--board=ABIM", *options)

    assert (ran.code, ran.err) == (1, "Refused, and left as they were: stands.")
    assert ran.out.splitlines()[-2:] == [
        "opened does-not",
        "refused stands: A new version is being written already.",
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"actor": "nobody"}, "There is no active user “nobody”."),
        ({"actor": "wren"}, "“wren” may not ask for reviews. Nothing was opened."),
        ({"who": 9999}, "There is no reviewer “9999”. Nothing was opened."),
    ],
)
def test_who_may_not_or_is_not_there_opens_nothing(cast: Cast, run, two, changes, sentence):
    before = rows()
    ran = impact(run, "--board=ABIM", *again(cast, **changes))
    assert (ran.code, ran.err) == (1, sentence)
    assert changed(before) == []


def test_looking_changes_nothing(cast: Cast, run, two) -> None:
    before = rows()
    impact(run, "--board=ABIM")
    assert changed(before) == []
