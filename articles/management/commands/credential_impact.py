"""What depends on a person, a certificate or a board; and re-reviews of what does."""

from __future__ import annotations

import datetime as dt
import json
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError
from django.utils import timezone

from articles.credentials.impact import Finding, Scope, assess
from articles.days import editorial_date
from articles.management.migrated import MigratedCommand
from articles.management.people import person
from articles.models import Article, Board, Certificate, Reviewer
from articles.stages import StandingClass
from articles.workflow.rereviews import Opened, open_many


def day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is no date; write 2026-03-14.") from None


class Command(MigratedCommand):
    help = (
        "List the live articles whose sign-off relied on a credential, in three classes: valid "
        "then and now; valid then, lapsed since; not valid on the day of signing. With "
        "--open-reviews ask for new reviews of one or more classes; exit 1 when any was refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        scope = parser.add_mutually_exclusive_group(required=True)
        scope.add_argument("--reviewer", type=int, metavar="ID")
        scope.add_argument("--certificate", type=int, metavar="ID")
        scope.add_argument("--board", metavar="CODE")
        parser.add_argument("--on", type=day, metavar="DATE", help="the day asked about: today")
        parser.add_argument("--json", action="store_true", help="one JSON object for machines")
        parser.add_argument("--open-reviews", action="store_true", help="review them again")
        parser.add_argument(
            "--class",
            dest="classes",
            action="append",
            choices=StandingClass.values,
            help="whose articles are reviewed again (default: not_valid_then)",
        )
        parser.add_argument("--as", dest="actor", metavar="USER", help="the managing editor")
        parser.add_argument("--with", dest="reviewers", type=int, nargs="+", metavar="REVIEWER_ID")
        parser.add_argument("--due", type=day, metavar="DATE")
        parser.add_argument("--note", metavar="TEXT")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = ("actor", "reviewers", "due", "note")
        if options["open_reviews"] and not all(options[name] for name in wanted):
            raise CommandError(
                "--open-reviews needs --as USER, --with REVIEWER_ID…, --due DATE and --note TEXT.",
                returncode=2,
            )
        scope, now = _scope(options), timezone.now()
        on = options["on"] or editorial_date(now)
        findings = assess(scope, on=on, known_at=now)
        done = _reopened(findings, options) if options["open_reviews"] else []
        if options["json"]:
            self.stdout.write(
                json.dumps(_as_json(scope, on, findings, done), ensure_ascii=False, indent=2)
            )
        else:
            self._tell(scope, on, findings, done)
        if refused := [each for each in done if each.refusals]:
            names = ", ".join(each.article.slug for each in refused)
            raise CommandError(f"Refused, and left as they were: {names}.")

    def _tell(
        self, scope: Scope, on: dt.date, findings: Sequence[Finding], done: Sequence[Opened]
    ) -> None:
        self.stdout.write(f"{scope}, standing on {on.isoformat()}")
        counts = Counter(finding.standing_class for finding in findings)
        for each in StandingClass:
            self.stdout.write(f"{counts[each]:6}  {each.label}")
        for finding in findings:
            if finding.standing_class == StandingClass.VALID:
                continue
            signature = finding.signature
            signed = editorial_date(signature.signed_at).isoformat()
            doubts = finding.then or finding.since
            why = " ".join(doubt.refusal.message for doubt in doubts)
            self.stdout.write(
                f"{finding.standing_class.value:14} {signature.article.slug}: "
                f"{signature.printed_name}, {signed}. {why}"
            )
        for opened in done:
            slug, said = opened.article.slug, " ".join(map(str, opened.refusals))
            self.stdout.write(f"refused {slug}: {said}" if said else f"opened {slug}")


def _scope(options: dict[str, Any]) -> Scope:
    """Raises ``CommandError`` for something that is not on record."""
    reviewer = Reviewer.objects.filter(pk=options["reviewer"]).first()
    certificate = Certificate.objects.filter(pk=options["certificate"]).first()
    board = Board.objects.filter(code=options["board"] or "").first()
    if not (reviewer or certificate or board):
        named = next(n for n in ("reviewer", "certificate", "board") if options[n] is not None)
        raise CommandError(f"There is no {named} “{options[named]}”.")
    return Scope(reviewer=reviewer, certificate=certificate, board=board)


def _reopened(findings: Sequence[Finding], options: dict[str, Any]) -> list[Opened]:
    actor = person(options["actor"])
    reviewers = list(Reviewer.objects.filter(pk__in=options["reviewers"]))
    if missing := set(options["reviewers"]) - {reviewer.pk for reviewer in reviewers}:
        raise CommandError(f"There is no reviewer “{min(missing)}”. Nothing was opened.")
    classes = options["classes"] or [StandingClass.NOT_VALID_THEN]
    keys = {f.signature.article_id for f in findings if f.standing_class in classes}
    articles = Article.objects.filter(pk__in=keys).select_related("published_record")
    values = {"due_on": options["due"], "note": options["note"]}
    try:
        return open_many(articles.order_by("slug"), actor=actor, reviewers=reviewers, **values)
    except PermissionDenied:
        raise CommandError(
            f"“{actor.username}” may not ask for reviews. Nothing was opened."
        ) from None


def _as_json(
    scope: Scope, on: dt.date, findings: Sequence[Finding], done: Sequence[Opened]
) -> dict[str, Any]:
    counts = Counter(finding.standing_class for finding in findings)
    return {
        "scope": str(scope),
        "on": on.isoformat(),
        "counts": {each.value: counts[each] for each in StandingClass},
        "sign_offs": [_line(finding) for finding in findings],
        "opened": [each.article.slug for each in done if not each.refusals],
        "refused": [
            {"slug": each.article.slug, "reasons": [str(reason) for reason in each.refusals]}
            for each in done
            if each.refusals
        ],
    }


def _line(finding: Finding) -> dict[str, Any]:
    signature = finding.signature
    return {
        "article": signature.article.slug,
        "signature": str(signature.pk),
        "signed_at": signature.signed_at.isoformat(),
        "signed_by": signature.printed_name,
        "class": finding.standing_class.value,
        "credentials": [
            {
                "credential": judged.facts.id,
                "label": judged.facts.label,
                "then": str(judged.then) if judged.then else "",
                "since": str(judged.since) if judged.since else "",
            }
            for judged in finding.credentials
        ],
    }
