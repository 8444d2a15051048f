"""From draft to release and back, as the table of acts says."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import ledger, roles, signing, workflow
from articles.models import HISTORISED, LedgerEntry
from articles.stages import Stage
from tests.cast import Cast, signing_page, today

pytestmark = pytest.mark.django_db


@pytest.mark.req("PF-01")
def test_one_article_walks_from_draft_to_readers_and_back(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)

    assert article.stage == Stage.PUBLISHED
    assert article.published_record.content_digest == article.content_digest
    assert article.last_reviewed == today()
    # Both may carry the same second, so the order between them is the ledger's.
    assert {s.meaning for s in article.signatures.all()} == {
        "medical_review",
        "publication_release",
    }
    assert not [f for s in article.signatures.all() for f in signing.faults(s)]
    assert [e.kind for e in LedgerEntry.objects.about(article.subject)] == [
        "article.save_draft",
        "article.submit",
        "article.sign_off",
        "article.publish",
    ]
    ledger.verify()


CEREMONY = ("signingticket", "signingaccess", "statementtext", "mfa_authenticator", "delivery")
"""What a ceremony reads and writes beside the acts: tickets, tries, the words in use, the mail."""


def test_a_lifecycle_takes_at_most_35_statements_and_its_two_ceremonies_21(cast: Cast) -> None:
    reviewers = [cast.physician.reviewer]
    statements: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        article = cast.draft()
        article = workflow.perform("submit", article, actor=cast.writer, reviewers=reviewers)
    statements += [q["sql"] for q in captured]
    for name, who in (("sign_off", cast.physician), ("publish", cast.publisher)):
        given = signing_page(name, article, who)
        more = {"no_interest": True} if name == "sign_off" else {}
        with CaptureQueriesContext(connection) as captured:
            article = workflow.perform(name, article, actor=who, authentication=given, **more)
        statements += [q["sql"] for q in captured]
    statements = [sql for sql in statements if "SAVEPOINT" not in sql]
    ceremony = [sql for sql in statements if any(table in sql for table in CEREMONY)]
    acts = [sql for sql in statements if sql not in ceremony]

    assert len(acts) <= 35, "\n".join(sql[:90] for sql in acts)
    assert len(ceremony) <= 21, "\n".join(sql[:90] for sql in ceremony)


@pytest.mark.req("AL-1")
def test_every_entry_and_every_record_names_an_account(cast: Cast) -> None:
    for stage in Stage:
        cast.article_in(stage)
    call_command("keys", "rotate")

    accounts = set(User.objects.values_list("username", flat=True))
    entries = LedgerEntry.objects.all()
    assert {entry.actor for entry in entries} <= accounts
    assert {e.actor for e in entries.filter(kind__startswith="key.")} == {roles.SYSTEM_USERNAME}
    for model in HISTORISED:
        assert not model.history.filter(history_user=None).exists()
        assert not model.history.model._meta.get_field("history_user").null
