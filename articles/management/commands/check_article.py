"""Say what a reviewer would send back: the findings that the form and the button to submit show."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.content.checks import Finding, printed
from articles.models import Article
from articles.presenting.checks import place
from articles.workflow import checks


class Command(BaseCommand):
    """Exits 0 without errors, 1 with one or more, 2 for an address that no article has."""

    help = (
        "Check the working text of articles, under the policy that covers each today. Errors keep "
        "a text from being submitted: exit 1. Warnings do not. An unknown address: exit 2."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="the address of an article")
        parser.add_argument("--json", action="store_true", help="one JSON object for machines")
        parser.add_argument("--list", action="store_true", help="print every check, as Markdown")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self.stdout.write(printed.page(), ending="")
            return
        found = {each.slug: checks.findings(each) for each in _articles(options["slugs"])}
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_told(found)))
        if wrong := [slug for slug, each in found.items() if any(f.is_error for f in each)]:
            raise CommandError(f"Not ready to be submitted: {', '.join(wrong)}.", returncode=1)


def _articles(slugs: Sequence[str]) -> list[Article]:
    """In the order asked for. Raises ``CommandError`` naming every address without an article."""
    if not slugs:
        raise CommandError("Name one or more articles by their address.", returncode=2)
    known = {article.slug: article for article in Article.objects.filter(slug__in=slugs)}
    if missing := [slug for slug in slugs if slug not in known]:
        names = ", ".join(f"“{slug}”" for slug in missing)
        raise CommandError(f"There is no article {names}. Nothing was checked.", returncode=2)
    return [known[slug] for slug in dict.fromkeys(slugs)]


def _told(found: dict[str, list[Finding]]) -> Iterator[str]:
    for slug, findings in found.items():
        errors = sum(finding.is_error for finding in findings)
        yield f"{slug}: {errors} in the way of submitting, {len(findings) - errors} to look at"
        places = [place(finding) for finding in findings]
        width = max(map(len, places), default=0)
        codes = max((len(finding.code) for finding in findings), default=0)
        for finding, where in zip(findings, places, strict=True):
            kind = "error" if finding.is_error else "warning"
            yield f"  {kind:7}  {finding.code:{codes}}  {where:{width}}  {finding.sentence}"


def _as_json(found: dict[str, list[Finding]]) -> dict[str, Any]:
    return {
        "articles": [
            {"slug": slug, "findings": [asdict(finding) for finding in findings]}
            for slug, findings in found.items()
        ]
    }
