"""The main job, start to end, on original sample articles, told so that a person can follow."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from articles import integrity, workflow
from articles.accounts import DEMO_SUFFIX
from articles.bundles import verify
from articles.days import editorial_date
from articles.delivery import Order, deliver
from articles.errors import TransitionRefused
from articles.intake import Intake
from articles.keys import trusted
from articles.management import cast
from articles.management.migrated import MigratedCommand
from articles.models import Article, LedgerEntry, Review, Reviewer
from articles.signing import Authentication
from articles.stages import Answer
from articles.workflow import answering

SAMPLES = Path(__file__).resolve().parents[2] / "data/samples"
SHOWN = "gout-flares"
FORMATS = ("json", "html", "markdown")


class Command(MigratedCommand):
    help = (
        "Make demo people and articles, take one article from draft to a verified, signed bundle. "
        "A second run adds nothing and only verifies. Exit 0 only if the bundle is genuine."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", type=Path, help="folder for the bundle")
        parser.add_argument("--accounts", action="store_true", help="print the demo accounts")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo and its accounts are not for production.")
        bundle = (options["output"] or settings.DATA_DIR / "demo") / "gout-flares.zip"
        if not User.objects.filter(username__endswith=DEMO_SUFFIX).exists():
            if Article.objects.exists():
                raise CommandError("There are articles here that are not the demo's; not touched.")
            with transaction.atomic():
                self._play()
        if not bundle.exists():
            self._deliver(User.objects.get(username=f"pia{DEMO_SUFFIX}"), bundle)
        self._verify(bundle)
        if options["accounts"]:
            self._accounts()

    def _play(self) -> None:
        self._say("People, a board, a policy", "")
        people = cast.people()
        cast.standing(people)
        for part in cast.PARTS:
            self._say("", f"{part.name:14} {part.role}: {part.does}")
        self._say("Import", "")
        intake = Intake(people["wren"])
        for path in sorted(SAMPLES.glob("*.md")):
            for outcome in intake.take_file(path):
                if outcome.state != "ok":
                    raise CommandError(outcome.reason)
                self._say("", f"draft: {outcome.title}")
        self._to_readers(people)
        self._others(people)

    def _to_readers(self, people: dict[str, User]) -> None:
        """One article all the way, with one refusal on purpose."""
        article = Article.objects.get(slug=SHOWN)
        ada = Reviewer.objects.get(user=people["ada"])
        bela = Reviewer.objects.get(user=people["bela"])
        article = self._act("submit", article, people["wren"], reviewers=[ada, bela])
        self._refused("sign_off", article, people["bela"])
        article = self._act("sign_off", article, people["ada"], no_interest=True)
        signature = article.signatures.get()
        self._say("", signature.byline)
        article = self._act("publish", article, people["pia"], note="First edition.")
        self._say("", f"last reviewed {article.last_reviewed}, due again {article.review_due}")

    def _others(self, people: dict[str, User]) -> None:
        """Something to do for everybody: one in review, one approved, one draft."""
        ada = Reviewer.objects.get(user=people["ada"])
        due = editorial_date(timezone.now()) + dt.timedelta(days=7)
        for slug, acts in (
            ("hydroxychloroquine-eyes", ("submit",)),
            ("steroids-and-bones", ("submit", "sign_off")),
        ):
            article = Article.objects.get(slug=slug)
            for name in acts:
                actor = people["wren" if name == "submit" else "ada"]
                inputs: dict[str, Any] = {"no_interest": True}
                if name == "submit":
                    inputs = {"reviewers": [ada], "due_on": due}
                article = self._act(name, article, actor, **inputs)

    def _act(self, name: str, article: Article, actor: User, **inputs: Any) -> Article:
        if name == "sign_off":
            self._answer(article, actor)
        if workflow.TRANSITIONS[name].signs:
            inputs["authentication"] = self._opened(name, article, actor)
        article = workflow.perform(name, article, actor=actor, **inputs)
        entry = LedgerEntry.objects.about(article.subject).latest("seq")
        self._say(
            str(workflow.TRANSITIONS[name].label),
            f"{actor.get_full_name()}: “{article.title}” → {article.get_stage_display()} "
            f"(ledger entry {entry.seq})",
        )
        return article

    def _answer(self, article: Article, actor: User) -> None:
        """The checklist of the round, and a tick behind every reference."""
        review = Review.objects.get(round=article.round_id, reviewer__user=actor)
        asked = review.round.checklist
        assert asked is not None  # the demo's policy has one
        references = [reference["id"] for reference in article.references]
        answers = dict.fromkeys(asked.codes, (Answer.YES.value, ""))
        answering.save(review, answers, references, actor=actor)
        self._say(
            "Checklist",
            f"{actor.get_full_name()}: answers {len(answers)}, references ticked {len(references)}",
        )

    def _opened(self, name: str, article: Article, actor: User) -> Authentication:
        """As if the page to sign were open, and the password typed on it."""
        page = workflow.prepare(name, article, actor=actor, session="demo")
        return Authentication(ticket=page.ticket, session="demo", password=cast.PASSWORD)

    def _refused(self, name: str, article: Article, actor: User) -> None:
        """Show a refusal; it would be a fault of the demo if there were none."""
        try:
            self._act(name, article, actor)
        except TransitionRefused as refused:
            for reason in refused.refusals:
                self._say("Refused", f"{actor.get_full_name()}: {reason}")
            return
        raise CommandError(f"{actor} should have been refused.")

    def _deliver(self, actor: User, bundle: Path) -> None:
        order = Order(formats=FORMATS, output=bundle, slugs=[SHOWN], bundle=True)
        try:
            deliver(order, actor=actor)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from None
        call_command("anchor", stdout=self.stdout)
        self._say("Export", f"{bundle.name}: {', '.join(FORMATS)}, signed, with ledger proofs")

    def _verify(self, bundle: Path) -> None:
        report = verify.verify(bundle.read_bytes(), trusted())
        self._say("Verify", verify.describe(report))
        found = integrity.check()
        for fault in found.faults:
            self._say("", f"FAULT {fault}")
        if not report.genuine or found.faults:
            raise CommandError("The demo did not verify.")
        self._say(
            "",
            f"ledger: {found.entries} entries, {found.records} records, "
            f"{found.signatures} signatures, no fault",
        )
        self._say("", f"bundle: {bundle}")
        self.stdout.write(self.style.SUCCESS("verified"))

    def _accounts(self) -> None:
        self.stdout.write(f"\nDemo accounts, password “{cast.PASSWORD}”:")
        for part in cast.PARTS:
            self.stdout.write(f"  {part.username + DEMO_SUFFIX:12} {part.role}: {part.does}")

    def _say(self, what: str, text: str) -> None:
        self.stdout.write(f"{what:26} {text}".rstrip())
