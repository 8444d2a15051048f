"""Dossiers built by hand: what each export is held against. All people and texts are invented."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from articles import canonical
from articles.dossier import (
    Change,
    CredentialDossier,
    Dossier,
    Notice,
    Publisher,
    SignatureDossier,
    Withdrawn,
)
from articles.stages import Stage

ZONE = "America/New_York"
SIGNED_AT = dt.datetime(2026, 11, 24, 14, 51, 49, 123456, tzinfo=dt.UTC)
RELEASED_AT = dt.datetime(2026, 11, 25, 3, 15, tzinfo=dt.UTC)
CHANGES = (
    Change("2.1", RELEASED_AT, "Says joints where it said limbs."),
    Change("2.0", dt.datetime(2026, 6, 1, 12, 0, 0, 5, tzinfo=dt.UTC), "A newer dose."),
    Change("1.0", dt.datetime(2025, 6, 1, 12, 0, tzinfo=dt.UTC)),
)
SPACE = uuid.UUID("6f1c0f9e-2a51-4c1f-9a40-6f6a5e1f7c11")
RHEUMATOLOGY = CredentialDossier(
    board="American Board of Internal Medicine",
    certificate="Rheumatology",
    kind="subspecialty",
    status="in_force",
    verified_on=dt.date(2026, 11, 10),
)
HOSTILE_TITLE = (
    "=1+1 \"quoted\" 'single' </script><script>alert(1)</script> <!-- & é 日本 \u2028 # - : NO " * 5
)[:300]
HOSTILE_NOTE = (
    "</section></main></details><script>alert(2)</script> --> ]]> {{ title }} &amp; <b>\n---\n"
    "NO: 1e3\n- *a &b !c |d\n\u2028\u2029\ufeff \ufffe \U0001fffe \u202f12:30 " + "x" * 2000
)
HOSTILE_BODY = (
    "---\ntitle: \"no\"\n---\n\n# Not a title\n\n<script>alert('x')</script> a < b & c\n\n"
    "```\n---\n\n```\n\nCited [@smith2024].\n\nLast line\ttab\u00a0\U0001f9ec\n\n"
)


def content(**changes: Any) -> dict[str, Any]:
    return {
        "article_type": "condition",
        "title": "Stiff mornings",
        "summary": "What slow joints may mean.",
        "body": "## Why\n\nJoints rest at night [@smith2024].\n\n## When to ask\n\nAfter an hour.",
        "references": [
            {"id": "jones2020", "type": "book", "title": "Joints", "URL": "https://example.org/j"},
            {
                "id": "smith2024",
                "type": "article-journal",
                "title": "Morning stiffness",
                "author": [{"family": "Smith", "given": "Ada"}],
                "issued": {"date-parts": [[2024]]},
                "DOI": "10.1000/xyz123",
                "PMID": "12345678",
            },
        ],
        "audience": "patient",
        "locale": "en-US",
        "authors": [{"name": "Dana Whitfield"}, {"name": "Bo Ek, PhD"}],
        "funding": "None",
        "topics": [
            {"system": "ICD-10-CM", "code": "M13.9"},
            {"system": "MeSH", "code": "D001168"},
        ],
        "specialty": "rheumatology",
    } | changes


def identifier(name: str) -> str:
    return str(uuid.uuid5(SPACE, name))


def statement(
    words: dict[str, Any], slug: str, name: str, *, version: int = 3, **changes: Any
) -> dict[str, Any]:
    who = changes.get("printed_name", "Ruth Amsel, MD")
    return {
        "schema": "reviewflow/statement@1",
        "id": identifier(f"{slug} {name}"),
        "article": identifier(slug),
        "record": 41,
        "version": version,
        "round": 2,
        "scope": "whole",
        "content_digest": canonical.content_digest(words),
        "meaning": "medical_review",
        "text": f'I, {who}, read the whole of version {version} & found it "sound".',
        "signer": "ruth",
        "printed_name": who,
        "byline": f"Medically reviewed by {who}; American Board of Internal Medicine with "
        "subspecialty in Rheumatology",
        "credentials": [
            {
                "board": RHEUMATOLOGY.board,
                "certificate": RHEUMATOLOGY.certificate,
                "kind": RHEUMATOLOGY.kind,
                "status": RHEUMATOLOGY.status,
                "verified_on": "2026-11-10",
                "verification": 17,
            }
        ],
        "may_sign": True,
        "is_specialist": True,
        "policy": {"sign_offs": 1, "specialists": 1},
        "disclosure": "No competing interests.",
        "signed_at": "2026-11-24T14:51:49.123456Z",
        "time_zone": ZONE,
        "authentication": ["password"],
        "later_key": [1, {"a": None}],
    } | changes


TAKEN_BACK = Withdrawn(
    "Omar Weiß-O’Neil, DO",
    dt.datetime(2026, 11, 26, 8, 0, 5, tzinfo=dt.UTC),
    "I had read an <older> text & signed too soon.",
)


def signature(
    said: dict[str, Any], *, withdrawn: Withdrawn | None = None, label: str = "Medical review"
):
    text = canonical.canonical_bytes(said).decode()
    return SignatureDossier(
        id=said["id"],
        meaning=said["meaning"],
        meaning_label=label,
        printed_name=said["printed_name"],
        byline=said["byline"],
        signed_at=dt.datetime.fromisoformat(said["signed_at"]),
        statement=text,
        statement_digest=canonical.digest(text.encode()),
        statement_text=said["text"],
        credentials=(RHEUMATOLOGY,) if said.get("credentials") else (),
        disclosure=said["disclosure"],
        is_specialist=said.get("is_specialist", False),
        withdrawn=withdrawn,
    )


def release(words: dict[str, Any], slug: str) -> SignatureDossier:
    said = statement(
        words,
        slug,
        "release",
        meaning="publication_release",
        printed_name="Pat Lind",
        signer="pat",
        byline="",
        text="I release version 3 for readers.",
        signed_at="2026-11-25T03:15:00Z",
    )
    for name in ("may_sign", "is_specialist", "credentials", "policy"):
        del said[name]
    return signature(said, label="Publication release")


def dossier(slug: str, words: dict[str, Any], *signatures: SignatureDossier, **changes: Any):
    facts: dict[str, Any] = {
        "id": identifier(slug),
        "slug": slug,
        "version": 3,
        "edition": "2.1",
        "content": words,
        "content_digest": canonical.content_digest(words),
        "stage": Stage.PUBLISHED,
        "status": "published",
        "time_zone": ZONE,
        "publisher": Publisher(
            name="Example Health",
            url="https://health.example.org/",
            publishing_principles="https://health.example.org/policy/",
        ),
        "signatures": signatures,
        "published_at": RELEASED_AT,
        "updated_at": dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC),
        "last_reviewed": dt.date(2026, 11, 24),
        "review_due": dt.date(2027, 11, 24),
        "canonical_url": f"https://health.example.org/{slug}/",
        "channels": ("site", "app"),
        "external_ids": {"wordpress": "1e3", "legacy": "NO"},
        "topic_labels": {"D001168": "Arthritis", "M13.9": "Arthritis"},
    }
    return Dossier(**facts | changes)


def plain() -> Dossier:
    words, slug = content(), "stiff-mornings"
    given = signature(statement(words, slug, "ruth")), release(words, slug)
    return dossier(slug, words, *given, changes=CHANGES)


def two_reviewers() -> Dossier:
    words, slug = content(title="Two looked at it"), "two-looked"
    second = statement(
        words, slug, "omar", printed_name="Omar Weiß-O’Neil, DO", signer="omar", byline=""
    )
    return dossier(
        slug,
        words,
        signature(statement(words, slug, "ruth")),
        signature(second),
        release(words, slug),
    )


def one_taken_back() -> Dossier:
    """Two signed, one of them withdrew; the other still carries the text."""
    words, slug = content(title="One thought again"), "one-thought-again"
    second = statement(words, slug, "omar", printed_name="Omar Weiß-O’Neil, DO", signer="omar")
    return dossier(
        slug,
        words,
        signature(statement(words, slug, "ruth")),
        signature(second, withdrawn=TAKEN_BACK),
        release(words, slug),
    )


def hostile() -> Dossier:
    words = content(
        title=HOSTILE_TITLE,
        summary="12:30\n<b>&amp;</b>\u0085-->]]>".replace("\u0085", "\u2029"),
        body=HOSTILE_BODY,
        authors=['Eve "E" </script>'],
        topics=[{"system": "MeSH", "code": "D0</script>"}],
        funding="yes",
    )
    said = statement(
        words, "hostile", "ruth", printed_name="Ruth <Amsel> & 'Co', MD", disclosure="</script>&"
    )
    return dossier(
        "hostile",
        words,
        signature(said),
        topic_labels={},
        external_ids={"</script>": "~", "on": "0x1F", "\ufeff": "\u2028"},
        notices=(Notice("correction", "2 g </script> was 3 g", "Ed & Co", dt.date(2026, 12, 1)),),
        changes=tuple(
            Change(f"1.{number}", SIGNED_AT + dt.timedelta(days=number), HOSTILE_NOTE)
            for number in (4, 3, 2, 1, 0)
        ),
    )


def unreviewed() -> Dossier:
    words, slug = content(title="Nobody read this"), "nobody-read"
    older = statement(content(), slug, "ruth", version=2)
    omar = {"printed_name": "Omar Weiß-O’Neil, DO", "signed_at": "2026-11-23T09:00:00Z"}
    withdrawn = signature(statement(words, slug, "omar", **omar), withdrawn=TAKEN_BACK)
    return dossier(
        slug, words, signature(older), withdrawn, stage=Stage.APPROVED, published_at=None
    )


def retracted() -> Dossier:
    words, slug = content(title="It was wrong"), "it-was-wrong"
    notice = Notice("retraction", "The dose was wrong.", "Example Health", dt.date(2026, 12, 2))
    return dossier(
        slug,
        words,
        signature(statement(words, slug, "ruth")),
        status="retracted",
        notices=(notice,),
    )


ALL = {
    make.__name__: make
    for make in (plain, two_reviewers, one_taken_back, hostile, unreviewed, retracted)
}
