"""A history with every act in it, so that every table of record holds rows to tamper with."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
import uuid
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.test import override_settings
from django.utils import timezone

from articles import assets, checklists, exports, ledger, roles, wording, workflow
from articles.credentials import agreement, checking, concerns, evidence, recording
from articles.models import (
    Article,
    Board,
    Certificate,
    Comment,
    Coverage,
    Credential,
    LedgerEntry,
    Review,
    Reviewer,
    ReviewPolicy,
    Schedule,
)
from articles.stages import (
    CertificateKind,
    CredentialKind,
    Event,
    ExportState,
    InterestDecision,
    Meaning,
    Resolution,
    Severity,
    Stage,
    Standing,
    StandingReason,
    Umbrella,
)
from articles.workflow import commenting, interests, reviews, threads
from tests.assets import pictures
from tests.cast import Cast, person, standing_signature, today


@dataclass(frozen=True)
class Town:
    """Who lives here, and one article for each way of standing.

    ``spare``: a live row of every model with a history that nothing refers to.
    """

    cast: Cast
    live: Article
    ordered: Article
    in_review: Article
    doubted: Article
    withdrawn: Article
    draft: Article
    spare: dict[type, object]

    def export(self) -> LedgerEntry:
        """An entry that binds no row: what was exported left the house."""
        return self.said("export:1", 1)

    def said(self, subject: str, number: int) -> LedgerEntry:
        return ledger.append(
            Event.EXPORT,
            actor="pia",
            subject=subject,
            at=dt.datetime.now(dt.UTC),
            payload={"number": number},
        )


def found() -> Town:
    """The whole history, by the real verbs."""
    cast = Cast.assemble()
    spare = _spare(cast)
    evidence.keep(b"%PDF-1.7 what the board said", "page.pdf", actor=cast.officer)
    assets.keep(pictures.png(), "toe.png", actor=cast.writer)
    live = _live(cast)
    in_review = _in_review(cast)
    withdrawn = cast.article_in(Stage.WITHDRAWN, title="Old advice")
    _fallen(cast)
    _over_a_live_text(cast)
    ordered = _ordered(cast)
    _exported(cast)
    gone = cast.draft(title="A false start")
    workflow.delete_draft(gone, actor=cast.writer, reason="Begun twice")
    draft = workflow.rename(cast.draft(title="Stiff hands"), "hands", actor=cast.writer)
    doubted = _doubted(cast)
    agreement.put_in_use("A text nobody accepted yet.", actor=cast.editor)
    wording.put_in_use(
        Meaning.WITHDRAWAL,
        "I take version {version} of “{title}” from readers. Reason: {note}",
        actor=cast.editor,
        reason="Plainer",
        base=1,
    )
    checklists.put_in_use(
        cast.policy("Asking", is_active=False),
        [{"code": "doses", "question": "Is every dose right?", "help": ""}],
        checks_references=True,
        actor=cast.editor,
        reason="Asked by the reviewers",
    )
    early = Schedule.objects.filter(article__title__startswith="Early")
    due = max(early.values_list("release_at", flat=True))
    time.sleep(max(0.0, (due - timezone.now()).total_seconds()))  # what follows must be dated later
    workflow.release_due()
    town = Town(
        cast, live, ordered, in_review, doubted, withdrawn, draft, {**spare, Article: draft}
    )
    town.export()
    for name in ("live", "ordered", "in_review", "doubted", "withdrawn", "draft"):
        getattr(town, name).refresh_from_db()
    return town


def _spare(cast: Cast) -> dict[type, object]:
    board = Board(code="SPARE", name="A board without certificates", umbrella=Umbrella.OTHER)
    rows = {
        Board: board,
        Certificate: Certificate(
            board=cast.certificates["Rheumatology"].board,
            name="Spare",
            kind=CertificateKind.SUBSPECIALTY,
        ),
        Coverage: Coverage(
            certificate=cast.certificates["Rheumatology"],
            specialty="internal_medicine",
            since=today(),
        ),
        Reviewer: Reviewer(name="Nobody Yet", degrees="MD"),
        ReviewPolicy: ReviewPolicy(name="Spare", is_active=False),
        Credential: Credential(
            reviewer=Reviewer.objects.get(user=cast.unassigned),
            kind=CredentialKind.DEGREE,
            title="MD",
        ),
    }
    for model, row in rows.items():
        actor = cast.editor if model is ReviewPolicy else cast.officer
        recording.save(row, actor=actor, reason="Spare")
    return rows


def _live(cast: Cast) -> Article:
    """Two editions; between them one round that was sent back, and one that was recalled."""
    article = cast.draft()
    article = _saved(cast, article, "A better summary.")
    article = cast.publish(cast.sign_off(cast.submit(article)))
    article = cast.act("revise", article, cast.writer)
    article = _saved(cast, article, "A summary for the second edition.")
    article = cast.submit(article, cast.physician, cast.second_physician)
    article = cast.act("recall", article, cast.writer)
    article = cast.submit(article, cast.physician)
    article = cast.act("request_changes", article, cast.physician, note="Name the dose.")
    article = _saved(cast, article, "A summary that names the dose.")
    return cast.publish(cast.sign_off(cast.submit(article)))


def _ordered(cast: Cast) -> Article:
    """One release that comes at its moment; the others are refused then, cancelled and overtaken,
    and one waits on.
    """
    article, _refused, cancelled, overtaken, _waits = (
        _order(cast, title)
        for title in ("Early feet", "Early hands", "Late feet", "Late hands", "Late ears")
    )
    cast.act("revise", overtaken, cast.writer, note="Not yet.")
    workflow.cancel_release(cancelled.schedules.get(), actor=cast.publisher, why="Not at all.")
    return article


def _order(cast: Cast, title: str) -> Article:
    """An early one is due when the whole history stands."""
    article = cast.article_in(Stage.APPROVED, title=title)
    publisher = person("pete", roles.PUBLISHERS) if title == "Early hands" else cast.publisher
    at = timezone.now() + dt.timedelta(seconds=2 if title.startswith("Early") else 86_400)
    more = {"release_at": at, "time_zone": "Europe/Berlin", "note": "Made clearer."}
    article = cast.act("publish", article, publisher, **more)
    if publisher != cast.publisher:
        publisher.groups.clear()
    return article


def _exported(cast: Cast) -> None:
    """One export that was ordered and written."""
    with tempfile.TemporaryDirectory() as folder, override_settings(EXPORT_DIR=folder):
        export = exports.order(exports.Choice(formats=("json",)), actor=cast.publisher)
        assert exports.run(str(export.pk)) == ExportState.DONE


def _fallen(cast: Cast) -> None:
    """Two approvals that came to nothing, and a text that its writer took back."""
    article = cast.sign_off(cast.submit(cast.draft(title="Cold hands")))
    article = cast.act("revise", article, cast.writer)
    article = _saved(cast, article, "Somebody else's sentence.", cast.other_writer)
    article = cast.sign_off(cast.submit(article))
    signature = standing_signature(article)
    note = "It is not so."
    cast.act("withdraw_signature", article, cast.physician, signature=signature, note=note)
    cast.act("recall", cast.submit(cast.draft(title="Cold feet")), cast.writer)


def _over_a_live_text(cast: Cast) -> None:
    """New versions: discarded, in review while the live text went, begun, signed and given up."""
    article = cast.act("revise", cast.article_in(Stage.PUBLISHED, title="Warm feet"), cast.writer)
    cast.act("discard_revision", _saved(cast, article, "Not needed."), cast.writer)
    article = cast.act("revise", cast.article_in(Stage.PUBLISHED, title="Warm hands"), cast.writer)
    article = cast.submit(article)
    cast.act("withdraw", article, cast.publisher, note="Both were wrong.")
    cast.act("revise", cast.article_in(Stage.PUBLISHED, title="Warm ears"), cast.writer)
    article = cast.act("revise", cast.article_in(Stage.PUBLISHED, title="Warm noses"), cast.writer)
    article = cast.sign_off(cast.submit(_saved(cast, article, "Signed, and never released.")))
    cast.act("revise", article, cast.writer)


def _saved(cast: Cast, article: Article, summary: str, writer: User | None = None) -> Article:
    return workflow.save_draft(
        article,
        {"summary": summary},
        actor=writer or cast.writer,
        reason=f"Now: {summary}",
        base=article.content_digest,
    )


def _in_review(cast: Cast) -> Article:
    """One reviewer accepted and named an interest, one declined, one was taken back.

    All of them were given more time. Two comments: one was resolved, the other stands alone.
    """
    article = cast.submit(cast.draft(title="Sore feet"), cast.physician, cast.second_physician)
    third = Reviewer.objects.filter(user=cast.unassigned)
    later = today() + dt.timedelta(days=20)
    reviews.assign(article, third, actor=cast.editor, due_on=later)
    mine, other, taken = Review.objects.filter(round=article.round).order_by("pk")
    reviews.set_due(article, later, actor=cast.editor)
    reviews.accept(mine, actor=cast.physician)
    interests.declare(mine, actor=cast.physician, interest="A grant.")
    interests.decide(
        mine, actor=cast.editor, decision=InterestDecision.NO_CONFLICT, reason="An old one"
    )
    reviews.decline(other, actor=cast.second_physician, reason="On leave")
    reviews.release(taken, actor=cast.editor, reason="Not needed")
    first, _second = (_comment(article, user) for user in (cast.physician, cast.editor))
    threads.resolve(first, actor=cast.physician, token=uuid.uuid4())
    return article


def _comment(article: Article, user: User) -> Comment:
    said = {"text": "Name the dose.", "severity": Severity.SUGGESTION}
    return commenting.comment(article, actor=user, token=uuid.uuid4(), **said)


def _doubted(cast: Cast) -> Article:
    """Live, with a withdrawn signature; what is known of its signer changed; one doubt settled."""
    reviewer = cast.register(cast.second_physician, certificate="Cardiovascular Disease")
    article = cast.article_in(Stage.PUBLISHED, title="Weak hearts")
    cast.act(
        "withdraw_signature",
        article,
        cast.physician,
        signature=standing_signature(article),
        note="A dose was wrong.",
    )
    checking.record_status(
        reviewer.credentials.latest("pk"),
        actor=cast.officer,
        standing=Standing.NOT_IN_FORCE,
        reason=StandingReason.LAPSED,
        effective_from=today(),
        why="As the board says",
    )
    concerns.settle(
        article.concerns.get(), actor=cast.editor, resolution=Resolution.NOTICE, note="Told"
    )
    another = cast.article_in(Stage.PUBLISHED, title="Weaker hearts")
    cast.act(
        "withdraw_signature",
        another,
        cast.physician,
        signature=standing_signature(another),
        note="Another dose was wrong.",
    )
    return article
