"""What happened to an article, and what its text said when (partials timeline, versions)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import workflow
from articles.models import Article, LedgerEntry
from articles.stages import Event, Stage

NEWEST = 100
"""Entries of a timeline that a page shows; the ledger keeps them all."""


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


def versions(article: Article) -> list[SavedVersion]:
    """Every saved version, newest first, marked where readers see it or a sign-off stands."""
    signed = set(article.signatures.medical().standing().values_list("record_id", flat=True))
    records = article.history.select_related("history_user").order_by("-history_id")
    columns = ("history_date", "history_change_reason", "version", "content_digest")
    return [
        SavedVersion(
            number=record.version,
            at=record.history_date,
            by=record.history_user.get_full_name() or record.history_user.get_username(),
            reason=record.history_change_reason,
            digest=record.content_digest,
            url=reverse("version", args=[article.slug, record.version]),
            state=_state(record.history_id, article, signed),
        )
        for record in records.only(*columns, *(f"history_user__{name}" for name in _NAMES))
    ]


_NAMES = ("username", "first_name", "last_name")


def _state(record_id: int, article: Article, signed: set[int]) -> str:
    if record_id == article.published_record_id:
        return _("Live")
    return _("Signed") if record_id in signed else ""


def timeline(article: Article) -> list[Line]:
    """The newest entries about an article, newest first, with names as they print today."""
    newest = LedgerEntry.objects.about(article.subject).order_by("-seq")
    entries = list(newest.only("kind", "actor", "at", "payload")[:NEWEST])
    names = _printed_names(entry.actor for entry in entries)
    saved = article.history.order_by("-history_id")
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
        why=str(said.get("note") or said.get("reason") or ""),
        icon=_ICONS.get(Event(entry.kind), ""),
        stage=stage if moved and stage in Stage.values else "",
    )


_ICONS = {
    Event.ARTICLE_SAVE: "draft",
    Event.ARTICLE_IMPORT: "draft",
    Event.SIGN_OFF: "sign_off",
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
    if refused := said.get("refused"):
        act, *codes = refused.split(" ")
        label = workflow.TRANSITIONS[act].label if act in workflow.TRANSITIONS else act
        words.append(f"· {label}: {', '.join(code.replace('_', ' ') for code in codes)}")
    return " ".join(words)


def _printed_names(usernames: Iterable[str]) -> dict[str, str]:
    """Printed name, else full name, by user name."""
    people = User.objects.filter(username__in=set(usernames)).select_related("reviewer")
    return {
        user.username: user.reviewer.printed_name
        if hasattr(user, "reviewer")
        else user.get_full_name() or user.username
        for user in people
    }
