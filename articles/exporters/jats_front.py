"""Who wrote, who vouched, when, and about what: the front of a JATS article."""

from __future__ import annotations

import datetime as dt
from xml.etree.ElementTree import Element

from articles import specialties
from articles.dossier import Change, Dossier, SignatureDossier

from . import printed
from .jats_body import add


def front(root: Element, dossier: Dossier) -> None:
    """``<front>``, in the order that the DTD asks for."""
    made = add(root, "front")
    journal = add(made, "journal-meta")
    add(journal, "journal-id", dossier.publisher.name, journal_id_type="publisher-id")
    add(add(journal, "journal-title-group"), "journal-title", dossier.publisher.name)
    add(add(journal, "publisher"), "publisher-name", dossier.publisher.name)
    meta = add(made, "article-meta")
    add(meta, "article-id", dossier.id, pub_id_type="publisher-id")
    add(meta, "article-version", str(dossier.version), designator=dossier.edition)
    subjects = add(add(meta, "article-categories"), "subj-group", subj_group_type="specialty")
    add(subjects, "subject", specialties.label(dossier.text("specialty")))
    add(add(meta, "title-group"), "article-title", dossier.text("title"))
    _people(meta, dossier)
    _released(meta, dossier)
    _history(meta, dossier)
    if dossier.canonical_url:
        add(meta, "self-uri", dossier.canonical_url)
    if dossier.text("summary"):
        add(add(meta, "abstract"), "p", dossier.text("summary"))
    _topics(meta, dossier)
    if dossier.text("funding"):
        add(add(meta, "funding-group"), "funding-statement", dossier.text("funding"))
    _facts(meta, dossier)


def _people(meta: Element, dossier: Dossier) -> None:
    if dossier.authors:
        authors = add(meta, "contrib-group", content_type="authors")
        for name in dossier.authors:
            one = add(authors, "contrib", contrib_type="author")
            add(one, "string-name", name)
            add(one, "role", "Writer")
    if dossier.reviewers:
        reviewers = add(meta, "contrib-group", content_type="medical-reviewers")
        for signature in dossier.reviewers:
            one = add(reviewers, "contrib", contrib_type="reviewer")
            name, _, degrees = signature.printed_name.partition(",")
            add(one, "string-name", name.strip())
            if degrees.strip():
                add(one, "degrees", degrees.strip())
            add(one, "role", "Medical reviewer", specific_use="reviewer")
            if signature.byline:
                add(add(one, "bio"), "p", signature.byline)
        _interests(meta, dossier.reviewers)


def _interests(meta: Element, reviewers: tuple[SignatureDossier, ...]) -> None:
    said = [signature for signature in reviewers if signature.disclosure]
    if not said:
        return
    notes = add(meta, "author-notes")
    for signature in said:
        one = add(notes, "fn", fn_type="coi-statement")
        add(one, "p", f"{signature.printed_name}: {signature.disclosure}")


def _released(meta: Element, dossier: Dossier) -> None:
    if day := printed.local_day(dossier.published_at, dossier.time_zone):
        _date(meta, "pub-date", day, date_type="pub", publication_format="electronic")


def _history(meta: Element, dossier: Dossier) -> None:
    """What happened, in order of time; the DTD lets an article have no empty history."""
    events = [
        (signature.signed_at, "medical-review", "reviewed", _reviewed(signature))
        for signature in dossier.reviewers
    ]
    noon = dt.time(12, tzinfo=dt.UTC)
    events += [
        (dt.datetime.combine(notice.issued_on, noon), notice.kind, notice.kind, notice.text)
        for notice in dossier.notices
    ]
    events += [
        (each.released_at, "edition", "pub", _changed(each)) for each in dossier.told_changes
    ]
    if not events:
        return
    history = add(meta, "pub-history")
    for at, kind, date_type, words in sorted(events):
        event = add(history, "event", event_type=kind)
        add(event, "event-desc", words)
        day = printed.local_day(at, dossier.time_zone) or at.date()
        _date(event, "date", day, date_type=date_type)


def _reviewed(signature: SignatureDossier) -> str:
    return signature.printed.sentence


def _changed(change: Change) -> str:
    return f"Edition {change.edition}{': ' * bool(change.note)}{change.note}"


def _date(parent: Element, tag: str, day: dt.date, **attributes: str) -> None:
    made = add(parent, tag, **attributes, iso_8601_date=day.isoformat())
    for name in ("day", "month", "year"):
        add(made, name, str(getattr(day, name)))


def _topics(meta: Element, dossier: Dossier) -> None:
    for system in dict.fromkeys(topic.system for topic in dossier.topics):
        group = add(meta, "kwd-group", vocab=system)
        for topic in dossier.topics:
            if topic.system == system:
                add(group, "kwd", topic.label, vocab_term_identifier=topic.code)


def _facts(meta: Element, dossier: Dossier) -> None:
    """What JATS has no element for; ``meta-name`` and ``meta-value`` are both required."""
    facts = {
        "content-digest-sha256": dossier.content_digest.removeprefix("sha256:"),
        "status": dossier.status,
        "audience": dossier.text("audience"),
        "last-medical-review-date": str(dossier.reviewed_on or ""),
        "next-review-due": str(dossier.review_due or ""),
    }
    group = add(meta, "custom-meta-group")
    pairs = [*facts.items(), *(("signoff-id", each.id) for each in dossier.reviewers)]
    for name, value in pairs:
        if value:
            one = add(group, "custom-meta")
            add(one, "meta-name", name)
            add(one, "meta-value", value)
