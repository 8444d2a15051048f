"""A house in which every field that a person can write holds a marker, by the real verbs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from articles import checklists, outbox, wording, workflow
from articles.credentials import agreement, checking, evidence, recording
from articles.models import (
    Article,
    Board,
    Coverage,
    Credential,
    CredentialVerification,
    Delivery,
    ImportClaim,
    Review,
    Reviewer,
    ReviewPolicy,
)
from articles.stages import DeliveryKind, InterestDecision, Meaning, Stage
from articles.workflow import answering, interests, reviews
from tests.cast import Cast, standing_signature, today
from tests.desk.scenes import QUESTIONS
from tests.workflow.talk import must_fix, says, turn

FIELDS: dict[str, None] = {}
"""Names of the fields that were marked, in order."""


def mark(field: str) -> str:
    FIELDS.setdefault(field)
    return f"~{field}~\"'><img src=x onerror=pwned()>"


def long_mark(field: str) -> str:
    """Where there is room, what ends every place that text may stand in."""
    ends = "</textarea></title></script></style>--><script>pwned()</script><svg onload=pwned()>"
    return f"{mark(field)}{ends}{{{{ 7 }}}}`${{pwned()}}` javascript:pwned()"


def content() -> dict[str, Any]:
    return {
        "title": mark("title"),
        "summary": long_mark("summary"),
        "body": f"Gout hurts.[@handbook] {long_mark('body')}\n\n## {mark('heading')}\n\n"
        f"| {mark('cell')} |\n|---|\n| x |\n\n    {long_mark('code')}\n\n"
        f"[{mark('link')}](https://x.example/?{mark('target').replace(' ', '')})\n\n"
        "For most adults.",
        "authors": [mark("author")],
        "funding": long_mark("funding"),
        "references": [
            {
                "id": "handbook",
                "type": "book",
                "title": mark("reference"),
                "author": [{"literal": mark("reference author")}],
                "publisher": mark("publisher"),
                "note": mark("reference note"),
                "custom": {mark("custom name"): mark("custom")},
            }
        ],
        "topics": [{"system": mark("topic system"), "code": mark("topic")}],
    }


def people(cast: Cast) -> None:
    for number, user in enumerate(User.objects.all()):
        user.first_name, user.last_name = mark(f"first name {number}"), mark(f"last name {number}")
        user.email = f"x{number}@x.example"
        user.save()
    reviewer = Reviewer.objects.get(user=cast.physician)
    reviewer.name, reviewer.degrees = mark("reviewer"), mark("degrees")
    recording.save(reviewer, actor=cast.officer, reason=mark("reason of a reviewer"))
    cast.disclose(reviewer, statement=mark("disclosure"))
    board = Board.objects.get()
    board.name = mark("board")
    board.verify_url = "https://x.example/?<img/onerror=pwned()>".replace("<", "%3C")
    recording.save(board, actor=cast.officer, reason=mark("reason of a board"))
    certificate = cast.certificates["Rheumatology"]
    certificate.name = mark("certificate")
    recording.save(certificate, actor=cast.officer, reason=mark("reason of a certificate"))
    recording.save(
        Coverage(certificate=certificate, specialty="dermatology", since=today()),
        actor=cast.officer,
        reason=mark("reason of a coverage"),
    )


def credentials(cast: Cast) -> None:
    reviewer = Reviewer.objects.get(user=cast.physician)
    held = Credential(
        reviewer=reviewer,
        kind="licence",
        title=mark("credential title"),
        jurisdiction="US-NY",
        number=f"{mark('number')}"[:64],
    )
    recording.save(held, actor=cast.officer, reason=mark("reason of a credential"))
    checking.record_status(
        held,
        actor=cast.officer,
        standing="in_force",
        effective_from=dt.date(2010, 1, 1),
        why=mark("why of a status"),
        source_wording=mark("source wording"),
    )
    kept = evidence.keep(b"%PDF-1.4 x", f"{mark('evidence file')}.pdf", actor=cast.officer)
    for note in ("check", "second check"):
        checking.check(
            held,
            actor=cast.officer,
            method="board_letter",
            note=mark(f"note of a {note}"),
            evidence=kept,
        )
    first = CredentialVerification.objects.filter(credential=held).earliest("pk")
    checking.confirm(first, actor=cast.second_officer, note=mark("note of a confirmation"))


def rules(cast: Cast) -> None:
    cast.policy("Default", required_sections=[])
    policy = cast.policy("Default")
    policy.name = mark("policy")
    recording.save(policy, actor=cast.editor, reason=mark("reason of a policy"))
    agreement.put_in_use(long_mark("agreement"), actor=cast.editor, base=1)
    for user in (cast.physician, cast.second_physician):
        agreement.accept(Reviewer.objects.get(user=user), actor=user, version=2)
    wording.put_in_use(
        Meaning.PUBLICATION_RELEASE,
        f"I release version {{version}} of “{{title}}” {mark('statement')}",
        actor=cast.editor,
        reason=mark("reason of a statement"),
        base=1,
    )


def asks(cast: Cast) -> None:
    policy = ReviewPolicy.objects.get()
    questions = [{**each, "question": mark("question"), "help": mark("help")} for each in QUESTIONS]
    checklists.put_in_use(
        policy, questions, checks_references=False, actor=cast.editor,
        reason=mark("reason of a checklist"),
    )  # fmt: skip


def reviewed(cast: Cast) -> None:
    """One article through everything that can be said of it."""
    article = cast.draft(**content())
    changes = {"body": f"{article.body}\n\nStop now."}
    article = workflow.save_draft(
        article,
        changes,
        actor=cast.writer,
        reason=mark("change reason"),
        base=article.content_digest,
    )
    article = cast.submit(
        article, cast.physician, cast.second_physician, note=mark("note of a submission")
    )
    mine, theirs = (
        Review.objects.get(round=article.round, reviewer__user=user)
        for user in (cast.physician, cast.second_physician)
    )
    reviews.decline(theirs, actor=cast.second_physician, reason=mark("decline reason"))
    fix = must_fix(article, cast.physician, long_mark("comment"), exact="For most adults")
    says(article, cast.physician, mark("suggestion"), exact="Gout hurts.", wording=mark("wording"))
    turn("reply", fix, cast.writer, text=long_mark("reply"))
    turn("settle", fix, cast.editor, reason=mark("reason of a settling"))
    interests.declare(mine, actor=cast.physician, interest=mark("interest"))
    interests.decide(
        mine, actor=cast.editor, decision=InterestDecision.MANAGEABLE,
        reason=mark("reason about an interest"),
    )  # fmt: skip
    answers(cast, mine)
    article = cast.sign_off(Article.objects.get(pk=article.pk))
    article = cast.act("publish", article, cast.publisher, note=mark("note of a release"))
    article = cast.revised(article, body=f"{long_mark('revised')}\n\n{article.body}")
    article = cast.submit(article, cast.physician)
    cast.act("request_changes", article, cast.physician, note=mark("what must change"))


def answers(cast: Cast, review: Review) -> None:
    asked = checklists.in_use(ReviewPolicy.objects.get())
    assert asked is not None
    given = {each["code"]: ("no", mark("note of an answer")) for each in asked.questions}
    answering.save(review, given, [], actor=cast.physician)


def imported(cast: Cast, article: Article) -> None:
    ImportClaim.objects.create(
        source_digest="sha256:" + "0" * 64,
        source_name=f"{mark('file')}.txt",
        raw_line=mark("line of a file"),
        printed_name=mark("claimed name"),
        board=mark("claimed board"),
        subspecialty=mark("claimed subspecialty"),
        source_key=mark("key of a source"),
        notes=[mark("note of an import")],
        article=article,
        imported_by=cast.writer,
        imported_at=timezone.now(),
    )


def build(cast: Cast) -> None:
    """Everything marked, and what owes a mail owed."""
    people(cast)
    rules(cast)
    credentials(cast)
    for stage in Stage:
        found = cast.article_in(stage, **{**content(), "title": f"Words in {stage}"})
        if stage == Stage.WITHDRAWN:
            cast.act("revise", found, cast.writer)
    asks(cast)
    reviewed(cast)
    live = Article.objects.get(title=f"Words in {Stage.PUBLISHED}")
    given = standing_signature(live)
    cast.act(
        "withdraw_signature", live, cast.physician, signature=given, note=mark("why withdrawn")
    )
    imported(cast, live)
    for user in User.objects.exclude(email=""):
        if not Delivery.objects.filter(user=user, kind=DeliveryKind.REVIEW_DIGEST).exists():
            outbox.owe(DeliveryKind.REVIEW_DIGEST, user, today().isoformat(), timezone.now())
    # Only a table holds it: no form takes such a name.
    User.objects.filter(pk=cast.auditor.pk).update(username=mark("user name"))
