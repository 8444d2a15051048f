"""What happened to an article, and what its text said when (partials timeline, versions)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import workflow
from articles.days import in_words
from articles.models import Article, LedgerEntry
from articles.stages import Event, ScheduleOutcome, Stage

NEWEST = 100
"""Entries of a timeline that a page shows; the ledger keeps them all."""
LISTED = 50
"""Versions on one page; earlier ones by the link under them."""
OFFERED = 200
"""Versions to choose from in a menu; any other has its address."""


@dataclass(frozen=True, slots=True)
class Line:
    """One ledger entry as people read it."""

    at: dt.datetime
    actor: str
    what: str
    entry: int
    why: str = ""
    icon: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class SavedVersion:
    number: int
    at: dt.datetime
    by: str
    reason: str
    digest: str
    url: str
    state: str = ""


def versions(article: Article, before: int | None = None) -> list[SavedVersion]:
    """The newest versions before a number, newest first, at most ``LISTED``; each marked where
    readers see it or a sign-off stands.
    """
    states = marked(article)
    records = article.history.select_related("history_user").order_by("-history_id")
    if before is not None:
        records = records.filter(version__lt=before)
    columns = ("history_date", "history_change_reason", "version", "content_digest")
    wanted = records.only(*columns, *(f"history_user__{name}" for name in _NAMES))
    return [
        SavedVersion(
            number=record.version,
            at=record.history_date,
            by=record.history_user.get_full_name() or record.history_user.get_username(),
            reason=record.history_change_reason,
            digest=record.content_digest,
            url=reverse("version", args=[article.slug, record.version]),
            state=states.get(record.version, ""),
        )
        for record in wanted[:LISTED]
    ]


def choices(article: Article, *chosen: int) -> list[tuple[int, str]]:
    """``numbers`` with their marks."""
    states = marked(article)
    return [(number, states.get(number, "")) for number in numbers(article, *chosen)]


def numbers(article: Article, *chosen: int) -> list[int]:
    """Versions to choose from, newest first: the newest, and those that are chosen."""
    newest = article.version
    return sorted({*range(max(1, newest - OFFERED + 1), newest + 1), *chosen}, reverse=True)


def marked(article: Article) -> dict[int, str]:
    """Which versions readers see, or a sign-off stands over, by number."""
    signed = set(article.signatures.medical().standing().values_list("record_id", flat=True))
    meant = signed | {article.published_record_id}
    rows = article.history.filter(history_id__in=meant).values_list("history_id", "version")
    live = article.published_record_id
    return {number: _("Live") if key == live else _("Signed") for key, number in rows}


_NAMES = ("username", "first_name", "last_name")


def timeline(article: Article) -> list[Line]:
    """The newest entries about an article, newest first, with names as they print today."""
    newest = LedgerEntry.objects.about(article.subject).order_by("-seq")
    entries = list(newest.only("kind", "actor", "at", "payload")[:NEWEST])
    names = _printed_names(entry.actor for entry in entries)
    meant = {json.loads(entry.payload).get("content") for entry in entries}
    saved = article.history.filter(content_digest__in=meant - {None}).order_by("-history_id")
    texts = list(saved.values_list("content_digest", "history_date", "version"))
    return [_line(entry, names, texts) for entry in entries]


Saved = tuple[str, dt.datetime, int]
"""Digest, time and number of one version."""


def _line(entry: LedgerEntry, names: Mapping[str, str], texts: Sequence[Saved]) -> Line:
    said = json.loads(entry.payload)
    stage = str(said.get("to", ""))
    moved = stage != said.get("from", "")
    return Line(
        at=entry.at,
        actor=names.get(entry.actor, entry.actor),
        what=_what(entry, said, texts),
        entry=entry.seq,
        why=str(said.get("note") or said.get("reason") or said.get("why") or ""),
        icon=_ICONS.get(Event(entry.kind), ""),
        stage=stage if moved and stage in Stage.values else "",
    )


_ICONS = {
    Event.ARTICLE_SAVE: "draft",
    Event.ARTICLE_IMPORT: "draft",
    Event.SIGN_OFF: "sign_off",
    Event.SCHEDULE: "clock",
    Event.UNSCHEDULE: "cross",
    Event.REQUEST_CHANGES: "request_changes",
    Event.RECALL: "recall",
    Event.REFUSED: "lock",
    Event.REVIEW_ASSIGN: "medical_review",
    Event.REVIEW_ACCEPT: "tick",
    Event.REVIEW_DECLINE: "cross",
    Event.WITHDRAW_SIGNATURE: "withdrawn",
}


def _what(entry: LedgerEntry, said: Mapping[str, Any], texts: Sequence[Saved]) -> str:
    words = [str(Event(entry.kind).label)]
    # The same words may have stood there before: it is the newest such version at that time.
    digest = said.get("content")
    meant = (number for text, at, number in texts if text == digest and at <= entry.at)
    if number := said.get("version") or next(meant, None):
        words.append(_("(version %s)") % number)
    if names := said.get("reviewers"):
        words.append(_("· asked: %s") % ", ".join(names))
    words += _released(said)
    if entry.kind == Event.REVIEW_DUE:
        words.append(f"· {date_format(dt.date.fromisoformat(said['due_on']), 'j M Y')}")
    if refused := said.get("refused"):
        act, *codes = refused.split(" ")
        label = workflow.TRANSITIONS[act].label if act in workflow.TRANSITIONS else act
        words.append(f"· {label}: {', '.join(code.replace('_', ' ') for code in codes)}")
    return " ".join(words)


def _released(said: Mapping[str, Any]) -> Iterator[str]:
    """Which edition, or for when; how a release that waited ended."""
    if edition := said.get("edition"):
        yield _("as edition %s") % edition
    if moment := said.get("release_at"):
        at = in_words(dt.datetime.fromisoformat(moment), said["time_zone"])
        yield _("for %s") % at
    if outcome := said.get("outcome"):
        yield f"· {ScheduleOutcome(outcome).label}"
    if said.get("overtakes"):
        yield _("· its scheduled release fell with it")


def _printed_names(usernames: Iterable[str]) -> dict[str, str]:
    """Printed name, else full name, by user name."""
    people = User.objects.filter(username__in=set(usernames)).select_related("reviewer")
    return {
        user.username: user.reviewer.printed_name
        if hasattr(user, "reviewer")
        else user.get_full_name() or user.username
        for user in people
    }
