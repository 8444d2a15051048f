"""What is private about a reviewer leaves in no export, whatever its form."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.credentials import checking, evidence, onboarding, recording
from articles.models import Credential, LedgerEntry, Reviewer
from articles.stages import CheckMethod, InterestDecision, Stage, Standing
from articles.workflow import interests
from tests.cast import Cast, today

pytestmark = pytest.mark.django_db

SECRETS = {
    "NPI": "1234567893",
    "licence number": "AZ-PRIVATE-77",
    "certificate number": "CERT-PRIVATE-88",
    "company": "Acme Biologics Private Ltd",
    "what was paid": "forty thousand a year",
    "interest named on the review": "my brother sells the drug",
    "editor's reason": "brother works in another country",
    "mail address": "private.moss@example.org",
    "what identity was seen": "passport PRIVATE-99",
    "evidence name": "moss-private-page.pdf",
    "evidence": "%PDF-1.7 private evidence",
    "note of the check": "asked the private registry",
    "why of the status": "a private letter",
    "wording of the source": "active since the private hearing",
}


@pytest.fixture
def physician(cast: Cast) -> Reviewer:
    """The physician of the cast, with something to hide in every place that may hold it."""
    reviewer: Reviewer = cast.physician.reviewer
    reviewer.npi = SECRETS["NPI"]
    recording.save(reviewer, actor=cast.officer, reason="NPI seen")
    certificate = reviewer.credentials.get()
    certificate.number = SECRETS["certificate number"]
    recording.save(certificate, actor=cast.officer, reason="Number seen")
    licence = Credential(
        reviewer=reviewer,
        kind="licence",
        jurisdiction="US-AZ",
        number=SECRETS["licence number"],
        initial_on=certificate.initial_on,
    )
    recording.save(licence, actor=cast.officer, reason="Licence seen")
    for credential in (certificate, licence):
        checking.record_status(
            credential,
            actor=cast.officer,
            standing=Standing.IN_FORCE,
            effective_from=today(),
            why=SECRETS["why of the status"],
            source_wording=SECRETS["wording of the source"],
        )
        kept = evidence.keep(
            SECRETS["evidence"].encode(), SECRETS["evidence name"], actor=cast.officer
        )
        check = checking.check(
            credential,
            actor=cast.officer,
            method=CheckMethod.PRIMARY_SOURCE_WEB,
            note=SECRETS["note of the check"],
            evidence=kept,
        )
        checking.confirm(check, actor=cast.second_officer, note=SECRETS["note of the check"])
    onboarding.check_identity(
        reviewer,
        actor=cast.second_officer,
        method="video",
        note=SECRETS["what identity was seen"],
    )
    paid = {
        "entity": SECRETS["company"],
        "payee": "self",
        "comment": SECRETS["what was paid"],
    }
    cast.disclose(reviewer, "Consults for a maker of biologics.", consulting=[paid])
    invited = recording.save(Reviewer(name="Ivo New"), actor=cast.officer, reason="Asked")
    onboarding.invite(invited, SECRETS["mail address"], actor=cast.officer)
    return reviewer


def exported(folder: Path, slug: str) -> dict[str, bytes]:
    """Every file of every form that an article leaves in, by name."""
    formats = ("json", "html", "markdown")
    for name in formats:
        call_command("export_articles", "--format", name, "--output", folder / name)
    bundle = folder / "bundle.zip"
    wanted = [f"--format={name}" for name in formats]
    call_command("export_articles", *wanted, "--output", bundle, "--article", slug, "--bundle")
    files = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with zipfile.ZipFile(bundle) as opened:
        return files | {name: opened.read(name) for name in opened.namelist()}


@pytest.mark.req("IC-03")
def test_nothing_private_is_in_any_export_or_in_the_ledger(
    cast: Cast, physician: Reviewer, tmp_path: Path
) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    review = article.round.reviews.get()
    named = SECRETS["interest named on the review"]
    interests.declare(review, actor=cast.physician, interest=named)
    interests.decide(
        review,
        actor=cast.editor,
        decision=InterestDecision.NO_CONFLICT,
        reason=SECRETS["editor's reason"],
    )
    article = cast.publish(cast.sign_off(article))

    files = exported(tmp_path, article.slug)
    files |= {f"entry {e.seq}": f"{e.core} {e.payload}".encode() for e in LedgerEntry.objects.all()}

    assert len(files) > 10
    assert {
        (what, name)
        for what, secret in SECRETS.items()
        for name, data in files.items()
        if secret.lower().encode() in data.lower()
    } == set()
    assert any(b"Consults for a maker of biologics." in data for data in files.values())


@pytest.mark.req("PF-04", "JA-03")
def test_an_interest_that_an_editor_chose_to_print_is_printed_as_signed(
    cast: Cast, physician: Reviewer, tmp_path: Path
) -> None:
    article = cast.article_in(Stage.MEDICAL_REVIEW)
    review = article.round.reviews.get()
    interests.declare(review, actor=cast.physician, interest="I advise the maker of colchicine.")
    interests.decide(
        review, actor=cast.editor, decision=InterestDecision.MANAGEABLE, reason="Print it."
    )
    article = cast.publish(cast.sign_off(article))

    printed = (
        "Consults for a maker of biologics. On this article: I advise the maker of colchicine."
    )
    files = exported(tmp_path, article.slug)
    assert [
        name
        for name, data in files.items()
        if name.endswith("article.json") and printed.encode() in data
    ] != []
